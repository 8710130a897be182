"""Too few clean examples to fine-tune on.

## What it does

Counts the examples that nothing disqualifies: readable, accepted by the trainer, one of each group of
duplicates, in no label conflict, with no suspect label, not corrupt or truncated, without a secret, and, where
the policy requires review, reviewed.

## Why it matters

Whoever can't point to several hundred clean, consistent examples of the behaviour they want is not ready to
fine-tune: the model learns the noise, and there is nothing left to test on. Up to about 1,000 examples a
good prompt is often enough, and is changed in minutes.

## How it is measured

`clean_examples` is the number of rows that no disqualifying check points at, plus those of the accepted data
(`--against`), which are taken at their word. `rows` are those it was counted from.

## Thresholds and their source

Warns below 1,000, fails below 300 (default policy). Published: OpenAI accepts 10 and sees clear gains from 50
to 100; LIMA aligned a 65B model with 1,000 chosen examples; 9,000 of Alpaca's 52,000 were better than all
(AlpaGasus).

## When it is wrong

A narrow task, a fixed format say, may need fewer, and a broad one more: whether more would help is another
question (SIZE004), and whether the right ones are there a third (coverage).

## What to do

Repair the rows that the other checks point at, then write examples for the gaps that they name.

## References

Zhou et al. 2023, LIMA (arXiv 2305.11206); Chen et al. 2023, AlpaGasus (arXiv 2307.08701); OpenAI
fine-tuning guide.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check
from dataaudit.wording import plural

CODE = "SIZE001"
_LIMIT = Limit(
    1000, 300, "at_least", source="default policy: under 1,000 prompting is often enough; several hundred"
)


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of SIZE001."""

    clean_examples: Limit = field(default=_LIMIT, metadata={"source": _LIMIT.source})


@check(CODE, "too-few-clean-examples", Pillar.SIZE, {"clean"}, params=Params, remedy=Remedy.ADD)
def too_few_clean_examples(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Count the clean examples."""
    accepted = len(evidence.corpus.frame) - evidence.corpus.audited
    rows = len(dataset.records) + accepted
    clean = int(evidence.clean.sum()) + accepted
    limit = params.clean_examples
    few = clean < max(limit.warn or 0, limit.fail or 0)
    return CheckOutput(
        measures=(Measure("clean_examples", clean, "examples"), Measure("rows", rows)),
        findings=(_finding(clean, rows, accepted, limit),) if few else (),
    )


def _finding(clean: int, rows: int, accepted: int, limit: Limit) -> Finding:
    limits = sorted(value for value in (limit.fail, limit.warn) if value is not None and clean < value)
    missing = ", ".join(f"{value - clean:,.0f} more for {value:,.0f}" for value in limits)
    return Finding(
        CODE,
        f"{clean:,} of {plural(rows, 'row')} are clean examples",
        evidence={"clean": clean, "rows_in_all": rows, "accepted_rows": accepted},
        suggestion=f"repair rows or add examples: {missing}",
    )
