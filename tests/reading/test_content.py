from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from unittest.mock import Mock

import pytest
import zstandard

from dataaudit.errors import InputError
from dataaudit.reading import read

LINES = b'{"a": "x"}\n{"a": "\xc3\xa9"}\n'
VALUES = [{"a": "x"}, {"a": "é"}]


def values(reading):
    return [record.value for record in reading.records]


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".jsonl", LINES),
        (".ndjson", LINES),
        (".JSONL", LINES),
        (".json", b'[{"a": "x"}, {"a": "\xc3\xa9"}]'),
        (".csv", b"a\nx\n\xc3\xa9\n"),
        (".tsv", b"a\nx\n\xc3\xa9\n"),
    ],
)
def test_each_ending_alone_and_compressed(write, ending, content):
    compressor = zstandard.ZstdCompressor()
    assert values(read(write(f"a{ending}", content))) == VALUES
    assert values(read(write(f"a{ending}.gz", gzip.compress(content)))) == VALUES
    assert values(read(write(f"a{ending}.zst", compressor.compress(content)))) == VALUES


def test_a_source_is_the_file_as_it_lies_on_disk(write):
    content = gzip.compress(LINES)
    (source,) = read(write("a.jsonl.gz", content)).sources
    assert (source.path, source.rows, source.bytes) == ("a.jsonl.gz", 2, len(content))
    assert source.sha256 == hashlib.sha256(content).hexdigest()


def test_several_members_and_frames_are_one_file(write):
    first, second = LINES[:11], LINES[11:]
    compressor = zstandard.ZstdCompressor()
    assert values(read(write("a.jsonl.gz", gzip.compress(first) + gzip.compress(second)))) == VALUES
    frames = compressor.compress(first) + compressor.compress(second)
    assert values(read(write("a.jsonl.zst", frames))) == VALUES


@pytest.mark.parametrize(("ending", "kind"), [("gz", "gzip"), ("zst", "zstd")])
def test_damaged_compression_is_an_error(write, ending, kind):
    compress = gzip.compress if kind == "gzip" else zstandard.ZstdCompressor().compress
    content = compress(bytes(range(256)) * 40)
    for damaged in (LINES, content[:-5], content[: len(content) // 2], content + b"x", b"x"):
        with pytest.raises(InputError, match=rf"^a\.jsonl\.{ending} is no intact {kind} file \("):
            read(write(f"a.jsonl.{ending}", damaged))


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (gzip.compress(LINES, mtime=0), r"is compressed with gzip: let its name end in \.gz"),
        (zstandard.ZstdCompressor().compress(LINES), r"is compressed with zstd: let its name end in \.zst"),
        (b"PK\x03\x04rest", "is a zip archive or a spreadsheet"),
    ],
)
def test_content_that_is_no_text(write, content, advice):
    with pytest.raises(InputError, match=rf"^a\.csv {advice}"):
        read(write("a.csv", content))


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.csv", "a.parquet"])
def test_an_empty_file(write, name):
    with pytest.raises(InputError, match=rf"^{name} is empty\.$"):
        read(write(name, b""))


def test_an_empty_compressed_file(write):
    with pytest.raises(InputError, match=r"^a\.jsonl\.gz is empty\.$"):
        read(write("a.jsonl.gz", gzip.compress(b"")))


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_byte_order_mark_is_taken_off(write, name):
    reading = read(write(name, b'\xef\xbb\xbf{"a": 1}'))
    assert values(reading) == [{"a": 1}]
    assert [(problem.kind, problem.fatal) for problem in reading.sources[0].problems] == [("byte-order-mark", False)]


def test_a_byte_order_mark_is_not_part_of_a_column(write):
    assert values(read(write("a.csv", b"\xef\xbb\xbfa,b\n1,2\n"))) == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(("name", "text"), [("a.jsonl", LINES.decode()), ("a.csv", "a\nx\né\n")])
def test_utf16_is_read_and_said(write, name, text, encoding):
    reading = read(write(name, text.encode(encoding)))
    assert values(reading) == VALUES
    (problem,) = reading.sources[0].problems
    assert (problem.kind, problem.fatal) == ("encoding", False)
    assert problem.message == f"{encoding[:6].upper()}, trainers expect UTF-8"


def test_broken_utf16_is_not_guessed_at(write):
    reading = read(write("a.jsonl", b"\xff\xfe{\x00\x00\xd8\n"))
    assert values(reading) == [None]
    assert reading.records[0].problems[0].kind == "not-utf-8"


def test_a_file_that_may_not_be_read(write, monkeypatch):
    path = write("a.jsonl", LINES)

    monkeypatch.setattr(Path, "read_bytes", Mock(side_effect=PermissionError(13, "Permission denied")))
    with pytest.raises(InputError, match=r"^Can't read a\.jsonl: Permission denied\.$"):
        read(path)
