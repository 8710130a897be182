"""What twice as many examples would change, by the learning curve of a probe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataaudit.intervals import Estimate, wilson
from dataaudit.sufficiency.curves import Family, fit_families
from dataaudit.sufficiency.splits import STEPS

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

_DRAWS = 200
#: The ends of a 90 % interval, and the same in standard deviations.
_TAILS, _Z = (0.05, 0.95), 1.645
#: Of the steps, as shares of all that there is to learn from.
_SIZES = np.array(STEPS) / STEPS[-1]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a learning curve says.

    Attributes
    ----------
    errors
        The error with an eighth, a quarter, a half and all of the examples there are to learn from.
    now
        The last of them, with its 95 % interval.
    doubled
        The error with twice as many, with a 90 % interval for what would then be measured.
    gain
        How much less that is, with a 90 % interval.
    """

    errors: tuple[float, ...]
    now: Estimate
    doubled: Estimate
    gain: Estimate


def forecast(families: Sequence[Family], missed: Floats, groups: Numbers, seed: int) -> Forecast:
    """Extrapolate a learning curve to twice its examples.

    Parameters
    ----------
    families
        Two that differ in what they expect: `ERROR` or `NEW` of `curves`.
    missed
        (n, steps) how often each input was missed at each step.
    groups
        (n,) what is drawn together.

    Notes
    -----
    Two families are fitted to the curve, and to curves of 200 bootstrap samples of the groups (Efron 1979). Nobody
    knows which is right, so an interval reaches from the lower 5 % of one to the upper 95 % of the other. That of
    the error also holds the Wilson interval of its own measurement, that of the gain doesn't: both its ends are
    measured on the same inputs.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        curves = np.vstack([missed.mean(axis=0), _resampled(missed, groups, seed)])
        now, ahead = np.moveaxis(fit_families(families, curves, _SIZES, np.array([1.0, 2.0])), 2, 0)
    inputs = len(np.unique(groups))
    doubled = _envelope(ahead)
    low, high = wilson(doubled.value, inputs, _Z)
    return Forecast(
        errors=tuple(curves[0].tolist()),
        now=Estimate.of(float(curves[0, -1]), inputs),
        doubled=Estimate(doubled.value, min(low, doubled.low), max(high, doubled.high)),
        gain=_envelope(now - ahead),
    )


def _resampled(missed: Floats, groups: Numbers, seed: int) -> Floats:
    """(draws, steps) mean errors of bootstrap samples: each group comes as often as a Poisson variable says."""
    number = np.unique(groups, return_inverse=True)[1]
    sums = np.stack([np.bincount(number, own) for own in (*missed.T, np.ones(len(missed)))], axis=1)
    times = np.random.default_rng(seed).poisson(1.0, (_DRAWS, len(sums)))
    drawn = times.astype(np.float64) @ sums
    return drawn[:, :-1] / np.maximum(drawn[:, -1:], 1)


def _envelope(values: Floats) -> Estimate:
    """The families' mean for the curve itself, the first, and the ends of all their intervals over the others."""
    value = float(values[:, 0].mean())
    ends = np.quantile(values[:, 1:], _TAILS, axis=1)
    return Estimate(value, min(value, float(ends[0].min())), max(value, float(ends[1].max())))
