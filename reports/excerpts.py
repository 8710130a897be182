"""What a finding shows of the data: quoted rows, and the rest of its evidence in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dataaudit.model import Finding, Location
from dataaudit.reports.matches import matches
from dataaudit.reports.places import reference_text
from dataaudit.wording import ELLIPSIS

Role = Literal["keep", ""]

_NAMES = {
    "accepted": "already accepted",
    "eval": "in the eval data",
    "held_out": "in the held-out data",
    "neighbours": "nearest neighbours",
    "suggested_label": "suggested label",
}
#: Shown in a place of their own, not among the details.
_ELSEWHERE = frozenset({"rows", "keep_row", "keys", "decision"})
_OWN_TEXTS = frozenset({"text", "input", "output", "label"})
_PLACE_KEYS = frozenset({"source", "line", "row"})
_DETAIL_LINES = 12


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted row, or several of the same text; `texts` are the fields that are not empty."""

    places: tuple[Location, ...]
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
    """The rows that the finding quotes, rows of the same text together."""
    rows = finding.evidence.get("rows")
    known = {place.row: place for place in finding.locations}
    groups: dict[tuple[Role, tuple[tuple[str, str], ...]], list[Location]] = {}
    for item in rows if isinstance(rows, Sequence) else ():
        if texts := _quoted_texts(item):
            row = item.get("row")
            role: Role = "keep" if row is not None and row == finding.evidence.get("keep_row") else ""
            groups.setdefault((role, texts), []).append(known.get(row, Location(None, None, row)))
    return [Quote(tuple(places), role, dict(texts)) for (role, texts), places in groups.items()]


def _quoted_texts(item: Any) -> tuple[tuple[str, str], ...]:
    names = ("input", "output", "label") if isinstance(item, Mapping) else ()
    return tuple((name, text) for name in names if isinstance(text := item.get(name), str) and text)


def details(finding: Finding) -> list[Detail]:
    """All evidence besides the quoted rows, known names in plain words, others as they are."""
    quoted = [text for quote in quotes(finding) for text in quote.texts.values()]
    elsewhere = _ELSEWHERE | {"matches"} if matches(finding) else _ELSEWHERE
    return [
        Detail(_NAMES.get(name, name.replace("_", " ")), _texts(value))
        for name, value in finding.evidence.items()
        if name not in elsewhere and value not in (None, "", [], {}) and not _is_quoted(name, value, quoted)
    ]


def _is_quoted(name: str, value: Any, quoted: Sequence[str]) -> bool:
    """Whether a row's own text says no more than the quotes do."""
    if name not in _OWN_TEXTS or not isinstance(value, str):
        return False
    return any(text.startswith(value.removesuffix(ELLIPSIS)) for text in quoted)


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
    if "message" in value:
        return ": ".join(str(part) for part in (value.get("field"), value["message"]) if part)
    if {"text", "label"} <= value.keys():
        return f"{_text(value['text'])} → {_text(value['label'])}"
    between = "; " if any(isinstance(item, list) for item in value.values()) else ", "
    return between.join(f"{name}: {_text(item)}" for name, item in value.items() if item is not None)
