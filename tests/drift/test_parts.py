"""The parts into which data fall, and the orders of rows."""

from typing import Any

import pytest

from dataaudit.dataset import Corpus
from dataaudit.drift.parts import orders, partitions
from dataaudit.formats import shape
from dataaudit.reading import read


def corpus(accepted: int = 0, **columns: list[Any]) -> Corpus:
    n = max(len(values) for values in columns.values())
    rows = [
        {"prompt": "p", "completion": "c", **{name: values[i] for name, values in columns.items()}} for i in range(n)
    ]
    reading = read(rows)
    dataset = shape(reading.records, reading.sources)
    reading = read([{"prompt": "p", "completion": "c"}] * accepted) if accepted else reading
    return Corpus.of(dataset, shape(reading.records, reading.sources) if accepted else None)


def test_rows_without_a_batch_are_a_part_of_their_own() -> None:
    [found] = partitions(corpus(batch=["b", None, "a", "b"]))
    assert (found.kind, found.names) == ("batch", ("a", "b", "none"))
    assert found.codes.tolist() == [1, 2, 0, 1]


def test_a_single_part_is_compared_with_nothing() -> None:
    assert partitions(corpus(batch=["b", "b"])) == []


def test_accepted_rows_are_only_compared_with() -> None:
    found = partitions(corpus(accepted=2, annotator=["x", "y", "x"]))
    assert [(partition.kind, partition.codes.tolist()) for partition in found] == [
        ("accepted", [0, 0, 0, 1, 1]),
        ("annotator", [0, 1, 0, -1, -1]),
    ]


@pytest.mark.parametrize(
    ("stamps", "expected"),
    [
        (["2024-01-02", "2024-01-01T10:00:00Z", "2024-01-03"], [1, 0, 2]),
        (["1700000100", "1700000000000", "1700000200"], [1, 0, 2]),
        (["2024-01-02", "soon", "2024-01-01"], [2, 0]),
    ],
)
def test_time_is_read_from_dates_and_unix_times(stamps: list[str], expected: list[int]) -> None:
    in_time, in_file = orders(corpus(timestamp=stamps))
    assert (in_time.kind, in_time.positions.tolist()) == ("time", expected)
    assert (in_file.kind, in_file.positions.tolist()) == ("file order", [0, 1, 2])


def test_a_file_in_the_order_of_time_is_gone_through_once() -> None:
    assert [order.kind for order in orders(corpus(timestamp=["2024-01-01", "2024-01-02"]))] == ["time"]


def test_equal_times_are_no_order() -> None:
    assert [order.kind for order in orders(corpus(timestamp=["2024-01-01"] * 3))] == ["file order"]
