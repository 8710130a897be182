"""Classes with too few clean examples to be learnt.

## What it does

Counts the clean examples of each class and names the classes that have fewer than the warning limit. Spellings
of one label count as one class (LAB006 reports them). Where the answers are free text, it does the same for the kinds
of input that the data show.

## Why it matters

A class with a handful of examples is learnt by heart or not at all, and its errors don't show: an evaluation
set of the same make has one or two of them.

## How it is measured

`smallest_class` is the number of clean examples of the smallest class. With `--against` the examples accepted
before count too; a class that stands only in them is not judged. A class all of whose rows are disqualified has
none. Sentences and JSON around a label are no examples of it (FMT003), nor classes of their own. `classes` is how
many there are.

Of free text, `regions` are the largest branches of a tree by average linkage whose inputs are on average more alike
than unrelated ones, by `kin` standard deviations of these, with `min_region` different inputs or more; the others
belong to none. `smallest_region` is the fewest clean examples of any. Regions that have enough rows and too few clean
ones are warnings; one note names the largest of those with few rows.

## Thresholds and their source

Warns below 20, fails below 8 (default policy). Providers ask for 5-10 a class at the least (Cohere 5, Vertex AI
10); the accuracies of seven few-shot models on BANKING77 rise by 6-10 points from 5 to 10 examples a class. Regions
never fail: where one ends and the next begins is our reading.

## When it is wrong

A class can be rare and easy ("unsubscribe"). A class may be about to be retired; drop its rows then.

## What to do

Write more examples of the class, merge it with a near one, or leave it out and let a rule handle it.

## References

Casanueva et al. 2020, Efficient Intent Detection with Dual Sentence Encoders (arXiv 2003.04807); the table of
few-shot accuracies in jianguoz/Few-Shot-Intent-Detection; tuning guides of Cohere and Vertex AI. Sokal and Michener
1958, average linkage.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dataaudit.checks.size.thin_regions import Kinds
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.quoting import quoted
from dataaudit.registry import REQUIREMENTS, check
from dataaudit.wording import plural

CODE = "SIZE002"
_WIDTH = 60


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of SIZE002."""

    smallest_class: Limit = Limit(
        20,
        8,
        "at_least",
        source="default policy; providers' minima are 5-10 examples a class (Cohere, Vertex AI)",
    )
    kin: float = field(default=3.0, metadata={"source": "1 of 1,000 unrelated pairs, as of COV002"})
    min_region: int = field(default=5, metadata={"source": "as a gap of COV001: fewer inputs are scattered"})


@check(
    CODE,
    "thin-class",
    Pillar.SIZE,
    {"clean"},
    params=Params,
    remedy=Remedy.ADD,
    uses={"text", "labels", "embeddings"},
)
def thin_class(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report the classes below the warning limit; of free text, the kinds of input."""
    limit = params.smallest_class
    wanted = limit.warn if limit.warn is not None else limit.fail or 0
    if not evidence.has("labels"):
        return _thin_regions(dataset, evidence, params, wanted)
    counts = _clean_examples(evidence)
    if not counts:
        return CheckOutput.not_judged("no row has a label")
    thin = sorted((count, label) for label, count in counts.items() if count < wanted)
    return CheckOutput(
        measures=(
            Measure("smallest_class", min(counts.values()), "examples"),
            Measure("classes", len(counts), "classes"),
        ),
        findings=tuple(_finding(label, count, limit) for count, label in thin),
    )


def _thin_regions(dataset: Dataset, evidence: EvidenceView, params: Params, wanted: float) -> CheckOutput:
    if dataset.task == "classification" or not dataset.has("input"):
        return CheckOutput.not_applicable("there are neither labels nor inputs")
    if not evidence.has("embeddings"):
        return CheckOutput.not_judged(REQUIREMENTS["embeddings"].absent)
    kinds = Kinds.of(evidence, params.kin, params.min_region)
    if not kinds.found:
        return CheckOutput.not_applicable("no kinds of input stand out")
    return CheckOutput(kinds.measures(), tuple(kinds.findings(CODE, wanted)))


def _clean_examples(evidence: EvidenceView) -> dict[str, int]:
    """Clean examples of each class of the audited data, accepted ones included, by the usual spelling."""
    corpus = evidence.corpus
    classes = evidence.labels
    usable = np.ones(len(classes.index), dtype=np.bool_)
    usable[: corpus.audited] = evidence.clean
    counts = classes.sizes(usable)
    own = np.unique(classes.held[classes.holder < corpus.audited])
    return {classes.names[i]: int(counts[i]) for i in own.tolist()}


def _finding(label: str, count: int, limit: Limit) -> Finding:
    label = quoted(label, _WIDTH)
    needed = int((limit.warn or limit.fail or 0) - count)
    evidence: dict[str, object] = {"label": label, "clean": count, "needed": needed}
    if limit.fail is not None and count < limit.fail:
        evidence["class_needs"] = int(limit.fail - count)
    message = f"class {label!r} has {plural(count, 'clean example')}"
    suggestion = f"add {needed}, merge it with a near class, or leave it out"
    return Finding(CODE, message, evidence=evidence, suggestion=suggestion)
