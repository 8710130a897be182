"""Real inputs that the training data doesn't cover.

## What it does

Compares a sample of real inputs (`--reference`) with the training data, and names the kinds of input that
training lacks: how much of the traffic each is, what it looks like, and how many examples to add. It tells kinds
with no training from those with far less than their traffic deserves (thin).

## Why it matters

A fine-tuned model answers what it has seen. On inputs of another kind it guesses in the style it has learnt,
fluently and wrongly, and an evaluation on data like the training data doesn't show it.

## How it is measured

Without labels, on sentence embeddings seen from the mean of training, less what most real inputs have in common
beside their nearest training inputs (a greeting, a tone). Two witnesses: *isolation*, how much farther an input is
from its ten nearest training inputs than these are from theirs, in z-scores of what is usual within training; and
*lack*, how many times fewer training inputs choose it as a near neighbour than would if training were spread like
the real inputs. Twenty trees over parts of the real and as many training inputs are searched for branches with
enough of both; inputs that the trees agree on are a gap, and less than 60 % of agreement makes it uncertain. Other
inputs more isolated than 95 % of training are scattered, less the 5 % that one expects. `uncovered_share` is gaps
and scattered inputs together; its low end counts the gaps alone, less the 1 % that is taken for gaps where nothing
is missing. A gap needs as many examples as bring its density to that of the covered inputs, at most `most_needed`.
`scattered_share` is the part of it that lies in no gap, `largest_gap` the share of the greatest gap,
`reference_inputs` how many different real inputs were looked at.

## Thresholds and their source

Warns if more than 10 % may be uncovered (upper end), fails if even the lower end is above 20 % or one gap has
5 % of the traffic (default policy: no source validates a coverage threshold against the quality of models). The
settings are ours, chosen on CLINC150 and Banking77 with six of their intents taken from training; the README has
the figures with other intents taken.

## When it is wrong

What the encoder can't tell apart is not told apart here: "what is my user name" from "change my user name". Kinds
with few real inputs are missed: with 1,000 inputs about half of those with 7. Some dozen inputs that one person
wrote in one turn of phrase can look like a kind. Where nearly all inputs are unlike training no gaps are listed:
it is another domain or language.

## What to do

Read the examples of each gap. If the model has to serve them, collect or write about as many examples as are
asked for (`dataaudit sample --gaps` draws real inputs to answer); if not, leave such inputs out of the reference.

## References

Breunig et al. 2000, LOF; Lin, Ding and Han 2023, Estimation based on nearest neighbor matching; Kulldorff et al.
2003, A tree-based scan statistic; Monti et al. 2003, Consensus clustering; Grootendorst 2022, BERTopic
(arXiv 2203.05794), for the names.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dataaudit.coverage.comparison import Comparison, Settings, compare
from dataaudit.coverage.gap_profiles import profile_gaps
from dataaudit.coverage.gaps import FoundGap
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.intervals import Estimate
from dataaudit.model import CheckOutput, Finding, Gap, Limit, Measure, Pillar, Remedy, Severity
from dataaudit.registry import check
from dataaudit.wording import estimate, percent, plural

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
    foreign_from: float = field(default=0.8, metadata={"source": "ours: CLINC150 against Banking77 has 0.9"})


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
    chosen = evidence.reference.sample(params.max_reference, evidence.seed)
    real, weights = evidence.reference.embeddings[chosen], evidence.reference.weights[chosen]
    comparison = compare(
        evidence.embeddings, evidence.neighbours, real, weights, params, seed=evidence.seed, jobs=evidence.jobs
    )
    inputs = Measure("reference_inputs", len(chosen), "inputs")
    if comparison.apart >= params.foreign_from:
        return CheckOutput((*_measures(comparison, comparison.uncovered()), inputs), (_foreign(comparison.apart),))
    gaps = profile_gaps(evidence, chosen, comparison, comparison.gaps, params.most_needed)
    uncertain = profile_gaps(evidence, chosen, comparison, comparison.uncertain, params.most_needed)
    largest = Estimate(gaps[0].share, gaps[0].low, gaps[0].high) if gaps else comparison.share(comparison.in_gaps)
    confidence = 0.9 if found >= params.confident_from else 0.6
    return CheckOutput(
        measures=(*_measures(comparison, largest), inputs),
        findings=(
            *(_finding(gap, own, confidence, found) for gap, own in zip(gaps, comparison.gaps, strict=True)),
            *(_doubtful(gap, own) for gap, own in zip(uncertain, comparison.uncertain, strict=True)),
        ),
        gaps=gaps,
    )


def _measures(comparison: Comparison, largest: Estimate) -> tuple[Measure, ...]:
    uncovered = comparison.uncovered()
    scattered = max(0.0, uncovered.value - comparison.share(comparison.in_gaps).value)
    return (
        uncovered.measure("uncovered_share"),
        largest.measure("largest_gap"),
        Measure("scattered_share", round(scattered, 4), "share"),
    )


def _finding(gap: Gap, own: FoundGap, confidence: float, found: int) -> Finding:
    share = estimate(gap.share, gap.low, gap.high)
    near = plural(gap.train_examples, "example")
    has = f"for which training has only {near}" if own.thin else f"and training has {near} near them"
    doubt = "" if confidence > 0.6 else f" (low confidence: {found} different real inputs)"
    nearest = f"; the nearest topic of training is {gap.nearest_topic}" if gap.nearest_topic else ""
    return Finding(
        CODE,
        f"{share} of real inputs are about '{gap.name}' {has}{doubt}",
        confidence=confidence,
        evidence=_evidence(gap, own),
        suggestion=f"add about {plural(gap.needed, 'example')} like these{nearest}",
    )


def _doubtful(gap: Gap, own: FoundGap) -> Finding:
    return Finding(
        CODE,
        f"perhaps {percent(gap.share)} of real inputs are a kind of their own, about '{gap.name}': "
        f"{percent(own.stability)} of the resamples show it",
        severity=Severity.INFO,
        confidence=round(own.stability / 2, 2),
        evidence=_evidence(gap, own),
        suggestion="more real inputs would tell",
    )


def _foreign(share: float) -> Finding:
    return Finding(
        CODE,
        f"{percent(share)} of the real inputs are unlike anything in training: another domain, or another language",
        evidence={"share": round(share, 4)},
        suggestion="check that the reference belongs to this dataset; if it does, collect training data like it",
    )


def _evidence(gap: Gap, own: FoundGap) -> dict[str, object]:
    return {
        "gap": gap.name,
        "examples": list(gap.examples),
        "share": gap.share,
        "train_examples": gap.train_examples,
        "coverage": "thin" if own.thin else "none",
        "stability": round(own.stability, 2),
        "needed": gap.needed,
        "nearest_topic": gap.nearest_topic,
    }
