"""A value is replaced where it stands, and every byte around it stays."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataaudit.dataset import Record
from dataaudit.model import Place
from dataaudit.reading.delimited import read_delimited
from dataaudit.reading.editing import Change, changed
from dataaudit.reading.jsonlines import read_lines


def edited(raw: str, place: Place, value: object) -> str:
    (record,) = read_lines("a.jsonl", raw.encode()).records
    after = changed(record, Change(place, value), table=False)
    assert after.value == json.loads(after.raw or b"")
    return (after.raw or b"").decode()


@pytest.mark.parametrize(
    ("raw", "place", "after"),
    [
        ('{"a":1,"b" : "x" }', ("b",), '{"a":1,"b" : "new" }'),
        ('{"b": "x", "b": ["y"]}', ("b",), '{"b": "x", "b": "new"}'),
        ('{"\\u0062": "x", "c": 1.0}\r', ("b",), '{"\\u0062": "new", "c": 1.0}\r'),
        (' {"m": [{"c": "b"}, {"c": null, "b": 1e2}]}', ("m", 1, "c"), ' {"m": [{"c": "b"}, {"c": "new", "b": 1e2}]}'),
    ],
)
def test_only_the_value_changes(raw: str, place: Place, after: str) -> None:
    assert edited(raw, place, "new") == after


def test_what_is_all_ascii_stays_ascii() -> None:
    assert edited('{"a": "x"}', ("a",), "é\n") == '{"a": "\\u00e9\\n"}'
    assert edited('{"a": "x", "b": "ö"}', ("a",), "é\n") == '{"a": "é\\n", "b": "ö"}'


def test_where_nothing_stands_nothing_is_replaced() -> None:
    with pytest.raises(LookupError):
        changed(Record("a.jsonl", 1, {"a": 1}, raw=b'{"a": 1}'), Change(("b",), "x"), table=False)


CELLS = st.text(alphabet='ab;,\t|"\r\n ', max_size=6)


@given(st.lists(CELLS, min_size=3, max_size=3), CELLS, st.sampled_from(",;|"), st.integers(0, 2))
def test_a_cell_of_a_table_is_replaced_whatever_is_in_it(cells: list[str], new: str, delimiter: str, at: int) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([["x", "y", "z"], ["1", "2", "3"], cells])
    found = read_delimited("a.csv", text.getvalue().encode(), delimiter, True).records
    record = found[-1]
    if record.value is None or list(record.value.values()) != cells:
        return
    after = changed(record, Change(("xyz"[at],), new), table=True)
    again = read_delimited("a.csv", b"x%cy%cz\r\n" % ((ord(delimiter),) * 2) + (after.raw or b""), delimiter, True)
    assert list((again.records[0].value or {}).values()) == [new if n == at else cell for n, cell in enumerate(cells)]
