"""Classes with too few clean examples.

## What it does

Counts the clean examples of every class and points at the classes that have too few, with how many are
missing.

## Why it matters

A class with a handful of examples is one the model hardly ever answers with, and one whose errors nobody can
measure: of eight examples two go into a test set. The average over all classes hides it.

## How it is measured

`smallest_class` is the number of clean examples of the rarest class of the audited data, those of the
accepted data (`--against`) included. Spellings of a label count together (LAB006). A class all of whose rows
are disqualified has none. Sentences and JSON around a label are not counted as examples of it (FMT003), nor
taken for classes of their own.

## Thresholds and their source

Warns below 20, fails below 8 (default policy). Providers ask for less or more: Cohere 5 a label, Vertex AI
10; few-shot intent detection gains most up to about 10 a class and keeps gaining (Banking77, CLINC150).

## When it is wrong

A class may be so rare in use that nobody misses it: then drop it or merge it into another. A misspelt label
is a class with one example; relabel the row.

## What to do

Add the missing examples, or merge the class with its neighbour.

## References

Zhang et al. 2021, Few-Shot Intent Detection via Contrastive Pre-Training (arXiv 2109.06349); Cohere and
Vertex AI classification guides (minimum per label).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from dataaudit.checks.labels.classes import find_classes
from dataaudit.checks.privacy.credentials import mask
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check
from dataaudit.wording import excerpt, plural

CODE = "SIZE002"
_LIMIT = Limit(20, 8, "at_least", source="default policy; few-shot studies use 5 and 10 a class")


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of SIZE002."""

    smallest_class: Limit = field(default=_LIMIT, metadata={"source": _LIMIT.source})


@check(CODE, "thin-class", Pillar.SIZE, {"clean", "labels"}, params=Params, remedy=Remedy.ADD)
def thin_class(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report classes with too few clean examples; the rows they have are not to be acted on."""
    del dataset
    corpus = evidence.corpus
    classes = find_classes(corpus.frame["label"])
    usable = np.ones(len(corpus.frame), dtype=np.bool_)
    usable[: corpus.audited] = evidence.clean
    counts = np.bincount(classes.index[classes.bare & usable], minlength=len(classes.names))
    rows = np.bincount(classes.index[: corpus.audited][classes.bare[: corpus.audited]], minlength=len(counts))
    judged = np.flatnonzero(rows)
    if not len(judged):
        return CheckOutput.not_judged("no row has a label")
    found = sorted((int(counts[i]), classes.names[i], int(rows[i])) for i in judged)
    return CheckOutput(
        measures=(
            Measure("smallest_class", int(counts[judged].min()), "examples"),
            Measure("classes", len(judged), "classes"),
        ),
        findings=tuple(
            _finding(label, clean, n, wanted)
            for clean, label, n in found
            if (wanted := _next_limit(clean, params.smallest_class))
        ),
    )


def _next_limit(clean: int, limit: Limit) -> float | None:
    """The first limit that a class of this size doesn't reach."""
    return min((value for value in (limit.fail, limit.warn) if value is not None and clean < value), default=None)


def _finding(label: str, clean: int, rows: int, wanted: float) -> Finding:
    name, needed = excerpt(mask(label), 60), math.ceil(wanted - clean)
    return Finding(
        CODE,
        f"{name} has {plural(clean, 'clean example')}, {wanted:g} are wanted",
        evidence={"label": name, "clean": clean, "rows_with_label": rows, "class_needs": needed},
        suggestion=f"add {plural(needed, 'example')} of {name}",
    )
