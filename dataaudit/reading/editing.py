"""One value of a record replaced, every other byte of it as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from dataaudit.dataset import Record
from dataaudit.model import Place
from dataaudit.reading.jsonscan import Span, decode, elements, encode, members, skip_space

#: How tables are written: what separates their cells, and whether quotes stand around them.
_DIALECTS = [(delimiter, quotes) for quotes in (True, False) for delimiter in (",", ";", "\t", "|")]
_QUOTED = '"(?:[^"]|"")*"'


class Change(NamedTuple):
    """A value that a record gets, and where."""

    place: Place
    value: Any


def changed(record: Record, change: Change, *, table: bool) -> Record:
    """The record with one value replaced; of its own bytes, where it has some, only those of the value.

    Parameters
    ----------
    table
        Whether the bytes are a row of CSV or TSV, and not JSON.

    Raises
    ------
    LookupError
        There is nothing at this place.
    """
    value = with_value(record.value, change)
    if record.raw is None:
        return replace(record, value=value)
    text = decode(record.raw)
    written = _in_cells(text, record.value or {}, change) if table else _in_json(text, change)
    return replace(record, value=value, raw=encode(written))


def with_value(value: Any, change: Change) -> Any:
    """A copy of a JSON value with another one at a place; LookupError where there is nothing."""
    if not change.place:
        return change.value
    first, rest = change.place[0], change.place[1:]
    inner = with_value(value[first], Change(rest, change.value))
    if isinstance(value, list):
        return [inner if i == first else item for i, item in enumerate(value)]
    return {**value, first: inner}


def _in_json(text: str, change: Change) -> str:
    """The JSON with one value replaced, in ASCII where all of it was."""
    start = skip_space(text, 0)
    stop = start
    for step in change.place:
        start, stop, _ = _step(text, start, step)
    return text[:start] + json.dumps(change.value, ensure_ascii=text.isascii()) + text[stop:]


def _step(text: str, start: int, step: str | int) -> Span:
    """The value under a key, of equal keys the last as parsers have it, or at a position."""
    if text[start] == "{":
        return [member.value for member in members(text, start) if member.key == step][-1]
    return list(elements(text, start))[int(step)]


def _in_cells(text: str, value: Mapping[str, Any], change: Change) -> str:
    """The row of a table with one cell replaced, in quotes where it was or must be."""
    column = list(value).index(str(change.place[0]))
    row = text.rstrip("\r")
    for delimiter, quotes in _DIALECTS:
        pieces = list(_pieces(row, delimiter, quotes))
        if [_unquoted(piece, quotes) for piece in pieces] == list(value.values()):
            pieces[column] = _written(change.value, pieces[column], delimiter) if quotes else change.value
            return delimiter.join(pieces) + text[len(row) :]
    raise LookupError(f"{change.place[0]} is in no cell")


def _pieces(row: str, delimiter: str, quotes: bool) -> Iterator[str]:
    """The cells as they are written."""
    plain = f"[^{re.escape(delimiter)}]*"
    cell = re.compile(f"{_QUOTED}|{plain}" if quotes else plain)
    at = -1
    while at < len(row) and (at < 0 or row[at] == delimiter):
        piece = cell.match(row, at + 1)
        yield piece[0] if piece else ""
        at = piece.end() if piece else len(row)


def _unquoted(piece: str, quotes: bool) -> str:
    return piece[1:-1].replace('""', '"') if quotes and piece.startswith('"') else piece


def _written(cell: str, before: str, delimiter: str) -> str:
    needed = before.startswith('"') or any(mark in cell for mark in (delimiter, '"', "\n", "\r"))
    return '"' + cell.replace('"', '""') + '"' if needed else cell
