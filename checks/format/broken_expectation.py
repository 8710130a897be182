"""Rows and columns that break the team's own contract.

## What it does

Runs what the team expects of its data, the table `[contract]` of the settings or a suite of Great Expectations of
its own, over the examples, and points at every row that breaks an expectation and at every expectation that the
data as a whole breaks.

## Why it matters

Only the team knows which labels exist, what the parser of the answers takes, how long an answer may be. What is
written down is held to by every batch; what isn't drifts.

## How it is measured

Great Expectations validates a frame of the examples' fields (system, input, output, label, annotator, …) and of
the columns of the records that the suite names. Missing values break `not_null` alone, and `mostly` is the share
that suffices, both as there. A text that is no JSON doesn't fit a JSON Schema. Of rows that should be unique the
first of each value is kept. An expectation of a column that the data don't have is broken; one that can't be run
makes the check crash: the verdict is then UNDECIDED, never GO. `expectations` is how many the suite has.

## Thresholds and their source

`broken_expectations` counts those of severity critical, and none may be there: that is what critical means.
Severity warning warns; rows that break either are not clean. Severity info informs, and asks nothing of its rows.

## When it is wrong

A contract from `dataaudit init` says what the data were on that day. New labels and longer answers break it until
somebody agrees to them.

## What to do

Mend the row, or change the contract: `git blame` then says who agreed. `--report suite.gx.json` writes the suite
for pipelines that run Great Expectations themselves.

## References

Great Expectations 1.x, expectation suites and failure severity; JSON Schema draft 2020-12.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from dataaudit.contract.frame import contract_frame
from dataaudit.contract.phrases import row_phrase, table_phrase
from dataaudit.contract.validation import Breach, breaches, repeats, row_values
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Location, Measure, Pillar, Remedy, Severity
from dataaudit.registry import check

CODE = "FMT011"
_SUITE = {"source": "what the table [contract] says; set it there", "table": "[contract]"}


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT011."""

    broken_expectations: Limit = Limit(None, 0, source="Great Expectations: critical is what must not be")
    suite: Mapping[str, Any] = field(default_factory=dict, metadata=_SUITE)


@check(CODE, "broken-expectation", Pillar.FORMAT, params=Params, disqualifies=True, remedy=Remedy.FIX)
def broken_expectation(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report what breaks the contract, if there is one."""
    del evidence
    if not params.suite:
        return CheckOutput.not_applicable("no contract is set ([contract]; `dataaudit init` writes one)")
    frame = contract_frame(dataset, params.suite)
    broken = breaches(frame, params.suite)
    critical = sum(breach.severity is Severity.ERROR for breach in broken)
    return CheckOutput(
        measures=(
            Measure("broken_expectations", critical, "expectations"),
            Measure("expectations", len(params.suite["expectations"]), "expectations"),
        ),
        findings=tuple(finding for breach in broken for finding in _findings(dataset, frame, breach)),
    )


def _findings(dataset: Dataset, frame: pd.DataFrame, breach: Breach) -> Iterator[Finding]:
    """One about the data, one for each group of rows that repeat each other, or one for each row."""
    if not breach.rows:
        yield _finding(breach, table_phrase(breach, [str(name) for name in frame]))
        return
    phrase, name = row_phrase(breach.expectation), " and ".join(breach.columns)
    values = row_values(frame, breach)
    for rows in repeats(frame, breach) or [(row,) for row in breach.rows]:
        for places, keep in _acted_on(rows, breach.severity):
            locations = dataset.locate_all(places, name)
            kept = {} if keep is None else {"keep_row": keep}
            yield _finding(breach, f"{name} {phrase(values[places[-1]])}", locations, kept)


def _acted_on(rows: tuple[int, ...], severity: Severity) -> Iterator[tuple[tuple[int, ...], int | None]]:
    """The rows of each finding, and the one on which nothing is to be done: of an info that is every row."""
    if severity is Severity.INFO:
        yield from (((row,), row) for row in rows[1:] or rows)
    else:
        yield rows, rows[0] if len(rows) > 1 else None


def _finding(
    breach: Breach, message: str, locations: tuple[Location, ...] = (), evidence: Mapping[str, Any] | None = None
) -> Finding:
    reason = breach.expectation.get("notes") or breach.expectation.get("description")
    return Finding(
        CODE,
        message,
        locations,
        severity=breach.severity,
        evidence={"expectation": breach.expectation["type"], **(evidence or {})},
        suggestion=reason if isinstance(reason, str) else "mend it, or change the contract",
    )
