"""Intervals of shares."""

import pytest

from dataaudit.intervals import clopper_pearson, wilson


@pytest.mark.parametrize(
    ("share", "n", "low", "high"), [(0, 100, 0, 0.037), (0.5, 100, 0.404, 0.596), (1, 20, 0.839, 1)]
)
def test_the_wilson_interval_is_the_textbooks(share: float, n: int, low: float, high: float) -> None:
    assert wilson(share, n) == pytest.approx((low, high), abs=5e-4)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(0, 59, 0, 0.0495), (1, 93, 0.0006, 0.0500), (2, 124, 0.0029, 0.0499), (0, 0, 0, 1)]
)
def test_the_exact_interval_is_the_textbooks(hits: int, n: int, low: float, high: float) -> None:
    assert clopper_pearson(hits, n, level=0.9) == pytest.approx((low, high), abs=1e-4)


def test_the_exact_interval_is_symmetric() -> None:
    low, high = clopper_pearson(3, 100)
    assert clopper_pearson(97, 100) == pytest.approx((1 - high, 1 - low))
