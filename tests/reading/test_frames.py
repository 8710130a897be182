from __future__ import annotations

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from dataaudit.dataset import Record
from dataaudit.errors import InputError
from dataaudit.reading import read


def values(reading):
    return [record.value for record in reading.records]


def test_a_frame():
    reading = read(pd.DataFrame({"text": ["x", "y"], 7: [1, 2]}, index=[5, 5]))
    assert reading.records == (
        Record("<DataFrame>", None, {"text": "x", "7": 1}),
        Record("<DataFrame>", None, {"text": "y", "7": 2}),
    )
    (source,) = reading.sources
    assert (source.path, source.rows, source.bytes) == ("<DataFrame>", 2, len('{"text":"x","7":1}\n') * 2)


def test_rows_as_dicts_and_lists():
    reading = read([{"a": 1}, ["x", "y"], ("z",)])
    assert reading.records == (
        Record("<list>", None, {"a": 1}),
        Record("<list>", None, {"0": "x", "1": "y"}),
        Record("<list>", None, {"0": "z"}),
    )


def test_rows_from_a_generator():
    assert values(read({"a": n} for n in range(2))) == [{"a": 0}, {"a": 1}]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, np.nan, np.datetime64("NaT")])
def test_missing_values_are_none(missing):
    assert values(read([{"a": missing, "b": [missing]}])) == [{"a": None, "b": [None]}]
    assert values(read(pd.DataFrame({"a": ["x", missing]}, dtype=object))) == [{"a": "x"}, {"a": None}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.array(1.5), 1.5),
        (np.array([{"role": "user"}], dtype=object), [{"role": "user"}]),
        (np.array(["2026-01-02"], dtype="datetime64[ns]"), ["2026-01-02T00:00:00.000000000"]),
        (pd.Timestamp("2026-01-02 03:04"), "2026-01-02T03:04:00"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (Decimal("1.10"), "1.10"),
        (b"caf\xc3\xa9", "café"),
        (b"\xff", "/w=="),
        ({"b", "a"}, ["a", "b"]),
    ],
)
def test_values_become_plain(value, expected):
    (result,) = values(read([{"a": value}]))
    assert result == {"a": expected}
    assert type(result["a"]) is type(expected)


def test_column_types_of_pandas():
    frame = pd.DataFrame(
        {
            "i": pd.array([1, None], dtype="Int64"),
            "c": pd.Categorical(["x", None]),
            "t": pd.to_datetime(["2026-01-02", None]),
            "s": pd.array(["x", None], dtype="string"),
        }
    )
    assert values(read(frame)) == [
        {"i": 1, "c": "x", "t": "2026-01-02T00:00:00", "s": "x"},
        {"i": None, "c": None, "t": None, "s": None},
    ]


def test_anything_with_to_pandas():
    class Table:
        def to_pandas(self):
            return pd.DataFrame({"a": [1]})

    reading = read(Table())
    assert (values(reading), reading.sources[0].path) == ([{"a": 1}], "<DataFrame>")


def test_the_hash_is_that_of_the_content():
    rows = [{"a": "é", "b": 1.5}, {"a": None, "b": 2.0}]
    hashes = [read(data).sources[0].sha256 for data in (rows, list(rows), pd.DataFrame(rows))]
    assert len(set(hashes)) == 1
    assert read(rows[::-1]).sources[0].sha256 != hashes[0]


def test_rows_that_cannot_be_read():
    loop: list[object] = []
    loop.append(loop)
    reading = read(["x", {"a": "\ud800"}, {"a": loop}, {"a": 10**5000}, {"a": 1}])
    assert values(reading) == [None, None, None, None, {"a": 1}]
    assert [record.problems[0].kind for record in reading.records[:4]] == [
        "not-an-object", "lone-surrogate", "too-deep", "big-integer"
    ]  # fmt: skip


def test_integers_beyond_64_bits_keep_their_value():
    (record,) = read([{"a": [2**63], "b": {"c": 2**64}}]).records
    assert record.value == {"a": [2**63], "b": {"c": 2**64}}
    assert [(problem.kind, problem.fatal) for problem in record.problems] == [("big-integer", False)]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ([], "The list holds no records."),
        (pd.DataFrame({"a": []}), "The DataFrame holds no records."),
        (pd.DataFrame(columns=["a", "a"]), "Two columns of the DataFrame are named 'a'; rename one."),
        (pd.DataFrame(columns=["1", 1]), "Two columns of the DataFrame are named '1'; rename one."),
    ],
)
def test_what_is_no_dataset(data, error):
    with pytest.raises(InputError) as caught:
        read(data)
    assert str(caught.value) == error


def test_a_frame_that_is_none():
    class Column:
        def to_pandas(self):
            return pd.Series([1])

    with pytest.raises(InputError, match=r"^A Column becomes a Series in pandas: give a DataFrame\.$"):
        read(Column())
