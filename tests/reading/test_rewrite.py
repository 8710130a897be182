"""Some records of files become a file of the same kind, with everything that was kept byte for byte."""

from __future__ import annotations

import gzip
import io
import json
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from dataaudit.errors import InputError
from dataaudit.reading import read
from dataaudit.reading.rewrite import Part, check_kind, rewrite


def rewritten(out: str, *names: str, without: tuple[int, ...] = (), header: bool = True) -> bytes:
    """The content of `out` after rows of the joined files are left out."""
    reading = read(list(names), header=header)
    rows = [(record, row not in without) for row, record in enumerate(reading.records)]
    groups = [list(group) for _, group in groupby(rows, key=lambda item: item[0].source)]
    parts = [
        Part(source, [record for record, _ in group], [wanted for _, wanted in group])
        for source, group in zip(reading.sources, groups, strict=True)
    ]
    return rewrite(out, parts)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b'{"a": 1.50, "b": "\\u00e9"}\n{ "a":2 , "a":3 }\r\n{"a": [ ]}\n'),
        ("a.json", b'\n[\n  {"a": 1.50},\n\n  {"a":\n    2}, {"a": 1e2}\n]  \n'),
        ("a.json", b'{"version": 2, "data": [ {"a": 1},{"a": 2} ], "licence": "x"}'),
        ("a.json", b'{"k1" : {"a": 1},\n "k2": {"a": 2} }\n'),
        ("a.json", b'{"messages": [{"role": "user"}]}\n'),
        ("a.csv", b'"a",b\r\n"x\r\n\r\n""y""",1\r\n z ,"2"\r\n'),
        ("a.csv", b"a;b\nx;1,5\ny;2,5\n"),
        ("a.tsv", b'a\tb\n"x" y\t1\n'),
    ],
)
def test_without_anything_to_leave_out_a_file_stays_what_it_is(write, name, content):
    assert rewritten(name, write(name, content)) == content


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jsonl", '{"a": 1}\n\n{"a": 2}\n{"a": 3.0}', '{"a": 3.0}\n'),
        ("a.jsonl", '[{"a": 1}, {"a": 2}, {"a": 3.0}]', '{"a": 3.0}\n'),
        ("a.json", '[{"a": 1},\n {"a": 2},\n {"a": 3.0}]\n', '[{"a": 3.0}]\n'),
        ("a.json", '{"v": 1, "data": [{"a": 1}, {"a": 2}, {"a": 3.0}]}', '{"v": 1, "data": [{"a": 3.0}]}'),
        ("a.json", '{"data": [{"a": 1}], "data": [{"a": 2}, {"a": 3.0}]}', '{"data": [{"a": 3.0}]}'),
        ("a.json", '{"a": 1}\n{"a": 2}\n{"a": 3.0}\n', '[\n{"a": 3.0}\n]\n'),
        ("a.csv", '\na,b\n\nx,1\n"y\n",2\n z,"3"', 'a,b\n z,"3"\n'),
        ("a.csv", 'a,b\rx,1\r"y\r",2\r z,"3"\r', 'a,b\n z,"3"\r\n'),
    ],
)
def test_the_first_rows_are_left_out(write, name, content, expected):
    assert rewritten(name, write(name, content), without=(0, 1)) == expected.encode()


def test_a_row_in_the_middle_of_a_keyed_document_goes_with_its_key(write):
    path = write("a.json", '{"k": {"a": 1},\n "l": {"a": 2},\n "m": {"a": 3}}')
    assert rewritten("b.json", path, without=(1,)) == b'{"k": {"a": 1},\n "m": {"a": 3}}'
    assert rewritten("b.json", path, without=(0,)) == b'{"l": {"a": 2},\n "m": {"a": 3}}'


def test_a_table_without_header_gets_none(write):
    assert rewritten("b.tsv", write("a.tsv", "x\t1\ny\t2\n"), header=False, without=(0,)) == b"y\t2\n"


def test_files_of_one_kind_are_joined_in_order(write):
    lines = write("a.jsonl", '{"a": 1}'), write("b.ndjson", '{"a": 2}\n')
    assert rewritten("c.jsonl", *lines) == b'{"a": 1}\n{"a": 2}\n'
    tables = write("a.csv", "a,b\r\n1,2"), write("b.csv", "a,b\n3,4\n")
    assert rewritten("c.csv", *tables) == b"a,b\r\n1,2\n3,4\n"
    arrays = write("a.json", '[{"a": 1}]'), write("b.json", '{"messages": [{"a": 2}]}\n')
    assert rewritten("c.json", *arrays) == b'[\n{"a": 1},\n{"messages": [{"a": 2}]}\n]\n'


def test_the_ending_says_how_to_compress(write):
    path = write("a.jsonl.gz", gzip.compress(b'{"a": 1}\n'))
    assert gzip.decompress(rewritten("b.jsonl.gz", path)) == b'{"a": 1}\n'
    assert zstandard.ZstdDecompressor().decompress(rewritten("b.jsonl.zst", path)) == b'{"a": 1}\n'
    assert rewritten("b.jsonl.gz", path) == rewritten("b.jsonl.gz", path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_and_wide_encodings_become_plain_utf8(write, encoding):
    assert rewritten("b.csv", write("a.csv", "é,b\nx,ü\n".encode(encoding))) == "é,b\nx,ü\n".encode()


def test_rows_of_parquet_keep_their_schema(write):
    table = pa.table({"a": pa.array([1, None, 3], pa.int16()), "t": [[{"x": "é"}], [], None]})
    table = table.replace_schema_metadata({"who": "me"})
    file = io.BytesIO()
    pq.write_table(table, file)
    names = write("a.parquet", file.getvalue()), write("b.parquet", file.getvalue())
    table = pq.read_table(names[0])
    again = pq.read_table(io.BytesIO(rewritten("c.parquet", *names, without=(1, 3, 4))))
    assert again.schema.equals(table.schema, check_metadata=True)
    assert again.equals(pa.concat_tables([table.take([0, 2]), table.take([2])]))


def parquet(**columns: object) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ({"a.csv": "a,b\n1,2\n", "b.csv": "b,a\n1,2\n"}, "a.csv and b.csv have different headers"),
        ({"a.csv": "a,b\n1,2\n", "b.csv": "a;b\n1;2\n"}, "a.csv and b.csv have different headers"),
        ({"a.json": '[{"a": 1}]', "b.json": '{"v": [{"a": 2}]}'}, "b.json is more than an array of rows"),
        ({"a.jsonl": '{\n"a": 1}\n{\n"a": 2}\n'}, "a.jsonl:1: a row over several lines is no JSON Lines"),
        ({"a.parquet": parquet(a=[1]), "b.parquet": parquet(a=["x"])}, "have different columns or types"),
        ({"a.csv": "a\n1\n", "b.tsv": "a\n1\n"}, "a.csv and b.tsv are files of different kinds"),
    ],
)  # fmt: skip
def test_what_does_not_go_into_one_file_is_said(write, files, error):
    names = [write(name, content) for name, content in files.items()]
    with pytest.raises(InputError, match=error):
        rewritten(f"c{Path(names[0]).suffix}", *names)


def test_rows_that_would_be_read_differently_are_not_written(write):
    tables = write("a.csv", "x,1\ny,2\n"), write("b.csv", "x;1\ny;2\n")
    with pytest.raises(InputError, match=r"^c\.csv: quotes, delimiters or line ends would mean something else"):
        rewritten("c.csv", *tables, header=False)
    quotes = write("a.tsv", 'a\tb\n"x" y\t1\n"z"\t2\n')
    with pytest.raises(InputError, match=r"^c\.tsv: quotes"):
        rewritten("c.tsv", quotes, without=(0,))


def test_a_file_that_has_changed_is_not_believed(write):
    reading = read(write("a.csv", "a\n1\n"))
    write("a.csv", "b\n1\n")
    with pytest.raises(InputError, match=r"^a\.csv has changed since it was audited"):
        rewrite("b.csv", [Part(reading.sources[0], reading.records, [True])])


@pytest.mark.parametrize("out", ["c.csv", "c.json", "c.txt", "c", "jsonl", "c.jsonl.bz2", "c.parquet"])
def test_an_ending_that_does_not_fit_is_said(out):
    with pytest.raises(InputError) as caught:
        check_kind(out, ["a.jsonl", "b.ndjson.gz"])
    assert (
        str(caught.value) == f"{out} can't hold the rows of a.jsonl unchanged: let its name end in .jsonl or .ndjson."
    )


def test_standard_input_is_json_lines_and_a_frame_is_no_file():
    check_kind("c.ndjson.zst", ["-"])
    with pytest.raises(InputError, match="rows of a DataFrame come from no file"):
        check_kind("c.jsonl", ["<DataFrame>"])


ROW = st.dictionaries(st.sampled_from("ab"), st.integers() | st.text(max_size=3), min_size=1)
ROWS = st.lists(st.tuples(ROW, st.booleans()), min_size=2, max_size=6).filter(lambda rows: any(w for _, w in rows))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(rows=ROWS, indent=st.none() | st.integers(0, 2), wrapped=st.booleans())
def test_exactly_the_wanted_rows_stay_in_a_document(tmp_path_factory, rows, indent, wrapped):
    folder = tmp_path_factory.mktemp("rewrite")
    values = [value for value, _ in rows]
    (folder / "a.json").write_text(json.dumps({"n": 1, "data": values} if wrapped else values, indent=indent))
    without = tuple(i for i, (_, wanted) in enumerate(rows) if not wanted)
    kept = json.loads(rewritten("b.json", str(folder / "a.json"), without=without))
    assert (kept["data"] if wrapped else kept) == [value for value, wanted in rows if wanted]
