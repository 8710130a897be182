"""Examples that nobody reviewed.

## What it does

Counts the examples that a person has reviewed, where a column says so, and names the rows that nobody has.

## Why it matters

Examples out of a model, a form or a log look right until somebody reads them. Fine-tuning bakes in what
nobody caught, and a set that people have read is the one thing that makes several hundred examples worth
more than tens of thousands.

## How it is measured

`reviewed_share` is the share of rows whose `reviewed` column says true, yes or 1. An empty value counts as
not reviewed. With `require_review = true` in `[policy]` rows that nobody reviewed are not clean examples.

## Thresholds and their source

None of its own: rows that nobody reviewed are a warning, and with `require_review` SIZE001 judges how many
reviewed examples are left.

## When it is wrong

A tick is no proof that somebody read the row. Rows may have been reviewed somewhere that the column doesn't
know of.

## What to do

Have the rows reviewed, those with other findings first. Where another column says who reviewed what, name it
with `--map reviewed=COLUMN`.

## References

Zhou et al. 2023, LIMA (arXiv 2305.11206): 1,000 examples, each chosen and read by people.
"""

from __future__ import annotations

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Measure, Pillar, Remedy, Severity
from dataaudit.registry import NoParams, check
from dataaudit.wording import plural

CODE = "SIZE003"


@check(CODE, "not-human-reviewed", Pillar.SIZE, remedy=Remedy.REVIEW)
def not_human_reviewed(dataset: Dataset, evidence: EvidenceView, params: NoParams) -> CheckOutput:
    """Report the rows that nobody reviewed, all in one finding."""
    del evidence, params
    if not dataset.has("reviewed"):
        return CheckOutput.not_judged(
            "no column says which examples were reviewed; name it with --map reviewed=COLUMN"
        )
    reviewed = dataset.examples["reviewed"].eq(True)
    rows = dataset.examples.index[~reviewed]
    measures = (Measure("reviewed_share", float(reviewed.mean()), "share"), Measure("reviewed", int(reviewed.sum())))
    return CheckOutput(measures, (_finding(dataset, list(rows), len(reviewed)),) if len(rows) else ())


def _finding(dataset: Dataset, rows: list[int], total: int) -> Finding:
    return Finding(
        CODE,
        f"{len(rows):,} of {plural(total, 'row')} {'was' if len(rows) == 1 else 'were'} not reviewed",
        dataset.locate_all(rows, "reviewed"),
        severity=Severity.WARNING,
        evidence={"reviewed": total - len(rows), "rows_in_all": total},
        suggestion="have them reviewed, those with other findings first",
    )
