"""Rows with an empty input, answer or turn.

## What it does

Points at rows in which a text that should be there is empty, or holds nothing but white space and invisible
characters: the input, the answer, the label, a user's or assistant's turn, and conversations in which
nobody asks.

## Why it matters

An empty answer teaches the model to say nothing, an empty input to answer out of the blue. Some providers
refuse empty texts (Bedrock's Nova, Gemini), others leave the turn untrained (axolotl).

## How it is measured

Field by field of the format. What is optional there may be empty: alpaca's `input`, a system prompt, what a
tool returns. Rows that FMT002 refuses are left to it.

## Thresholds and their source

None: each row is a warning and is not a clean example. Consumers differ in what they do with it.

## When it is wrong

An assistant may be meant to keep silent; then write what it should say instead, a word or a token of your
own.

## What to do

Fill in the text or drop the row.

## References

Amazon Nova and Vertex AI tuning guides (non-empty text); axolotl's test fixture
`conversation.missingturns.json`; gururise/AlpacaDataCleaned, which counted 28 empty outputs in Alpaca's
52,002 rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats import Violation, format_of
from dataaudit.model import CheckOutput, Finding, Measure, Pillar, Remedy, Severity
from dataaudit.registry import NoParams, check

CODE = "FMT013"


@check(CODE, "empty-text", Pillar.FORMAT, disqualifies=True, remedy=Remedy.FIX)
def empty_text(dataset: Dataset, evidence: EvidenceView, params: NoParams) -> CheckOutput:
    """Report rows without text where there should be some."""
    del evidence, params
    format = format_of(dataset)
    findings = []
    for row in dataset.examples.index:
        value = dataset.records[row].value
        if value is not None and (blanks := format.blanks(value)) and not format.violations(value):
            findings.append(_finding(dataset, row, blanks))
    return CheckOutput(measures=(Measure("empty_rows", len(findings)),), findings=tuple(findings))


def _finding(dataset: Dataset, row: int, blanks: Sequence[Violation]) -> Finding:
    return Finding(
        CODE,
        "; ".join(blank.message for blank in blanks),
        (dataset.locate(row, blanks[0].field),),
        severity=Severity.WARNING,
        evidence={"fields": [blank.field for blank in blanks]},
        suggestion="fill it in or drop the row",
    )
