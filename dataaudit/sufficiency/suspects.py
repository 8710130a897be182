"""How many suspects are clean examples after all."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dataaudit.intervals import Estimate, clopper_pearson
from dataaudit.review.matching import Review

#: Judged suspects from which on their precision is taken from the review.
ENOUGH = 10
#: The share of such flags on text that people uphold, at least and at most (LAB002).
_UPHELD = (0.4, 0.9)
_Z = 1.96


def innocent_suspects(doubt: NDArray[np.float64], review: Review | None) -> Estimate | None:
    """How many of the rows that only an estimate keeps from being clean are right, with its 95 % interval.

    Each counts by how unsure its finding is. Where a reviewer judged ten suspects or more, they count by the share of
    these that was wrong, with its exact interval; else the interval is for what people were seen to uphold of such
    findings. Both ends have the noise of a binomial count, too.

    Parameters
    ----------
    doubt
        (n,) how sure it is that a row is not clean: 0 clean, 1 a fact.

    Returns
    -------
    Rows; None where nothing is in doubt.
    """
    unsure = doubt[(doubt > 0) & (doubt < 1)]
    if not len(unsure):
        return None
    judged = review is not None and review.suspects >= ENOUGH
    if review is not None and judged:
        upheld = review.suspects_wrong / review.suspects
        least, most = clopper_pearson(review.suspects_wrong, review.suspects)
    else:
        upheld = float(unsure.mean())
        least, most = min(_UPHELD[0], upheld), max(_UPHELD[1], upheld)
    n = len(unsure)
    low, high = (n * (1 - end) + sign * _noise(n, end) for end, sign in ((most, -1), (least, 1)))
    return Estimate(n * (1 - upheld), max(0.0, low), min(float(n), high))


def _noise(n: int, share: float) -> float:
    return _Z * math.sqrt(n * share * (1 - share))
