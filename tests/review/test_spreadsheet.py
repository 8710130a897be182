"""What people fill in is no formula, loses nothing, and is understood however a spreadsheet saves it."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataaudit.errors import InputError
from dataaudit.review.spreadsheet import CUT, LONGEST_CELL, cell_text, defused, read_table, restored, to_csv

NEEDED = ("verdict", "key")
HOSTILE = ["=cmd|' /C calc'!A0", "+1", "-5", "@SUM(A1)", "\tx", "\r=x", "'=x", "''-1", "＝1", "'quoted'", "", "it's"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_would_be_a_formula_comes_back_as_it_was(text: str) -> None:
    assert restored(defused(text)) == text
    assert not defused(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@given(st.text(alphabet="'=+-@\t\r\nax"))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert restored(defused(text)) == text


def test_the_table_is_what_excel_reads() -> None:
    written = to_csv(["verdict", "key"], [["ö, =1", '-"x"\ny']])
    assert written == '\ufeffverdict,key\r\n"ö, =1","\'-""x""\ny"\r\n'.encode()


def test_what_cannot_be_seen_is_written_out_and_what_is_long_is_cut() -> None:
    assert cell_text("a\x1b[31m\u202eb\r\nc\n") == "a\\x1b[31m\\u202eb\nc\n"
    assert cell_text("x" * LONGEST_CELL) == "x" * LONGEST_CELL
    assert cell_text("x" * (LONGEST_CELL + 1)) == "x" * (LONGEST_CELL - len(CUT)) + CUT


def csv_of(delimiter: str, quoting: int) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows(  # type: ignore[arg-type]
        [
            ["Key ", "input", "VERDICT", "mine"],
            ["k1", 'a,b;c\t"d"\ne', "ok", ""],
            ["", "", "", ""],
            ["k2", "'-1", "no", ""],
        ]
    )
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_every_dialect_says_the_same(delimiter: str, encoding: str, quoting: int) -> None:
    Path("v.csv").write_bytes(csv_of(delimiter, quoting).encode(encoding))
    name, rows = read_table("v.csv", NEEDED)
    assert (name, [row.where for row in rows]) == ("v.csv", ["v.csv:2", "v.csv:5"])
    assert rows[0].cells == {"key": "k1", "input": 'a,b;c\t"d"\ne', "verdict": "ok", "mine": ""}
    assert rows[1].cells["input"] == "-1"


def test_rows_may_be_ragged_and_the_delimiter_be_named_in_the_first_line() -> None:
    Path("v.csv").write_text("sep=;\nverdict;key;note\nok;k1\nno;k2;x;y\n")
    rows = read_table("v.csv", NEEDED)[1]
    assert [(row.where, row.cells["verdict"], row.cells["key"]) for row in rows] == [
        ("v.csv:3", "ok", "k1"), ("v.csv:4", "no", "k2")
    ]  # fmt: skip


def test_a_frame_is_a_table_too() -> None:
    frame = pd.DataFrame({"verdict": [True, None, 0.0], "key": ["k1", "k2", "k3"]})
    rows = read_table(frame, NEEDED)[1]
    assert [row.cells["verdict"] for row in rows] == ["true", "", "0"]
    assert rows[0].where == "<reviewed> row 0"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "v.csv: no column 'verdict'"),
        (b"a,b\n1,2\n", "v.csv: no column 'verdict'"),
        (b"verdict,a\n1,2\n", "v.csv: no column 'key'"),
        (b"verdict,key,Verdict\n1,2,3\n", "v.csv: more than one column 'verdict'"),
        (b"PK\x03\x04....", "v.csv is a zip archive or a spreadsheet"),
        (b'verdict,key\n"' + b"x" * 200_000, "v.csv:2: this row is no CSV"),
        (b'verdict,key\nok,k1\n"no,k2\nok,k3\n', "v.csv:3: this row is no CSV: unexpected end of data"),
    ],
)
def test_what_is_no_such_table_is_refused(content: bytes, sentence: str) -> None:
    Path("v.csv").write_bytes(content)
    with pytest.raises(InputError, match=sentence):
        read_table("v.csv", NEEDED)


def test_a_list_is_no_table() -> None:
    with pytest.raises(InputError, match="a CSV file or a DataFrame, not from a list"):
        read_table([{"verdict": "ok"}], NEEDED)


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(InputError, match=r"no\.csv"):
        read_table("no.csv", NEEDED)
