"""How much two sets of outputs differ in one signal, from the counts of its levels alone.

Counts are tables (..., L) over the levels of a signal. What is looked at are shares: of each level, or of the outputs
beyond each bin of an amount, so that the greatest difference is the statistic D of Kolmogorov and Smirnov.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataaudit.drift.settings import Settings
from dataaudit.evidence.signals import Scale
from dataaudit.intervals import wilson

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

#: A level whose share rises by less is not what an alarm is about. Ours.
_CLEARLY_MORE = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """A difference between a part and the rest.

    Attributes
    ----------
    size
        In [0, 1]: of shares the difference, of styles the total variation, of amounts D.
    cliff
        Of amounts Cliff's delta: how much more often an output of the part exceeds one of the rest than falls
        short of it. None of other signals.
    levels
        (L,) how much more frequent each level is in the part than in the rest.
    """

    scale: Scale
    size: float
    cliff: float | None
    levels: Floats

    def reaches(self, settings: Settings, explained: float = 0.0) -> bool:
        """Whether it is worth an alarm, or what remains of it when a share of it is explained."""
        left = max(0.0, 1 - explained)
        if self.scale == "amount":
            return left * self.size >= settings.min_smirnov and left * abs(self.cliff or 0) >= settings.min_cliff
        return left * self.size >= (settings.min_share if self.scale == "share" else settings.min_variation)

    @property
    def typical(self) -> NDArray[np.int64]:
        """The levels that set the part apart: those that are clearly more frequent there, or the bins beyond D."""
        if self.scale != "amount":
            return np.flatnonzero((self.levels >= _CLEARLY_MORE) | (self.levels == self.levels.max()))
        beyond = _shifts(self.scale, self.levels)
        widest = int(np.argmax(np.abs(beyond)))
        bins = np.arange(len(self.levels))
        return bins[bins > widest] if beyond[widest] > 0 else bins[bins <= widest]


def hits(scale: Scale, counts: Counts) -> Counts:
    """(..., C) how many outputs have each thing that is looked at: a level; of an amount, more than each bin."""
    if scale == "share":
        return counts[..., 1:]
    return counts if scale == "style" else counts[..., ::-1].cumsum(-1)[..., ::-1][..., 1:]


def is_hit(scale: Scale, codes: NDArray[np.int64], column: int) -> NDArray[np.bool_]:
    """(n,) which outputs have the thing that a column of `hits` counts."""
    if scale == "amount":
        return np.greater(codes, column)
    return np.equal(codes, 1 if scale == "share" else column)


def effect(scale: Scale, part: Counts, rest: Counts) -> Effect:
    """The effect between a part and the rest, within strata where there are several.

    Parameters
    ----------
    part, rest
        (K, L) the counts in each of K strata, or (L,). Strata count as Mantel and Haenszel (1959) weigh them,
        n1 n0 / (n1 + n0), so that one in which either side is missing doesn't count.
    """
    part, rest = np.atleast_2d(part), np.atleast_2d(rest)
    weights = _weights(part, rest)
    weights = weights / (weights.sum() or 1)
    p = part / np.maximum(part.sum(-1, keepdims=True), 1)
    q = rest / np.maximum(rest.sum(-1, keepdims=True), 1)
    levels: Floats = weights @ (p - q)
    cliff = None
    if scale == "amount":
        below, above = q.cumsum(-1) - q, q[:, ::-1].cumsum(-1)[:, ::-1] - q
        cliff = float(weights @ (p * (below - above)).sum(-1))
    return Effect(scale, float(_size(scale, levels)), cliff, levels)


def sizes(scale: Scale, counts: Counts) -> Floats:
    """(P,) the size of the effect of each of P parts (P, L) against all others."""
    rest = counts.sum(0) - counts
    shares = [table / np.maximum(table.sum(-1, keepdims=True), 1) for table in (counts, rest)]
    return _size(scale, shares[0] - shares[1])


def comparable(part: Counts, rest: Counts) -> float:
    """How much strata (K, L) leave to compare: the sum of their weights, n / 2 of two sides of n rows."""
    return float(_weights(part, rest).sum())


def difference(hits_in_part: int, n: int, hits_in_rest: int, m: int) -> tuple[float, float]:
    """The 95 % interval of the difference of two shares (Newcombe 1998, method 10)."""
    p, q = hits_in_part / n, hits_in_rest / m
    (p_low, p_high), (q_low, q_high) = wilson(p, n), wilson(q, m)
    return p - q - float(np.hypot(p - p_low, q_high - q)), p - q + float(np.hypot(p_high - p, q - q_low))


def _weights(part: Counts, rest: Counts) -> Floats:
    n1, n0 = part.sum(-1), rest.sum(-1)
    weights: Floats = n1 * n0 / np.maximum(n1 + n0, 1)
    return weights


def _shifts(scale: Scale, levels: Floats) -> Floats:
    """The differences of the shares that are looked at, from those of the levels."""
    if scale == "amount":
        return levels[..., ::-1].cumsum(-1)[..., ::-1][..., 1:]
    return levels[..., 1:] if scale == "share" else levels


def _size(scale: Scale, levels: Floats) -> Floats:
    shifts = np.abs(_shifts(scale, levels))
    size: Floats = shifts.sum(-1) / 2 if scale == "style" else shifts.max(-1)
    return size
