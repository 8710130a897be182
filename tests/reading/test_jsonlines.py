from __future__ import annotations

import gc
import json

import pytest

from dataaudit.dataset import Record
from dataaudit.reading import read


def only(records: tuple[Record, ...]) -> Record:
    (record,) = records
    return record


def message(record: Record) -> str:
    (problem,) = record.problems
    return problem.message


def test_rows_with_their_lines(write):
    reading = read(write("a.jsonl", '{"a": 1}\n{"a": {"b": [true, null, 1.5]}}\n'))
    assert reading.records == (
        Record("a.jsonl", 1, {"a": 1}),
        Record("a.jsonl", 2, {"a": {"b": [True, None, 1.5]}}),
    )
    assert reading.sources[0].problems == ()


@pytest.mark.parametrize("text", ['{"a": 1}\n{"a": 2}', '{"a": 1}\r\n{"a": 2}\r\n', '{"a": 1}\n{"a": 2}\n'])
def test_line_ends_of_any_kind(write, text):
    reading = read(write("a.ndjson", text))
    assert [(record.line, record.value) for record in reading.records] == [(1, {"a": 1}), (2, {"a": 2})]
    assert reading.sources[0].problems == ()


def test_only_a_line_feed_ends_a_line(write):
    text = '{"a": "x\u2028y\u0085z"}\n{"a": 2}\n'
    assert [record.line for record in read(write("a.jsonl", text)).records] == [1, 2]


def test_blank_lines_are_counted_but_are_no_records(write):
    reading = read(write("a.jsonl", '\n{"a": 1}\n \t\r\n\n{"a": 2}\n\n'))
    assert [record.line for record in reading.records] == [2, 5]
    (problem,) = reading.sources[0].problems
    assert (problem.kind, problem.fatal) == ("blank-lines", False)
    assert problem.message == "4 blank lines, the first at line 1; some readers refuse them"


def test_an_array_is_a_row_of_numbered_columns(write):
    reading = read(write("a.jsonl", '["how are you", "greeting"]\n["bye", "farewell"]\n'))
    assert [record.value for record in reading.records] == [
        {"0": "how are you", "1": "greeting"},
        {"0": "bye", "1": "farewell"},
    ]


@pytest.mark.parametrize(
    ("line", "what"), [('"x"', "a string"), ("1", "a number"), ("true", "a boolean"), ("null", "null")]
)
def test_a_row_that_is_no_object_is_unreadable(write, line, what):
    record = read(write("a.jsonl", f'{{"a": 1}}\n{line}\n')).records[1]
    assert (record.line, record.value) == (2, None)
    assert (record.problems[0].kind, record.problems[0].fatal) == ("not-an-object", True)
    assert message(record) == f"{what}, where a row must be an object"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"a": 1 "b": 2}', "column 9: expecting ',' delimiter"),
        ('{"a": 1,}', "column 8: trailing comma"),
        ('{"a": [1, ]}', "column 9: trailing comma"),
        ('{"a": 1,, "b": 2}', "column 9: a comma too many"),
        ("{'a': 1}", "column 2: single quote where JSON needs a double quote"),
        ('{“a”: 1}', 'column 2: curly quote “ where JSON needs a straight "'),
        ('{"a": None}', "column 7: Python's None where JSON has null"),
        ('{"a": 1} // no', "column 10: more data after the end of the value"),
        ('{"a": 1},', "column 9: a comma after the end of the value"),
        ('{"a": /*no*/ 1}', "column 7: a comment, which JSON doesn't have"),
        ("{a: 1}", "column 2: expecting property name enclosed in double quotes"),
        ('{"a": "x}', "column 7: the string that starts here is never closed"),
        ('{"a": [1, 2', "column 12: the text ends before the value is complete"),
        ('{"a": "x\ty"}', "column 9: raw control character U+0009 inside a string"),
        ('{"é": 1e999}', "column 7: number is infinity when parsed as double"),
        ('\ufeff{"a": 1}', "column 1: a byte-order mark inside the file"),
    ],
)  # fmt: skip
def test_invalid_json_says_where_and_what(write, line, what):
    reading = read(write("a.jsonl", f'{{"a": 1}}\n{{"a": 2}}\n{line}\n{{"a": 4}}'))
    assert [record.value for record in reading.records] == [{"a": 1}, {"a": 2}, None, {"a": 4}]
    assert reading.records[2].line == 3
    assert reading.records[2].problems[0].kind == "invalid-json"
    assert message(reading.records[2]) == f"invalid JSON at {what}"


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_bare_nan_is_not_json(write, constant):
    record = only(read(write("a.jsonl", f'{{"NaN": "Infinity", "a": [{constant}]}}\n')).records)
    assert (record.value, record.problems[0].kind) == (None, "bare-nan")
    assert message(record) == f"bare {constant} is not JSON (at column 27)"


def test_a_lone_surrogate_makes_a_row_unreadable(write):
    line = r'{"a": "\\ud800 \ud83d\ude00 \uDC00"}'
    record = only(read(write("a.jsonl", line)).records)
    assert (record.value, record.problems[0].kind) == (None, "lone-surrogate")
    assert message(record) == r"lone surrogate \uDC00 at column 29 can't be written as UTF-8"


def test_a_surrogate_pair_is_a_character(write):
    record = only(read(write("a.jsonl", r'{"a": "\ud83d\ude00"}')).records)
    assert record == Record("a.jsonl", 1, {"a": "😀"})


def test_bytes_that_are_not_utf8_spoil_their_line_only(write):
    reading = read(write("a.jsonl", b'{"a": "x"}\n{"a": "caf\xe9"}\n{"a": "z"}\n'))
    assert [record.value for record in reading.records] == [{"a": "x"}, None, {"a": "z"}]
    assert reading.records[1].problems[0].kind == "not-utf-8"
    assert message(reading.records[1]) == "byte 0xE9 at offset 10 is not UTF-8"


@pytest.mark.parametrize(
    ("line", "value", "key"),
    [
        ('{"a": 0, "a": 1}', {"a": 1}, "a"),
        ('{"a": {"b": 1, "b" : 1}}', {"a": {"b": 1}}, "b"),
        (r'{"a": 0, "\u0061": "x:y"}', {"a": "x:y"}, "a"),
        (r'{"x": "\u003a", "a": 0, "a": 1}', {"x": ":", "a": 1}, "a"),
        (r'{"x": [{"a": 0, "b": "\u003A\u003A\u003A", "a": "::"}]}', {"x": [{"a": "::", "b": ":::"}]}, "a"),
        ('{"a": {"c": ":::"}, "b": ":", "a": 1}', {"a": 1, "b": ":"}, "a"),
    ],
)
def test_duplicate_keys_are_named_wherever_they_are(write, line, value, key):
    record = only(read(write("a.jsonl", line)).records)
    assert record.value == value
    assert [(problem.kind, problem.fatal, problem.field) for problem in record.problems] == [
        ("duplicate-key", False, key)
    ]


@pytest.mark.parametrize(
    "line", [r'{"a": "\u003a", "b": "\": \": "}', '{"a" : {"a": [{"a": 1}, {"a": 1}]}}', '{"a": "\\"a\\":"}']
)
def test_the_same_key_in_different_objects_is_no_duplicate(write, line):
    record = only(read(write("a.jsonl", line)).records)
    assert record == Record("a.jsonl", 1, json.loads(line))


def test_several_duplicate_keys_are_one_problem(write):
    record = only(read(write("a.jsonl", '{"a": 0, "a": 1, "b": {"c": 1, "c": 2}}')).records)
    assert message(record) == "keys 'c', 'a' occur more than once in an object; readers keep only the last"


def test_integers_beyond_64_bits_keep_their_value(write):
    record = only(read(write("a.jsonl", '{"a": [9223372036854775808, -9223372036854775809]}')).records)
    assert record.value == {"a": [2**63, -(2**63) - 1]}
    assert (record.problems[0].kind, record.problems[0].fatal) == ("big-integer", False)
    assert message(record).startswith("integer 9223372036854775808 (and 1 more) doesn't fit into 64 bits")


def test_integers_of_64_bits_are_fine(write):
    value = {"a": [2**63 - 1, -(2**63)], "b": "12345678901234567890", "c": 0.1234567890123456789}
    record = only(read(write("a.jsonl", json.dumps(value))).records)
    assert record == Record("a.jsonl", 1, value)


def test_an_integer_of_thousands_of_digits_is_unreadable(write):
    record = only(read(write("a.jsonl", f'{{"a": {"9" * 5000}}}')).records)
    assert (record.value, record.problems[0].kind) == (None, "invalid-json")


@pytest.mark.parametrize("depth", [255, 900, 1100, 100_000])
@pytest.mark.parametrize("closed", [True, False])
def test_deep_nesting_is_unreadable(write, depth, closed):
    text = "[" * depth + "]" * depth * closed
    reading = read(write("a.jsonl", f'{{"a": 1}}\n{text}\n{{"a": 3}}\n'))
    assert [record.value for record in reading.records] == [{"a": 1}, None, {"a": 3}]
    kinds = {"too-deep"} if closed or depth > 1000 else {"too-deep", "invalid-json"}
    assert reading.records[1].problems[0].kind in kinds


def test_deep_nesting_in_a_value_that_a_duplicate_key_drops(write):
    deep = "[" * 1000 + "]" * 1000
    record = only(read(write("a.jsonl", f'{{"a": {deep}, "a": 1}}')).records)
    assert (record.value, record.problems[0].kind) == (None, "too-deep")


def test_nesting_up_to_the_limit_is_read(write):
    record = only(read(write("a.jsonl", '{"a":' * 254 + "1" + "}" * 254)).records)
    assert record.problems == ()


def test_a_very_long_line(write):
    text = "x: é " * 2_000_000
    record = only(read(write("a.jsonl", json.dumps({"a": text}, ensure_ascii=False))).records)
    assert record.value == {"a": text}


def test_the_collector_is_as_it_was(write):
    path = write("a.jsonl", '{"a": 1}')
    gc.disable()
    try:
        read(path)
        assert not gc.isenabled()
    finally:
        gc.enable()
    read(path)
    assert gc.isenabled()
