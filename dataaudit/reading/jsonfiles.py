"""JSON Lines and JSON files, and each in the clothes of the other."""

from __future__ import annotations

import json

from dataaudit.dataset import Problem, Record
from dataaudit.errors import InputError
from dataaudit.reading.jsondoc import read_document
from dataaudit.reading.jsonlines import read_lines
from dataaudit.reading.jsonscan import Span, decode, encode, line_of, records_at, skip_space, top_values
from dataaudit.reading.jsonsyntax import describe, place_of
from dataaudit.reading.rows import Found

_REFUSED = "a JSON Lines reader refuses it: write one row per line"
_PRETTY = Problem("pretty-printed", f"JSON over many lines, {_REFUSED}", fatal=True)
_ARRAY = Problem("json-array", f"one JSON array, {_REFUSED}", fatal=True)
_LINES = Problem("json-lines", "JSON Lines in a file named .json; a reader of JSON refuses it")


def read_json_lines(name: str, data: bytes) -> Found:
    """The records of a .jsonl file; of JSON over many lines too, with a fatal problem of the source."""
    found = read_lines(name, data)
    refused = sum(_is_refused(record) for record in found.records)
    if refused and 2 * refused >= len(found.records):
        return _read_pretty(name, data) or found
    if len(found.records) == 1 and data.lstrip().startswith(b"["):
        return _read_array(name, data) or found
    return found


def read_json(name: str, data: bytes) -> Found:
    """The records of a .json file; of JSON Lines too, with a problem of the source.

    Raises
    ------
    InputError
        If it is not valid JSON, with line and column; if it is no dataset.
    """
    text = decode(data)
    spans, error = top_values(text)
    if error is None and len(spans) == 1:
        return read_document(name, text, spans[0])
    lines = read_lines(name, data)
    readable = sum(record.value is not None for record in lines.records)
    if len(lines.records) > 1 and 2 * readable >= len(lines.records):
        return Found(lines.records, (_LINES, *lines.problems))
    if not spans and error is None:
        return lines
    position, message = describe(error or json.JSONDecodeError("Extra data", text, spans[1].start))
    line, column = place_of(text, position)
    raise InputError(f"{name}:{line}:{column}: not valid JSON: {message}.")


def _is_refused(record: Record) -> bool:
    return record.value is None and record.problems[-1].kind == "invalid-json"


def _read_array(name: str, data: bytes) -> Found | None:
    """The rows of an array of objects on one line, which would else count as one row."""
    text = decode(data)
    spans, error = top_values(text)
    if error is not None or len(spans) != 1:
        return None
    rows = spans[0].value
    if rows and not any(isinstance(row, dict) for row in rows):
        return None
    return Found(read_document(name, text, spans[0]).records, (_ARRAY,))


def _read_pretty(name: str, data: bytes) -> Found | None:
    """The rows of JSON over many lines, up to the first error; None where it is not that."""
    text = decode(data)
    spans, error = top_values(text)
    if error is None:
        if not any("\n" in text[span.start : span.stop] for span in spans):
            return None
        found = read_document(name, text, spans[0]) if len(spans) == 1 else _read_sequence(name, text, spans)
        return Found(found.records, (_PRETTY, *found.problems))
    if not _is_spread(text, spans, error):
        return None
    found = _read_sequence(name, text, spans)
    unread = skip_space(text, spans[-1].stop if spans else 0)
    return Found([*found.records, _broken(name, error, unread)], (_PRETTY,))


def _read_sequence(name: str, text: str, spans: list[Span]) -> Found:
    return Found(list(records_at(name, text, spans)))


def _is_spread(text: str, spans: list[Span], error: json.JSONDecodeError) -> bool:
    """Whether broken JSON was meant to go over many lines, rather than be a row per line with bad rows.

    The first value, or what there is of it, goes over a line end, and most lines don't open an object.
    """
    start = skip_space(text, 0)
    stop = spans[0].stop if spans else error.pos
    lines = [line.lstrip() for line in text.split("\n") if line.strip()]
    opening = sum(line.startswith("{") for line in lines)
    return "\n" in text[start:stop] and (lines[0].rstrip() == "[" or 2 * opening < len(lines))


def _broken(name: str, error: json.JSONDecodeError, unread: int) -> Record:
    """One record for all that comes after the last value that could be read, from the position `unread` on."""
    position, message = describe(error)
    line, column = place_of(error.doc, position)
    message = (
        f"looks like pretty-printed JSON, but is invalid at column {column}: {message}; "
        f"nothing from line {line_of(error.doc, unread)} on was read"
    )
    raw = encode(error.doc[unread:].rstrip())
    return Record(name, line, None, (Problem("invalid-json", message, fatal=True),), raw)
