"""How alike two texts are in their words: MinHash proposes pairs (`signatures`), their true shingles dispose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from dataaudit.duplicates.shingles import (
    Positions,
    Shingles,
    character_shingles,
    pieces,
    spaced,
    word_counts,
    word_shingles,
)
from dataaudit.duplicates.signatures import COMPARABLE
from dataaudit.engine import Engine

Similarities = NDArray[np.float32]

#: The least similarity for which pairs are looked for. Below it texts share less than three quarters of their shingles.
FLOOR = 0.6
#: Texts of fewer words are compared by their characters.
SHORT = 24
#: A text of which this share is in one up to twice as long is a part of it: it was cut short, the other went on.
CONTAINED = 0.95
#: Pairs of about so many characters are compared at once.
_PIECE = 1 << 18
#: So many bits of a hash tell the shingles of two texts apart; the others number the texts of a piece.
_HASH_BITS = np.uint64(44)


def similarities(texts: Sequence[str], pairs: Positions, jobs: int = 1) -> Similarities:
    """How alike two texts are: the Jaccard similarity of their shingles, or how much of one is contained in the other.

    Shingles are runs of five characters if one of the two has fewer than 24 words, else runs of three words.
    Containment counts from .95 on, of texts of 24 words or more.

    Parameters
    ----------
    texts
        Normalised. Only those that occur in a pair are asked for, each once.
    pairs
        (p, 2) int, positions of texts.
    jobs
        Threads; the result doesn't depend on it.

    Returns
    -------
    (p,) float32 in [0, 1]: 1 for equal texts, two empty ones among them.
    """
    occurs = np.zeros(len(texts), np.bool_)
    occurs[pairs] = True
    said = [spaced(texts[i]) for i in np.flatnonzero(occurs).tolist()]
    pairs = (np.cumsum(occurs) - 1)[pairs]
    order = _together(pairs, len(said))
    pairs = pairs[order]
    is_short = word_counts(said)[pairs].min(axis=1) < SHORT
    sizes = np.fromiter(map(len, said), np.int64)[pairs].sum(axis=1)

    def of(piece: slice) -> Similarities:
        own, short = pairs[piece], is_short[piece]
        found = np.empty(len(own), np.float32)
        found[short], _ = _overlaps(character_shingles, said, own[short])
        jaccard, contained = _overlaps(word_shingles, said, own[~short])
        found[~short] = np.where(contained >= CONTAINED, contained, jaccard)
        return found

    found = np.empty(len(pairs), np.float32)
    found[order] = np.concatenate([np.empty(0, np.float32), *Engine(jobs).map(of, pieces(sizes, _PIECE))])
    return found


def _together(pairs: Positions, n: int) -> Positions:
    """An order in which pairs that have a text in common mostly follow each other, so that it is shingled once."""
    lowest = np.arange(n)
    np.minimum.at(lowest, pairs[:, 1], pairs[:, 0])
    np.minimum.at(lowest, pairs[:, 0], pairs[:, 1])
    return np.argsort(lowest[pairs].min(axis=1), kind="stable")


def _overlaps(
    shingles_of: Callable[[Sequence[str]], Shingles], texts: Sequence[str], pairs: Positions
) -> tuple[Similarities, Similarities]:
    """Of each pair the Jaccard similarity, and the share of the smaller that the other contains, 0 below half of it."""
    units, members = np.unique(pairs, return_inverse=True)
    sets, offsets = _sets(shingles_of([texts[i] for i in units.tolist()]))
    members = members.ravel()
    sizes = np.diff(offsets)[members]
    chosen = np.repeat(offsets[members] - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
    pair = np.repeat(np.arange(len(members), dtype=np.uint64) >> np.uint64(1), sizes)
    both = np.sort(pair << _HASH_BITS | sets[chosen])
    shared = both[1:][both[1:] == both[:-1]] >> _HASH_BITS
    common = np.bincount(shared.astype(np.int64), minlength=len(pairs))
    low, high = np.sort(sizes.reshape(-1, 2), axis=1).T
    jaccard = np.where(high > 0, common / np.maximum(low + high - common, 1), 1)
    contained = np.where(low >= COMPARABLE * high, common / np.maximum(low, 1), 0)
    return jaccard.astype(np.float32), contained.astype(np.float32)


def _sets(shingles: Shingles) -> tuple[NDArray[np.uint64], Positions]:
    """The different shingles of each text by the first bits of their hashes, and where those of each begin and end."""
    n = len(shingles.offsets) - 1
    text = np.repeat(np.arange(n, dtype=np.uint64), np.diff(shingles.offsets))
    numbered = np.sort(text << _HASH_BITS | shingles.hashes >> (np.uint64(64) - _HASH_BITS))
    numbered = numbered[np.append(True, numbered[1:] != numbered[:-1])[: len(numbered)]]
    offsets = np.searchsorted(numbered, np.arange(n + 1, dtype=np.uint64) << _HASH_BITS)
    return numbered & ((np.uint64(1) << _HASH_BITS) - np.uint64(1)), offsets
