"""Calls of tools in a message: the rules for them, and the arguments that they hold as a text of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from dataaudit.formats.base import Violation, kind_of
from dataaudit.model import Severity


def call_violations(message: Mapping[str, Any], field: str) -> Iterator[Violation]:
    """The rules that the calls of a message break; `field` is where the message stands in its record."""
    calls = message.get("tool_calls")
    if calls is not None and not isinstance(calls, list):
        yield Violation(
            "tool-calls", f"{field} has tool_calls that are {kind_of(calls)}, not a list", f"{field}.tool_calls"
        )
    for place, function in _functions(message, field):
        if isinstance(function.get("arguments"), str):
            yield from _argument_violations(function["arguments"], f"{place}.arguments")


def text_arguments(function: Mapping[str, Any]) -> dict[str, Any] | None:
    """The arguments of a function to call, where they are an object written as a text; else None."""
    written = function.get("arguments")
    if not isinstance(written, str) or not isinstance(function.get("name"), str):
        return None
    try:
        arguments = orjson.loads(written)
    except ValueError:
        return None
    return arguments if isinstance(arguments, dict) else None


def _functions(message: Mapping[str, Any], field: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The functions that a message calls, and where they stand."""
    calls = message.get("tool_calls")
    for i, call in enumerate(calls if isinstance(calls, list) else ()):
        if isinstance(call, dict) and isinstance(call.get("function"), dict):
            yield f"{field}.tool_calls[{i}].function", call["function"]
    if isinstance(message.get("function_call"), dict):
        yield f"{field}.function_call", message["function_call"]


def _argument_violations(written: str, field: str) -> Iterator[Violation]:
    try:
        arguments = orjson.loads(written)
    except ValueError:
        yield Violation("arguments-no-json", f"{field} is a text that is no JSON", field, Severity.WARNING)
        return
    if isinstance(arguments, str):
        message = f"{field} is JSON in JSON in a string: it was encoded twice"
        yield Violation("arguments-encoded-twice", message, field, Severity.WARNING)
