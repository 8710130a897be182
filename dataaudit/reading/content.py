"""A file on disk to its UTF-8 content: decompression, byte-order marks, UTF-16."""

from __future__ import annotations

import codecs
import gzip
import zlib
from pathlib import Path

import zstandard

from dataaudit.dataset import Problem
from dataaudit.errors import InputError
from dataaudit.reading.paths import shown

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_CONTAINERS = {
    _GZIP: "is compressed with gzip: let its name end in .gz",
    _ZSTD: "is compressed with zstd: let its name end in .zst",
    b"PK\x03\x04": "is a zip archive or a spreadsheet: export it as CSV or JSON Lines",
}

#: UTF-32 before UTF-16, whose mark it starts with.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def load(path: Path) -> bytes:
    """The bytes of a file as they lie on disk.

    Raises
    ------
    InputError
        If the file can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"Can't read {shown(path)}: {error.strerror or error}.") from error


def decompress(name: str, data: bytes, compression: str) -> bytes:
    """Undo ".gz" or ".zst"; "" leaves the data as they are.

    Raises
    ------
    InputError
        If the data are not of that kind, are damaged, or end too early.
    """
    try:
        if compression == ".gz":
            return gzip.decompress(data)
        if compression == ".zst":
            return _decompress_zstd(data)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        kind = {".gz": "gzip", ".zst": "zstd"}[compression]
        raise InputError(f"{name} is no intact {kind} file ({error}).") from error
    return data


def compress(data: bytes, compression: str) -> bytes:
    """What `decompress` undoes; the same bytes for the same data."""
    if compression == ".gz":
        return gzip.compress(data, mtime=0)
    return zstandard.ZstdCompressor().compress(data) if compression == ".zst" else data


def to_utf8(name: str, data: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    """Content in UTF-8 without byte-order mark, and what it was instead.

    Data in no encoding that is known for sure stay as they are, for the readers to point at the bad rows.

    Raises
    ------
    InputError
        If this is no text but a compressed file or a spreadsheet.
    """
    for magic, meaning in _CONTAINERS.items():
        if data.startswith(magic):
            raise InputError(f"{name} {meaning}.")
    if data.startswith(codecs.BOM_UTF8):
        message = "starts with a byte-order mark, which many readers of JSON and CSV refuse"
        return data[len(codecs.BOM_UTF8) :], (Problem("byte-order-mark", message),)
    encoding = _wide_encoding(data)
    if encoding is None:
        return data, ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return data, ()
    return text.encode(), (Problem("encoding", f"{encoding[:6].upper()}, trainers expect UTF-8"),)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-32 or UTF-16 by its mark, or UTF-16 by the zeros of its first two characters (RFC 4627 §3)."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    zeros = [byte == 0 for byte in data[:4]]
    if zeros == [False, True, False, True]:
        return "utf-16-le"
    return "utf-16-be" if zeros == [True, False, True, False] else None


def _decompress_zstd(data: bytes) -> bytes:
    """All frames of a zstd file. (`stream_reader` would end silently where the data end too early.)"""
    parts = []
    while data:
        frame = zstandard.ZstdDecompressor().decompressobj()
        parts.append(frame.decompress(data))
        if not frame.eof:
            raise EOFError("it ends too early")
        data = frame.unused_data
    return b"".join(parts)
