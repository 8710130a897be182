"""Fewer clean examples than fine-tuning takes.

## What it does

Counts the examples that are left once everything else has been looked at: readable, valid in their format, one
of each group of duplicates, in no conflict, with no suspect label, without a secret. With `--against` the
examples accepted before count too, since the data are meant to join them.

## Why it matters

Below several hundred clean, consistent examples a fine-tuned model learns the noise as much as the task, and
below a thousand a good prompt often does as well at a fraction of the cost.

## How it is measured

`clean_examples` is the number of rows at which no disqualifying check points; `removed` in the report says how
many rows each check takes out. It is a count, not an estimate.

## Thresholds and their source

Warns below 1,000, fails below 300 (default policy). Published experience: clear gains from 50-100 examples for
a narrow behaviour, small specialised models on a par with general ones at about 100 labels and two to three
times as many once the variance between samples counts, LIMA aligned a model with 1,000 examples.

## When it is wrong

A narrow change of style may need fewer, a broad task many more: the number says nothing about how varied the
examples are. COV001 does, given real inputs.

## What to do

Mend the rows that other checks point at, which costs less than writing new ones; then add what is missing,
best where COV001 finds gaps.

## References

Zhou et al. 2023, LIMA: Less Is More for Alignment (arXiv 2305.11206); Chen et al. 2023, AlpaGasus
(arXiv 2307.08701); Pecher et al. 2024, Comparing Specialised Small and General Large Language Models on Text
Classification (arXiv 2402.12819).
"""

from __future__ import annotations

from dataclasses import dataclass

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of SIZE001."""

    clean_examples: Limit = Limit(
        1000,
        300,
        "at_least",
        source="default policy: several hundred clean examples at the least; under 1,000 a prompt often does",
    )


@check("SIZE001", "too-few-clean-examples", Pillar.SIZE, {"clean"}, params=Params, remedy=Remedy.ADD)
def too_few_clean_examples(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Count the clean examples, and with them those that were accepted before."""
    del dataset, params
    accepted = len(evidence.corpus.frame) - evidence.corpus.audited
    return CheckOutput((Measure("clean_examples", int(evidence.clean.sum()) + accepted, "examples"),))
