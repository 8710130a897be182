"""Real inputs that the training data doesn't cover.

## What it does

Compares a sample of real inputs (`--reference`) with the training data, and names the kinds of input that
training lacks: how much of the traffic each is, what it looks like, and how many examples to add.

## Why it matters

A fine-tuned model answers what it has seen. On inputs of another kind it guesses in the style it has learnt,
fluently and wrongly, and an evaluation on data like the training data doesn't show it.

## How it is measured

Two witnesses, on sentence embeddings, without labels. *Isolation*: how much farther an input is from its ten
nearest training inputs than these are from theirs, in z-scores of what is usual within training. *Lack*: how many
times fewer training inputs choose it as a near neighbour than would if training were spread like the real inputs.
A tree is built over the real inputs; branches with enough of both are gaps. Other inputs more isolated than 95 %
of training are scattered, less the 5 % that one expects. `uncovered_share` is gaps and scattered inputs together,
with the Wilson interval (95 %) of its sampling. A gap needs as many examples as bring its density to that of the
covered inputs, at most `most_needed`.

## Thresholds and their source

Warns if more than 10 % may be uncovered (upper end), fails if even the lower end is above 20 % or one gap has
5 % of the traffic (default policy: no source validates a coverage threshold against the quality of models). The
settings are ours, calibrated on CLINC150 with 0 to 30 of its 150 intents taken from training. On data not used
for that: Banking77 with 3 to 10 of 77 intents taken, 3,080 real inputs: 0.72 of them found, 0.98 of the gaps true,
none where nothing was taken; Curekart's chatbot: 17 of 18 gaps are inputs that it can't serve.

## When it is wrong

What the encoder can't tell apart is not told apart here: a recipe from its ingredients, "cancel" from "confirm".
So the share is rather too low: of Curekart's 54 % uncovered it finds 35 %. Kinds with few real inputs are missed:
with 1,000 inputs, half of those with 7. Much misspelling looks uncovered, and five inputs that one person wrote
in one turn of phrase can look like a kind.

## What to do

Read the examples of each gap. If the model has to serve them, collect or write about as many examples as are
asked for; if not, leave such inputs out of the reference.

## References

Breunig et al. 2000, LOF; Lin, Ding and Han 2023, Estimation based on nearest neighbor matching; Kulldorff et al.
2003, A tree-based scan statistic; Grootendorst 2022, BERTopic (arXiv 2203.05794), for the names.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dataaudit.coverage.comparison import Comparison, Settings, compare
from dataaudit.coverage.gap_profiles import profile_gaps
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.intervals import Estimate
from dataaudit.model import CheckOutput, Finding, Gap, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check
from dataaudit.wording import estimate, plural

CODE = "COV001"
_UNCOVERED = Limit(0.10, 0.20, warn_on="high", fail_on="low", source="default policy")
_LARGEST = Limit(None, 0.05, "below", source="default policy: no gap with 5 % of the traffic")


@dataclass(frozen=True, kw_only=True)
class Params(Settings):
    """Settings of COV001."""

    uncovered_share: Limit = _UNCOVERED
    largest_gap: Limit = _LARGEST
    min_reference: int = field(default=100, metadata={"source": "default policy: fewer are not judged"})
    confident_from: int = field(default=200, metadata={"source": "default policy: fewer have low confidence"})
    max_reference: int = field(default=5000, metadata={"source": "ours: beyond, a seeded sample of so many"})
    min_training: int = field(default=20, metadata={"source": "ours: twice the neighbours that are compared"})
    most_needed: int = field(default=200, metadata={"source": "a few hundred good examples shift a behaviour"})


@check(
    CODE,
    "uncovered-inputs",
    Pillar.COVERAGE,
    {"text", "embeddings", "neighbours", "reference"},
    uses={"labels"},
    params=Params,
    remedy=Remedy.ADD,
)
def uncovered_inputs(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report the kinds of real input that training lacks; nothing in the data is wrong."""
    del dataset
    found, training = len(evidence.reference.nodes), len(evidence.text.nodes)
    if found < params.min_reference:
        return CheckOutput.not_judged(f"{plural(found, 'different real input')}, {params.min_reference} are needed")
    if training < params.min_training:
        return CheckOutput.not_judged(f"{plural(training, 'different example')}, {params.min_training} are needed")
    chosen = _sample(found, params.max_reference, evidence.seed)
    real, weights = evidence.reference.embeddings[chosen], evidence.reference.weights[chosen]
    comparison = compare(evidence.embeddings, evidence.neighbours, real, weights, params, evidence.jobs)
    gaps = profile_gaps(evidence, chosen, comparison, params.most_needed)
    return CheckOutput(
        measures=(*_measures(comparison, gaps), Measure("reference_inputs", len(chosen), "inputs")),
        findings=tuple(_finding(gap, found, found >= params.confident_from) for gap in gaps),
        gaps=gaps,
    )


def _sample(n: int, most: int, seed: int) -> np.ndarray:
    if n <= most:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, most, replace=False))


def _measures(comparison: Comparison, gaps: tuple[Gap, ...]) -> tuple[Measure, ...]:
    uncovered = comparison.uncovered()
    scattered = max(0.0, uncovered.value - comparison.share(comparison.in_gaps).value)
    largest = Estimate(gaps[0].share, gaps[0].low, gaps[0].high) if gaps else comparison.share(comparison.in_gaps)
    return (
        uncovered.measure("uncovered_share"),
        largest.measure("largest_gap"),
        Measure("scattered_share", round(scattered, 4), "share"),
    )


def _finding(gap: Gap, found: int, confident: bool) -> Finding:
    share = estimate(gap.share, gap.low, gap.high)
    doubt = "" if confident else f" (low confidence: {found} different real inputs)"
    nearest = f"; the nearest topic of training is {gap.nearest_topic}" if gap.nearest_topic else ""
    return Finding(
        CODE,
        f"{share} of real inputs are about '{gap.name}' and training has "
        f"{plural(gap.train_examples, 'example')} near them{doubt}",
        confidence=0.9 if confident else 0.6,
        evidence={
            "gap": gap.name,
            "examples": list(gap.examples),
            "share": gap.share,
            "train_examples": gap.train_examples,
            "needed": gap.needed,
            "nearest_topic": gap.nearest_topic,
        },
        suggestion=f"add about {plural(gap.needed, 'example')} like these{nearest}",
    )
