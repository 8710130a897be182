"""A JSON Schema that texts keep, loose where they are few: what `dataaudit init` writes of answers in JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import orjson

#: A property that fewer objects have than this has shown too little of its types. Ours.
MIN_SEEN = 20
#: More different keys than this are names of things (a map), not of properties. Ours.
MAX_KEYS = 50
#: Nobody reads deeper, and hostile data nests without end. Ours.
MAX_DEPTH = 5


def json_schema_of(texts: Iterable[str]) -> dict[str, Any] | None:
    """A schema that every text keeps; None unless all of them are JSON objects or arrays.

    Keys that all objects have are required, further ones are allowed; types are those that were seen, whole
    numbers being numbers; values are not looked at.
    """
    values = []
    for text in texts:
        try:
            values.append(orjson.loads(text))
        except orjson.JSONDecodeError:
            return None
        if not isinstance(values[-1], dict | list):
            return None
    return _schema(values, 0) if values else None


def _schema(values: Sequence[Any], depth: int) -> dict[str, Any]:
    kinds = sorted({_kind(value) for value in values})
    schema: dict[str, Any] = {"type": kinds[0] if len(kinds) == 1 else kinds}
    if depth == MAX_DEPTH:
        return schema
    schema |= _object([value for value in values if isinstance(value, dict)], depth)
    items = [item for value in values if isinstance(value, list) for item in value]
    return schema | ({"items": _schema(items, depth + 1)} if len(items) >= MIN_SEEN else {})


def _object(objects: Sequence[dict[str, Any]], depth: int) -> dict[str, Any]:
    """Required keys, and the types of those that were seen often enough."""
    seen = Counter(key for item in objects for key in item)
    if len(seen) > MAX_KEYS:
        return {}
    required = sorted(key for key, n in seen.items() if n == len(objects))
    often = sorted(key for key, n in seen.items() if n >= MIN_SEEN)
    properties = {key: _schema([item[key] for item in objects if key in item], depth + 1) for key in often}
    return ({"required": required} if required else {}) | ({"properties": properties} if properties else {})


def _kind(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
    return "array" if isinstance(value, list) else "object"
