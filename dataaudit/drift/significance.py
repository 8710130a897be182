"""Whether a difference can be chance: exact tests, whole groups as units, and many tests at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dataaudit.drift.effects import Counts, Floats, hits
from dataaudit.evidence.signals import Scale

Mask = NDArray[np.bool_]


def sharpest(scale: Scale, part: Counts, rest: Counts) -> int:
    """Which column of `hits` differs most, by the angles of its shares, the variance of which is even."""
    angles = [_angles(hits(scale, counts), int(counts.sum())) for counts in (part, rest)]
    return int(np.argmax(np.abs(angles[0] - angles[1])))


def p_value(scale: Scale, part: Counts, rest: Counts) -> float:
    """Fisher's exact test of the share that differs most, times the number of shares (Bonferroni).

    Parameters
    ----------
    part, rest
        (L,) how often each level comes.
    """
    from scipy.stats import hypergeom

    column, n = sharpest(scale, part, rest), int(part.sum())
    own, all_hits = int(hits(scale, part)[column]), int(hits(scale, part + rest)[column])
    chance = hypergeom(n + int(rest.sum()), all_hits, n)
    return float(min(1.0, 2 * min(chance.cdf(own), chance.sf(own - 1)) * hits(scale, part).shape[-1]))


def grouped_p_value(hit: Mask, inside: Mask, group: NDArray[np.int64]) -> float:
    """The chance of a difference between shares where whole groups of rows come to a part or don't.

    What the part's groups have beyond their due is compared with its variance when groups are permuted, by
    Student's t with as many degrees of freedom as the side with fewer groups allows: one group shows nothing.

    Parameters
    ----------
    hit, inside, group
        (n,) of every output whether it has what is looked at, whether it is in the part, and its group.
    """
    from scipy.stats import t

    units, unit = np.unique(2 * group + inside, return_inverse=True)
    excess = np.bincount(unit, hit - hit.mean())
    excess -= excess.mean()
    within = units % 2 == 1
    n, n1 = len(units), int(within.sum())
    freedom = min(n1, n - n1) - 1
    if freedom < 1 or not excess.any():
        return 1.0
    deviation = np.sqrt(n1 * (n - n1) / (n * (n - 1)) * (excess**2).sum())
    return float(2 * t.sf(abs(excess[within].sum()) / deviation, freedom))


def q_values(p: Sequence[float], tests: int) -> Floats:
    """Adjusted p-values (Benjamini and Hochberg 1995) of some of `tests` tests; those left out have p = 1."""
    order = np.argsort(p, kind="stable")
    scaled = np.asarray(p, dtype=np.float64)[order] * tests / np.arange(1, len(order) + 1)
    adjusted = np.empty(len(order))
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return adjusted


def _angles(hit: Counts, n: int) -> Floats:
    """Anscombe's (1948) angles of shares, which keep rare and sure ones from looking extreme."""
    angles: Floats = np.arcsin(np.sqrt((hit + 0.375) / (n + 0.75)))
    return angles
