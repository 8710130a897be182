"""Whatever the bytes, reading gives records or one clear error."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataaudit.errors import InputError
from dataaudit.reading import Reading, read

FRAGMENTS = [
    b"{", b"}", b"[", b"]", b'"', b":", b",", b"\n", b"\r", b"\r\n", b" ", b"\t", b";", b"\\", b'"a"', b"a,b",
    b'{"a": 1}', b"1", b"1e999", b"99999999999999999999", b"null", b"NaN", b"\\ud800", b"\\u003a", b"\x00",
    b"\xff", b"\xc3\xa9", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b", b"'", b"// x", b"\x0b", b"\xe2\x80\xa8",
]  # fmt: skip
CONTENT = st.binary(max_size=60) | st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(b"".join)
SETTINGS = settings(max_examples=100, deadline=None, derandomize=True)
#: Kinds of problems after which records are no longer lines.
NOT_LINES = {"pretty-printed", "json-array", "encoding", "byte-order-mark"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def read_content(path: Path, content: bytes) -> Reading | None:
    path.write_bytes(content)
    try:
        return read(path)
    except InputError:
        return None


NAMES = st.sampled_from(["a.jsonl", "a.json", "a.csv", "a.tsv", "a.parquet", "a.jsonl.gz", "a.json.zst"])


@SETTINGS
@given(content=CONTENT, name=NAMES)
def test_any_bytes_give_records_or_an_input_error(folder, name, content):
    reading = read_content(folder / name, content)
    for record in reading.records if reading else ():
        assert (record.value is None) == any(problem.fatal for problem in record.problems)
        if record.value is not None:
            json.dumps(record.value, ensure_ascii=False, allow_nan=False).encode()


@SETTINGS
@given(content=CONTENT)
def test_every_line_that_is_not_blank_is_a_record(folder, content):
    reading = read_content(folder / "a.jsonl", content)
    if reading and not NOT_LINES & {problem.kind for problem in reading.sources[0].problems}:
        lines = [number for number, line in enumerate(content.split(b"\n"), 1) if line.strip()]
        assert [record.line for record in reading.records] == lines


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)
ROWS = st.lists(st.dictionaries(st.text(max_size=3), JSON, max_size=4), min_size=1, max_size=5)


@SETTINGS
@given(rows=ROWS, escaped=st.booleans(), indent=st.none() | st.integers(0, 2))
def test_json_that_was_written_is_read_back(folder, rows, escaped, indent):
    text = json.dumps(rows, ensure_ascii=escaped, indent=indent)
    reading = read_content(folder / "a.json", text.encode())
    assert [record.value for record in reading.records] == rows
    lines = "".join(json.dumps(row, ensure_ascii=escaped) + "\n" for row in rows)
    reading = read_content(folder / "a.jsonl", lines.encode())
    assert [(record.line, record.value) for record in reading.records] == list(enumerate(rows, 1))


@SETTINGS
@given(pairs=st.lists(st.tuples(st.sampled_from(["a", "b:", '"', ":"]), JSON), max_size=4))
def test_duplicate_keys_are_never_missed(folder, pairs):
    members = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in pairs]
    line = "{" + ", ".join(members).replace("b:", "b\\u003a") + "}\n"
    (record,) = read_content(folder / "a.jsonl", line.encode()).records
    repeated = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    assert [p.field for p in record.problems if p.kind == "duplicate-key"] == repeated[:1]
