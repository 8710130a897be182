"""Read a dataset, whatever it is stored in."""

from __future__ import annotations

import gc
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dataaudit.dataset import Record, Source
from dataaudit.errors import InputError
from dataaudit.reading import columnar, content, delimited, frames, jsonfiles, paths
from dataaudit.reading.rows import Found


@dataclass(frozen=True, slots=True)
class Reading:
    """All records in the order given, unreadable ones among them, and the sources they came from."""

    records: tuple[Record, ...]
    sources: tuple[Source, ...]


def read(data: Any, *, header: bool = True) -> Reading:
    """Read a dataset.

    Parameters
    ----------
    data
        A path, folder, glob, or "-" for JSON Lines on standard input, or several of them; a pandas DataFrame;
        rows as dicts (or lists); anything with `to_pandas()`.
    header
        Whether CSV and TSV files start with the names of their columns; without, they are "0", "1", …

    Raises
    ------
    InputError
        If a file is missing, empty or corrupt, holds no records, or isn't a dataset at all. A single row that
        can't be read is no error: it is a record without a value.
    """
    with _collector_paused():
        parts = list(_read_parts(data, header))
    return Reading(
        records=tuple(record for records, _ in parts for record in records),
        sources=tuple(source for _, source in parts),
    )


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Records hold no cycles; looking for some while millions of them are made doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _read_parts(data: Any, header: bool) -> Iterator[tuple[list[Record], Source]]:
    if isinstance(data, str | os.PathLike):
        data = [data]
    elif frames.is_frame(data):
        yield frames.read_frame(data)
        return
    if isinstance(data, Mapping | bytes) or not isinstance(data, Iterable):
        raise InputError(f"Can't read a {type(data).__name__}: give paths, a DataFrame or a list of dicts.")
    items = list(data)
    if not items or not all(isinstance(item, str | os.PathLike) for item in items):
        yield frames.read_rows(items)
        return
    for path in paths.expand(items):
        yield _read_path(path, header)


def _read_path(path: Path | str, header: bool) -> tuple[list[Record], Source]:
    if isinstance(path, str):
        return _read_bytes(path, ".jsonl", "", sys.stdin.buffer.read(), header)
    ending, compression = paths.ending_of(path)
    return _read_bytes(paths.shown(path), ending, compression, content.load(path), header)


def _read_bytes(name: str, ending: str, compression: str, raw: bytes, header: bool) -> tuple[list[Record], Source]:
    data = content.decompress(name, raw, compression)
    if not data:
        raise InputError(f"{name} is empty.")
    found = read_content(name, ending, data, header)
    if not found.records:
        raise InputError(f"{name} holds no records.")
    digest = hashlib.sha256(raw).hexdigest()
    return found.records, Source(name, digest, len(raw), len(found.records), found.problems)


def read_content(name: str, ending: str, data: bytes, header: bool) -> Found:
    """The records of what a file holds once it is decompressed; `ending` says what kind of file it is."""
    if ending == ".parquet":
        return columnar.read_parquet(name, data)
    text, problems = content.to_utf8(name, data)
    if ending == ".json":
        found = jsonfiles.read_json(name, text)
    elif ending in (".csv", ".tsv"):
        found = delimited.read_delimited(name, text, delimited.DELIMITERS[ending], header)
    else:
        found = jsonfiles.read_json_lines(name, text)
    return Found(found.records, problems + found.problems)
