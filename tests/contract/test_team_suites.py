"""A team's own suite is run as Great Expectations runs it; what can't be run is never a pass."""

from typing import Any

import pytest
from contract_parts import broken_rows, frame_of, suite_of

from dataaudit.contract.phrases import row_phrase
from dataaudit.contract.validation import breaches, repeats
from dataaudit.errors import ConfigError
from dataaudit.model import Severity


def test_numbers_of_the_records_are_numbers() -> None:
    suite = suite_of(("expect_column_values_to_be_between", {"column": "x", "min_value": 2, "max_value": 3}))
    assert broken_rows(frame_of(1, 2, 3.5, None), suite) == [(0, 2)]


def test_an_expectation_about_the_whole_has_no_rows() -> None:
    suite = suite_of(("expect_column_mean_to_be_between", {"column": "x", "min_value": 2}))
    [breach] = breaches(frame_of(1, 2), suite)
    assert (breach.rows, breach.result["observed_value"]) == ((), 1.5)


def test_parameters_of_the_suite_are_filled_in() -> None:
    expectation = ("expect_column_value_lengths_to_be_between", {"column": "x", "max_value": {"$PARAMETER": "longest"}})
    [breach] = breaches(frame_of("a", "abc"), suite_of(expectation, suite_parameters={"longest": 2}))
    assert breach.rows == (1,)
    assert row_phrase(breach.expectation)("abc") == "has 3 characters, expected at most 2"


@pytest.mark.parametrize(
    "condition",
    [
        {"type": "comparison", "column": {"name": "y"}, "operator": "==", "parameter": 1},
        "y == 1",
    ],
)
def test_conditions_narrow_the_rows(condition: Any) -> None:
    kwargs = {"column": "x", "value_set": ["a"], "row_condition": condition}
    parser = {"condition_parser": "pandas"} if isinstance(condition, str) else {}
    suite = suite_of(("expect_column_values_to_be_in_set", {**kwargs, **parser}))
    assert broken_rows(frame_of("a", "b", "b").assign(y=[1, 0, 1]), suite) == [(2,)]


def test_how_the_file_wants_results_does_not_cut_the_rows() -> None:
    kwargs = {"column": "x", "value_set": ["a"], "result_format": "BASIC", "catch_exceptions": False}
    suite = suite_of(("expect_column_values_to_be_in_set", kwargs))
    assert broken_rows(frame_of(*"b" * 300), suite) == [tuple(range(300))]


def test_breaches_come_in_the_order_of_the_suite() -> None:
    kinds = [
        "expect_column_values_to_not_be_null",
        "expect_column_mean_to_be_between",
        "expect_column_max_to_be_between",
    ]
    suite = suite_of(
        *((kind, {"column": "x", "min_value": 9} if "between" in kind else {"column": "x"}) for kind in kinds)
    )
    assert [breach.expectation["type"] for breach in breaches(frame_of(1, None), suite)] == kinds


@pytest.mark.parametrize(
    ("kind", "kwargs", "message"),
    [
        ("expect_nothing", {}, "expect_nothing not found"),
        ("expect_column_values_to_be_in_set", {"column": "x", "value_sets": ["a"]}, "value_sets"),
        ("expect_column_mean_to_be_between", {"column": "x", "min_value": 1}, "numeric"),
        ("expect_column_values_to_match_regex", {"column": "x", "regex": "("}, "regular expression"),
        ("expect_column_values_to_match_json_schema", {"column": "x", "json_schema": {"type": "no"}}, "JSON Schema"),
    ],
)
def test_what_cannot_be_run_is_raised_and_named(kind: str, kwargs: dict[str, Any], message: str) -> None:
    suite = suite_of(("expect_column_values_to_be_unique", {"column": "x"}), (kind, kwargs))
    with pytest.raises(ConfigError, match=message) as caught:
        breaches(frame_of("a", "b"), suite)
    assert str(caught.value).startswith(f"[contract]: expectation 2, {kind}, can't be run: ")
    assert "\n" not in str(caught.value)


def test_a_parameter_without_a_value_is_named() -> None:
    suite = suite_of(("expect_column_values_to_be_in_set", {"column": "x", "value_set": {"$PARAMETER": "gone"}}))
    with pytest.raises(ConfigError, match=r"the suite 'ours' can't be run: No value found for \$PARAMETER gone"):
        breaches(frame_of("a"), suite)


def test_an_absent_column_breaks_the_expectation() -> None:
    suite = suite_of(("expect_column_values_to_be_unique", {"column": "y"}))
    suite["expectations"][0]["severity"] = "warning"
    [breach] = breaches(frame_of("a"), suite)
    assert (breach.absent, breach.rows, breach.severity) == ("y", (), Severity.WARNING)


def test_rows_that_repeat_each_other_are_one_group() -> None:
    suite = suite_of(("expect_compound_columns_to_be_unique", {"column_list": ["x", "y"]}))
    frame = frame_of("a", "b", "a", "a", "b").assign(y=[1, 2, 1, 3, 2])
    [breach] = breaches(frame, suite)
    assert repeats(frame, breach) == [(0, 2), (1, 4)]
