"""The row table of a report: one line a row, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from dataaudit.dataset import Dataset
from dataaudit.model import Finding, Location, Severity

COLUMNS = ["row", "source", "line", "codes", "severity", "clean"]
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def row_table(findings: Iterable[Finding], dataset: Dataset | None, clean: frozenset[int]) -> pd.DataFrame:
    """A frame of COLUMNS: `codes` a comma-separated str, `severity` the worst or None.

    Without the dataset only rows with findings are known, and `clean` is missing.
    """
    codes: dict[int, dict[str, None]] = {}
    worst: dict[int, Severity] = {}
    places: dict[int, Location] = {}
    for finding in findings:
        acted_on = set(finding.rows)
        for place in finding.locations:
            if place.row in acted_on:
                codes.setdefault(place.row, {})[finding.code] = None
                worst[place.row] = min(worst.get(place.row, finding.severity), finding.severity, key=_RANK.__getitem__)
                places[place.row] = place
    if dataset is not None:
        places = {row: dataset.locate(row) for row in range(len(dataset.records))}
    table = [
        (
            row,
            place.source,
            place.line,
            ",".join(sorted(codes.get(row, ()))),
            worst.get(row),
            row in clean if dataset is not None else None,
        )
        for row, place in sorted(places.items())
    ]
    return pd.DataFrame(table, columns=COLUMNS).astype({"line": "Int64", "clean": "boolean"})
