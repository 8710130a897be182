"""Labels that are probably wrong.

## What it does

Points at rows whose label is more probably wrong than right, with the label that is likelier, how probable that is,
and the three nearest rows that have it. It estimates how many labels are wrong in all, and names pairs of labels that
people don't tell apart.

## Why it matters

Label noise costs a fine-tuned model more than typos or bad grammar in the inputs do, and wrong labels in the
test part make the better model look worse.

## How it is measured

Three witnesses who haven't seen the row speak for each class: least squares on the vectors and words of the inputs, a
linear discriminant on the vectors, and the ten nearest neighbours; copies of an input testify together, out of one
fold. A noise channel weighs them by the likelihood of the given labels: an input has a true class, and the given
label is another one at some rate, in the pattern in which the classes are mistaken. A row is suspect if its label is
wrong with a probability of more than `wrong`. `label_error_rate` is the likeliest rate less what the model usually
mistakes; its interval reaches from the most that it was seen to mistake to nothing. With `--reviewed` the measured
rate takes its place, and what a reviewer calls right is no suspect. Two labels are confused if each passes for
the other, by the confident joint, more often than `confusable_share`. `unjudged_rows` are those of labels with fewer
than `least_inputs` inputs, in a conflict, without a word, or with more than a label. `suspect_rows` counts the
suspects, `confusable_pairs` the pairs of confused labels.

## Thresholds and their source

Warns above 5 %, fails if even the lower end is above 10 % (default policy). The README has precision and recall on
CLINC150, SNIPS, TREC and Banking77 with 2, 5 and 10 % of the labels moved to one of the three most similar classes,
beside cleanlab's Datalab on the same vectors. The constants were chosen on these sets, with other plantings.

## When it is wrong

Where neither wording nor meaning says much about the label, and where a class has ten inputs or fewer, unusual inputs
pass for wrong ones. People uphold 40-90 % of such flags on text.

## What to do

Read each row beside the three that speak against it; relabel it, or leave it if it is right. Of confused labels say
in the guideline what tells them apart, or make them one.

## References

Northcutt et al. 2021, Confident Learning (arXiv 1911.00068), by cleanlab; Sukhbaatar et al. 2014 (arXiv 1406.2080),
the noise channel; Wolpert 1992, Stacked generalization; Rifkin et al. 2003, Regularized least-squares classification.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.checks.labels.suspects import Findings
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.intervals import Estimate
from dataaudit.labels.confusable import confusable_pairs
from dataaudit.labels.noise import NoiseModel, fit_noise, suspect
from dataaudit.labels.noise_rate import estimate_noise
from dataaudit.labels.sample import LabelledSample, labelled_sample
from dataaudit.labels.witnesses import hear_witnesses
from dataaudit.model import CheckOutput, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check
from dataaudit.review.matching import Review

CODE = "LAB002"
_LIMIT = Limit(0.05, 0.10, fail_on="low", source="default policy; on the estimate's interval")


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of LAB002."""

    label_error_rate: Limit = _LIMIT
    wrong: float = field(default=0.5, metadata={"source": "more probably wrong than right"})
    confusable_share: float = field(default=0.05, metadata={"source": "ours: the warning limit of the error rate"})
    folds: int = field(default=10, metadata={"source": "5 to 10 are usual"})
    least_inputs: int = field(default=10, metadata={"source": "measured: of five, the witnesses know too little"})
    min_inputs: int = field(default=50, metadata={"source": "ours: below, a fold is a handful of inputs"})


@check(
    CODE,
    "suspect-label",
    Pillar.LABELS,
    {"text", "embeddings", "neighbours", "labels"},
    params=Params,
    disqualifies=True,
    remedy=Remedy.RELABEL,
    uses={"review"},
)
def suspect_label(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report rows whose label is probably wrong, and labels that are confused with each other."""
    sample = labelled_sample(evidence.corpus, evidence.text, evidence.labels, min_inputs=params.least_inputs)
    own = sample.item[: evidence.corpus.audited]
    if len(evidence.labels.names) < 2:
        return CheckOutput.not_applicable("there are no two labels")
    if len(sample.names) < 2 or own.max() < 0:
        return CheckOutput.not_judged(f"fewer than two labels have {params.least_inputs} different inputs")
    if len(sample.nodes) < params.min_inputs:
        return CheckOutput.not_judged(f"{len(sample.nodes)} different inputs, {params.min_inputs} are needed")
    model = fit_noise(_testimony(sample, evidence, params), sample.labels, evidence.seed)
    audited = np.isin(np.arange(len(sample.nodes)), own)
    suspicion = suspect(model, sample.labels)
    review = evidence.review if evidence.has("review") else None
    right = evidence.corpus.frame["row"][: len(own)].isin(sorted(review.right if review else ())).to_numpy()
    suspects = np.flatnonzero((own >= 0) & (suspicion.wrong[own] > params.wrong) & ~right).tolist()
    pairs = [
        pair
        for pair in confusable_pairs(model, sample.labels, params.confusable_share)
        if audited[pair.first_as_second].any() or audited[pair.second_as_first].any()
    ]
    found = Findings(CODE, dataset, evidence, sample, sample.representatives(evidence.text.canonical_order))
    return CheckOutput(
        measures=(
            _label_error_rate(model, sample, audited, review).measure("label_error_rate"),
            Measure("suspect_rows", len(suspects)),
            Measure("confusable_pairs", len(pairs), "pairs"),
            Measure("unjudged_rows", int((own < 0).sum())),
        ),
        findings=(*map(found.confused, pairs), *(found.suspect(position, suspicion) for position in suspects)),
    )


def _testimony(sample: LabelledSample, evidence: EvidenceView, params: Params) -> NDArray[np.float32]:
    return hear_witnesses(
        sample,
        evidence.text.nodes,
        evidence.embeddings,
        evidence.neighbours,
        folds=params.folds,
        seed=evidence.seed,
        jobs=evidence.jobs,
    )


def _label_error_rate(
    model: NoiseModel, sample: LabelledSample, audited: NDArray[np.bool_], review: Review | None
) -> Estimate:
    """What the verdict looks at: what a reviewer measured, else what the model estimates."""
    measured = review.measured() if review else None
    return measured or estimate_noise(model, sample.labels, audited)
