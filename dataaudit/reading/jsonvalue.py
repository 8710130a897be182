"""One JSON value, and what is wrong with how it is written."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import orjson

from dataaudit.dataset import Problem
from dataaudit.reading.jsonsyntax import refusal
from dataaudit.reading.rows import TOO_DEEP, quoted

INT64 = range(-(2**63), 2**63)

_DIGITS_TO_ZERO = bytes(ord("0") if chr(byte).isdigit() and byte < 128 else byte for byte in range(256))
_NINETEEN_DIGITS = b"0" * 19
_COLON_ESCAPE = b"\\u003"


def parse(raw: bytes, line: int = 1, column: int = 1) -> tuple[Any, tuple[Problem, ...]]:
    """Parse one JSON value that stands at `line` and `column` of its file.

    Returns
    -------
    The value (None where there is a fatal problem) and its problems: "not-utf-8", "invalid-json", "bare-nan",
    "lone-surrogate", "too-deep" are fatal, "duplicate-key" and "big-integer" are not.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return None, (refusal(raw, error, line, column),)
    try:
        written = orjson.dumps(value)
    except orjson.JSONEncodeError:  # what orjson has read it can write, but for its depth
        return None, (TOO_DEEP,)
    if _is_plain(raw, written):
        return value, ()
    return _parse_slowly(raw)


def _is_plain(raw: bytes, written: bytes) -> bool:
    """Whether there is surely no duplicate key and no integer beyond 64 bits.

    orjson keeps the last of duplicate keys and makes floats of big integers. A key that was dropped took at
    least its colon along, so that the value written again has fewer of them; only a colon written as an
    escape could hide that. 2**63 has 19 digits.
    """
    return (
        raw.count(b":") == written.count(b":")
        and _COLON_ESCAPE not in raw
        and _NINETEEN_DIGITS not in raw.translate(_DIGITS_TO_ZERO)
    )


def _parse_slowly(raw: bytes) -> tuple[Any, tuple[Problem, ...]]:
    """Python's own parser, which shows every pair of keys and values and every integer."""
    repeated: list[str] = []
    big: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(items)
        if len(value) < len(items):
            counts = Counter(key for key, _ in items)
            repeated.extend(key for key, count in counts.items() if count > 1)
        return value

    def integer(digits: str) -> int:
        value = int(digits)
        if value not in INT64:
            big.append(digits)
        return value

    try:
        value = json.loads(raw, object_pairs_hook=pairs, parse_int=integer)
    except RecursionError:  # inside a duplicate that orjson dropped
        return None, (TOO_DEEP,)
    return value, (*duplicate_keys(repeated), *big_integers(big))


def duplicate_keys(keys: list[str]) -> tuple[Problem, ...]:
    """The problem of keys that occur twice in one object, if there are any."""
    if not keys:
        return ()
    subject = f"key {quoted(*keys)} occurs" if len(keys) == 1 else f"keys {quoted(*keys)} occur"
    message = f"{subject} more than once in an object; readers keep only the last"
    return (Problem("duplicate-key", message, field=keys[0]),)


def big_integers(digits: list[str]) -> tuple[Problem, ...]:
    """The problem of integers that don't fit into 64 bits, if there are any."""
    if not digits:
        return ()
    more = f" (and {len(digits) - 1} more)" if len(digits) > 1 else ""
    shown = digits[0] if len(digits[0]) <= 40 else f"{digits[0][:40]}…"
    message = f"integer {shown}{more} doesn't fit into 64 bits; many readers round or refuse it"
    return (Problem("big-integer", message),)
