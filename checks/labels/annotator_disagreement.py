"""Items on which annotators disagree, and how far they agree at all.

## What it does

Measures how far annotators agree beyond chance, in all and label by label, and finds what they say together. It
points at the rows whose label the others contradict together, the most certain first. Items on which annotators
are divided are listed apart: they are ambiguous, which is no error.

## Why it matters

A model can't learn a distinction that people don't make, and no score can rise above it. Where annotators agree
and one slipped, a second look costs seconds.

## How it is measured

Krippendorff's alpha: nominal, or ordinal where labels are numbers, more than two of them (`level`); items with one
annotation drop out; the interval is a bootstrap over items. The consensus is Dawid and Skene's: every annotator
is weighed by how often, and where, the others confirm them; annotators with few labels count as average ones. Its
probabilities are tempered until they tell how often an annotator who was held out agrees. A row is pointed at if
its label, or the annotation where it has none, differs from a consensus of at least `confident`, by more than a
step where labels are ordered. Items whose consensus is below `undecided` are the ambiguous ones.
`krippendorff_alpha` is alpha, `contradicted_items` counts the items with rows pointed at, `ambiguous_items` the
ambiguous ones.

## Thresholds and their source

At least .80 is good, .667 to .80 tentative, below it warns (Krippendorff 2004). Fewer than 50 items with two
annotations are not judged. MD-Agreement (tweets, offensive or not, 819 annotators) has .36 [.35-.37], emoji for
tweets by four people .22 [.21-.23], four ratings of paraphrases .53 [.48-.57] (ordinal). Of contested items with
planted labels a consensus of .9 was right on .98 to .99, and of all items on 1 to 4 points more than the majority.

## When it is wrong

Numbers that are names (class ids) are taken for ratings: set `level`. Where all annotators make the same mistake
they agree. Whether something offends is not decided by a majority: who disagrees there is not wrong.

## What to do

Read the rows again that are pointed at. Keep the votes of ambiguous items as soft labels, add the context that is
missing, or write a rule that decides them, beginning with the labels of the lowest alpha.

## References

Krippendorff 2004, Content Analysis; Dawid and Skene 1979; Paun et al. 2018, Comparing Bayesian Models of Annotation
(TACL 6); Guo et al. 2017 (arXiv 1706.04599); Plank 2022, The Problem of Human Label Variation (arXiv 2211.02570).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dataaudit.checks.labels.disagreement import agreement_note, ambiguous_note, remaining_note, second_look
from dataaudit.dataset import Corpus, Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.labels.agreement import measure_agreement
from dataaudit.labels.annotations import Annotations
from dataaudit.labels.classes import fold
from dataaudit.labels.consensus import find_consensus
from dataaudit.labels.dissent import ANOTHER, NO_LABEL, find_doubts
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.registry import REQUIREMENTS, check

CODE = "LAB003"
_LIMIT = Limit(0.667, None, "at_least", source="Krippendorff 2004: below it no conclusions; .80 is good")


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of LAB003."""

    krippendorff_alpha: Limit = _LIMIT
    level: Literal["auto", "nominal", "ordinal", "interval"] = field(
        default="auto", metadata={"source": "labels that are numbers, more than two, are ordered"}
    )
    min_items: int = field(default=50, metadata={"source": "items with two annotations; ours: fewer give no interval"})
    confident: float = field(default=0.9, metadata={"source": "of the consensus; measured, see Thresholds"})
    undecided: float = field(default=0.8, metadata={"source": "of the consensus; ours"})
    listed: int = field(default=100, metadata={"source": "items told one by one; ours: what is read in an hour"})


@check(CODE, "annotator-disagreement", Pillar.LABELS, {"text", "annotations"}, params=Params, remedy=Remedy.REVIEW)
def annotator_disagreement(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report how far annotators agree, the labels they contradict and the items that divide them."""
    if dataset.task != "classification":
        return CheckOutput.not_applicable(REQUIREMENTS["labels"].absent)
    annotations = evidence.annotations
    agreement = measure_agreement(annotations, params.level, evidence.seed)
    if agreement.items < params.min_items:
        return CheckOutput.not_judged(
            f"{agreement.items} items have two annotations or more, {params.min_items} are needed"
        )
    alpha = agreement.overall[agreement.level]
    if alpha.value is None:
        return CheckOutput.not_judged("all annotations name the same label: there is nothing to disagree about")
    consensus = find_consensus(annotations, evidence.seed)
    value, low, high = (None if end is None else round(end, 4) for end in alpha)
    corpus = evidence.corpus
    doubts = find_doubts(
        annotations,
        consensus,
        _own_labels(corpus, annotations),
        agreement.level,
        corpus.audited,
        confident=params.confident,
        undecided=params.undecided,
    )
    told, rest = doubts.dissent[: params.listed], doubts.dissent[params.listed :]
    findings: list[Finding] = [agreement_note(CODE, agreement, annotations, consensus)]
    findings += [second_look(CODE, dataset, corpus, annotations, consensus, dissent) for dissent in told]
    findings += remaining_note(CODE, len(rest), params.confident)
    findings += ambiguous_note(CODE, corpus, annotations, doubts.divided)
    return CheckOutput(
        measures=(
            Measure("krippendorff_alpha", value, "alpha", low, high),
            Measure("contradicted_items", len(doubts.dissent), "items"),
            Measure("ambiguous_items", len(doubts.divided), "items"),
        ),
        findings=tuple(findings),
    )


def _own_labels(corpus: Corpus, annotations: Annotations) -> NDArray[np.int64]:
    """(positions,) the label of each row that several annotators labelled, where it has one."""
    frame = corpus.frame
    number = {fold(label): i for i, label in enumerate(annotations.labels)}
    votes = frame["annotations"].tolist() if "annotations" in frame else [None] * len(frame)
    own = [
        number.get(fold(label), ANOTHER) if isinstance(cell, str) and isinstance(label, str) else NO_LABEL
        for cell, label in zip(votes, frame["label"].tolist(), strict=True)
    ]
    return np.array(own, dtype=np.int64)
