"""Estimated shares with their intervals, and the measures they become."""

from __future__ import annotations

import math
from typing import NamedTuple

from dataaudit.model import Measure


def wilson(share: float, n: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson interval of a share of n (Wilson 1927); z = 1.96 is 95 %."""
    centre = share + z * z / (2 * n)
    half = z * math.sqrt((share * (1 - share) + z * z / (4 * n)) / n)
    low, high = (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def clopper_pearson(hits: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """The exact interval of a share of which `hits` of n were seen (Clopper and Pearson 1934); (0, 1) for n = 0."""
    from scipy.stats import beta

    tail = (1 - level) / 2
    low = float(beta.ppf(tail, hits, n - hits + 1)) if hits else 0.0
    high = float(beta.ppf(1 - tail, hits + 1, n - hits)) if hits < n else 1.0
    return low, high


class Estimate(NamedTuple):
    """A share with the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, share: float, n: int) -> Estimate:
        """A share that was counted among n, with its Wilson interval."""
        return cls(share, *wilson(share, n))

    def rounded(self) -> Estimate:
        """To four decimals, so that the last bits of a sum don't show."""
        return Estimate(*(round(end, 4) for end in self))

    def measure(self, name: str) -> Measure:
        """The measure of this name."""
        value, low, high = self.rounded()
        return Measure(name, value, "share", low, high)
