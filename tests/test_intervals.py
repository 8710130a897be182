"""Intervals of shares."""

import pytest

from dataaudit.intervals import wilson


@pytest.mark.parametrize(
    ("share", "n", "low", "high"), [(0, 100, 0, 0.037), (0.5, 100, 0.404, 0.596), (1, 20, 0.839, 1)]
)
def test_the_wilson_interval_is_the_textbooks(share: float, n: int, low: float, high: float) -> None:
    assert wilson(share, n) == pytest.approx((low, high), abs=5e-4)
