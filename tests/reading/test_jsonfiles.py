from __future__ import annotations

import json

import pytest

from dataaudit.errors import InputError
from dataaudit.reading import read

ROWS = [{"a": 1, "b": [1, 2]}, {"a": 2, "b": []}, {"a": 3, "b": [3]}]


def places(reading):
    return [(record.line, record.value) for record in reading.records]


def kinds(reading):
    return [(problem.kind, problem.fatal) for problem in reading.sources[0].problems]


def test_a_pretty_printed_array_named_jsonl_is_read_but_refused(write):
    reading = read(write("a.jsonl", json.dumps(ROWS, indent=1)))
    assert places(reading) == [(2, ROWS[0]), (9, ROWS[1]), (13, ROWS[2])]
    assert kinds(reading) == [("pretty-printed", True)]


def test_an_array_of_one_object_per_line_named_jsonl(write):
    reading = read(write("a.jsonl", '[\n{"a": 1},\n{"a": 2}\n]\n'))
    assert places(reading) == [(2, {"a": 1}), (3, {"a": 2})]
    assert kinds(reading) == [("pretty-printed", True)]


def test_pretty_printed_objects_one_after_the_other(write):
    reading = read(write("a.jsonl", "\n".join(json.dumps(row, indent=2) for row in ROWS)))
    assert places(reading) == [(1, ROWS[0]), (8, ROWS[1]), (12, ROWS[2])]
    assert kinds(reading) == [("pretty-printed", True)]


def test_one_pretty_printed_object(write):
    reading = read(write("a.jsonl", '{\n"a": 1\n}'))
    assert places(reading) == [(1, {"a": 1})]
    assert kinds(reading) == [("pretty-printed", True)]


def test_an_array_on_one_line_named_jsonl(write):
    reading = read(write("a.jsonl", json.dumps(ROWS)))
    assert places(reading) == [(1, row) for row in ROWS]
    assert kinds(reading) == [("json-array", True)]


def test_a_row_that_is_an_array_of_texts_is_one_row(write):
    reading = read(write("a.jsonl", '["hello", "greeting"]\n'))
    assert places(reading) == [(1, {"0": "hello", "1": "greeting"})]
    assert kinds(reading) == []


def test_problems_inside_pretty_printed_json_have_their_place(write):
    reading = read(write("a.jsonl", '[\n{\n"a": 1\n},\n{\n"a": 1, "b":\n NaN\n}\n]'))
    assert places(reading) == [(2, {"a": 1}), (5, None)]
    assert reading.records[1].problems[0].message == "bare NaN is not JSON (at line 7, column 2)"


def test_broken_pretty_printed_json_is_one_finding(write):
    text = '  {\n    "a": 1\n  },\n  {\n    "a": 2\n  },\n'
    reading = read(write("a.jsonl", text))
    assert places(reading) == [(1, {"a": 1}), (3, None)]
    assert kinds(reading) == [("pretty-printed", True)]
    assert reading.records[1].problems[0].message == (
        "looks like pretty-printed JSON, but is invalid at column 4: a comma after the end of the value; "
        "nothing from line 3 on was read"
    )


def test_a_broken_array_over_many_lines_is_one_finding(write):
    reading = read(write("a.jsonl", '[\n{"a": 1},\n{"a": 2},\n]\n'))
    assert places(reading) == [(3, None)]
    assert reading.records[0].problems[0].message == (
        "looks like pretty-printed JSON, but is invalid at column 9: trailing comma; nothing from line 1 on was read"
    )


@pytest.mark.parametrize("line", ["{'a': 1}", '{"a": 1},', '{"a": 1, "b":', '{"a": 1', '{"a": 1}{"b": 2}'])
def test_bad_rows_are_not_taken_for_pretty_printed_json(write, line):
    reading = read(write("a.jsonl", f"{line}\n{line}\n{line}\n"))
    assert places(reading) == [(1, None), (2, None), (3, None)]
    assert kinds(reading) == []


def test_json_lines_named_json_are_read(write):
    reading = read(write("a.json", '{"a": 1}\n\n{"a": 2}\n{"a": \n{"a": 4}\n'))
    assert places(reading) == [(1, {"a": 1}), (3, {"a": 2}), (4, None), (5, {"a": 4})]
    assert kinds(reading) == [("json-lines", False), ("blank-lines", False)]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('[\n {"a": 1},\n {"a": 2,}\n]', "a.json:3:9: not valid JSON: trailing comma."),
        ('[{\n  “a”: 1}]', 'a.json:2:3: not valid JSON: curly quote “ where JSON needs a straight ".'),
        ('[{"a": 1}', "a.json:1:10: not valid JSON: the text ends before the value is complete."),
        ('[{"a": 1}][{"a": 2}]', "a.json:1:11: not valid JSON: more data after the end of the value."),
        ('{\n"a": 1\n}\n{\n"a": 2\n}', "a.json:4:1: not valid JSON: more data after the end of the value."),
        ("[" * 100_000, "a.json:1:1: not valid JSON: nested too deeply."),
    ],
)  # fmt: skip
def test_invalid_json_is_one_error_with_its_place(write, text, error):
    with pytest.raises(InputError) as caught:
        read(write("a.json", text))
    assert str(caught.value) == error
