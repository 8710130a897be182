"""Each rule of `[contract.fields]` finds exactly the rows that break it; what is missing breaks `not_null` alone."""

from typing import Any

import pytest
from contract_parts import broken_rows, frame_of, rules

SCHEMA = {"type": "object", "required": ["n"], "properties": {"n": {"type": "number"}}}


@pytest.mark.parametrize(
    ("rule", "values", "broken"),
    [
        ({"values": ["a", "b"]}, ["a", "c", None, "b", "A"], (1, 4)),
        ({"values": [1, 2.5]}, [1, 2.5, 3, None], (2,)),
        ({"pattern": "^[a-z]+$"}, ["ab", "a1", None, "é"], (1, 3)),
        ({"pattern": r"^\w+$"}, ["café", "a b", "١"], (1,)),
        ({"not_pattern": "TODO"}, ["done", "a TODO", None], (1,)),
        ({"min_length": 2}, ["a", "ab", None, ""], (0, 3)),
        ({"max_length": 2}, ["ab", "abc", None, "日本"], (1,)),
        ({"not_null": True}, ["a", None, ""], (1,)),
        ({"unique": True}, ["a", "b", "a", None, None], (0, 2)),
        ({"json_schema": SCHEMA}, ['{"n": 1}', '{"m": 1}', "n: 1", '{"n": NaN}', None, "[1]"], (1, 2, 3, 5)),
    ],
)
def test_a_rule_finds_the_rows_that_break_it(rule: dict[str, Any], values: list[Any], broken: tuple[int, ...]) -> None:
    assert broken_rows(frame_of(*values), rules(**rule)) == [broken]


@pytest.mark.parametrize(
    "rule",
    [
        {"values": ["a", "b"]},
        {"pattern": "^[ab]$", "not_pattern": "c", "min_length": 1, "max_length": 1},
        {"unique": True, "not_null": True},
        {"unique": False, "not_null": False, "min_length": 1},
    ],
)
def test_values_that_keep_the_rules_are_silent(rule: dict[str, Any]) -> None:
    assert broken_rows(frame_of("a", "b"), rules(**rule)) == []


def test_mostly_is_the_share_that_suffices() -> None:
    values = ["a"] * 8 + ["b", "c"]
    assert broken_rows(frame_of(*values), rules(values=["a"], mostly=0.8)) == []
    assert broken_rows(frame_of(*values), rules(values=["a"], mostly=0.9)) == [(8, 9)]


def test_all_rows_come_back_however_many_they_are() -> None:
    values = ["a", "b"] * 1500
    assert broken_rows(frame_of(*values), rules(values=["a"])) == [tuple(range(1, 3000, 2))]


def test_rows_go_by_the_index_and_not_by_their_place() -> None:
    frame = frame_of("a", "b", "c").set_axis([7, 3, 9])
    assert broken_rows(frame, rules(values=["a"])) == [(3, 9)]


def test_a_column_without_a_value_breaks_not_null_alone() -> None:
    frame = frame_of(None, None)
    assert broken_rows(frame, rules(not_null=True, unique=True, pattern="a", json_schema=SCHEMA)) == [(0, 1)]
