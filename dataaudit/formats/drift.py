"""Columns and nested keys whose values change their type from record to record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dataaudit.formats.base import Value

_TYPES = {str: "text", bool: "boolean", int: "number", float: "number", list: "list", dict: "object"}


@dataclass(frozen=True, slots=True)
class Types:
    """The types of the values at one path: how many there are of each, and the row where each comes first."""

    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """The types of what stands at a place in the records, and the places below it; None is below a list."""

    types: Types = field(default_factory=Types)
    below: dict[str | None, _Place] = field(default_factory=dict)


def changing_types(values: Mapping[int, Value]) -> dict[str, Types]:
    """The paths that have values of several types, sorted; null is no type, integers and decimals are one.

    Parameters
    ----------
    values
        Records by row. A path is written as in "messages[].content".
    """
    root = _Place()
    for row, value in values.items():
        for key, item in value.items():
            _note(item, key, row, root)
    changing = {path: types for path, types in _paths(root, "") if len(types.counts) > 1}
    return {path: changing[path] for path in sorted(changing)}


def _note(value: Any, key: str | None, row: int, parent: _Place) -> None:
    """Note the type of a value and of all that is in it; the reader limits how deep that goes."""
    if value is None:
        return
    place = parent.below.get(key)
    if place is None:
        place = parent.below[key] = _Place()
    kind = _TYPES.get(type(value)) or type(value).__name__
    counts = place.types.counts
    counts[kind] = counts.get(kind, 0) + 1
    place.types.first.setdefault(kind, row)
    if isinstance(value, dict):
        for name, item in value.items():
            _note(item, name, row, place)
    elif isinstance(value, list):
        for item in value:
            _note(item, None, row, place)


def _paths(place: _Place, path: str) -> Iterator[tuple[str, Types]]:
    for key, below in place.below.items():
        inner = f"{path}[]" if key is None else f"{path}.{key}" if path else key
        yield inner, below.types
        yield from _paths(below, inner)
