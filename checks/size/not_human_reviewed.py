"""Examples that nobody has reviewed.

## What it does

Counts the rows that the data's own column calls reviewed, and points at the others.

## Why it matters

Fine-tuning bakes in whatever the examples say. Those that a second person has looked at are the ones that can
be pointed at when somebody asks why the model answers as it does.

## How it is measured

By the column `reviewed` (true/false, yes/no, 1/0; another name with `--map reviewed=COLUMN`). A row without a
value is not reviewed. `reviewed_share` is the share of rows that are.

## Thresholds and their source

None by default: unreviewed rows are listed as information. With `require_review = true` under `[policy]` they
are not clean examples, and SIZE001 judges what is left.

## When it is wrong

A mark says that somebody looked, not that they looked well. Data reviewed elsewhere may have no mark at all.

## What to do

Have the rows reviewed, those first that other checks point at.

## References

Northcutt, Athalye and Mueller 2021, Pervasive Label Errors in Test Sets (arXiv 2103.14749): on average 3.3 %
of the labels of ten much-used test sets are wrong.
"""

from __future__ import annotations

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Measure, Pillar, Remedy, Severity
from dataaudit.registry import NoParams, check
from dataaudit.wording import plural

CODE = "SIZE003"


@check(CODE, "not-human-reviewed", Pillar.SIZE, {"text"}, remedy=Remedy.REVIEW)
def not_human_reviewed(dataset: Dataset, evidence: EvidenceView, params: NoParams) -> CheckOutput:
    """Report the rows that are not marked as reviewed."""
    del evidence, params
    if not dataset.has("reviewed"):
        return CheckOutput.not_judged("no column says which examples were reviewed; name it with --map reviewed=COLUMN")
    reviewed = dataset.examples["reviewed"].eq(True)
    measure = Measure("reviewed_share", float(reviewed.mean()), "share")
    rows = dataset.examples.index[~reviewed]
    if rows.empty:
        return CheckOutput((measure,))
    message = f"not marked as reviewed: {plural(len(rows), 'row')} of {len(reviewed):,}"
    finding = Finding(
        CODE,
        message,
        dataset.locate_all(rows),
        severity=Severity.INFO,
        suggestion="have them reviewed",
    )
    return CheckOutput((measure,), (finding,))
