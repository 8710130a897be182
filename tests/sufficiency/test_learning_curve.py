"""The forecast for twice as many examples: what it expects, how sure it is, and what it never promises."""

import numpy as np
import pytest
from numpy.typing import NDArray
from statsmodels.stats.proportion import proportion_confint

from dataaudit.sufficiency.curves import ERROR, NEW
from dataaudit.sufficiency.learning_curve import Forecast, forecast
from dataaudit.sufficiency.novelty import new_to_part


def outcomes(shares: tuple[float, ...], n: int, seed: int = 0) -> NDArray[np.float64]:
    """What n inputs, some harder than others, come to at each step."""
    hardness = np.random.default_rng(seed).permutation((np.arange(n) + 0.5) / n)
    return (hardness[:, None] < np.array(shares)).astype(np.float64)


def forecast_of(shares: tuple[float, ...], n: int = 2000) -> Forecast:
    return forecast(ERROR, outcomes(shares, n), np.arange(n), seed=0)


def test_a_falling_curve_goes_on_falling() -> None:
    found = forecast_of((0.4, 0.3, 0.22, 0.16), 20_000)
    assert found.errors == pytest.approx((0.4, 0.3, 0.22, 0.16), abs=1e-3)
    assert 0.09 < found.doubled.low < found.doubled.value < found.doubled.high < 0.16
    assert found.gain.low > 0


def test_a_level_curve_gains_nothing() -> None:
    found = forecast_of((0.13, 0.12, 0.12, 0.12))
    assert found.gain.high < 0.01
    assert found.doubled.low < 0.12 < found.doubled.high


def test_a_rising_curve_gains_nothing() -> None:
    assert forecast_of((0.6, 0.62, 0.63, 0.64)).gain.value == pytest.approx(0, abs=1e-9)


def test_no_error_stays_none() -> None:
    found = forecast_of((0.0, 0.0, 0.0, 0.0), 100)
    assert (found.now.value, found.doubled.value, *found.gain) == (0, 0, 0, 0, 0)
    assert found.doubled.high == pytest.approx(proportion_confint(0, 100, alpha=0.1, method="wilson")[1], abs=1e-4)


def test_the_interval_of_the_error_is_that_of_wilson() -> None:
    expected = proportion_confint(400, 2000, alpha=0.05, method="wilson")
    assert forecast_of((0.4, 0.32, 0.25, 0.2)).now == pytest.approx((0.2, *expected), abs=1e-4)


def test_few_inputs_leave_more_open() -> None:
    few, many = (forecast_of((0.4, 0.32, 0.25, 0.2), n).gain for n in (200, 20_000))
    assert few.high - few.low > 1.2 * (many.high - many.low)


def test_groups_count_as_one() -> None:
    missed = np.repeat(outcomes((0.4, 0.32, 0.25, 0.2), 400), 5, axis=0)
    apart, together = forecast(ERROR, missed, np.arange(2000), 0), forecast(ERROR, missed, np.arange(2000) // 5, 0)
    assert together.now.high - together.now.low > 1.5 * (apart.now.high - apart.now.low)
    assert together.gain.high - together.gain.low > apart.gain.high - apart.gain.low


def test_a_power_law_is_followed() -> None:
    sizes = np.array([0.125, 0.25, 0.5, 1.0])
    found = forecast_of(tuple((0.1 * sizes**-0.5).tolist()), 20_000)
    assert found.doubled.value == pytest.approx(0.1 * 2**-0.5, abs=0.01)
    assert found.doubled.low < 0.1 * 2**-0.5 < found.doubled.high


def alone(topics: NDArray[np.int64]) -> NDArray[np.float64]:
    """The chance of each input to be the first of its topic, at each step."""
    return new_to_part(np.bincount(topics)[topics] - 1, len(topics))


def test_from_a_half_it_is_told_how_many_inputs_are_new_to_the_whole() -> None:
    random, held = np.random.default_rng(0), 0
    shares = random.gamma(0.5, size=3000)
    for seed in range(6):
        topics = random.choice(3000, 4000, p=shares / shares.sum())
        said = forecast(NEW, alone(topics[:2000]), np.arange(2000), seed).doubled
        held += said.low <= alone(topics)[:, -1].mean() <= said.high
    assert held >= 5
