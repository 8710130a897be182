"""FMT009 counts the tokens that prompts take, and what they cost."""

from typing import Any

import pytest

from dataaudit.config import parse_config
from dataaudit.model import CheckOutput, Measure
from dataaudit.registry import all_checks

PROMPT = "You are a helpful assistant of the shop, and you answer in one short sentence."
HEAD = "Answer the customer's question in one short and friendly sentence: "
PRICES = {"prompt_input_price": 2.0, "prompt_output_price": 8.0, "tuned_input_price": 1.0, "tuned_output_price": 4.0}


def rows(n: int, system: str = "", head: str = "") -> list[dict[str, str]]:
    return [{"instruction": f"{head}Number {i}?", "output": "Yes.", "system": system} for i in range(n)]


def measured(output: CheckOutput) -> dict[str, Measure]:
    return {measure.name: measure for measure in output.measures}


def with_project(run: Any, data: list[dict[str, str]], **project: Any) -> CheckOutput:
    params = parse_config({"project": project}, "here").params["FMT009"]
    output: CheckOutput = run("FMT009", *data, params=params)
    return output


def test_nothing_repeated_and_no_price_is_no_case(run: Any) -> None:
    assert "no text that inputs share" in (run("FMT009", *rows(30)).skipped or "")


def test_a_repeated_head_is_counted_without_any_system_prompt(run: Any) -> None:
    output = run("FMT009", *rows(30, head=HEAD))
    [measure] = output.measures
    assert (measure.name, measure.unit, output.findings) == ("repeated_prompt_tokens", "tokens", ())
    assert measure.low < measure.value < measure.high


def test_prices_are_reason_enough_to_measure(run: Any) -> None:
    found = measured(with_project(run, rows(5), **PRICES))
    assert found["repeated_prompt_tokens"].value == 0
    prompt, tuned = (found[f"cost_per_1000_requests_{model}"].value for model in ("prompt", "tuned"))
    assert prompt == pytest.approx(2 * tuned)


def test_a_request_costs_its_tokens_with_and_without_the_prompt(run: Any) -> None:
    found = measured(with_project(run, rows(30, PROMPT), **PRICES))
    repeated, own, answer = (found[f"{name}_tokens"].value for name in ("repeated_prompt", "input", "answer"))
    expected = ((repeated + own) * 2 + answer * 8) / 1000, (own * 1 + answer * 4) / 1000
    costs = (found[f"cost_per_1000_requests_{model}"].value for model in ("prompt", "tuned"))
    assert tuple(costs) == pytest.approx(expected)


def test_every_cost_measure_is_documented(run: Any) -> None:
    settings = {"data_cost": 100, "requests_per_day": 1000, "maintenance_per_month": 1, **PRICES}
    found = measured(with_project(run, rows(30, PROMPT), **settings))
    assert found.keys() > {"saved_per_month", "break_even_requests", "break_even_days"}
    doc = all_checks()["FMT009"].doc
    assert [name for name in found if f"`{name}`" not in doc] == []
