"""Rows in another record format than the rest.

## What it does

Points at readable rows that are not in the format of the majority: a text in a file of conversations, a
record of no known format. It also warns of columns that change their type from row to row, and of keys inside
messages and tools that a table padded with null.

## Why it matters

Consumers take the format from the file as a whole. Rows of another one are refused with it, or come out
empty: columnar loaders pad what is missing with null, and then the word "None" is trained on. Two types in
one column stop Arrow-based loaders at whichever row comes second.

## How it is measured

Every row is looked at, never only the first. `deviating_records` counts rows that look like another format
or none. A row that looks like a broken one of the majority format is FMT002's. For types, every path of
columns and nested keys is compared over the rows that are valid, null apart, and integers and decimals
alike. A key is padded if all objects at its place have it and some of them as null.

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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats import format_of
from dataaudit.formats.detect import listed
from dataaudit.formats.drift import Keys, Types
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy, Severity
from dataaudit.registry import check
from dataaudit.wording import excerpt

CODE = "FMT012"
_TOOLS = frozenset({"tools", "functions"})


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT012."""

    deviating_records: Limit = Limit(None, 0, source="together-python refuses a file of two formats; so do others")


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
        findings=(*deviating, *_about_keys(dataset)),
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


def _about_keys(dataset: Dataset) -> Iterator[Finding]:
    """Keys of several types and keys that a table padded; only the rows that are valid are looked at."""
    format = format_of(dataset)
    values = {row: dataset.records[row].value or {} for row in dataset.examples.index.tolist()}
    keys = Keys.of(values)
    if keys.changing_types():
        keys = Keys.of({row: value for row, value in values.items() if not format.refuses(value)})
    for path, types in keys.changing_types().items():
        yield _type_change(dataset, path, types)
    if padded := keys.padded(format.columns | _TOOLS):
        yield _padding(dataset, padded)


def _padding(dataset: Dataset, padded: Mapping[str, Types]) -> Finding:
    counts = {path: types.counts["null"] for path, types in padded.items()}
    first = min(types.first["null"] for types in padded.values())
    return Finding(
        CODE,
        f"keys padded with null, as tables write them: {listed(padded)}",
        (dataset.locate(first, next(iter(padded)))._replace(row=None),),
        severity=Severity.WARNING,
        evidence={"nulls": counts},
        suggestion="leave out what doesn't apply: templates take a key that is there for one with a meaning",
    )


def _type_change(dataset: Dataset, path: str, types: Types) -> Finding:
    rarest = min(types.counts, key=lambda kind: (types.counts[kind], kind))
    place = dataset.locate(types.first[rarest], path)._replace(row=None)
    counts = dict(sorted(types.counts.items(), key=lambda item: (-item[1], item[0])))
    shown = ", ".join(f"{kind} ({n:,})" for kind, n in counts.items())
    return Finding(
        CODE,
        f"{excerpt(path, 80)} changes its type: {shown}",
        (place,),
        severity=Severity.WARNING,
        evidence={"types": counts, "first_rows": {kind: types.first[kind] for kind in counts}},
        suggestion="write all its values in one type",
    )
