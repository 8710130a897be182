"""Where findings are: `file:line`, lists of lines, the name of the data."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from dataaudit.model import Finding, Location
from dataaudit.report import Report

#: Lines of one finding that are named; a group of thousands is listed in the JSON report.
NAMED_LINES = 20


def data_name(report: Report) -> str:
    """The audited data in a word: its path as it was given, the folder of several, or how many they are."""
    paths = [str(source["path"]) for source in report.dataset.get("sources", ())]
    if len(paths) == 1:
        return paths[0]
    folders = {os.path.dirname(path) for path in paths}
    folder = folders.pop() if len(folders) == 1 else ""
    return f"{folder}{os.sep} ({len(paths)} files)" if folder else f"{len(paths)} files"


def place_text(location: Location) -> str:
    """`file:12`; `file:row 11` where the file has no lines."""
    spot = _spot(location)
    return ":".join(filter(None, (location.source or ("" if spot else "data"), spot)))


def _spot(location: Location) -> str:
    if location.line is not None:
        return str(location.line)
    return "" if location.row is None else f"row {location.row}"


def main_place(finding: Finding) -> Location | None:
    """The first place to act on, else the first place; None for a finding about the whole data."""
    acted_on = set(finding.rows)
    to_act = (place for place in finding.locations if place.row in acted_on)
    return next(to_act, finding.locations[0] if finding.locations else None)


def finding_place(finding: Finding, report: Report) -> str:
    """Where a finding is, as text; of a finding about the whole data the name of the data."""
    place = main_place(finding)
    return data_name(report) if place is None else place_text(place)


def row_place(finding: Finding, row: int | None) -> Location:
    """Where a row of a finding is."""
    return next((place for place in finding.locations if place.row == row), Location(None, None, row))


def others_text(finding: Finding, most: int = NAMED_LINES) -> str:
    """The places of a finding other than its main one: "also lines 205, 890; keep line 12"."""
    main, kept = main_place(finding), finding.evidence.get("keep_row")
    home = main.source if main else None
    others = [place for place in finding.locations if place != main]
    named = (
        ("also", [place for place in others if kept is None or place.row != kept]),
        ("keep", [place for place in others if kept is not None and place.row == kept]),
    )
    return "; ".join(f"{word} {line_list(places, home, most)}" for word, places in named if places)


def message_with_places(finding: Finding, most: int = NAMED_LINES) -> str:
    """The message of a finding with its other places behind it, in brackets."""
    others = others_text(finding, most)
    return f"{finding.message} [{others}]" if others else finding.message


def line_list(locations: Iterable[Location], home: str | None = None, most: int = NAMED_LINES) -> str:
    """Several places in short: "lines 3, 5–9 and 12", other files than `home` with their name.

    At most `most` places are named; of the rest the number is.
    """
    ordered = sorted(set(locations), key=_order)
    parts = [
        f"{'' if source == home else f'{source}: '}{_numbers(list(places))}"
        for source, places in groupby(ordered[:most], key=lambda place: place.source)
    ]
    left = len(ordered) - most
    return "; ".join(parts) + (f" and {left:,} more" if left > 0 else "")


def rows_by_number(findings: Iterable[Finding]) -> Mapping[int, Location]:
    """The places of all rows that findings name."""
    return {place.row: place for finding in findings for place in finding.locations if place.row is not None}


def reference_text(value: Mapping[str, Any]) -> str:
    """A place as checks put it into evidence: a dictionary of source, line and row."""
    return place_text(Location(value.get("source"), value.get("line"), value.get("row")))


def _order(place: Location) -> tuple[bool, str, int, int]:
    line = -1 if place.line is None else place.line
    return place.source is not None, place.source or "", line, -1 if place.row is None else place.row


def _numbers(places: Sequence[Location]) -> str:
    """Lines of one file, or rows where it has none."""
    lines = [place.line for place in places if place.line is not None]
    rows = [place.row for place in places if place.line is None and place.row is not None]
    found = [("line" if len(lines) == 1 else "lines", lines), ("row" if len(rows) == 1 else "rows", rows)]
    return ", ".join(f"{noun} {_ranges(numbers)}" for noun, numbers in found if numbers)


def _ranges(numbers: Iterable[int]) -> str:
    """[3, 5, 6, 7] -> "3, 5–7"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
