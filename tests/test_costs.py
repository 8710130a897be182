"""What requests cost, and when training has paid for itself; break-evens held against a root finder."""

import pytest
from scipy.optimize import brentq

from dataaudit.costs import (
    DAYS_A_MONTH,
    BreakEven,
    CostCase,
    CostSettings,
    Range,
    RequestTokens,
    break_even,
    cost_measures,
    cost_settings,
)
from dataaudit.model import Measure

TOKENS = RequestTokens(Range(1000, 800, 1300), Range(200, 160, 260), Range(50, 40, 65))
PRICES = CostSettings(prompt_input_price=2, prompt_output_price=8, tuned_input_price=1, tuned_output_price=4)


def priced(**settings: float) -> CostSettings:
    return CostSettings(
        prompt_input_price=2, prompt_output_price=8, tuned_input_price=1, tuned_output_price=4, **settings
    )


def measured(settings: CostSettings, tokens: RequestTokens = TOKENS) -> dict[str, Measure]:
    return {measure.name: measure for measure in cost_measures(tokens, settings)}


def case(settings: CostSettings, tokens: RequestTokens = TOKENS) -> CostCase:
    found = CostCase.of(measured(settings, tokens), settings)
    assert found is not None
    return found


def ends(measure: Measure) -> tuple[float | None, float | None, float | None]:
    return measure.value, measure.low, measure.high


def test_without_prices_nothing_is_measured() -> None:
    assert measured(CostSettings(data_cost=100, requests_per_day=5)) == {}
    assert CostCase.of({}, PRICES) is None


def test_a_thousand_requests_cost_their_tokens_times_the_prices() -> None:
    found = measured(PRICES)
    assert ends(found["cost_per_1000_requests_prompt"]) == (2.8, 2.24, 3.64)
    assert ends(found["cost_per_1000_requests_tuned"]) == (0.4, 0.32, 0.52)
    assert ends(found["input_tokens"]) == (200, 160, 260)
    assert ends(found["answer_tokens"]) == (50, 40, 65)


def test_tokens_that_were_stated_take_the_place_of_those_that_the_data_repeat() -> None:
    found = measured(priced(prompt_tokens=3000))
    assert ends(found["cost_per_1000_requests_prompt"]) == (6.8, 6.64, 7.04)
    assert ends(found["cost_per_1000_requests_tuned"]) == (0.4, 0.32, 0.52)


def test_counted_tokens_have_no_margin() -> None:
    exact = RequestTokens(Range(1000, 1000, 1000), Range(200, 200, 200), Range(50, 50, 50))
    found = measured(priced(data_cost=240, requests_per_day=100), exact)
    assert {measure.low for measure in found.values()} == {None}
    assert (found["break_even_requests"].value, found["break_even_days"].value) == (100_000, 1000)


@pytest.mark.parametrize("maintenance", [0, 10, 300])
@pytest.mark.parametrize("requests_per_day", [400, 5000, 123_456])
def test_a_break_even_is_where_both_sides_cost_the_same(maintenance: float, requests_per_day: float) -> None:
    def balance(days: float) -> float:
        return 0.0031 * requests_per_day * days - 5100 - maintenance * days / (365.25 / 12)

    found = break_even(0.0031, 5100, maintenance, requests_per_day)
    if balance(1e9) < 0:
        assert found is None
        return
    days = brentq(balance, 0, 1e9)
    assert found is not None
    assert found.days == pytest.approx(days, abs=0.051)
    assert found.requests == pytest.approx(days * requests_per_day, abs=1.001)


def test_what_saves_nothing_never_pays() -> None:
    assert break_even(0, 100) is None
    assert break_even(-0.001, 0, 0, 50) is None
    assert break_even(5e-324, 1e300) is None


def test_maintenance_that_eats_what_is_saved_never_pays() -> None:
    upkeep = DAYS_A_MONTH * 100 * 0.002
    assert break_even(0.002, 100, upkeep, 100) is None
    assert break_even(0.002, 100, 0.5 * upkeep, 100) == BreakEven(100_000, 1000.0)


def test_without_the_requests_a_day_there_are_no_days() -> None:
    assert break_even(0.002, 100) == BreakEven(50_000, None)
    found = measured(priced(data_cost=240))
    assert ends(found["break_even_requests"]) == (100_000, 76_924, 125_000)
    assert found.keys().isdisjoint({"break_even_days", "saved_per_month"})


def test_without_them_maintenance_leaves_it_open() -> None:
    settings = priced(data_cost=240, maintenance_per_month=5)
    assert "break_even_requests" not in measured(settings)
    assert case(settings).pays_back is None


def test_without_what_was_paid_there_is_no_break_even() -> None:
    settings = priced(requests_per_day=100)
    assert measured(settings).keys() >= {"saved_per_month"}
    assert "break_even_requests" not in measured(settings)
    assert case(settings).pays_back is None


def test_what_is_saved_in_a_month_is_less_the_maintenance() -> None:
    found = measured(priced(requests_per_day=100, maintenance_per_month=5))
    expected = [100 * 30.4375 * saving - 5 for saving in (0.0024, 0.00192, 0.00312)]
    assert ends(found["saved_per_month"]) == pytest.approx(tuple(expected), abs=0.005)


def test_a_break_even_that_only_the_most_tokens_reach_can_t_be_told() -> None:
    settings = priced(data_cost=240, requests_per_day=100, maintenance_per_month=7)
    value, best, worst = case(settings).break_evens
    assert (value is None, best is None, worst is None) == (False, False, True)
    assert case(settings).pays_back is None
    assert (measured(settings)["break_even_days"].high) is None


def test_a_dearer_model_never_pays() -> None:
    settings = CostSettings(
        prompt_input_price=1, prompt_output_price=1, tuned_input_price=9, tuned_output_price=9, data_cost=10
    )
    assert case(settings).pays_back is False
    assert "break_even_requests" not in measured(settings)


def test_the_table_shows_a_tenth_to_ten_times_the_stated_volume() -> None:
    settings = priced(data_cost=240, requests_per_day=100, maintenance_per_month=5)
    volumes = list(case(settings).volumes())
    assert [volume.requests_per_day for volume in volumes] == [10, 50, 100, 200, 1000]
    assert [volume.value is None for volume in volumes] == [True, True, False, False, False]
    assert volumes[2].value == case(settings).break_evens[0]
    assert volumes[4].value == break_even(0.0024, 240, 5, 1000)


def test_there_is_no_table_without_a_volume_or_what_was_paid() -> None:
    assert list(case(priced(data_cost=240)).volumes()) == []
    assert list(case(priced(requests_per_day=100)).volumes()) == []


def test_settings_come_back_from_a_report_whatever_else_it_holds() -> None:
    settings = priced(data_cost=240)
    assert CostSettings(**cost_settings({**cost_settings(settings), "min_rows": 20})) == settings
    assert CostSettings(**cost_settings({"data_cost": "240"})) == CostSettings()
