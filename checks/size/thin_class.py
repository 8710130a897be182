"""Classes with too few clean examples to be learnt.

## What it does

Counts the clean examples of each class and names the classes that have fewer than the warning limit. Spellings
of one label count as one class (LAB006 reports them).

## Why it matters

A class with a handful of examples is learnt by heart or not at all, and its errors don't show: an evaluation
set of the same make has one or two of them.

## How it is measured

`smallest_class` is the number of clean examples of the smallest class. With `--against` the examples accepted
before count too; a class that stands only in them is not judged. A class all of whose rows are disqualified has
none. Sentences and JSON around a label are no examples of it (FMT003), nor classes of their own.

## Thresholds and their source

Warns below 20, fails below 8 (default policy). Providers ask for 5-10 a class at the least (Cohere 5, Vertex AI
10); the accuracies of seven few-shot models on BANKING77 rise by 6-10 points from 5 to 10 examples a class.

## When it is wrong

A class can be rare and easy ("unsubscribe"). A class may be about to be retired; drop its rows then.

## What to do

Write more examples of the class, merge it with a near one, or leave it out and let a rule handle it.

## References

Casanueva et al. 2020, Efficient Intent Detection with Dual Sentence Encoders (arXiv 2003.04807); the table of
few-shot accuracies in jianguoz/Few-Shot-Intent-Detection; tuning guides of Cohere and Vertex AI.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.quoting import quoted
from dataaudit.registry import check
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


@check(CODE, "thin-class", Pillar.SIZE, {"clean", "labels"}, params=Params, remedy=Remedy.ADD)
def thin_class(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report the classes below the warning limit."""
    del dataset
    counts = _clean_examples(evidence)
    if not counts:
        return CheckOutput.not_judged("no row has a label")
    limit = params.smallest_class
    wanted = limit.warn if limit.warn is not None else limit.fail or 0
    thin = sorted((count, label) for label, count in counts.items() if count < wanted)
    return CheckOutput(
        measures=(
            Measure("smallest_class", min(counts.values()), "examples"),
            Measure("classes", len(counts), "classes"),
        ),
        findings=tuple(_finding(label, count, limit) for count, label in thin),
    )


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
