"""What stands beside the text of a record: who wrote it, when, in which batch, whether it was reviewed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dataaudit.formats.base import Value, lookup, scalar_text

#: Objects in which formats that allow no further columns keep such things.
CONTAINERS = ("metadata", "meta")
_REVIEWED = {
    "true": True,
    "yes": True,
    "y": True,
    "1": True,
    "false": False,
    "no": False,
    "n": False,
    "0": False,
}


def reviewed(value: Any) -> bool | None:
    """Whether somebody has reviewed it: true and false in words, numbers or JSON; None for anything else."""
    text = scalar_text(value)
    return None if text is None else _REVIEWED.get(text.strip().casefold())


#: How each field is read; all but `id` are in the frame only where the data has them.
READERS: Mapping[str, Callable[[Any], str | bool | None]] = {
    "id": scalar_text,
    "annotator": scalar_text,
    "batch": scalar_text,
    "timestamp": scalar_text,
    "reviewed": reviewed,
    "group": scalar_text,
}


def places(values: Sequence[Value], columns: Mapping[str, str]) -> dict[str, list[str]]:
    """Where each field stands: in the mapped column, else in the columns of its name that these records have.

    A column of the record goes before one of its `metadata` or `meta` object.
    """
    there = set().union(*(value.keys() for value in values)) if values else set()
    found = {name: [name] if name in there else [] for name in READERS}
    for container in CONTAINERS:
        if container in there:
            inner = [value[container] for value in values if isinstance(value.get(container), Mapping)]
            keys = set().union(*(item.keys() for item in inner)) if inner else set()
            for name in READERS:
                found[name] += [f"{container}.{name}"] * (name in keys)
    found |= {name: [columns[name]] for name in READERS if name in columns}
    return {name: paths for name, paths in found.items() if paths}


def read_field(name: str, paths: Sequence[str], values: Sequence[Value]) -> list[str | bool | None]:
    """The field of every record, from the first place where it has one."""
    reader = READERS[name]
    return [
        next((read for path in paths if (read := reader(lookup(value, path))) is not None), None) for value in values
    ]
