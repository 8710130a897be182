from __future__ import annotations

import csv

import pytest

from dataaudit.errors import InputError
from dataaudit.reading import read


def places(reading):
    return [(record.line, record.value) for record in reading.records]


def kinds(reading):
    return [problem.kind for problem in reading.sources[0].problems]


def faults(reading):
    return [(r.line, r.problems[0].kind, r.problems[0].message) for r in reading.records if r.value is None]


def test_cells_are_text_as_they_stand(write):
    reading = read(write("a.csv", "text,label\nNA,null\nNone,\n 1 ,NaN\n"))
    assert [record.value for record in reading.records] == [
        {"text": "NA", "label": "null"},
        {"text": "None", "label": ""},
        {"text": " 1 ", "label": "NaN"},
    ]
    (problem,) = reading.sources[0].problems
    assert problem.kind == "missing-words"
    assert problem.message == "4 cells that pandas reads as missing, the first 'NA' in column 'text' at line 2"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_with_line_breaks_inside_cells(write, end):
    text = f'a,b{end}"x{end}{end}y",1{end}z,"2{end}"{end}w,3'
    reading = read(write("a.csv", text))
    assert places(reading) == [
        (2, {"a": f"x{end}{end}y", "b": "1"}), (5, {"a": "z", "b": f"2{end}"}), (7, {"a": "w", "b": "3"})
    ]  # fmt: skip


def test_a_lone_carriage_return_in_a_cell_is_no_line(write):
    reading = read(write("a.csv", 'a,b\n"x\ry",1\nz,2\n'))
    assert places(reading) == [(2, {"a": "x\ry", "b": "1"}), (3, {"a": "z", "b": "2"})]


def test_quotes_and_delimiters_inside_cells(write):
    reading = read(write("a.csv", 'a,b\n"say ""hi"", now",1\n5" pipe,2\n'))
    assert [record.value["a"] for record in reading.records] == ['say "hi", now', '5" pipe']


def test_tabs(write):
    reading = read(write("a.tsv", 'a\tb\nx, y\t"1\t2"\n'))
    assert places(reading) == [(2, {"a": "x, y", "b": "1\t2"})]


def test_without_header_columns_are_numbered(write):
    reading = read(write("a.tsv", "HUM\tWho?\nLOC\tWhere?\n"), header=False)
    assert places(reading) == [(1, {"0": "HUM", "1": "Who?"}), (2, {"0": "LOC", "1": "Where?"})]


def test_without_header_the_commonest_width_counts(write):
    reading = read(write("a.csv", "x\ny,1\nz,2\n"), header=False)
    assert [record.value for record in reading.records] == [None, {"0": "y", "1": "1"}, {"0": "z", "1": "2"}]


def test_ragged_rows_are_unreadable(write):
    reading = read(write("a.csv", "a,b\nx,1\ny\nz,1,2\nw,3\n"))
    assert faults(reading) == [
        (3, "ragged-row", "1 cell where there are 2 columns"),
        (4, "ragged-row", "3 cells where there are 2 columns"),
    ]
    assert [record.line for record in reading.records] == [2, 3, 4, 5]


def test_an_empty_quoted_line_is_a_row(write):
    reading = read(write("a.csv", 'a,b\nx,1\n""\n'))
    assert faults(reading) == [(3, "ragged-row", "1 cell where there are 2 columns")]


def test_blank_lines_are_counted(write):
    reading = read(write("a.csv", "\na,b\nx,1\n  \n\ny,2\n"))
    assert [record.line for record in reading.records] == [3, 6]
    assert [problem.message for problem in reading.sources[0].problems] == [
        "3 blank lines, the first at line 1; some readers refuse them"
    ]


@pytest.mark.parametrize(("char", "name"), [(";", "semicolon"), ("\t", "tab"), ("|", "vertical bar")])
def test_another_delimiter_is_recognised(write, char, name):
    reading = read(write("a.csv", f'a{char}b\n"x{char}y"{char}1, 2\nz{char}3\n'))
    assert places(reading) == [(2, {"a": f"x{char}y", "b": "1, 2"}), (3, {"a": "z", "b": "3"})]
    (problem,) = reading.sources[0].problems
    assert (problem.kind, problem.fatal) == ("delimiter", False)
    assert problem.message == f"cells are separated by a {name}, not by a comma"


def test_commas_in_a_file_named_tsv(write):
    reading = read(write("a.tsv", "a,b\nx,1\n"))
    assert places(reading) == [(2, {"a": "x", "b": "1"})]
    assert kinds(reading) == ["delimiter"]


def test_one_column_whose_name_has_a_semicolon(write):
    reading = read(write("a.csv", "question; or statement\nhello\nhow; are; you\n"))
    assert [record.value for record in reading.records] == [
        {"question; or statement": "hello"}, {"question; or statement": "how; are; you"}
    ]  # fmt: skip
    assert kinds(reading) == []


def test_a_quote_that_is_never_closed(write):
    reading = read(write("a.csv", 'a,b\nx,1\n"y,2\nz,3\nw,4\n'))
    assert [record.line for record in reading.records] == [2, 3]
    assert faults(reading) == [
        (3, "quoting", "a quote that opens in this row is never closed: it takes in the rest of the file")
    ]


def test_text_after_a_closing_quote(write):
    reading = read(write("a.csv", 'a,b\n"y" z,2\nz,3\n'))
    assert faults(reading) == [(2, "quoting", 'text follows a closing quote; write a quote inside a cell twice ("")')]
    assert reading.records[1].value == {"a": "z", "b": "3"}


def test_quotes_in_tsv_may_be_text(write):
    reading = read(write("a.tsv", 'a\tb\n"x" y\t1\n"z\t2\n'))
    assert [record.value for record in reading.records] == [{"a": '"x" y', "b": "1"}, {"a": '"z', "b": "2"}]
    assert kinds(reading) == ["quotes"]


def test_cells_that_are_not_utf8_spoil_their_row_only(write):
    reading = read(write("a.csv", b"a,b\nx,1\ny,\xc3\xa9t\xe9\nz,3\n"))
    assert [record.value for record in reading.records] == [{"a": "x", "b": "1"}, None, {"a": "z", "b": "3"}]
    assert faults(reading) == [(3, "not-utf-8", "byte 0xE9 at offset 3 of column 'b' is not UTF-8")]


def test_nul_bytes_are_kept(write):
    assert places(read(write("a.csv", b"aa,b\nx\x00y,1\n"))) == [(2, {"aa": "x\0y", "b": "1"})]


def test_long_cells_leave_the_limit_of_the_csv_module_alone(write):
    before = csv.field_size_limit()
    assert read(write("a.csv", f"a\n{'x' * 1_000_000}\n")).records[0].value == {"a": "x" * 1_000_000}
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a,b,a\n1,2,3\n", "a.csv:1: two columns are named 'a'; rename one."),
        ("\na,b,\xff\n1,2,3\n", "a.csv:2: the header can't be read: it is not UTF-8."),
        (
            '"a" x,b\n1,2\n',
            'a.csv:1: the header can\'t be read: text follows a closing quote; write a quote inside a cell twice ("").',
        ),
        ("a,b\n", "a.csv holds no records."),
        ("\n\n", "a.csv holds no records."),
    ],
)
def test_what_is_no_table_at_all(write, text, error):
    with pytest.raises(InputError) as caught:
        read(write("a.csv", text.encode("latin-1")))
    assert str(caught.value) == error
