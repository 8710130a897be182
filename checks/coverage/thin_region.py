"""Kinds of input that the training data barely touches.

## What it does

Without a sample of real inputs it asks the data itself: how many of its inputs are one of a kind, and so what
share of further inputs like these would be of a kind not in it. And it names regions of three to five inputs
that are like one another and like nothing else.

## Why it matters

A handful of examples far from everything else teaches little and can't be tested; many inputs that are one of a
kind mean that further ones are to be expected, for which there is no example at all.

## How it is measured

Two inputs are akin if their embeddings, taken from the mean of all, are more alike than 999 of 1,000 pairs
(`kin` standard deviations), or one is the other's nearest and has its label. Inputs that are linked so are one
kind; from the kinds seen once and twice Good-Turing's sample coverage gives `unseen_share`, and Chao1 the least
number of `unseen_kinds`. A region is a kind of three to five inputs whose next neighbour outside is no more alike
than `unrelated`. A region that is all of a class is SIZE002's.

## Thresholds and their source

Warns if even the lower end of `unseen_share` is above 10 %, as for real inputs; never fails. On samples of 100,
150, 300, 600 and 1,000 of CLINC150 it is 0.35, 0.21, 0.08, 0.03 and 0.01, where the share of test inputs of an
intent not in the sample is 0.52, 0.37, 0.14, 0.02 and 0. No region is found in CLINC150, SNIPS, TREC, LIMA.

## When it is wrong

It takes live traffic to be like the data. It can't see topics that nobody wrote: for these give a sample of real
inputs (`--reference`). Without labels, names and titles make inputs one of a kind that are not (SNIPS). Of
regions of three planted in CLINC150 about a third is found; about one found in three is merely odd wording.

## What to do

Add examples like those of a region if the model has to serve them, or drop them if they don't belong here.

## References

Good 1953; Chao and Jost 2012, Coverage-based rarefaction; Esty 1983; Chao 1984, Nonparametric estimation of the
number of classes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.checks.coverage.kinds import Indices, Scores, connected, relatedness, unseen_kinds, unseen_share
from dataaudit.checks.coverage.naming import distinctive_terms, term_frequencies
from dataaudit.checks.labels.sample import labelled_sample
from dataaudit.checks.privacy.credentials import mask
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Severity
from dataaudit.registry import check
from dataaudit.wording import excerpt, plural

CODE = "COV002"
_LIMIT = Limit(0.10, None, warn_on="low", source="proposal: as for real inputs (COV001), but only warns")


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of COV002."""

    unseen_share: Limit = field(default=_LIMIT, metadata={"source": _LIMIT.source})
    min_inputs: int = field(default=50, metadata={"source": "ours: below, an interval says nothing"})
    kin: float = field(default=3.0, metadata={"source": "proposal: 1 of 1,000 pairs; samples of CLINC150"})
    unrelated: float = field(default=2.5, metadata={"source": "proposal: regions planted in CLINC150"})
    min_region: int = field(default=3, metadata={"source": "proposal: regions planted in CLINC150"})
    max_region: int = field(default=5, metadata={"source": "proposal: providers want more of a class"})
    most_findings: int = field(default=5, metadata={"source": "ours: more are one finding"})


@check(CODE, "thin-region", Pillar.COVERAGE, {"text", "embeddings", "neighbours"}, params=Params)
def thin_region(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Estimate how much of further input would be new, and report regions with a handful of examples."""
    if (n := len(evidence.text.nodes)) < params.min_inputs:
        return CheckOutput.not_judged(f"{plural(n, 'different input')}, {params.min_inputs} are needed")
    related = relatedness(evidence.embeddings, evidence.neighbours)
    if related is None:
        return CheckOutput.not_judged("the encoder tells none of the inputs apart")
    labels = _labels(evidence)
    sizes = _kind_sizes(related, evidence.neighbours.indices, labels, params.kin)
    unseen = (round(number, 4) for number in unseen_share(sizes))
    return CheckOutput(
        measures=(
            Measure("unseen_share", next(unseen), "share", *unseen),
            Measure("kinds", len(sizes), "kinds"),
            Measure("unseen_kinds", unseen_kinds(sizes), "kinds"),
        ),
        findings=_findings(dataset, evidence, _regions(related, evidence.neighbours.indices, labels, params), params),
    )


def _labels(evidence: EvidenceView) -> Indices:
    """(n,) the class of each node, -1 without."""
    sample = labelled_sample(evidence.corpus, evidence.text, min_inputs=1)
    labels = np.full(len(evidence.text.nodes), -1)
    labels[sample.nodes] = sample.labels
    return labels


def _kind_sizes(related: Scores, neighbours: NDArray[np.int32], labels: Indices, kin: float) -> Indices:
    """How many inputs are of each kind."""
    one, rank = np.nonzero(related >= kin)
    nearest = neighbours[np.arange(len(labels)), related.argmax(axis=1)]
    alike = np.flatnonzero((labels >= 0) & (labels == labels[nearest]))
    links = (np.concatenate([one, alike]), np.concatenate([neighbours[one, rank], nearest[alike]]))
    return np.unique(connected(len(labels), *links), return_counts=True)[1]


def _regions(related: Scores, neighbours: NDArray[np.int32], labels: Indices, params: Params) -> list[Indices]:
    """The members of each region, in the order of their first."""
    one, rank = np.nonzero(related >= params.unrelated)
    region = connected(len(labels), one, neighbours[one, rank])
    sizes = np.bincount(region)
    small = np.flatnonzero((sizes >= params.min_region) & (sizes <= params.max_region))
    found = (np.flatnonzero(region == first) for first in small)
    return [
        members
        for members in found
        if related[members][np.isin(neighbours[members], members)].mean() >= params.kin
        and (labels[members] < 0).any() | np.isin(labels, labels[members]).sum() > len(members)
    ]


def _findings(
    dataset: Dataset, evidence: EvidenceView, regions: list[Indices], params: Params
) -> tuple[Finding, ...]:
    """One for each region that DATA has rows in, or one for all of them where they are many."""
    node = evidence.text.node[: evidence.corpus.audited]
    rows = [np.flatnonzero(np.isin(node, members)) for members in regions]
    kept = [(members, own) for members, own in zip(regions, rows, strict=True) if len(own)]
    if not kept:
        return ()
    everywhere = term_frequencies(evidence.text.nodes)
    names = [_name([mask(evidence.text.nodes[i]) for i in members], everywhere) for members, _ in kept]
    if len(kept) > params.most_findings:
        message = f"{len(kept)} groups of at most {params.max_region} inputs are like nothing else in the data"
        return (_finding(dataset, evidence, message, names, np.sort(np.concatenate([own for _, own in kept]))),)
    alone = "are like nothing else in the data"
    return tuple(
        _finding(dataset, evidence, f"{len(members)} inputs about '{name}' {alone}", [name], own)
        for (members, own), name in zip(kept, names, strict=True)
    )


def _name(texts: list[str], everywhere: Counter[str]) -> str:
    return excerpt(", ".join(distinctive_terms(term_frequencies(texts), everywhere, 3)) or texts[0], 80)


def _finding(dataset: Dataset, evidence: EvidenceView, message: str, names: list[str], positions: Indices) -> Finding:
    frame = evidence.corpus.frame
    return Finding(
        CODE,
        message,
        dataset.locate_all(frame["row"].to_numpy()[positions], "input"),
        severity=Severity.WARNING,
        confidence=0.6,
        evidence={"regions": names, "inputs": [excerpt(mask(str(frame.at[p, "input"])), 120) for p in positions[:3]]},
        suggestion="add examples like these if the model has to serve them, or drop them",
    )
