"""What the keys of all records together show: values that change their type, keys that a table padded with null."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dataaudit.formats.base import Value
from dataaudit.formats.calls import text_arguments

_NULL = "null"
_TYPES = {str: "text", bool: "boolean", int: "number", float: "number", list: "list", dict: "object"}


@dataclass(frozen=True, slots=True)
class Types:
    """The types of the values at one path: how many there are of each, and the row where each comes first."""

    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)

    def without(self, kind: str) -> Types:
        """The same but for one type."""
        counts, first = ({key: n for key, n in of.items() if key != kind} for of in (self.counts, self.first))
        return Types(counts, first)


@dataclass(frozen=True, slots=True)
class _Place:
    """The types of what stands at a place in the records, and the places below it; None is below a list."""

    types: Types = field(default_factory=Types)
    below: dict[str | None, _Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Keys:
    """What stands at each place in the records; a path is written as in "messages[].content".

    The arguments of a function to call that are a text of JSON are looked into, each function by itself:
    "messages[].tool_calls[].function.look_up().city".
    """

    _root: _Place

    @classmethod
    def of(cls, values: Mapping[int, Value]) -> Keys:
        """The keys of records by row."""
        root = _Place()
        for row, value in values.items():
            for key, item in value.items():
                _note(item, key, row, root)
        return cls(root)

    def changing_types(self) -> dict[str, Types]:
        """The paths that have values of several types, sorted; null is no type, integers and decimals are one."""
        found = {path: types.without(_NULL) for path, types, _ in _paths(self._root, "")}
        return {path: found[path] for path in sorted(found) if len(found[path].counts) > 1}

    def padded(self, columns: Collection[str]) -> dict[str, Types]:
        """The keys inside these columns that all objects at their place have, some or all of them as null.

        Tables such as Arrow's write objects so. The content of a message and arguments in a text may be null.
        """
        found = {}
        for path, types, objects in _paths(self._root, ""):
            column = path.split("[")[0].split(".")[0]
            full = sum(types.counts.values()) == objects and _NULL in types.counts
            if full and column in columns and "()" not in path and not path.endswith(".content"):
                found[path] = types
        return {path: found[path] for path in sorted(found)}


def _note(value: Any, key: str | None, row: int, parent: _Place, times: int = 1) -> None:
    """Note the type of a value and of all that is in it; the reader limits how deep that goes."""
    place = parent.below.get(key)
    if place is None:
        place = parent.below[key] = _Place()
    kind = _NULL if value is None else _TYPES.get(type(value)) or type(value).__name__
    counts = place.types.counts
    counts[kind] = counts.get(kind, 0) + times
    place.types.first.setdefault(kind, row)
    if isinstance(value, dict):
        for name, item in value.items():
            _note(item, name, row, place)
        if "arguments" in value and (arguments := text_arguments(value)) is not None:
            _note(arguments, f"{value['name']}()", row, place)
    elif isinstance(value, list):
        _note_items(value, row, place)


def _note_items(items: list[Any], row: int, place: _Place) -> None:
    """Note the items of a list; integers all at once, since token ids are thousands in a row."""
    if items and type(items[0]) is int and set(map(type, items)) == {int}:
        _note(items[0], None, row, place, len(items))
        return
    for item in items:
        _note(item, None, row, place)


def _paths(place: _Place, path: str) -> Iterator[tuple[str, Types, int]]:
    """Every path, its types, and how many objects there are that could have its key; none for columns and items."""
    objects = place.types.counts.get("object", 0)
    for key, below in place.below.items():
        inner = f"{path}[]" if key is None else f"{path}.{key}" if path else key
        yield inner, below.types, 0 if key is None else objects
        yield from _paths(below, inner)
