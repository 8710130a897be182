"""One JSON document to records: an array, an array in a wrapper, an object of objects, one record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from dataaudit.dataset import Problem, Record
from dataaudit.errors import InputError
from dataaudit.reading.jsonscan import Member, Span, elements, members, records_at
from dataaudit.reading.jsonvalue import duplicate_keys
from dataaudit.reading.rows import Found, quoted

#: Fields of a single row that hold lists of objects or lists, in the formats that are known.
ROW_LISTS = frozenset({
    "messages", "conversations", "conversation", "contents", "turns", "history", "interactions", "segments",
    "prompt", "completion", "completions", "chosen", "rejected", "preferred_output", "non_preferred_output",
    "tools", "functions", "available_tools", "system", "images",
})  # fmt: skip


class Rows(NamedTuple):
    """The rows of a document: the place of each, where it starts with its key, and the keys where it has some."""

    spans: Sequence[Span]
    starts: Sequence[int]
    ids: Sequence[str] = ()
    problems: tuple[Problem, ...] = ()


def read_document(name: str, text: str, span: Span) -> Found:
    """The records of the one JSON value of a file.

    Raises
    ------
    InputError
        If it is a string or number, or an object of which can't be said where its rows are.
    """
    rows = rows_of(name, text, span)
    records = list(records_at(name, text, rows.spans))
    if rows.ids:
        records = [_with_id(record, key) for record, key in zip(records, rows.ids, strict=True)]
    return Found(records, rows.problems)


def rows_of(name: str, text: str, span: Span) -> Rows:
    """Where the rows of the one JSON value of a file are; raises as `read_document` does."""
    if isinstance(span.value, list):
        return _plain_rows(elements(text, span.start))
    if isinstance(span.value, dict):
        return _rows_of_object(name, text, span)
    raise InputError(f"{name} holds a single text, number or constant, not records.")


def _plain_rows(spans: Iterable[Span], problems: tuple[Problem, ...] = ()) -> Rows:
    places = [span._replace(value=None) for span in spans]  # the document holds the values already
    return Rows(places, [span.start for span in places], problems=problems)


def _rows_of_object(name: str, text: str, span: Span) -> Rows:
    fields = span.value
    lists = [key for key, value in fields.items() if _has_rows(value)]
    if _is_row(fields):
        return _plain_rows([span])
    if len(lists) > 1:
        raise InputError(f"{name} holds several lists ({quoted(*lists)}): save the one to audit as a file of its own.")
    if lists:
        return _wrapped_rows(text, span, lists[0])
    if _is_keyed(fields):
        return _keyed_rows(name, text, span)
    return _plain_rows([span])


def _wrapped_rows(text: str, span: Span, field: str) -> Rows:
    """The rows under one field; if it occurs twice, those of both."""
    inside = list(members(text, span.start))
    arrays = [member.value for member in inside if member.key == field and isinstance(member.value.value, list)]
    rows = (element for array in arrays for element in elements(text, array.start))
    others = sorted({member.key for member in inside} - {field})
    ignored = f"; ignored beside it: {quoted(*others)}" if others else ""
    problem = Problem("wrapped", f"the rows are under {quoted(field)}{ignored}")
    return _plain_rows(rows, (problem, *_repeated(inside)))


def _keyed_rows(name: str, text: str, span: Span) -> Rows:
    """The rows of {id: row, …}; the key becomes the row's id where it has none."""
    inside = list(members(text, span.start))
    if _is_columnwise([member.value.value for member in inside]):
        raise InputError(f"{name} is stored by column: save it by row (in pandas with orient='records').")
    spans, starts = [member.value for member in inside], [member.start for member in inside]
    return Rows(spans, starts, [member.key for member in inside], _repeated(inside))


def _with_id(record: Record, key: str) -> Record:
    if record.value is None or "id" in record.value:
        return record
    return replace(record, value={"id": key, **record.value})


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


def _repeated(inside: Iterable[Member]) -> tuple[Problem, ...]:
    counts = Counter(member.key for member in inside)
    repeated = [key for key, count in counts.items() if count > 1]
    return duplicate_keys([key.encode("utf-8", "backslashreplace").decode() for key in repeated])
