"""Several annotators to a record: which of them gave it which label, in the shapes that tools export.

A list per record ("annotations": ["a", "b"] beside "annotators": ["x", "y"], or both as texts with commas), an object
({"x": "a", "y": "b"}), a list of objects ([{"annotator": "x", "label": "a"}]), or a column per annotator
(annotation_1, annotation_2). Where each record is one annotation, a plain `annotator` column says whose (metadata.py).
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

import orjson

from dataaudit.formats.base import Value, lookup, scalar_text

Votes = Mapping[str, str]

#: Columns that hold all annotations of a record, whoever made them.
_ANNOTATIONS = ("annotations", "annotation", "ratings")
#: Columns that hold all annotators of a record, and those that hold their labels beside it.
_ANNOTATORS = ("annotators", "annotator", "annotator_ids", "raters", "workers", "coders")
_THEIR_LABELS = (*_ANNOTATIONS, "labels", "label")
#: Keys of an object that is one annotation.
_NAME_KEYS = ("annotator", "annotator_id", "rater", "worker", "worker_id", "coder", "user", "name")
_LABEL_KEYS = ("label", "annotation", "rating", "value", "answer", "category")
#: A column per annotator: "annotation_1", "rater b", "annotator_2_label".
_NUMBERED = re.compile(
    r"((?:annotator|annotation|rater|rating|coder|labell?er|judge)s?(?:[ _-]?label)?[ _-]?)"
    r"(?:\d+|(?<=[ _-])[a-z])([ _-]?label)?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[,;|]\s*")
#: So many records show what a column holds; of those that have it so many must hold annotations. Ours.
_LOOKED_AT, _MOST = 200, 0.9


class AnnotationColumns(NamedTuple):
    """Where records hold the labels of several annotators, as users know it, and what reads them by annotator."""

    place: str
    read: Callable[[Value], Votes]


def annotation_columns(
    values: Sequence[Value], columns: Mapping[str, str], known: Collection[str | None] = ()
) -> AnnotationColumns | None:
    """Where these records hold the labels of several annotators each, None where they don't.

    Parameters
    ----------
    columns
        What was mapped. Under "annotator" it may name the column of annotations or of annotators, or with a `*`
        the columns of all annotators; under "label" the column of their labels.
    known
        The labels of the records, if they have any besides: of several columns per annotator those that hold them
        count.
    """
    path = columns.get("annotator")
    if path is not None and "*" in path:
        return _one_each(path, [key for key in _keys(values) if fnmatchcase(key, path)])
    for labels, names in _places(path, columns):
        found = AnnotationColumns(labels, _in_one(labels, names))
        if _holds_annotations(values, found):
            return found
    return _numbered(values[:_LOOKED_AT], known) if path is None else None


def are_ordered(labels: Iterable[str]) -> bool:
    """Whether labels are ratings: more than two different ones, and all of them numbers."""
    distinct = set(labels)
    return len(distinct) > 2 and all(_is_number(label) for label in distinct)


def consensus(votes: Votes, *, ordered: bool) -> str | None:
    """The label that most annotators gave, None where nobody gave one or several are as frequent.

    Of ordered ones it is the median, the lower of two.
    """
    if not votes:
        return None
    if ordered:
        return sorted(votes.values(), key=float)[(len(votes) - 1) // 2]
    counts = Counter(votes.values()).most_common(2)
    return None if len(counts) > 1 and counts[0][1] == counts[1][1] else counts[0][0]


def _places(path: str | None, columns: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Pairs of columns to look at: of labels, and of those who gave them."""
    mapped = [columns["label"]] if "label" in columns else []
    for names in [path] if path is not None else _ANNOTATORS:
        yield from ((labels, names) for labels in (*mapped, *_THEIR_LABELS) if labels != names)
    yield from ((labels, None) for labels in ([path] if path is not None else _ANNOTATIONS))


def _holds_annotations(values: Sequence[Value], found: AnnotationColumns) -> bool:
    there = [value for value in values[:_LOOKED_AT] if lookup(value, found.place) not in (None, "", [], {})]
    numbers = [len(found.read(value)) for value in there]
    return sum(n > 0 for n in numbers) >= max(1, _MOST * len(there)) and any(n > 1 for n in numbers)


def _in_one(labels: str, names: str | None) -> Callable[[Value], Votes]:
    """Reads the annotations that are in one column, or in two that run side by side."""

    def read(value: Value) -> Votes:
        if names is None:
            return _by_name(_opened(lookup(value, labels), joined=False))
        given, by = (_opened(lookup(value, column), joined=True) for column in (labels, names))
        if not isinstance(given, list) or not isinstance(by, list) or len(given) != len(by):
            return {}
        return _votes(zip(by, given, strict=True))

    return read


def _by_name(cell: Any) -> Votes:
    """The labels in a cell by annotator, by position where it names none."""
    if isinstance(cell, Mapping):
        return _votes(cell.items())
    if not isinstance(cell, list):
        return {}
    if all(isinstance(item, Mapping) for item in cell):
        return _votes((_first(item, _NAME_KEYS), _first(item, _LABEL_KEYS)) for item in cell)
    return _votes(enumerate(cell, 1))


def _votes(pairs: Iterable[tuple[Any, Any]]) -> Votes:
    """Those of these annotations that have a plain name and a plain label; none if any label is not plain."""
    found = {}
    for annotator, label in pairs:
        if isinstance(label, Mapping | list):
            return {}
        name, text = scalar_text(annotator), scalar_text(label)
        if name is not None and text is not None and text.strip():
            found[name.strip()] = text.strip()
    return found


def _opened(cell: Any, *, joined: bool) -> Any:
    """A list or object, also where it is written as a text; with `joined` also texts with commas."""
    if not isinstance(cell, str):
        return [cell] if joined and cell is not None and not isinstance(cell, Mapping | list) else cell
    if cell.strip().startswith(("[", "{")):
        return _parsed(cell)
    return _SEPARATOR.split(cell.strip()) if joined and cell.strip() else None


def _parsed(text: str) -> Any:
    """JSON, or what Python prints of a list or an object, as pandas writes it into CSV."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _numbered(values: Sequence[Value], known: Collection[str | None]) -> AnnotationColumns | None:
    """Two or more columns that are numbered alike; of several such families the one with most known labels."""
    families: dict[str, list[str]] = {}
    for key in _keys(values):
        if match := _NUMBERED.fullmatch(key):
            families.setdefault(f"{match[1]}*{match[2] or ''}", []).append(key)
    several = [found for place, own in families.items() if len(own) > 1 and (found := _one_each(place, own))]

    def hits(found: AnnotationColumns) -> int:
        return sum(label in known for value in values for label in found.read(value).values())

    return max(several, key=hits, default=None)


def _one_each(place: str, keys: Sequence[str]) -> AnnotationColumns | None:
    """Reads one column per annotator."""
    if not keys:
        return None
    return AnnotationColumns(place, lambda value: _votes((key, value.get(key)) for key in keys))


def _keys(values: Iterable[Value]) -> list[str]:
    return list(dict.fromkeys(key for value in values for key in value))


def _first(item: Mapping[str, Any], keys: Iterable[str]) -> Any:
    return next((item[key] for key in keys if item.get(key) is not None), None)


def _is_number(label: str) -> bool:
    try:
        return float(label) == float(label)
    except ValueError:
        return False
