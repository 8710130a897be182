"""Labels that are probably wrong.

## What it does

Points at rows whose label two witnesses contradict alike: a classifier that has not seen the row, and the
row's nearest neighbours. It shows the three nearest rows that have the label they name, and estimates how
many labels are wrong in all.

## Why it matters

Label noise costs a fine-tuned model more than typos or bad grammar in the inputs do, and wrong labels in the
test part make the better model look worse.

## How it is measured

Out-of-fold probabilities of a logistic regression on the embeddings (an input is in one fold only) and the
labels of the ten nearest other inputs, weighted by similarity, are averaged. A row is suspect if both name
the same other label and that one leads the row's own by `margin`. `label_error_rate` is what the confident
joint estimates, times the share of its suspects that the neighbours confirm; the interval reaches from the
same with that share taken once more to the joint's own estimate, with Wilson bounds. `unjudged_rows` are
those of labels with fewer inputs than folds, in a conflict, without an input, or with more than a label.

## Thresholds and their source

Warns above 5 %, fails if even the lower end is above 10 % (default policy). Of CLINC150's labels 2, 5 and 10 %
were moved to one of the three most similar classes: .86, .95, .98 of the suspects were such rows and .82, .83,
.77 of these were found (cleanlab's default filter: .69, .83, .90 and .77, .82, .88); as it is 0.3 % are suspect.

## When it is wrong

Where wording says little about the label (TREC's question types) the classifier errs, the interval gets wide,
and most suspects are none. People uphold 40-90 % of such flags on text. Two classes that nobody can tell apart
make many suspects of each other: a matter for the guideline.

## What to do

Read each row beside the three that speak against it; relabel it, or leave it if it is right.

## References

Northcutt et al. 2021, Confident Learning (arXiv 1911.00068); cleanlab, whose joint this uses.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.labels.noise import Witnesses, estimate_noise, hear_witnesses, nearest_with
from dataaudit.labels.sample import LabelledSample, labelled_sample
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy, Severity
from dataaudit.quoting import quoted
from dataaudit.registry import check

CODE = "LAB002"
_LIMIT = Limit(0.05, 0.10, fail_on="low", source="default policy; on the confident joint's estimate")


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of LAB002."""

    label_error_rate: Limit = _LIMIT
    margin: float = field(default=0.6, metadata={"source": "measured, see Thresholds"})
    folds: int = field(default=5, metadata={"source": "5 to 10 are usual; a label needs as many inputs"})
    inverse_regularisation: float = field(
        default=3.0, metadata={"source": "measured: 1 is best for 7 classes, 10 for 150; 3 is near both"}
    )
    min_inputs: int = field(default=50, metadata={"source": "ours: below, a fold is a handful of inputs"})


@check(
    CODE,
    "suspect-label",
    Pillar.LABELS,
    {"text", "embeddings", "neighbours", "labels"},
    params=Params,
    disqualifies=True,
    remedy=Remedy.RELABEL,
)
def suspect_label(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report rows whose label a classifier and the nearest neighbours contradict alike."""
    sample = labelled_sample(evidence.corpus, evidence.text, evidence.labels, min_inputs=params.folds)
    if len(sample.names) < 2 or sample.item[: evidence.corpus.audited].max() < 0:
        return CheckOutput.not_applicable(f"fewer than two labels have {params.folds} different inputs")
    if len(sample.nodes) < params.min_inputs:
        return CheckOutput.not_judged(f"{len(sample.nodes)} different inputs, {params.min_inputs} are needed")
    witnesses = hear_witnesses(
        sample,
        evidence.embeddings,
        evidence.neighbours,
        folds=params.folds,
        inverse_regularisation=params.inverse_regularisation,
        seed=evidence.seed,
        jobs=evidence.jobs,
    )
    own = sample.item[: evidence.corpus.audited]
    noise = estimate_noise(witnesses, np.isin(np.arange(len(sample.nodes)), own))
    suspects = np.flatnonzero((own >= 0) & (witnesses.margin[own] > params.margin))
    example = sample.representatives(evidence.text.canonical_order)
    return CheckOutput(
        measures=(
            noise.measure("label_error_rate"),
            Measure("suspect_rows", len(suspects)),
            Measure("unjudged_rows", int((own < 0).sum())),
        ),
        findings=tuple(_finding(dataset, evidence, sample, witnesses, int(p), example) for p in suspects),
    )


def _finding(
    dataset: Dataset,
    evidence: EvidenceView,
    sample: LabelledSample,
    witnesses: Witnesses,
    position: int,
    example: NDArray[np.int64],
) -> Finding:
    item, frame = int(sample.item[position]), evidence.corpus.frame
    label = int(witnesses.suggested[item])
    against = nearest_with(sample, evidence.neighbours, item, label)
    given, suggested = (quoted(name, 60) for name in (frame.at[position, "label"], sample.names[label]))
    probability, votes = (float(share[item, label]) for share in (witnesses.probabilities, witnesses.votes))
    return Finding(
        CODE,
        f"labelled {given}, but {len(against)} of its {evidence.neighbours.indices.shape[1]} nearest neighbours "
        f"and a classifier say {suggested}",
        (dataset.locate(int(frame.at[position, "row"]), "label"),),
        severity=Severity.WARNING,
        confidence=round((probability + votes) / 2, 3),
        evidence={
            "label": given,
            "suggested_label": suggested,
            "classifier": round(probability, 3),
            "neighbours": [_speaker(evidence, int(example[i])) for i in against[:3]],
        },
        suggestion=f"read it again; if it is about {suggested}, relabel it",
    )


def _speaker(evidence: EvidenceView, position: int) -> dict[str, object]:
    example = evidence.corpus.frame.loc[position]
    text, label = (quoted(example[column], 120) for column in ("input", "label"))
    return {**evidence.corpus.place(position), "text": text, "label": label}
