"""Fewer clean examples than fine-tuning takes.

## What it does

Counts the examples that are left once everything else has been looked at: readable, valid in their format, one
of each group of duplicates, in no conflict, with no suspect label, without a secret. With `--against` the
examples accepted before count too, since the data are meant to join them. It also says what these examples are worth,
how many of the suspects are likely to be clean after all, and how steady the verdict is.

## Why it matters

Below several hundred clean, consistent examples a fine-tuned model learns the noise as much as the task, and
below a thousand a good prompt often does as well at a fraction of the cost.

## How it is measured

`clean_examples` is the number of rows at which no disqualifying check points; `removed` in the report says how
many rows each check takes out. It is a count, and what the limits apply to.

`expected_clean_examples` adds the suspects that are likely to be right: rows that no fact but an estimate keeps from
being clean (a label that is probably wrong, a text that is probably cut off). They count by how unsure the finding is,
and where a reviewer judged ten of them (`--reviewed`), by the share that was right. Its 95 % interval holds the exact
interval of that share, else the 40-90 % of such findings that people were seen to uphold, and the noise of a count.

`effective_examples` is what the clean examples are worth where they repeat each other: a group of m that are alike by
ρ counts as m / (1 + (m - 1) ρ). A group has one input, or says the same in other words (DUP004); ρ is the mean cosine
of its pairs, 1 for one input.

`same_verdict` is the share of 20 seeded resamples with the same verdict: rows are drawn with replacement, so that each
row's defects count as often as it was drawn, and estimates are drawn from their intervals. It says how much the verdict
hangs on these very rows.

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
Classification (arXiv 2402.12819). Kish 1965, Survey Sampling: the design effect of groups; Efron 1979, the bootstrap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check
from dataaudit.sufficiency.effective import effective_examples
from dataaudit.sufficiency.suspects import innocent_suspects


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of SIZE001."""

    clean_examples: Limit = Limit(
        1000,
        300,
        "at_least",
        source="default policy: several hundred clean examples at the least; under 1,000 a prompt often does",
    )


@check(
    "SIZE001",
    "too-few-clean-examples",
    Pillar.SIZE,
    {"clean"},
    params=Params,
    remedy=Remedy.ADD,
    uses={"text", "doubt", "embeddings", "semantic", "review"},
)
def too_few_clean_examples(_: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Count the clean examples, and with them those that were accepted before."""
    del params
    accepted = len(evidence.corpus.frame) - evidence.corpus.audited
    clean = int(evidence.clean.sum()) + accepted
    usable = np.concatenate([evidence.clean, np.ones(accepted, np.bool_)])
    measures = [Measure("clean_examples", clean, "examples")]
    innocent = innocent_suspects(evidence.doubt, evidence.review if evidence.has("review") else None)
    if innocent is not None:
        expected = (round(clean + end, 1) for end in innocent)
        measures.append(Measure("expected_clean_examples", next(expected), "examples", *expected))
    worth = round(effective_examples(evidence, usable), 1)
    return CheckOutput((*measures, Measure("effective_examples", worth, "examples")))
