"""Rows in another record format than the rest.

## What it does

Points at readable rows that are not in the format of the majority: a text in a file of conversations, a
record of no known format. It also warns of columns that change their type from row to row.

## Why it matters

Consumers take the format from the file as a whole. Rows of another one are refused with it, or come out
empty: columnar loaders pad what is missing with null, and then the word "None" is trained on. Two types in
one column stop Arrow-based loaders at whichever row comes second.

## How it is measured

Every row is looked at, never only the first. `deviating_records` counts rows that look like another format
or none. A row that looks like a broken one of the majority format is FMT002's. For types, every path of
columns and nested keys is compared over the rows that are valid, null apart, and integers and decimals
alike.

## Thresholds and their source

No deviating row may be there: together-python refuses a file with one ("All samples in the dataset must
have the same dataset format"), and no trainer that was read takes two formats in one dataset. Types only
warn.

## When it is wrong

Rows that were written for two consumers at once may look like either. Say which with `--format`.

## What to do

Convert the rows, or train on the two formats as two datasets. Write a column's values all in one type.

## References

together-python `utils/files.py`; Apache Arrow pull request 5571 (a nested field that changes type);
huggingface datasets, casting errors of its JSON loader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats import format_of
from dataaudit.formats.detect import listed
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy, Severity
from dataaudit.registry import check

CODE = "FMT012"
_TYPES = {str: "text", bool: "boolean", int: "number", float: "number", list: "list", dict: "object"}


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT012."""

    deviating_records: Limit = Limit(
        None, 0, source="together-python refuses a file of two formats; so do others"
    )


@dataclass(slots=True)
class _Path:
    """The types that values at one path have: how many of each, and the row where each comes first."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)


@check(CODE, "mixed-record-format", Pillar.FORMAT, params=Params, disqualifies=True, remedy=Remedy.DROP)
def mixed_record_format(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report rows of other formats, and columns of several types."""
    del evidence, params
    deviating = [
        _deviation(dataset, row, name)
        for row, (record, name) in enumerate(zip(dataset.records, dataset.record_formats, strict=True))
        if record.value is not None and name != dataset.format
    ]
    return CheckOutput(
        measures=(Measure("deviating_records", len(deviating)),),
        findings=(*deviating, *_type_changes(dataset)),
    )


def _deviation(dataset: Dataset, row: int, name: str | None) -> Finding:
    columns = list(dataset.records[row].value or ())
    return Finding(
        CODE,
        f"{name or 'unknown format'} (columns {listed(columns)}) among rows of {dataset.format}",
        (dataset.locate(row),),
        evidence={"format": name, "majority_format": dataset.format, "columns": columns},
        suggestion=f"convert the row to {dataset.format} or drop it",
    )


def _type_changes(dataset: Dataset) -> Iterator[Finding]:
    """Columns and nested keys with values of several types; only the rows that are valid are looked at."""
    if not _mixed(_paths(dataset, dataset.examples.index.tolist())):
        return
    format = format_of(dataset)
    valid = [
        row
        for row in dataset.examples.index.tolist()
        if not format.violations(dataset.records[row].value or {})
    ]
    for path, found in sorted(_mixed(_paths(dataset, valid)).items()):
        kinds = ", ".join(f"{kind} {n:,} times" for kind, n in sorted(found.counts.items()))
        rarest = min(found.counts, key=lambda kind: (found.counts[kind], kind))
        place = dataset.locate(found.first[rarest], path)._replace(row=None)
        evidence = {
            "types": dict(sorted(found.counts.items())),
            "first_rows": dict(sorted(found.first.items())),
        }
        yield Finding(
            CODE, f"{path} changes its type: {kinds}", (place,), Severity.WARNING, evidence=evidence,
            suggestion="write all its values in one type",
        )  # fmt: skip


def _mixed(paths: Mapping[str, _Path]) -> dict[str, _Path]:
    return {path: found for path, found in paths.items() if len(found.counts) > 1}


def _paths(dataset: Dataset, rows: list[int]) -> dict[str, _Path]:
    paths: dict[str, _Path] = {}
    for row in rows:
        _visit(dataset.records[row].value, "", row, paths)
    return paths


def _visit(value: Any, path: str, row: int, paths: dict[str, _Path]) -> None:
    """Note the type of a value and of everything in it. The depth of records is limited by the reader."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            _note(item, f"{path}.{key}" if path else key, row, paths)
    elif isinstance(value, list):
        for item in value:
            _note(item, f"{path}[]", row, paths)


def _note(value: Any, path: str, row: int, paths: dict[str, _Path]) -> None:
    if value is None:
        return
    kind = _TYPES.get(type(value), type(value).__name__)
    found = paths.setdefault(path, _Path())
    found.counts[kind] += 1
    found.first.setdefault(kind, row)
    _visit(value, path, row, paths)
