"""What a row must be: a JSON Schema, a sequence of roles, tool results that answer tool calls, values alike.

A test is a function from a record to its `Fault`, or None. Schemas are draft 7 (its meta-schema can be
referred to, and `"contentMediaType": "application/json"` holds for texts that are JSON); they are about the
record, or with `each` about every item of the lists that it names ("messages.content" are the parts of all):

    "schema": {"each": ["messages"], "properties": {"role": {"enum": ["system", "user", "assistant"]}}}

`turns` is a state machine over the roles of a list of messages: which may come first (`start`), after which
(`after`), last (`end`), and no more than once (`once`); what it doesn't mention is free. `as` maps the roles
of the data to its own, null leaves them out. `if` is a schema of the records that it is about:

    "turns": {"at": "messages", "start": ["system", "user"], "end": ["assistant"], "once": ["system"],
              "after": {"system": ["user"], "user": ["assistant"], "assistant": ["user"]}}

`tool_results` says that every result answers a call before it, by its "id" or at least by "number"; with
`complete` all calls are answered before the assistant speaks again, too:

    "tool_results": {"at": "messages", "by": "id", "complete": true}

`at` is the path of a list, or several of which a record has one. `same` names two paths at which the same value
stands, or none; it may have an `if`, too:

    "same": {"at": ["chosen.0", "rejected.0"], "if": {"not": {"required": ["prompt"]}}}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from dataaudit.formats.base import Value, kind_of, lookup, scalar_text
from dataaudit.quoting import quoted
from dataaudit.wording import plural

_SHOWN, _ROLE, _KEYS = 60, 20, 8


class Fault(NamedTuple):
    """What is wrong with a row, and where in it."""

    detail: str
    field: str | None = None


RowTest = Callable[[Value], Fault | None]
_Misplaced = Callable[[tuple[str, ...]], tuple[int, str] | None]


def row_test(kind: str, test: Any) -> RowTest:
    """The function of a row rule."""
    return _TESTS[kind](test)


def full_schema(test: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a record: with `each`, wrapped so that it holds for the items of these lists."""
    schema = {key: value for key, value in test.items() if key != "each"}
    return {"allOf": [_items_of(path, schema) for path in test["each"]]} if "each" in test else schema


def field_of(path: Sequence[str | int]) -> str | None:
    """A path as reports show it: "messages[2].role"."""
    shown = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return shown.removeprefix(".") or None


def _items_of(path: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    wrapped: dict[str, Any] = {"items": schema}
    for part in reversed(path.split(".")):
        step = {"properties": {part: wrapped}}
        wrapped = {**step, "items": step}
    return wrapped


def _schema_test(test: Mapping[str, Any]) -> RowTest:
    import jsonschema_rs

    validator = jsonschema_rs.Draft7Validator(full_schema(test))

    def fault_of(value: Value) -> Fault | None:
        if validator.is_valid(value):
            return None
        return _fault(max(validator.iter_errors(value), key=lambda error: len(error.instance_path)))

    return fault_of


def _fault(error: Any) -> Fault:
    """Where a schema doesn't hold, and what stands there instead."""
    field = field_of(error.instance_path)
    return Fault(f"{field or 'the row'} {_found(error)}", field)


def _found(error: Any) -> str:
    kind, found = error.kind, error.instance
    match type(kind).__name__:
        case "Required":
            return f"has no {kind.property}"
        case "AdditionalProperties":
            return f"has {_listed(map(_name, kind.unexpected))}"
        case "PropertyNames":
            return f"has {_name(kind.error.instance)}"
        case "Contains":
            return f"has {_listed(map(_kind_of_item, found)) or 'nothing in it'}"
        case "Type":
            return f"is {_kind(found)}"
        case "FalseSchema":
            return "is there"
    if isinstance(found, Mapping):
        return f"has {_listed(map(_with_kind, found.items()))}" if found else "is an empty object"
    if isinstance(found, list):
        return f"has {plural(len(found), 'item')}"
    return f"is {quoted(found, _SHOWN)!r}" if isinstance(found, str) else f"is {scalar_text(found) or _kind(found)}"


def _kind(found: Any) -> str:
    return "null" if found is None else kind_of(found)


def _kind_of_item(item: Any) -> str:
    """What tells an item of a list from others: the role of a message."""
    role = item.get("role") if isinstance(item, Mapping) else None
    return _name(role) if isinstance(role, str) else kind_of(item)


def _with_kind(item: tuple[str, Any]) -> str:
    """A key, and what its value is unless it is a text."""
    key, value = item
    kind = "empty" if value in ("", [], {}) else _kind(value)
    return _name(key) if isinstance(value, str) and value else f"{_name(key)} ({kind})"


@lru_cache(maxsize=4096)
def _name(key: str) -> str:
    return quoted(key, _ROLE)


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    more = f" and {len(shown) - _KEYS} more" if len(shown) > _KEYS else ""
    return ", ".join(shown[:_KEYS]) + more


def _turns_test(test: Mapping[str, Any]) -> RowTest:
    paths, key = _paths(test), test.get("role", "role")
    misplaced, is_about = _misplaced(test), _condition(test)

    def fault_of(value: Value) -> Fault | None:
        at, messages = _list_at(value, paths)
        fault = misplaced(tuple([_role(message, key) for message in messages]))
        if fault is None or not is_about(value):
            return None
        place = f"{at}[{fault[0]}]"
        return Fault(f"{fault[1]} in {place}", place)

    return fault_of


def _misplaced(test: Mapping[str, Any]) -> _Misplaced:
    """Which role is the first out of its place, and why; most records of a file have the same few sequences."""
    names: Mapping[str, str | None] = test.get("as", {})
    after = {role: frozenset(roles) for role, roles in test.get("after", {}).items()}
    start, end = (frozenset(test[name]) if name in test else None for name in ("start", "end"))
    once = frozenset(test.get("once", ()))

    @lru_cache(maxsize=4096)
    def misplaced(given: tuple[str, ...]) -> tuple[int, str] | None:
        turns = [(i, _name(own)) for i, role in enumerate(given) if (own := names.get(role, role)) is not None]
        if turns and start is not None and turns[0][1] not in start:
            return turns[0][0], f"it begins with {turns[0][1]}"
        seen: set[str] = set()
        for (_, previous), (place, role) in pairwise([(-1, ""), *turns]):
            if role not in after.get(previous, (role,)):
                return place, f"{role} follows {previous}"
            if role in once & seen:
                return place, f"{role} comes again"
            seen.add(role)
        if turns and end is not None and turns[-1][1] not in end:
            return turns[-1][0], f"it ends with {turns[-1][1]}"
        return None

    return misplaced


def _condition(test: Mapping[str, Any]) -> Callable[[Value], bool]:
    """Whether a record is one of those that a test is about."""
    import jsonschema_rs

    return jsonschema_rs.Draft7Validator(test.get("if", True)).is_valid


def _role(message: Any, key: str) -> str:
    role = message.get(key) if isinstance(message, dict) else None
    return role if isinstance(role, str) else "no role"


def _results_test(test: Mapping[str, Any]) -> RowTest:
    paths, by_id, complete = _paths(test), test["by"] == "id", test.get("complete", False)

    def fault_of(value: Value) -> Fault | None:
        at, messages = _list_at(value, paths)
        open_calls: list[Any] = []
        for i, message in enumerate(messages):
            role = message.get("role") if isinstance(message, dict) else None
            if role == "tool":
                answered = message.get("tool_call_id") if by_id else next(iter(open_calls), None)
                if answered not in open_calls:
                    return Fault(f"{at}[{i}] is the result of no call before it", f"{at}[{i}]")
                open_calls.remove(answered)
            elif role == "assistant":
                if complete and open_calls:
                    return Fault(f"{plural(len(open_calls), 'call')} before {at}[{i}] without a result", f"{at}[{i}]")
                open_calls = _calls(message.get("tool_calls"))
        return None

    return fault_of


def _calls(calls: Any) -> list[Any]:
    """The ids of tool calls."""
    return [call.get("id") if isinstance(call, dict) else None for call in calls] if isinstance(calls, list) else []


def _same_test(test: Mapping[str, Any]) -> RowTest:
    one, other = test["at"]
    is_about = _condition(test)

    def fault_of(value: Value) -> Fault | None:
        if not is_about(value) or lookup(value, one) == lookup(value, other):
            return None
        return Fault(f"{one} and {other} differ", other)

    return fault_of


def _paths(test: Mapping[str, Any]) -> Sequence[str]:
    return [test["at"]] if isinstance(test["at"], str) else test["at"]


def _list_at(value: Value, paths: Sequence[str]) -> tuple[str, list[Any]]:
    """The first of these lists that the record has, and its path."""
    for path in paths:
        messages = value.get(path) if path in value else lookup(value, path)
        if isinstance(messages, list):
            return path, messages
    return "", []


_TESTS: Mapping[str, Callable[[Any], RowTest]] = {
    "schema": _schema_test,
    "turns": _turns_test,
    "tool_results": _results_test,
    "same": _same_test,
}
