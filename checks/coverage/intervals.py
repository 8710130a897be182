"""An estimated share with its interval, and the measure it becomes."""

from __future__ import annotations

from typing import NamedTuple

from dataaudit.checks.labels.noise import wilson
from dataaudit.model import Measure


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
