"""Annotators who label or write otherwise than the others.

## What it does

Holds each annotator against the others: which labels they prefer or avoid, how their answers are written, and,
where there are timestamps, whether they are faster than anybody reads or give one label after the other. It names
what sets an annotator apart, by how much, two examples, and the rows.

## Why it matters

"Subtle biases in how annotators made decisions, those problems get baked in": a model learns that one person's
habit is the rule, and test sets that the same people labelled don't show it.

## How it is measured

A label's share among an annotator's items is held against the others' share on the same items (Cochran, Mantel and
Haenszel, each item a stratum). Where nobody else labelled them, items are alike that a regression on their vectors
(or words, without an encoder) finds as probable to have the label and to come to this annotator: unequal topics
accuse nobody, and a topic that is one annotator's alone doesn't count. A difference goes if the items with the
label look like others' items with it: then it is one of topics. The chance is exact; all tests are adjusted
together (Benjamini-Hochberg). An annotator who prefers a label is not told again for the ones avoided instead.

How answers are written is compared as FMT005 compares parts, and one answer pasted to three or more inputs counts
as a way of writing. Pace is the median time between an annotator's rows. Runs are tested by Wald and Wolfowitz,
given how often the annotator gives each label. Annotators with fewer than 30 items are not judged; accepted rows
(`--against`) are only compared with. `judged_annotators` counts those who were compared, `biased_annotators`
those of whom something was found.

## Thresholds and their source

q < 0.05, 30 items, 10 points: usual, and any finding warns. Planted: of ten annotators with uneven topics and some
300 items each one gave a class to 15 more of a hundred. On shared items .98 to 1.00 were found; on items that
nobody shared .96 to 1.00 (CLINC150, Banking77, SNIPS), .93 on MD-Agreement (.99 with 600 each) and .84 on emoji,
where texts tell little. Somebody innocent was accused in 0 to 3 of 100 runs, in 6 to 10 on TREC's question types.
How unshared items are compared was chosen on these sets.
Too fast is less than a third of the others' median time and more than 10 words a second: people read 4, and above
10 hardly understand (Brysbaert 2019; Rayner et al. 2016). A run of labels has less than half the others' changes,
each in proportion to those by chance.

## When it is wrong

On subjective tasks annotators differ: of MD-Agreement's 312 annotators with 30 labels or more 143 do, by 10 to 51
points, and in either half of their items. The majority can be what is biased. Items that go to somebody by their
label, in a way that words don't show, look like bias.

## What to do

Talk about the two examples, write the rule down, and have the rows read by somebody else. The rows stay clean.

## References

Mantel and Haenszel 1959; Sato 1989; Rosenbaum and Rubin 1983; Leacy and Stuart 2014; Benjamini and Hochberg 1995;
Geva et al. 2019, Are We Modeling the Task or the Annotator? (arXiv 1908.07898).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataaudit.checks.labels.habits import HabitSettings, find_habits
from dataaudit.checks.labels.tendencies import tendency
from dataaudit.dataset import Dataset
from dataaudit.drift.topics import InputTopics
from dataaudit.evidence import EvidenceView
from dataaudit.labels.bias import find_tendencies
from dataaudit.labels.pace import rows_by_annotator
from dataaudit.model import CheckOutput, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check

CODE = "LAB004"
_LIMIT = Limit(0, None, source="ours: each one is worth a talk; statistical signals warn only")


@dataclass(frozen=True, kw_only=True)
class Params(HabitSettings):
    """Settings of LAB004, and of drift as in FMT005."""

    biased_annotators: Limit = _LIMIT


@check(
    CODE,
    "annotator-bias",
    Pillar.LABELS,
    {"text", "signals", "annotations"},
    uses={"labels", "embeddings"},
    params=Params,
    remedy=Remedy.REVIEW,
)
def annotator_bias(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report what sets annotators apart: labels, ways of writing, pace."""
    corpus, annotations = evidence.corpus, evidence.annotations
    told = find_tendencies(annotations, lambda: _vectors(evidence), corpus.audited, params, evidence.seed)
    rows = rows_by_annotator(corpus)
    judged = {annotations.annotators[i] for i in told.judged}
    judged |= {name for name, own in rows.items() if len(own) >= params.min_rows and len(rows) > 1}
    if not judged:
        return CheckOutput.not_judged(f"no annotator has {params.min_rows} items and others to be compared with")
    findings = [tendency(CODE, dataset, evidence, one) for one in told.found]
    if rows:
        findings += find_habits(CODE, dataset, evidence, rows, params)
    accused = {finding.evidence["annotator"] for finding in findings}
    return CheckOutput(
        measures=(
            Measure("biased_annotators", len(accused), "annotators"),
            Measure("judged_annotators", len(judged), "annotators"),
        ),
        findings=tuple(findings),
    )


def _vectors(evidence: EvidenceView) -> NDArray[np.float64]:
    """(items, d) of the inputs: embeddings, or what their words tell without an encoder."""
    nodes = evidence.text.node[evidence.annotations.items]
    if evidence.has("embeddings"):
        return np.asarray(evidence.embeddings[nodes], dtype=np.float64)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return InputTopics(evidence.text.nodes, evidence.text.node, evidence.seed).vectors(nodes)
