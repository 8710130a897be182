from __future__ import annotations

import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from dataaudit.errors import InputError
from dataaudit.reading import read


def parquet(columns):
    buffer = io.BytesIO()
    pq.write_table(pa.table(columns), buffer)
    return buffer.getvalue()


def values(reading):
    return [record.value for record in reading.records]


def test_nested_values_become_dicts_and_lists(write):
    rows = [[{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}], []]
    reading = read(write("a.parquet", parquet({"messages": rows, "n": [1, None]})))
    assert values(reading) == [{"messages": rows[0], "n": 1}, {"messages": [], "n": None}]
    assert [(record.source, record.line) for record in reading.records] == [("a.parquet", None)] * 2


def test_the_padding_of_arrow_is_left_in(write):
    reading = read(write("a.parquet", parquet({"a": [{"x": 1}, {"y": 2}]})))
    assert values(reading) == [{"a": {"x": 1, "y": None}}, {"a": {"x": None, "y": 2}}]


def test_values_become_plain(write):
    columns = {
        "f": [1.5, float("nan")],
        "b": [b"caf\xc3\xa9", b"\xff"],
        "t": pa.array([0, None], pa.timestamp("ns")),
        "c": pa.array(["x", "y"]).dictionary_encode(),
    }
    assert values(read(write("a.parquet", parquet(columns)))) == [
        {"f": 1.5, "b": "café", "t": "1970-01-01T00:00:00", "c": "x"},
        {"f": None, "b": "/w==", "t": None, "c": "y"},
    ]


def test_compressed_once_more(write):
    content = parquet({"a": ["x"]})
    assert values(read(write("a.parquet.gz", gzip.compress(content)))) == [{"a": "x"}]
    assert values(read(write("a.parquet.zst", zstandard.ZstdCompressor().compress(content)))) == [{"a": "x"}]


def test_a_string_that_is_not_utf8_spoils_its_row_only(write):
    texts = pa.Array.from_buffers(
        pa.string(), 3, [None, pa.array([0, 1, 2, 3], pa.int32()).buffers()[1], pa.py_buffer(b"x\xffz")]
    )
    reading = read(write("a.parquet", parquet({"a": texts})))
    assert values(reading) == [{"a": "x"}, None, {"a": "z"}]
    (problem,) = reading.records[1].problems
    assert (problem.kind, problem.fatal) == ("not-utf-8", True)


def test_a_value_that_python_has_not_spoils_its_row_only(write):
    dates = pa.array([0, 10**9], pa.date32())
    reading = read(write("a.parquet", parquet({"a": dates})))
    assert values(reading) == [{"a": "1970-01-01"}, None]
    assert reading.records[1].problems[0].kind == "unreadable-value"


def test_damaged_files(write):
    content = parquet({"a": ["x" * 1000] * 100})
    for damaged in (b"PAR1", content[:-20], b'{"a": 1}\n', content[:50] + content[200:]):
        with pytest.raises(InputError, match=r"^a\.parquet is no intact Parquet file \("):
            read(write("a.parquet", damaged))


def test_no_rows(write):
    with pytest.raises(InputError, match=r"^a\.parquet holds no records\.$"):
        read(write("a.parquet", parquet({"a": pa.array([], pa.string())})))


def test_two_columns_of_one_name(write):
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    with pytest.raises(InputError, match=r"^a\.parquet: two columns are named 'a'; rename one\.$"):
        read(write("a.parquet", buffer.getvalue()))
