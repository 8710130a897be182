"""The rows that need work, for a spreadsheet: a line a row, the worst first, with room to decide.

Fill in `decision` and give the table back as `--decisions`.

| column | what it holds |
|---|---|
| decision | to fill in: fix, keep or drop, for all findings of the row; what was decided on all of them is there |
| reason | to fill in: why; what is kept needs one |
| severity | that of its worst finding |
| codes | its findings, the worst first, separated by blanks; a code stands as often as it was found |
| source, line, row | where it is; line is empty where the file has no lines |
| message | what is wrong, a line each, with the other rows of a group |
| suggestion | what to do, a line each |
| input, output, label | its text as the findings quote it: the beginning, secrets and personal data masked |
| key | `k` and the content key of the row, by which it is known again |
| fingerprints | of each of the codes in turn `k` and the fingerprint of the finding |
| keeps | of each of them `k` and the content key of the row of the group that stays, or `none` |

The `k` is there so that no spreadsheet takes a key for a number. Of a row each finding makes a decision of
`fingerprint`, `code`, `decision`, `reason`, `keys` (the row's key alone), `keep`, `source` and `line`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dataaudit.model import Finding, Location, Severity
from dataaudit.report import Report
from dataaudit.reports.places import message_with_places
from dataaudit.review.spreadsheet import cell_text, to_csv
from dataaudit.triage.identity import fingerprint, key_to_keep

COLUMNS = (
    "decision", "reason", "severity", "codes", "source", "line", "row", "message", "suggestion",
    "input", "output", "label", "key", "fingerprints", "keeps",
)  # fmt: skip

_TEXTS = ("input", "output", "label")
_LETTER, _NONE = "k", "none"
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


class Told(NamedTuple):
    """What a finding says of one of its rows."""

    finding: Finding
    place: Location
    key: str | None
    fingerprint: str
    message: str
    keep: str | None


def render(report: Report) -> bytes:
    """The table as CSV that a spreadsheet opens without harm."""
    rows: dict[int, list[Told]] = {}
    for finding in report.findings:
        for told in _told(finding):
            rows.setdefault(told.place.row or 0, []).append(told)
    ordered = sorted(rows.items(), key=lambda item: (_RANK[item[1][0].finding.severity], item[0]))
    return to_csv(COLUMNS, [_line(row, found) for row, found in ordered])


def _told(finding: Finding) -> Iterator[Told]:
    """The rows to act on; one that a finding names twice, for two of its fields, is told once."""
    acted_on = set(finding.rows)
    said = fingerprint(finding), f"{finding.code} {message_with_places(finding)}", key_to_keep(finding)
    keys = finding.evidence.get("keys") or [None] * len(finding.locations)
    for place, key in zip(finding.locations, keys, strict=True):
        if place.row in acted_on:
            acted_on.remove(place.row)
            yield Told(finding, place, key, *said)


def _line(row: int, found: list[Told]) -> list[str]:
    place, texts = found[0].place, _quoted(row, found)
    findings = [told.finding for told in found]
    return [
        *map(cell_text, _decided(findings)),
        *(findings[0].severity, " ".join(finding.code for finding in findings)),
        *(cell_text(place.source), "" if place.line is None else str(place.line), str(row)),
        cell_text("\n".join(told.message for told in found)),
        cell_text("\n".join(dict.fromkeys(finding.suggestion for finding in findings if finding.suggestion))),
        *(cell_text(texts.get(name)) for name in _TEXTS),
        _cell(found[0].key),
        " ".join(_cell(told.fingerprint) for told in found),
        " ".join(_cell(told.keep) for told in found),
    ]


def _decided(findings: Sequence[Finding]) -> tuple[str, str]:
    """The decision on all findings of a row, and its reason; empty where they have none, or not the same."""
    first, *others = (finding.evidence.get("decision") for finding in findings)
    if first is None or any(one != first for one in others):
        return "", ""
    return first["decision"], first["reason"]


def _quoted(row: int, found: list[Told]) -> Mapping[str, Any]:
    """The texts of the row by the first finding that quotes it; of a group only the first rows are quoted."""
    rows = (item for told in found for item in told.finding.evidence.get("rows", ()))
    return next((item for item in rows if item.get("row") == row), {})


def _cell(key: str | None) -> str:
    return _NONE if key is None else f"{_LETTER}{key}"
