"""Edits by a review: rows that a reviewer called wrong get the right answer or are left out; all others stay."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dataaudit.cleaning import Removal, check_places, split_rows
from dataaudit.dataset import Dataset
from dataaudit.errors import ConfigError, InputError
from dataaudit.formats import format_of
from dataaudit.formats.base import lookup, place_of, scalar_text
from dataaudit.model import Place, Reason
from dataaudit.quoting import quoted
from dataaudit.reading.editing import Change, with_value
from dataaudit.review.matching import Review, answer_field
from dataaudit.review.verdicts import Decision
from dataaudit.wording import plural

_CODE = "SIZE003"
_DID = ("wrote", "corrected", "left out")
_WOULD = ("would write", "would correct", "would leave out")


@dataclass(frozen=True, slots=True)
class Edits:
    """What is done to which rows; no other row is touched.

    Attributes
    ----------
    changes
        The value that a row gets, and where in its record.
    dropped
        The rows that are left out.
    left
        Rows called wrong with which nothing is done, since it was not asked for.
    """

    dataset: Dataset
    changes: Mapping[int, Change]
    dropped: Mapping[int, Decision]
    left: frozenset[int]

    def records(self) -> list[Mapping[str, Any]]:
        """The records that stay and can be read, with their changes."""
        values = {row: record.value for row, record in enumerate(self.dataset.records) if row not in self.dropped}
        return [
            with_value(value, self.changes[row]) if row in self.changes else value
            for row, value in values.items()
            if value is not None
        ]

    def write(self, out: str | Path | None, quarantine: str | Path | None) -> None:
        """Write the rows that stay to `out` and those left out to `quarantine`, as `Report.clean` does."""
        check_places([source.path for source in self.dataset.sources], out, quarantine)
        if out is not None and len(self.dropped) == len(self.dataset.records):
            raise InputError("The reviewer drops every row, so there is nothing to write.")
        removed = [Removal(row, (_reason(decision),)) for row, decision in sorted(self.dropped.items())]
        split_rows(self.dataset, removed, out, quarantine, self.changes)

    def summary(self, out: str | Path | None, quarantine: str | Path | None) -> str:
        """What was written where; without `out` what would be."""
        rows = len(self.dataset.records)
        wrote, corrected, left_out = _WOULD if out is None else _DID
        lines = [
            f"{wrote} {rows - len(self.dropped):,} of {plural(rows, 'row')}" + (f": {out}" if out else ""),
            f"{corrected} {plural(len(self.changes), 'row')}",
            f"{left_out} {plural(len(self.dropped), 'row')}" + (f": {quarantine}" if quarantine else ""),
        ]
        if self.left:
            lines.append(f"called wrong and left as they are: {plural(len(self.left), 'row')}")
        return "\n".join(lines) + "\n"


def plan_edits(dataset: Dataset, review: Review | None, *, drop: bool, relabel: bool) -> Edits:
    """What a review asks for.

    Parameters
    ----------
    drop
        Whether rows called wrong without a right answer are left out.
    relabel
        Whether rows called wrong with a right answer get it.

    Raises
    ------
    ConfigError
        There is no review.
    InputError
        An answer has no place in a row, or can't stand there.
    """
    if review is None:
        raise ConfigError("drop and relabel act on a reviewer's verdicts: audit the data with reviewed=FILE")
    wrong = review.wrong
    corrected = {row: decision for row, decision in wrong.items() if relabel and decision.answer is not None}
    dropped = {row: decision for row, decision in wrong.items() if drop and decision.answer is None}
    changes = {row: _change(dataset, row, decision) for row, decision in sorted(corrected.items())}
    _warn_of_new_labels(dataset, [(changes[row].value, corrected[row]) for row in changes])
    return Edits(dataset, changes, dropped, frozenset(wrong.keys() - changes.keys() - dropped.keys()))


def _change(dataset: Dataset, row: int, decision: Decision) -> Change:
    value = dataset.records[row].value or {}
    place = _place(dataset, value)
    if place is None:
        record = dataset.locate(row)
        where = f"{record.source}:{record.line}" if record.line else f"row {row} of {record.source}"
        raise InputError(
            f"{decision.where}: {where} has no single answer that could be replaced (format {dataset.format}): "
            "correct it in the data"
        )
    answer = decision.answer or ""
    if answer_field(dataset) == "label":
        answer = answer.strip()
    return Change(place, _of_the_same_kind(_at(value, place), answer, decision))


def _place(dataset: Dataset, value: Mapping[str, Any]) -> Place | None:
    """Where what was judged stands in a record; the consensus of several annotators stands nowhere."""
    path = dataset.columns.get("label")
    if dataset.has("annotations") and path in (None, dataset.columns.get("annotator")):
        return None
    if answer_field(dataset) == "label" and path is not None:
        return None if lookup(value, path) is None else place_of(value, path)
    return format_of(dataset).answer_place(value)


def _at(value: Any, place: Place) -> Any:
    for step in place:
        value = value[step]
    return value


def _of_the_same_kind(old: Any, answer: str, decision: Decision) -> Any:
    """The answer as text, or as the number, truth value or list that stands there now."""
    if old is None or isinstance(old, str):
        return answer
    try:
        new = json.loads(answer)
    except ValueError:
        new = answer
    numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (old, new))
    if type(new) is type(old) or numbers:
        return new
    shown = quoted(answer, 40)
    raise InputError(f"{decision.where}: {shown!r} can't stand where the data have {quoted(json.dumps(old), 40)}")


def _warn_of_new_labels(dataset: Dataset, given: Iterable[tuple[Any, Decision]]) -> None:
    """A label that no row has is more often misspelt than new; of lists of labels any may be."""
    if answer_field(dataset) != "label":
        return
    known = set(dataset.examples["label"].dropna())
    new: dict[str, Decision] = {}
    for value, decision in given:
        label = scalar_text(value)
        if label is not None and label not in known:
            new.setdefault(label, decision)
    for label, decision in list(new.items())[:1]:
        nearest = get_close_matches(label, sorted(known), n=1)
        hint = f"; did you mean {quoted(nearest[0], 40)!r}?" if nearest else ""
        more = f" (and {len(new) - 1} more)" if len(new) > 1 else ""
        warnings.warn(f"{decision.where}: no row has the label {quoted(label, 40)!r} yet{more}{hint}", stacklevel=4)


def _reason(decision: Decision) -> Reason:
    comment = quoted(decision.comment, 200)
    return Reason(_CODE, f"called wrong by the reviewer: {comment}" if comment else "called wrong by the reviewer")
