"""A finding as the HTML report shows it: the rows it quotes, how they differ, the rest of its evidence.

Besides, what a decision about it needs to be exported: by which content it and its rows are known again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from dataaudit.model import Finding
from dataaudit.report import Report
from dataaudit.reports.excerpts import Detail, Role, details, quotes
from dataaudit.reports.marking import Piece, marked
from dataaudit.reports.matches import Difference, Match, matches
from dataaudit.reports.places import (
    finding_place,
    line_list,
    main_place,
    others_text,
    reference_text,
    row_place,
)
from dataaudit.triage.identity import fingerprint, key_to_keep, rows_to_act_on
from dataaudit.wording import plural

LONGEST_TEXT = 600
#: Differences of one pair that are listed.
MOST_DIFFERENCES = 12


class QuotedRow(NamedTuple):
    """A quoted row; the words in which it differs from its copy are marked."""

    place: str
    role: Role
    texts: Mapping[str, list[Piece]]


class Comparison(NamedTuple):
    """A row beside the one that it repeats: how alike they are, and in which words they differ."""

    place: str
    likeness: str
    differences: Sequence[Difference]
    more: bool


class Triage(NamedTuple):
    """What a decision about a finding is exported with.

    `keys` are the contents of the rows to act on, `keep` that of the row of a group which stays, or ""; `source`
    and `line` are where the first of them stands. `mark` is fix, keep or drop where that was decided before, or "".
    """

    fingerprint: str
    keys: list[str]
    keep: str
    source: str
    line: int | None
    mark: str
    reason: str


class Card(NamedTuple):
    """A finding with all that is told about it; `original` is what its rows are compared with.

    `folder` is what `place` begins with in all findings; `triage` is None of a finding about no row, of which nothing
    can be decided.
    """

    finding: Finding
    folder: str
    place: str
    field: str
    others: str
    quotes: list[QuotedRow]
    original: str
    comparisons: list[Comparison]
    details: list[Detail]
    triage: Triage | None

    @property
    def differ(self) -> bool:
        """Whether any differing words are listed."""
        return any(pair.differences for pair in self.comparisons)


def card(finding: Finding, report: Report) -> Card:
    """What to show of a finding."""
    place, pairs = main_place(finding), matches(finding)
    home = place.source if place else None
    folder, file = _split(finding_place(finding, report), _folder(report))
    return Card(
        finding=finding,
        folder=folder,
        place=file,
        field=(place.field if place else None) or "",
        others=others_text(finding),
        quotes=_quotes(finding, pairs, home),
        original=_original(finding, home),
        comparisons=[_comparison(finding, pair, home) for pair in pairs],
        details=details(finding),
        triage=_triage(finding),
    )


def clip(text: str) -> str:
    """The text, or its beginning where it is very long."""
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}… ({plural(len(text), 'character')})"


def _folder(report: Report) -> str:
    """The folder in which all files of the data are, with its slash; "" where they are in several."""
    parts = [str(source["path"]).rpartition("/") for source in report.dataset.get("sources", ())]
    folders = {folder + slash for folder, slash, _ in parts}
    return folders.pop() if len(folders) == 1 else ""


def _split(place: str, folder: str) -> tuple[str, str]:
    return (folder, place[len(folder) :]) if place.startswith(folder) else ("", place)


def _triage(finding: Finding) -> Triage | None:
    to_act = rows_to_act_on(finding)
    if not to_act:
        return None
    first, decided = to_act[0][0], finding.evidence.get("decision", {})
    return Triage(
        fingerprint=fingerprint(finding),
        keys=list(dict.fromkeys(key for _, key in to_act)),
        keep=key_to_keep(finding) or "",
        source=first.source or "",
        line=first.line,
        mark=decided.get("decision", ""),
        reason=decided.get("reason", ""),
    )


def _quotes(finding: Finding, pairs: Sequence[Match], home: str | None) -> list[QuotedRow]:
    rows = quotes(finding)
    clipped = [replace(row, texts={field: clip(text) for field, text in row.texts.items()}) for row in rows]
    texts = marked(clipped, pairs)
    return [QuotedRow(line_list(row.places, home), row.role, own) for row, own in zip(rows, texts, strict=True)]


def _comparison(finding: Finding, pair: Match, home: str | None) -> Comparison:
    place, found = line_list([row_place(finding, pair.row)], home), pair.differences
    return Comparison(place, pair.likeness, found[:MOST_DIFFERENCES], len(found) > MOST_DIFFERENCES)


def _original(finding: Finding, home: str | None) -> str:
    """The row that the rows of a finding repeat."""
    kept = finding.evidence.get("keep_row")
    if isinstance(kept, int):
        return line_list([row_place(finding, kept)], home)
    places = (finding.evidence.get(name) for name in ("accepted", "held_out", "eval"))
    return next((reference_text(place) for place in places if isinstance(place, Mapping)), "the other")
