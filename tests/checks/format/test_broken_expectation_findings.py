"""What FMT011 says, and what it asks to do with which rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dataaudit.config import parse_config
from dataaudit.formats import shape
from dataaudit.model import CheckOutput, Finding, Severity
from dataaudit.reading import read
from dataaudit.registry import all_checks

LABELS = ["track", "refund", "trak", None, "refund"]
ROWS = [{"text": f"parcel {n}", "label": label, "ticket": n // 2, "id": n} for n, label in enumerate(LABELS)]
SCHEMA = {"properties": {"total": {"type": "number"}}}


def checked(tables: Mapping[str, Any], rows: list[dict[str, Any]] = ROWS) -> CheckOutput:
    reading = read(rows)
    params = parse_config({"contract": tables}, "here").params["FMT011"]
    return all_checks()["FMT011"].function(shape(reading.records, reading.sources), None, params)


def findings(rows: list[dict[str, Any]] = ROWS, **fields: Any) -> list[Finding]:
    return list(checked({"fields": fields}, rows).findings)


def said(found: list[Finding]) -> list[tuple[tuple[int, ...], str]]:
    return [(finding.rows, finding.message) for finding in found]


def test_a_row_is_one_finding_at_its_field() -> None:
    [missing, misspelt] = findings(label={"values": ["track", "refund"], "not_null": True})
    assert (missing.rows, missing.message) == ((3,), "label is missing")
    assert (misspelt.rows, misspelt.message) == ((2,), "label is 'trak', not one of the 2 values expected")
    [place] = misspelt.locations
    assert (place.row, place.id, place.field) == (2, "2", "label")


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"pattern": "^[a-z]+ [0-3]$"}, "input is 'parcel 4', which '^[a-z]+ [0-3]$' doesn't match"),
        ({"not_pattern": "4"}, "input is 'parcel 4', which '4' matches"),
    ],
)
def test_a_pattern_is_named_with_the_value(rule: dict[str, str], message: str) -> None:
    assert said(findings(input=rule)) == [((4,), message)]


def test_lengths_and_json_say_how_far_off() -> None:
    answers = ['{"total": 3}', '{"total": "3"}', "3 euros", '{"total": 3, "note": "a long note"}']
    rows = [{"prompt": "sum", "completion": answer} for answer in answers]
    assert said(findings(rows, output={"max_length": 20, "json_schema": SCHEMA})) == [
        ((3,), "output has 35 characters, expected at most 20"),
        ((1,), "output doesn't fit its JSON Schema: $.total: \"3\" is not of type \"number\""),
        ((2,), "output doesn't fit its JSON Schema: it is not JSON"),
    ]  # fmt: skip


def test_rows_that_repeat_a_value_are_one_finding_and_the_first_is_kept() -> None:
    first, second = findings(ticket={"unique": True})
    assert (first.rows, [place.row for place in first.locations]) == ((1,), [0, 1])
    assert (second.rows, second.evidence["keep_row"]) == ((3,), 2)
    assert first.message == "ticket is 0 in several rows, expected to be unique"


def test_info_asks_nothing_of_its_rows() -> None:
    found = findings(ticket={"unique": True, "severity": "info"}, label={"values": ["x"], "severity": "info"})
    assert {finding.severity for finding in found} == {Severity.INFO}
    assert [place.row for finding in found for place in finding.locations] == [1, 3, 0, 1, 2, 4]
    assert all(finding.rows == () for finding in found)


def test_only_critical_expectations_are_counted_as_broken() -> None:
    warning = {"values": ["x"], "severity": "warning"}
    output = checked({"columns": ["input"], "fields": {"label": warning, "id": {"max_length": 0}}})
    measured = {measure.name: measure.value for measure in output.measures}
    assert measured == {"broken_expectations": 1, "expectations": 3}
    assert {finding.severity for finding in output.findings} == {Severity.ERROR, Severity.WARNING}


def test_missing_columns_are_named_with_the_nearest() -> None:
    tables = {"columns": ["input", "annotator", "batch"], "fields": {"lable": {"not_null": True}}}
    [columns, field] = checked(tables).findings
    assert columns.message == "the data have no column 'annotator', 'batch'"
    assert field.message == "the contract is about 'lable', which the data don't have; did you mean 'label'?"
    assert columns.rows == field.rows == ()


def own(kind: str, **kwargs: Any) -> dict[str, Any]:
    return {"name": "ours", "expectations": [{"type": kind, "kwargs": kwargs, "notes": "agreed in May"}]}


@pytest.mark.parametrize(
    ("suite", "rows", "message"),
    [
        (
            own("expect_column_values_to_be_between", column="ticket", max_value=1),
            (4,),
            "ticket is 2, expected to be between (max_value 1)",
        ),
        (
            own("expect_column_mean_to_be_between", column="ticket", min_value=2),
            (),
            "ticket: expected mean to be between (min_value 2), found 0.8",
        ),
        (
            own("expect_table_row_count_to_equal", value=9),
            (),
            "the data: expected row count to equal (value 9), found 5",
        ),
        (
            own("expect_table_columns_to_match_set", column_set=["input", "gone"]),
            (),
            "the data have no column 'gone' and should have no column 'id', 'label', 'output', 'turns'",
        ),
    ],
)
def test_a_teams_own_expectations_are_said_in_their_words(
    suite: dict[str, Any], rows: tuple[int, ...], message: str
) -> None:
    params = all_checks()["FMT011"].params(suite=suite)
    reading = read(ROWS)
    output = all_checks()["FMT011"].function(shape(reading.records, reading.sources), None, params)
    [finding] = output.findings
    assert (finding.rows, finding.message, finding.suggestion) == (rows, message, "agreed in May")


def test_secrets_are_masked_and_control_characters_shown() -> None:
    rows = [{"text": "a", "label": "key AKIAQ7RM2DXK4ZLP9TWE\x1b[0m"}]
    [finding] = findings(rows, label={"values": ["a"]})
    assert "AKIAQ7RM2DXK4ZLP9TWE" not in finding.message
    assert "\\x1b" in finding.message


def test_the_order_of_rows_does_not_matter() -> None:
    rules = {"label": {"values": ["refund"], "not_null": True}, "ticket": {"unique": True}}
    forwards, backwards = findings(**rules), findings(ROWS[::-1], **rules)
    places = {frozenset(place.id for place in finding.locations) for finding in forwards}
    assert places == {frozenset(place.id for place in finding.locations) for finding in backwards}
