"""Rows that every consumer of their format refuses.

## What it does

Holds every row to the rules that all trainers and providers of its format share, and names each rule that a
row breaks: an empty list of messages, a role nobody knows, content that is a number, an answer that is
missing.

## Why it matters

One such row stops the upload or the first epoch; the trainers that go on drop it silently or train on the
word "None".

## How it is measured

`rejected_rows` counts rows of the dataset's format that break a rule. Rows of another format are FMT012's,
empty texts FMT013's. What only some consumers refuse (roles that don't alternate, further columns, tools,
lengths) is no rule here: that is judged for a trainer that you name.

## Thresholds and their source

None may be there: each rule is a reason for refusal in the sources of every consumer that was read.

## When it is wrong

A trainer of your own may take more: other roles, a bare number as an answer. Then map the columns with
`--map`.

## What to do

Mend the row as its messages say, or drop it. If all rows break one rule, the export that wrote them does:
booleans and weights that became numbers, messages that became text.

## References

together-python `utils/files.py`; OpenAI fine-tuning guide (2025-05); mistral-finetune `tokenize.py`; TRL
dataset formats; LLaMA-Factory `data/converter.py`; axolotl `chat_template.py`; torchtune messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats import Violation, format_of
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check

CODE = "FMT002"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT002."""

    rejected_rows: Limit = Limit(None, 0, source="contract: default policy, rows that are refused or dropped")


@check(CODE, "schema-violation", Pillar.FORMAT, params=Params, disqualifies=True, remedy=Remedy.FIX)
def schema_violation(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report the rules that each row breaks."""
    del evidence, params
    format = format_of(dataset)
    findings = []
    for row in dataset.examples.index:
        value = dataset.records[row].value
        if value is not None and (violations := format.violations(value)):
            findings.append(_finding(dataset, row, violations))
    return CheckOutput(measures=(Measure("rejected_rows", len(findings)),), findings=tuple(findings))


def _finding(dataset: Dataset, row: int, violations: Sequence[Violation]) -> Finding:
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    return Finding(
        CODE,
        f"not valid {dataset.format}: {violations[0].message}{more}",
        (dataset.locate(row, violations[0].field),),
        evidence={"violations": [violation._asdict() for violation in violations]},
        suggestion="mend the row or drop it",
    )
