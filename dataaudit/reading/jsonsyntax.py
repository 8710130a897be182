"""Why a text is not JSON, in words that help to mend it."""

from __future__ import annotations

import json
import re
from typing import NoReturn

from dataaudit.dataset import Problem
from dataaudit.reading.rows import TOO_DEEP

_MISTAKES = {
    "“": 'curly quote “ where JSON needs a straight "',
    "”": 'curly quote ” where JSON needs a straight "',
    "'": "single quote where JSON needs a double quote",
    "None": "Python's None where JSON has null",
    "True": "Python's True where JSON has true",
    "False": "Python's False where JSON has false",
    "//": "a comment, which JSON doesn't have",
    "/*": "a comment, which JSON doesn't have",
    "#": "a comment, which JSON doesn't have",
    "\ufeff": "a byte-order mark inside the file",
    ",": "a comma too many",
}
_BEFORE_CLOSING = re.compile(r",[ \t\r\n]*[}\]]")
#: Each token up to the first constant or lone surrogate is consumed, so that neither is found inside another.
_CONSTANT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|(NaN|-?Infinity)', re.DOTALL)
_LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)


class _Constant(Exception):
    """NaN or Infinity, which Python's json would let pass."""


def refusal(raw: bytes, error: json.JSONDecodeError, line: int = 1, column: int = 1) -> Problem:
    """Why `raw`, which stands at `line` and `column` of its file and which orjson refused, is not JSON."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as fault:
        byte = raw[fault.start]
        return Problem("not-utf-8", f"byte 0x{byte:02X} at offset {fault.start} is not UTF-8", fatal=True)
    try:
        _STRICT.decode(text)
    except _Constant:
        return _constant(text, line, column)
    except json.JSONDecodeError as fault:
        position, message = describe(fault)
        place = _place(text, position, line, column)
        return Problem("invalid-json", f"invalid JSON at {place}: {message}", fatal=True)
    except RecursionError:
        return TOO_DEEP
    except ValueError:  # an integer of more digits than Python converts; orjson's message says it better
        pass
    if (problem := _surrogate(text, line, column)) is not None:
        return problem
    place = _place(text, error.pos, line, column)
    return Problem("invalid-json", f"invalid JSON at {place}: {error.msg}", fatal=True)


def describe(error: json.JSONDecodeError) -> tuple[int, str]:
    """Where a syntax error really is, and what is wrong there, whatever the version of Python."""
    text, at = error.doc, error.pos
    if error.msg.startswith("Unterminated string"):
        return at, "the string that starts here is never closed"
    if error.msg.startswith("Invalid control character"):
        return at, f"raw control character U+{ord(text[at]):04X} inside a string"
    if error.msg.startswith("Extra data"):
        return at, f"{'a comma' if text.startswith(',', at) else 'more data'} after the end of the value"
    if (comma := _trailing_comma(text, at)) is not None:
        return comma, "trailing comma"
    if error.msg.startswith("Expecting"):
        for literal, meaning in _MISTAKES.items():
            if text.startswith(literal, at):
                return at, meaning
        if at >= len(text.rstrip()):
            return at, "the text ends before the value is complete"
    return at, error.msg[:1].lower() + error.msg[1:]


def place_of(text: str, position: int, line: int = 1, column: int = 1) -> tuple[int, int]:
    """Line and column of a position in a text that stands at `line` and `column` of its file; from 1."""
    breaks = text.count("\n", 0, position)
    start = text.rfind("\n", 0, position) + 1
    return line + breaks, position - start + (1 if breaks else column)


def _place(text: str, position: int, line: int, column: int) -> str:
    at_line, at_column = place_of(text, position, line, column)
    return f"column {at_column}" if at_line == line else f"line {at_line}, column {at_column}"


def _constant(text: str, line: int, column: int) -> Problem:
    match = next(match for match in _CONSTANT.finditer(text) if match[1])
    place = _place(text, match.start(), line, column)
    return Problem("bare-nan", f"bare {match[1]} is not JSON (at {place})", fatal=True)


def _surrogate(text: str, line: int, column: int) -> Problem | None:
    match = next((match for match in _LONE_SURROGATE.finditer(text) if match[1]), None)
    if match is None:
        return None
    place = _place(text, match.start(), line, column)
    message = f"lone surrogate {match[0]} at {place} can't be written as UTF-8"
    return Problem("lone-surrogate", message, fatal=True)


def _trailing_comma(text: str, at: int) -> int | None:
    """The comma, if that is the error: Python 3.13 points at it, earlier versions at the bracket after it."""
    if text.startswith(("}", "]"), at):
        at = text.rfind(",", 0, at)
    return at if at >= 0 and _BEFORE_CLOSING.match(text, at) else None


def _raise_constant(name: str) -> NoReturn:
    raise _Constant(name)


_STRICT = json.JSONDecoder(parse_constant=_raise_constant)
