"""Classes with too few clean examples to be learnt.

## What it does

Counts the clean examples of each class and names the classes that have fewer than the warning limit. Spellings
of one label count as one class (LAB006 reports them).

## Why it matters

A class with a handful of examples is learnt by heart or not at all, and its errors don't show: an evaluation
set of the same make has one or two of them.

## How it is measured

`smallest_class` is the number of clean examples of the smallest class. With `--against` the examples accepted
before count too; a class that stands only in them is judged with them. An answer is a class if a clean example
has it, or if it is written in two rows or more.

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

from collections import Counter
from dataclasses import dataclass

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.text import normalise
from dataaudit.formats.outputs import LABEL, answer_kinds
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check
from dataaudit.wording import plural

CODE = "SIZE002"
#: An answer that stands in one row only, and that not a clean one, is a slip rather than a class.
_ROWS_OF_A_CLASS = 2


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
    limit = params.smallest_class
    wanted = limit.warn if limit.warn is not None else limit.fail or 0
    thin = sorted((count, label) for label, count in counts.items() if count < wanted)
    return CheckOutput(
        measures=(
            Measure("smallest_class", min(counts.values(), default=None), "examples"),
            Measure("classes", len(counts), "classes"),
        ),
        findings=tuple(_finding(label, count, limit) for count, label in thin),
    )


def _clean_examples(evidence: EvidenceView) -> dict[str, int]:
    """Clean examples of each class, by the commonest spelling of its label."""
    labels = [label or "" for label in evidence.corpus.frame["label"]]
    clean = [*evidence.clean, *[True] * (len(labels) - evidence.corpus.audited)]
    kinds = answer_kinds(labels, labelled=True)
    written = Counter(label for label in labels if label.strip() and kinds[label] == LABEL)
    commonest: dict[str, str] = {}
    rows: Counter[str] = Counter()
    for label, count in sorted(written.items(), key=lambda item: (-item[1], item[0])):
        commonest.setdefault(normalise(label), label)
        rows[normalise(label)] += count
    good = Counter(normalise(label) for label, ok in zip(labels, clean, strict=True) if ok and label in written)
    return {commonest[key]: good[key] for key in rows if good[key] or rows[key] >= _ROWS_OF_A_CLASS}


def _finding(label: str, count: int, limit: Limit) -> Finding:
    needed = int((limit.warn or limit.fail or 0) - count)
    evidence = {"label": label, "clean": count, "needed": needed}
    if limit.fail is not None and count < limit.fail:
        evidence["class_needs"] = int(limit.fail - count)
    message = f"class {label!r} has {plural(count, 'clean example')}"
    suggestion = f"add {needed}, merge it with a near class, or leave it out"
    return Finding(CODE, message, evidence=evidence, suggestion=suggestion)
