"""One JSON document to records: an array, an array in a wrapper, an object of objects, one record."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dataaudit.dataset import Problem, Record
from dataaudit.errors import InputError
from dataaudit.reading.jsonscan import Span, elements, members, records_at
from dataaudit.reading.jsonvalue import duplicate_keys
from dataaudit.reading.rows import Found, quoted

#: Fields of a single row that hold lists of objects or lists, in the formats that are known.
ROW_LISTS = frozenset({
    "messages", "conversations", "conversation", "contents", "turns", "history", "interactions", "segments",
    "prompt", "completion", "completions", "chosen", "rejected", "preferred_output", "non_preferred_output",
    "tools", "functions", "available_tools", "system", "images",
})  # fmt: skip


def read_document(name: str, text: str, span: Span) -> Found:
    """The records of the one JSON value of a file.

    Raises
    ------
    InputError
        If it is a string or number, or an object of which can't be said where its rows are.
    """
    if isinstance(span.value, list):
        return Found(list(records_at(name, text, elements(text, span.start))))
    if isinstance(span.value, dict):
        return _read_object(name, text, span)
    raise InputError(f"{name} holds a single text, number or constant, not records.")


def _read_object(name: str, text: str, span: Span) -> Found:
    fields = span.value
    lists = [key for key, value in fields.items() if _has_rows(value)]
    if _is_row(fields):
        return Found(list(records_at(name, text, [span])))
    if len(lists) > 1:
        raise InputError(f"{name} holds several lists ({quoted(*lists)}): save the one to audit as a file of its own.")
    if lists:
        return _read_wrapped(name, text, span, lists[0])
    if _is_keyed(fields):
        return _read_keyed(name, text, span)
    return Found(list(records_at(name, text, [span])))


def _read_wrapped(name: str, text: str, span: Span, field: str) -> Found:
    """The rows under one field; if it occurs twice, those of both."""
    inside = list(members(text, span.start))
    arrays = [member for key, member in inside if key == field and isinstance(member.value, list)]
    rows = (element for array in arrays for element in elements(text, array.start))
    others = sorted({key for key, _ in inside} - {field})
    ignored = f"; ignored beside it: {quoted(*others)}" if others else ""
    problem = Problem("wrapped", f"the rows are under {quoted(field)}{ignored}")
    return Found(list(records_at(name, text, rows)), (problem, *_repeated(inside)))


def _read_keyed(name: str, text: str, span: Span) -> Found:
    """The rows of {id: row, …}; the key becomes the row's id where it has none."""
    inside = list(members(text, span.start))
    if _is_columnwise([member.value for _, member in inside]):
        raise InputError(f"{name} is stored by column: save it by row (in pandas with orient='records').")
    records = records_at(name, text, (member for _, member in inside))
    named = [_with_id(record, key) for record, (key, _) in zip(records, inside, strict=True)]
    return Found(named, _repeated(inside))


def _with_id(record: Record, key: str) -> Record:
    if record.value is None or "id" in record.value:
        return record
    return Record(record.source, record.line, {"id": key, **record.value}, record.problems)


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict | list) for item in value)


def _is_row(fields: dict[str, Any]) -> bool:
    """Whether an object is itself a row: it has a list that rows have, and that doesn't hold rows."""
    lists = [value for key, value in fields.items() if key in ROW_LISTS and _has_rows(value)]
    return any(not (isinstance(value[0], dict) and _is_row(value[0])) for value in lists)


def _is_keyed(fields: dict[str, Any]) -> bool:
    """Whether an object maps ids to rows: several objects that have a key in common."""
    values = list(fields.values())
    if len(values) < 2 or not all(isinstance(value, dict) for value in values):
        return False
    return bool(set.intersection(*(set(value) for value in values)))


def _is_columnwise(values: list[dict[str, Any]]) -> bool:
    """Whether these are columns as pandas writes them by default: {"text": {"0": …, "1": …}, …}."""
    return all(value.keys() == values[0].keys() and all(map(str.isdecimal, value)) for value in values)


def _repeated(inside: list[tuple[str, Span]]) -> tuple[Problem, ...]:
    counts = Counter(key for key, _ in inside)
    repeated = [key for key, count in counts.items() if count > 1]
    return duplicate_keys([key.encode("utf-8", "backslashreplace").decode() for key in repeated])
