"""Where the values of a JSON text start and end.

Offsets are into a text that was decoded with `surrogateescape`, so that bytes that are not UTF-8 don't hide
the structure around them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dataaudit.dataset import Record
from dataaudit.reading.jsonsyntax import place_of
from dataaudit.reading.jsonvalue import parse
from dataaudit.reading.rows import as_record

_SPACE = re.compile(r"[ \t\r\n]*")
#: Only the shape matters here; numbers stay text, because Python refuses to convert very long ones.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


class Span(NamedTuple):
    """A value and where it stands: text[start:stop]."""

    start: int
    stop: int
    value: Any


class Member(NamedTuple):
    """A key of an object, where it starts, and its value."""

    start: int
    key: str
    value: Span


def decode(data: bytes) -> str:
    """The text of possibly broken UTF-8, from which `encode` gets the same bytes again."""
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The bytes that were decoded to this text."""
    return text.encode("utf-8", "surrogateescape")


def top_values(text: str) -> tuple[list[Span], json.JSONDecodeError | None]:
    """The values that follow one another in a text, up to its end or the first error."""
    spans: list[Span] = []
    at = skip_space(text, 0)
    while at < len(text):
        try:
            value, stop = _DECODER.raw_decode(text, at)
        except json.JSONDecodeError as error:
            extra = bool(spans) and error.pos == at
            return spans, json.JSONDecodeError("Extra data", text, at) if extra else error
        except RecursionError:
            return spans, json.JSONDecodeError("Nested too deeply", text, at)
        spans.append(Span(at, stop, value))
        at = skip_space(text, stop)
    return spans, None


def elements(text: str, start: int) -> Iterator[Span]:
    """The elements of the valid array that starts at `start`."""
    at = skip_space(text, start + 1)
    while text[at] != "]":
        value, stop = _DECODER.raw_decode(text, at)
        yield Span(at, stop, value)
        at = _next_item(text, stop)


def members(text: str, start: int) -> Iterator[Member]:
    """Keys and values of the valid object that starts at `start`, duplicates included."""
    key_at = skip_space(text, start + 1)
    while text[key_at] != "}":
        key, stop = _DECODER.raw_decode(text, key_at)
        at = skip_space(text, skip_space(text, stop) + 1)
        value, stop = _DECODER.raw_decode(text, at)
        yield Member(key_at, key, Span(at, stop, value))
        key_at = _next_item(text, stop)


def records_at(source: str, text: str, spans: Iterable[Span]) -> Iterator[Record]:
    """A record of each span, with the line on which it starts; spans must be in order."""
    line, line_start, done = 1, 0, 0
    for span in spans:
        if breaks := text.count("\n", done, span.start):
            line += breaks
            line_start = text.rfind("\n", done, span.start) + 1
        done = span.start
        raw = encode(text[span.start : span.stop])
        yield as_record(source, line, *parse(raw, line, span.start - line_start + 1), raw)


def skip_space(text: str, at: int) -> int:
    """The first position from `at` on that is not JSON's white space."""
    match = _SPACE.match(text, at)
    return match.end() if match else at


def line_of(text: str, position: int) -> int:
    """The line, from 1, of a position."""
    return place_of(text, position)[0]


def _next_item(text: str, stop: int) -> int:
    at = skip_space(text, stop)
    return skip_space(text, at + 1) if text[at] == "," else at
