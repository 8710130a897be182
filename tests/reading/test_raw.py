"""Every record of a text file knows its own bytes, readable or not."""

from __future__ import annotations

import gzip
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataaudit.reading import read

ODD = [
    b'{"a": 1.50, "b": 1e2}',
    rb'{"a": "\u00e9\/"}',
    b'{ "a":1 , "a":2 }',
    b'{"a": "\xc3\xa9 \xe2\x80\xa8"}\r',
    b'{"a": "caf\xe9"}',
    b'{"a": NaN}',
    b'{"a": 1,}',
    b'"x"',
    b'{"a": 123456789012345678901234567890}',
]


def raws(path: str, *, header: bool = True) -> list[bytes | None]:
    return [record.raw for record in read(path, header=header).records]


def test_a_line_is_kept_as_it_stands(write):
    assert raws(write("a.jsonl", b"\n \n".join(ODD))) == ODD


def test_elements_of_an_array_are_kept_without_what_separates_them(write):
    elements = [element.strip() for element in ODD if b",}" not in element]
    assert raws(write("a.json", b"[\n  " + b" ,\n  ".join(elements) + b"\n]\n")) == elements


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"v": 1, "data": [{"a": 1.0},\n{"a":2}]}', [b'{"a": 1.0}', b'{"a":2}']),
        ('{"k": {"a": 1.0}, "l": {"a":2}}', [b'{"a": 1.0}', b'{"a":2}']),
        ('\n{"messages": [{"role": "user"}]}\n', [b'{"messages": [{"role": "user"}]}']),
    ],
)
def test_rows_of_other_documents_too(write, text, expected):
    assert raws(write("a.json", text)) == expected


def test_pretty_printed_values_keep_their_lines(write):
    rows = [json.dumps({"a": n, "b": []}, indent=2) for n in range(3)]
    assert raws(write("a.jsonl", "\n".join(rows))) == [row.encode() for row in rows]


def test_what_comes_after_an_error_is_one_record(write):
    text = b'{\n"a": 1\n},\n{\n"a": "\xff"\n},\n'
    assert raws(write("a.jsonl", text)) == [b'{\n"a": 1\n}', b',\n{\n"a": "\xff"\n},']


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_row_of_a_table_is_its_physical_lines(write, end):
    rows = [f'"x{end}{end}y", 1', 'z,"2"', "ragged", '"bad" x,3', "w,4"]
    text = f"a,b{end}{end}" + end.join(rows)
    expected = [(row + end.removesuffix("\n")).encode() for row in rows[:-1]] + [b"w,4"]
    assert raws(write("a.csv", text)) == expected


def test_a_quote_that_is_never_closed_takes_the_rest(write):
    assert raws(write("a.csv", b'a,b\nx,1\n"y,\xff\nz,3\n')) == [b"x,1", b'"y,\xff\nz,3']


def test_a_table_without_header(write):
    assert raws(write("a.tsv", "A\tx\nB\ty\n"), header=False) == [b"A\tx", b"B\ty"]


def test_compression_and_encoding_are_undone(write):
    text = '{"a": "é"}\n'
    assert raws(write("a.jsonl.gz", gzip.compress(text.encode()))) == [text.strip().encode()]
    assert raws(write("b.jsonl", text.encode("utf-16"))) == [text.strip().encode()]


def test_what_has_no_text_has_no_bytes(write):
    frame = pd.DataFrame({"a": ["x"]})
    frame.to_parquet(write("a.parquet", b""))
    assert raws("a.parquet") == [None]
    assert [record.raw for record in read(frame).records] == [None]


LINES = st.lists(st.binary(max_size=12).filter(lambda line: line.strip() and b"\n" not in line), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(lines=LINES)
def test_nothing_of_any_line_is_lost(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("raw") / "a.jsonl"
    path.write_bytes(b'{"a": 1}\n{"a": 1}\n' + b"\n".join(lines) + b'\n{"a": 1}\n{"a": 1}' + b'\n{"a": 1}' * len(lines))
    assert raws(str(path))[2 : 2 + len(lines)] == lines
