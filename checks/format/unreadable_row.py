"""Rows that can't be read, and files or rows that some reader will refuse.

## What it does

Points at every row that is no JSON object or no whole line of a table, with its file, line and the reason,
and at files that are not what their name says. It also warns of what reads well here and badly elsewhere: a
byte-order mark, blank lines, the same key twice in one object.

## Why it matters

Providers refuse the whole file for one bad line. Loaders that go on drop the row, or the rest of the file,
without a word; of two equal keys most keep the last, some the first.

## How it is measured

`unreadable_rows` counts the rows without a value, plus the files that no line-by-line reader takes
(pretty-printed JSON, or one JSON array, in a .jsonl file). What the reader noted without being stopped by
it is a warning.

## Thresholds and their source

None may be there: every provider's checker stops at the first (together-python `files.py`, OpenAI's
upload).

## When it is wrong

A trainer that reads with Python's `json` takes bare NaN and unpaired surrogates, which are refused here:
RFC 8259 and everybody else's parsers don't know them.

## What to do

Repair the line as its message says, or delete it. Save a pretty-printed file as JSON Lines: one object a
line.

## References

RFC 8259; JSON Lines (jsonlines.org); RFC 4180; Seriot, "Parsing JSON is a minefield" (2016).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dataaudit.dataset import Dataset, Problem
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Location, Measure, Pillar, Remedy, Severity
from dataaudit.registry import check

CODE = "FMT001"
_NO_VALUE = Problem("unreadable", "the row has no value", fatal=True)


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT001."""

    unreadable_rows: Limit = Limit(None, 0, source="contract: default policy; every provider refuses the file")


@check(CODE, "unreadable-row", Pillar.FORMAT, params=Params, disqualifies=True, remedy=Remedy.DROP)
def unreadable_row(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report what the reader found, rows and files."""
    del evidence, params
    refused_files = sum(problem.fatal for source in dataset.sources for problem in source.problems)
    unreadable = sum(record.value is None for record in dataset.records)
    return CheckOutput(
        measures=(Measure("unreadable_rows", unreadable + refused_files),),
        findings=(*_about_files(dataset), *_about_rows(dataset)),
    )


def _about_files(dataset: Dataset) -> Iterator[Finding]:
    for source in dataset.sources:
        for problem in source.problems:
            place = Location(source.path, 1 if source.rows else None, None, field=problem.field)
            yield _finding(problem, place, fatal=problem.fatal)


def _about_rows(dataset: Dataset) -> Iterator[Finding]:
    for row, record in enumerate(dataset.records):
        unreadable = record.value is None
        for problem in record.problems or ((_NO_VALUE,) if unreadable else ()):
            yield _finding(problem, dataset.locate(row, problem.field), fatal=unreadable)


def _finding(problem: Problem, place: Location, *, fatal: bool) -> Finding:
    return Finding(
        CODE,
        problem.message,
        (place,),
        severity=Severity.ERROR if fatal else Severity.WARNING,
        evidence={"problem": problem.kind},
        suggestion="repair it or delete it" if fatal else "write it so that every reader agrees",
    )
