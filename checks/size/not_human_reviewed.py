"""Examples that nobody has reviewed.

## What it does

Counts the rows that somebody has reviewed and points at the others, and at those that the reviewer called wrong.

## Why it matters

Fine-tuning bakes in whatever the examples say. Those that a second person has looked at are the ones that can
be pointed at when somebody asks why the model answers as it does.

## How it is measured

By the data's column `reviewed` (true/false, yes/no, 1/0; another name with `--map reviewed=COLUMN`) and by the
verdicts of `--reviewed FILE`, a table that `dataaudit sample` made and somebody filled in. `reviewed_share` is the
share of rows with either. `rejected_share` is the share of wrong rows among those drawn at random, with its exact
95 % interval (Clopper-Pearson); the suspects don't count in it, since they were no fair draw.

## Thresholds and their source

`rejected_share` warns above 5 % and fails if even the lower end is above 10 %, as estimated label errors do
(default policy). Rows called wrong are no clean examples. With `require_review = true` under `[policy]` neither are
those that nobody reviewed, unless the random part vouches for them: at most 5 % wrong at 95 % (one-sided), for
which it takes none wrong of 59, 1 of 93, 2 of 124 or 3 of 153.

## When it is wrong

A mark says that somebody looked, not that they looked well. Data reviewed elsewhere may have no mark at all. What
one reviewer calls wrong another may not.

## What to do

`dataaudit sample DATA --review 120 -o verdicts.csv`, fill it in, and give it back with `--reviewed`. Then
`dataaudit clean --relabel --drop` makes the corrections.

## References

Northcutt, Athalye and Mueller 2021, Pervasive Label Errors in Test Sets (arXiv 2103.14749): on average 3.3 %
of the labels of ten much-used test sets are wrong. Clopper and Pearson 1934, Biometrika 26.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.review.matching import Review, answer_field, reviewed_rows
from dataaudit.wording import percent, plural

CODE = "SIZE003"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of SIZE003."""

    rejected_share: Limit = Limit(0.05, 0.10, fail_on="low", source="default policy, as of label_error_rate")
    require_review: bool = field(
        default=False,
        metadata={"source": "whether only reviewed rows are clean; set it in [policy]", "table": "[policy]"},
    )


@check(
    CODE,
    "not-human-reviewed",
    Pillar.SIZE,
    {"text"},
    params=Params,
    disqualifies=True,
    remedy=Remedy.REVIEW,
    uses={"review"},
)
def not_human_reviewed(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report the rows that nobody reviewed, and those that a reviewer rejected."""
    review = evidence.review if evidence.has("review") else None
    reviewed = reviewed_rows(dataset, review)
    if reviewed is None and not params.require_review:
        return CheckOutput.not_judged(
            "no column says which examples were reviewed; name it with --map reviewed=COLUMN, or give --reviewed"
        )
    if reviewed is None:
        reviewed = np.zeros(len(dataset.examples), bool)
    measures = [Measure("reviewed_share", float(reviewed.mean()), "share")]
    if review is not None and (rate := review.rate()) is not None:
        measures.append(rate.measure("rejected_share"))
    unreviewed = dataset.examples.index[~reviewed].tolist()
    findings = [*_rejected(dataset, review), *_unreviewed(dataset, unreviewed, review, params.require_review)]
    return CheckOutput(tuple(measures), tuple(findings))


def _rejected(dataset: Dataset, review: Review | None) -> Iterator[Finding]:
    for row, decision in sorted(review.wrong.items()) if review else ():
        answer = None if decision.answer is None else quoted(decision.answer, 200)
        comment = quoted(decision.comment, 200)
        yield Finding(
            CODE,
            f"called wrong by the reviewer: {comment}" if comment else "called wrong by the reviewer",
            (dataset.locate(row, answer_field(dataset)),),
            evidence={"verdict": decision.where, "correction": answer},
            suggestion="drop it, or give it the right answer" if answer is None else f"make it {answer!r}",
        )


def _unreviewed(dataset: Dataset, rows: list[int], review: Review | None, required: bool) -> Iterator[Finding]:
    """The rows that nobody reviewed. If too many of the others are wrong, these weigh as much as the wrong ones."""
    if not rows:
        return
    message = f"not reviewed: {plural(len(rows), 'row')} of {len(dataset.examples):,}"
    vouched = review is not None and review.vouches()
    if review is not None and review.random:
        message += (
            f"; wrong among {review.random:,} random ones: {review.random_wrong:,}, so at 95 % "
            f"at most {percent(review.at_most())} of all{', which vouches for these' if vouched else ''}"
        )
    yield Finding(
        CODE,
        message,
        dataset.locate_all(rows),
        suggestion="" if vouched else "have them reviewed",
        disqualifies=required and not vouched,
    )
