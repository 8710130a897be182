"""Vectors of texts, each encoded once and kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from dataaudit.evidence.cache import Cache
    from dataaudit.evidence.encoders import Encoder

Vectors = NDArray[np.float32]
Announce = Callable[[str, int], None]

#: Vectors are put into the cache after so many, so that an interrupted run has not worked in vain.
_KEPT_AT_ONCE = 8192


def encode_distinct(
    texts: Sequence[str], encoder: Encoder, cache: Cache | None, announce: Announce | None = None
) -> Vectors:
    """Vectors of distinct texts, from the cache where it has them; new ones are put there.

    Returns
    -------
    (n, d) float32, rows of length 1. The same bytes with a cold, a warm and no cache.
    """
    vectors, found = _cached(texts, encoder, cache)
    missing: list[int] = np.flatnonzero(~found).tolist()
    if missing and announce is not None:
        announce("encoding", len(missing))
    for start in range(0, len(missing), _KEPT_AT_ONCE):
        part = missing[start : start + _KEPT_AT_ONCE]
        new_texts = [texts[i] for i in part]
        vectors[part] = encoder.encode(new_texts)
        if cache is not None:
            cache.put(encoder, new_texts, vectors[part])
    return vectors


def _cached(texts: Sequence[str], encoder: Encoder, cache: Cache | None) -> tuple[Vectors, NDArray[np.bool_]]:
    if cache is not None:
        return cache.get(encoder, texts)
    return np.zeros((len(texts), encoder.dimension), np.float32), np.zeros(len(texts), np.bool_)
