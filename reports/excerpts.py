"""What a finding shows of the data: quoted rows, and the rest of its evidence in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dataaudit.model import Finding, Location
from dataaudit.reports.places import place_text, reference_text

Role = Literal["keep", ""]

_NAMES = {
    "accepted": "already accepted",
    "eval": "in the eval data",
    "neighbours": "nearest neighbours",
    "suggested_label": "suggested label",
}
#: Shown in a place of their own, not among the details.
_ELSEWHERE = frozenset({"rows", "keep_row"})
_PLACE_KEYS = frozenset({"source", "line", "row"})
_DETAIL_LINES = 12


@dataclass(frozen=True, slots=True)
class Quote:
    """A row as it is quoted in a finding: `texts` are its fields that are not empty."""

    place: str
    role: Role
    texts: Mapping[str, str]

    @property
    def answer(self) -> str:
        """The label, or the output where there is none."""
        return self.texts.get("label") or self.texts.get("output") or ""


@dataclass(frozen=True, slots=True)
class Detail:
    """One piece of evidence: its name, and one text or several."""

    name: str
    texts: tuple[str, ...]


def quotes(finding: Finding) -> list[Quote]:
    """The rows that the finding quotes."""
    rows = finding.evidence.get("rows")
    places = {place.row: place for place in finding.locations}
    items = rows if isinstance(rows, Sequence) else ()
    return [_quote(item, places, finding) for item in items if isinstance(item, Mapping)]


def _quote(item: Mapping[str, Any], places: Mapping[int | None, Location], finding: Finding) -> Quote:
    row = item.get("row")
    place = places.get(row)
    names = ("input", "output", "label")
    texts = {name: text for name in names if isinstance(text := item.get(name), str) and text}
    kept = row is not None and row == finding.evidence.get("keep_row")
    return Quote(place_text(place) if place else f"row {row}", "keep" if kept else "", texts)


def details(finding: Finding) -> list[Detail]:
    """All evidence besides the quoted rows, known names in plain words, others as they are."""
    return [
        Detail(_NAMES.get(name, name.replace("_", " ")), _texts(value))
        for name, value in finding.evidence.items()
        if name not in _ELSEWHERE and value not in (None, "", [], {})
    ]


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value):
        left = len(value) - _DETAIL_LINES
        shown = tuple(_text(item) for item in value[:_DETAIL_LINES])
        return (*shown, f"and {left:,} more") if left > 0 else shown
    return (_text(value),)


def _text(value: Any) -> str:
    """A JSON value in words."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.3g}"
        case int():
            return f"{value:,}"
        case Mapping():
            return _mapping_text(value)
        case list() | tuple():
            return ", ".join(_text(item) for item in value)
    return str(value)


def _mapping_text(value: Mapping[str, Any]) -> str:
    if value.keys() <= _PLACE_KEYS:
        return reference_text(value)
    if {"text", "label"} <= value.keys():
        return f"{_text(value['text'])} → {_text(value['label'])}"
    return ", ".join(f"{name}: {_text(item)}" for name, item in value.items() if item is not None)
