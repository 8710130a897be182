"""Columns and nested keys whose values change their type from record to record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dataaudit.formats.base import Value

_TYPES = {str: "text", bool: "boolean", int: "number", float: "number", list: "list", dict: "object"}


@dataclass(frozen=True, slots=True)
class Types:
    """The types of the values at one path: how many there are of each, and the row where each comes first."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)


def changing_types(values: Mapping[int, Value]) -> dict[str, Types]:
    """The paths that have values of several types, sorted; null is no type, integers and decimals are one.

    Parameters
    ----------
    values
        Records by row. A path is written as in "messages[].content".
    """
    found: dict[str, Types] = {}
    for row, value in values.items():
        _visit(value, "", row, found)
    return {path: types for path, types in sorted(found.items()) if len(types.counts) > 1}


def _visit(value: Any, path: str, row: int, found: dict[str, Types]) -> None:
    """Note the types of all that is in a value; the reader limits how deep that goes."""
    items: Iterable[tuple[str, Any]] = ()
    if isinstance(value, Mapping):
        items = ((f"{path}.{key}" if path else str(key), item) for key, item in value.items())
    elif isinstance(value, list):
        items = ((f"{path}[]", item) for item in value)
    for place, item in items:
        if item is not None:
            types = found.setdefault(place, Types())
            kind = _TYPES.get(type(item), type(item).__name__)
            types.counts[kind] += 1
            types.first.setdefault(kind, row)
            _visit(item, place, row, found)
