import json
from collections import Counter
from typing import Any

import pytest

from dataaudit.formats.objects import deviations_of, json_object, kinds, shapes, signatures

USUAL = {"name": "Ada", "color": "red", "price": 1, "size": None}


def deviations(usual: dict[str, Any], other: dict[str, Any], n: int = 40) -> list[str]:
    counts = Counter({tuple(signatures(usual)): n})
    counts[tuple(signatures(other))] += 1
    return deviations_of(tuple(signatures(other)), shapes(counts, rare=0.05, least=20))


@pytest.mark.parametrize("text", ['{"a": 1}', ' {"a": 1}\n', '```json\n{"a": 1}\n```', '<think>hm</think>\n{"a": 1}'])
def test_an_object_is_read_bare_fenced_or_after_thought(text: str) -> None:
    assert json_object(text) == {"a": 1}


@pytest.mark.parametrize("text", ["", "[1]", "{a: 1}", '{"a": 1} is it', "prose"])
def test_what_is_no_object_is_none(text: str) -> None:
    assert json_object(text) is None


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"size": 3}, []),
        ({"price": 1.5}, []),
        ({"price": "1"}, ["'price' is a text, not a number"]),
        ({"price": None}, []),
        ({"note": "x"}, ["'note' is not a usual key"]),
    ],
)
def test_a_deviation_is_named(change: dict[str, Any], found: list[str]) -> None:
    assert deviations(USUAL, USUAL | change) == found


@pytest.mark.parametrize("name", ["colour", "Color", "COLOR", "co_lor"])
def test_a_key_of_nearly_the_same_name_is_that_key(name: str) -> None:
    renamed = {name if key == "color" else key: value for key, value in USUAL.items()}
    assert deviations(USUAL, renamed) == [f"'color' is called '{name}'"]


def test_a_missing_key_is_named() -> None:
    assert deviations(USUAL, {"name": "Ada", "price": 1, "size": None}) == ["'color' is missing"]


def test_keys_with_other_numbers_are_other_keys() -> None:
    assert deviations({"line1": "a", "town": "b"}, {"line2": "a", "town": "b"}) == [
        "'line2' is not a usual key",
        "'line1' is missing",
    ]


def test_objects_below_are_compared_too() -> None:
    usual = {"items": [{"id": 1, "n": 2}], "who": {"first": "A"}}
    other = {"items": [{"id": 1, "n": 2}, {"id": 1}], "who": {"first": 1}}
    assert deviations(usual, other) == ["'items[].n' is missing", "'who.first' is a number, not a text"]


def test_a_key_that_some_have_is_optional() -> None:
    with_note, without = (tuple(signatures(value)) for value in (USUAL | {"note": "x"}, USUAL))
    usual = shapes(Counter({with_note: 10, without: 30}), rare=0.05, least=20)
    assert deviations_of(with_note, usual) == deviations_of(without, usual) == []


def test_quite_different_keys_are_kinds_of_their_own() -> None:
    counts = Counter({signature: n for value, n in (({"a": 1, "b": 1}, 20), ({"c": 1, "d": 1}, 10), ({"a": 1}, 1))
                      for _, signature in signatures(value)})  # fmt: skip
    assert [len(kind) for kind in kinds(counts, rare=0.05)] == [2, 1]


def test_keys_that_are_data_have_no_shape() -> None:
    counts = Counter(tuple(signatures({f"word{json.dumps(i)}": i})) for i in range(200))
    assert shapes(counts, rare=0.05, least=20) == {}
