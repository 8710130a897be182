"""What stands beside the text of a record: who wrote it, when, in which batch, whether it was reviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dataaudit.formats.base import Value, lookup, scalar_text

#: Objects in which formats that allow no further columns keep such things.
CONTAINERS = ("metadata", "meta")
#: What says which rows belong together where no column is called "group", the closest bond first; read without
#: case, "_" and "-".
_GROUP_NAMES = (
    "conversationid", "dialogueid", "dialogid", "sessionid", "threadid", "userid", "documentid", "docid", "sourceid",
)  # fmt: skip
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

    A column of the record goes before one of its `metadata` or `meta` object. A group may also be called
    `conversation_id`, `user_id` or the like; then the first such column is it.
    """
    there = set().union(*(value.keys() for value in values)) if values else set()
    found = {name: [name] if name in there else [] for name in READERS}
    for container in CONTAINERS:
        if container in there:
            inner = [value[container] for value in values if isinstance(value.get(container), Mapping)]
            keys = set().union(*(item.keys() for item in inner)) if inner else set()
            for name in READERS:
                found[name] += [f"{container}.{name}"] * (name in keys)
            there |= {f"{container}.{key}" for key in keys}
    found["group"] = found["group"] or _bonds(there)[:1]
    found |= {name: [columns[name]] for name in READERS if name in columns}
    return {name: paths for name, paths in found.items() if paths}


def _bonds(columns: Iterable[str]) -> list[str]:
    """The columns that are called like what binds rows together, the closest bond first."""
    bare = {column: column.rpartition(".")[2].casefold().replace("_", "").replace("-", "") for column in columns}
    bonds = (column for column, name in bare.items() if name in _GROUP_NAMES)
    return sorted(bonds, key=lambda column: (_GROUP_NAMES.index(bare[column]), column))


def read_field(name: str, paths: Sequence[str], values: Sequence[Value]) -> list[str | bool | None]:
    """The field of every record, from the first place where it has one."""
    reader = READERS[name]
    return [
        next((read for path in paths if (read := reader(lookup(value, path))) is not None), None) for value in values
    ]
