"""Values of pandas, NumPy and Arrow to what JSON knows."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any

import numpy as np
import orjson
import pandas as pd

from dataaudit.dataset import Problem
from dataaudit.reading.jsonvalue import INT64, big_integers
from dataaudit.reading.rows import MAX_DEPTH, TOO_DEEP


class TooDeepError(Exception):
    """A value is nested too deeply, or contains itself."""


def check_row(row: Any) -> tuple[Any, bytes, tuple[Problem, ...]]:
    """A row as plain values, the same written as JSON, and what is wrong with it.

    "too-deep" and "lone-surrogate" are fatal, "big-integer" is not.
    """
    try:
        value = plain(row)
    except TooDeepError:
        return None, b"too deep", (TOO_DEEP,)
    try:
        return value, orjson.dumps(value), ()
    except orjson.JSONEncodeError:  # lone surrogates, or integers beyond 64 bits
        return _check_slowly(value)


def _check_slowly(value: Any) -> tuple[Any, bytes, tuple[Problem, ...]]:
    try:
        return value, json.dumps(value, ensure_ascii=False).encode(), big_integers(_integers(value))
    except UnicodeEncodeError as error:
        code = ord(error.object[error.start])
        message = f"lone surrogate U+{code:04X} can't be written as UTF-8"
        written = error.object.encode("utf-8", "surrogatepass")
        return None, written, (Problem("lone-surrogate", message, fatal=True),)
    except ValueError:  # Python writes no integers of thousands of digits
        problem = Problem("big-integer", "an integer is too long to be written", fatal=True)
        return None, b"too long", (problem,)


def plain(value: Any, depth: int = 0) -> Any:
    """The same value as None, bool, int, float, str, list and dict.

    NaN, NA and NaT become None; dates and times ISO 8601; bytes text where they are UTF-8, else Base64;
    anything else its `str()`.

    Raises
    ------
    TooDeepError
        If it is nested more than MAX_DEPTH levels deep.
    """
    if value is None or type(value) in (str, bool, int):
        return value
    if isinstance(value, float):
        return None if value != value else float(value)
    if depth == MAX_DEPTH and isinstance(value, Mapping | list | tuple | set | frozenset | np.ndarray):
        raise TooDeepError
    if isinstance(value, Mapping):
        return {str(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, set | frozenset):
        return [plain(item, depth + 1) for item in sorted(value, key=str)]
    return _from_library(value, depth)


def _from_library(value: Any, depth: int) -> Any:
    if value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, np.ndarray):
        return plain(list(value) if value.ndim else value[()], depth)
    if isinstance(value, np.datetime64 | np.timedelta64):
        return None if np.isnat(value) else str(value)
    if isinstance(value, np.bool_ | np.integer | np.floating):
        item = value.item()
        return str(value) if isinstance(item, np.generic) else plain(item, depth)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return _text(value)
    return int(value) if isinstance(value, int) else str(value)


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return base64.b64encode(value).decode()


def _integers(value: Any) -> list[str]:
    """The integers in a value that don't fit into 64 bits."""
    if isinstance(value, dict | list):
        items = value.values() if isinstance(value, dict) else value
        return [digits for item in items for digits in _integers(item)]
    return [str(value)] if isinstance(value, int) and value not in INT64 else []
