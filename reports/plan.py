"""The path to GO as a checklist, with the rows of each step as a table beside it.

| column | what it holds |
|---|---|
| source, line, row, id | where the row is; line is empty where the file has no lines |
| do | what to do, as the checklist says |
| found | what is wrong with the row, a line each |
| input, output, label | its text as the findings quote it: the beginning, secrets and personal data masked |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dataaudit.errors import InputError
from dataaudit.model import Action, Finding, Location
from dataaudit.report import Report
from dataaudit.reports.markdown_text import inert, inert_excerpt
from dataaudit.reports.places import data_name, message_with_places, rows_by_number
from dataaudit.reports.selection import SENTENCE
from dataaudit.review.spreadsheet import cell_text, to_csv
from dataaudit.wording import visible
from dataaudit.writing import write_file

CHECKLIST = "plan.md"
COLUMNS = ("source", "line", "row", "id", "do", "found", "input", "output", "label")

#: The beginning of a checklist, by which a folder is known for one of plans.
_TITLE = "# Path to GO"
_OWN = re.compile(r"\d{2,}-[a-z-]+-\w+\.csv")
_LONGEST = 2_000
_ENOUGH = "Nothing is to be done."
_NOTHING_KNOWN = "No row is to be changed: what is needed to judge is missing."
_THEN = "Then audit again: what was hidden behind these defects may show."


class Told(NamedTuple):
    """A finding and how it is told."""

    finding: Finding
    message: str


def render(report: Report, folder: str | None = None) -> str:
    """The checklist for a terminal; `folder` is where the tables are, if they were written."""
    verdict = report.verdict
    head = f"{verdict.decision}: {SENTENCE[verdict.decision]} {visible(data_name(report))}"
    names = table_names(verdict.path_to_go)
    lines = [
        f"[ ] {number}. {visible(step.message)} ({step.code})"
        + (f"\n       rows: {visible(folder)}/{names[number]}" if folder and number in names else "")
        for number, step in enumerate(verdict.path_to_go, 1)
    ]
    return "\n".join([head, *(lines or [_idle(report)]), *_end(report)]) + "\n"


def markdown(report: Report) -> str:
    """The checklist as Markdown, each step with a link to the table of its rows."""
    verdict, names = report.verdict, table_names(report.verdict.path_to_go)
    lines = [
        f"- [ ] {number}\\. {inert_excerpt(step.message, _LONGEST)} (`{step.code}`)"
        + (f": [rows]({names[number]})" if number in names else "")
        for number, step in enumerate(verdict.path_to_go, 1)
    ]
    head = f"**{verdict.decision}** {SENTENCE[verdict.decision]} {inert(data_name(report))}"
    return "\n".join([_TITLE, "", head, "", *(lines or [_idle(report)]), "", *_end(report)]) + "\n"


def write_plan(report: Report, folder: Path) -> None:
    """Write the checklist, and for each step that is about rows their table, into a folder of their own.

    What an earlier plan wrote there is replaced.

    Raises
    ------
    InputError
        The folder holds something else, or a file can't be written.
    """
    stale = check_folder(folder)
    places, found = rows_by_number(report.findings), _by_row(report.findings)
    names = table_names(report.verdict.path_to_go)
    for number, step in enumerate(report.verdict.path_to_go, 1):
        if number in names:
            lines = [_line(step, places.get(row, Location(None, None, row)), found.get(row, ())) for row in step.rows]
            write_file(folder / names[number], to_csv(COLUMNS, lines))
    write_file(folder / CHECKLIST, markdown(report).encode())
    for path in stale:
        if path.name not in names.values():
            path.unlink(missing_ok=True)


def check_folder(folder: Path) -> list[Path]:
    """The tables of an earlier plan in a folder; InputError where it holds anything else."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise InputError(f"{folder} is a file: name a folder for the plan with --plan-dir")
    there = sorted(folder.iterdir())
    own = [path for path in there if _OWN.fullmatch(path.name) and path.is_file()]
    foreign = [path.name for path in there if path not in own and not _is_checklist(path)]
    if foreign:
        raise InputError(f"{folder} holds {visible(foreign[0])}, which is no plan: name another folder with --plan-dir")
    return own


def table_names(steps: Sequence[Action]) -> Mapping[int, str]:
    """The file of each step that is about rows, by its number: "01-drop-DUP001.csv"."""
    return {number: f"{number:02}-{step.action}-{step.code}.csv" for number, step in enumerate(steps, 1) if step.rows}


def _is_checklist(path: Path) -> bool:
    return path.name == CHECKLIST and path.is_file() and path.read_bytes().startswith(_TITLE.encode())


def _idle(report: Report) -> str:
    return _ENOUGH if report.verdict.decision == "GO" else _NOTHING_KNOWN


def _end(report: Report) -> Iterator[str]:
    """What stands between the plan and GO, and what comes after it."""
    for item in report.verdict.open_questions:
        yield f"Not judged: {item.code}, {visible(item.reason)}"
    if report.verdict.path_to_go:
        yield _THEN


def _by_row(findings: Iterable[Finding]) -> Mapping[int, Sequence[Told]]:
    """What is found wrong with each row."""
    found: dict[int, list[Told]] = {}
    for finding in findings:
        told = Told(finding, message_with_places(finding))
        for row in dict.fromkeys(finding.rows):
            found.setdefault(row, []).append(told)
    return found


def _line(step: Action, place: Location, found: Sequence[Told]) -> list[str]:
    own = [told for told in found if told.finding.code == step.code] or found
    texts = _quoted(place.row, found)
    return [
        cell_text(place.source),
        "" if place.line is None else str(place.line),
        str(place.row),
        cell_text(place.id),
        cell_text(step.message),
        cell_text("\n".join(told.message for told in own)),
        *(cell_text(texts.get(name)) for name in ("input", "output", "label")),
    ]


def _quoted(row: int | None, found: Sequence[Told]) -> Mapping[str, str]:
    """The texts of the row by the first finding that quotes it; of a group only the first rows are quoted."""
    rows = (item for told in found for item in told.finding.evidence.get("rows", ()))
    return next((item for item in rows if item.get("row") == row), {})
