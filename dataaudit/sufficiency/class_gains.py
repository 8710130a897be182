"""Classes that still learn while the others have learnt: whose own error the last doubling cut by more."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class ClassGain(NamedTuple):
    """A class, the number of its inputs, and its own error with half of the examples and with all of them."""

    label: int
    inputs: int
    before: float
    now: float

    @property
    def fell(self) -> float:
        """By how much its error fell."""
        return self.before - self.now


def still_learning(
    missed: Floats, labels: Numbers, groups: Numbers, *, least_inputs: int, least_gain: float, max_q: float
) -> list[ClassGain]:
    """The classes whose error the last doubling cut by more than it cut the error of all, the most first.

    Parameters
    ----------
    missed
        (n, steps) how often each input was missed; the last two steps are compared.
    labels, groups
        (n,) the class of each input, and what is counted once.
    least_inputs, least_gain
        Classes of fewer groups aren't tested, and those that gained less aren't named.
    max_q
        Of each class, by a one-sided t-test over its groups, after Benjamini and Hochberg (1995).
    """
    from scipy.stats import false_discovery_control

    fell = missed[:, -2] - missed[:, -1]
    tested, chances = [], []
    for label in np.unique(labels).tolist():
        own = labels == label
        units = _means(fell[own], groups[own])
        if len(units) >= least_inputs:
            tested.append(ClassGain(label, int(own.sum()), *missed[own, -2:].mean(axis=0).tolist()))
            chances.append(_chance(units, float(fell.mean())))
    if not tested:
        return []
    q = false_discovery_control(chances)
    found = [gain for gain, own in zip(tested, q.tolist(), strict=True) if own <= max_q and gain.fell > least_gain]
    return sorted(found, key=lambda gain: (-gain.fell, gain.label))


def _means(values: Floats, groups: Numbers) -> Floats:
    """The mean of each group."""
    number = np.unique(groups, return_inverse=True)[1]
    means: Floats = np.bincount(number, values) / np.bincount(number)
    return means


def _chance(units: Floats, mean: float) -> float:
    """Of a mean as great as that of the units by chance; 1 where they are all alike."""
    from scipy.stats import t

    n, deviation = len(units), float(np.std(units, ddof=1))
    if deviation == 0:
        return 1.0
    return float(t.sf((float(np.mean(units)) - mean) / (deviation / np.sqrt(n)), n - 1))
