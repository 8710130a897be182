"""Kinds of input that the training data barely touches.

## What it does

Without a sample of real inputs it asks the data itself: how many of its inputs are one of a kind, and so what
share of further inputs like these would be of a kind that is not in it. And it names groups of three to five
inputs that are like one another and like nothing else.

## Why it matters

A handful of examples far from everything else teaches little and can't be tested; and many inputs that are one
of a kind announce others, for which there is no example at all.

## How it is measured

Two inputs are akin if their embeddings, taken from the mean of all, are more alike than 999 of 1,000 pairs
(`kin` standard deviations), or if one is the other's nearest and has its label. Inputs so linked are one kind.
The kinds seen once and twice give `unseen_share` by Good and Turing's sample coverage, and by Chao1 the least
number of `unseen_kinds`. A region is a group of few inputs that are akin, on average, and more alike than
`unrelated` to no other. A region that is all there is of a class is SIZE002's. `one_of_a_kind` counts the
inputs of kinds seen once.

## Thresholds and their source

Warns if even the lower end of `unseen_share` is above 10 %, as for real inputs; never fails. For samples of 100,
150, 300, 600 and 1,000 of CLINC150 it is 0.32, 0.20, 0.08, 0.03 and 0.01; of the test inputs 0.51, 0.38, 0.13,
0.02 and 0 have an intent that the sample lacks. All of CLINC150, SNIPS, TREC, LIMA and Alpaca pass, without a
region.

## When it is wrong

It takes live traffic to be like the data, and can't see topics that nobody wrote: for these give a sample of
real inputs (`--reference`). Without labels, names and titles make inputs look one of a kind (SNIPS). Of regions of
three planted in parts of CLINC150 a third is found, and of those found three in ten are merely worded oddly.

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

from dataaudit.coverage.kinds import (
    Indices,
    RegionTest,
    find_regions,
    kind_sizes,
    relatedness,
    unseen_kinds,
    unseen_share,
)
from dataaudit.coverage.naming import distinctive_terms, term_frequencies
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.labels.sample import labelled_sample
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Severity
from dataaudit.quoting import mask, quoted
from dataaudit.registry import check
from dataaudit.wording import excerpt, plural

CODE = "COV002"
_LIMIT = Limit(0.10, None, warn_on="low", source="proposal: as for real inputs (COV001), but only warns")


@dataclass(frozen=True, kw_only=True)
class Params(RegionTest):
    """Settings of COV002."""

    unseen_share: Limit = _LIMIT
    min_inputs: int = field(default=50, metadata={"source": "ours: below, an interval says nothing"})
    most_findings: int = field(default=5, metadata={"source": "ours: more are one finding"})


@check(CODE, "thin-region", Pillar.COVERAGE, {"text", "embeddings", "neighbours"}, uses={"labels"}, params=Params)
def thin_region(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Estimate how much of further input would be new, and report regions with a handful of examples."""
    if (n := len(evidence.text.nodes)) < params.min_inputs:
        return CheckOutput.not_judged(f"{plural(n, 'different input')}, {params.min_inputs} are needed")
    related = relatedness(evidence.embeddings, evidence.neighbours)
    if related is None:
        return CheckOutput.not_judged("the encoder tells none of the inputs apart")
    labels, neighbours = _labels(evidence), evidence.neighbours.indices
    sizes = kind_sizes(related, neighbours, labels, params.kin)
    regions = find_regions(related, neighbours, labels, params)
    return CheckOutput(
        measures=(
            unseen_share(sizes).measure("unseen_share"),
            Measure("one_of_a_kind", int((sizes == 1).sum()), "inputs"),
            Measure("unseen_kinds", unseen_kinds(sizes), "kinds"),
        ),
        findings=_findings(dataset, evidence, regions, params),
    )


def _labels(evidence: EvidenceView) -> Indices:
    """(n,) the class of each node, -1 without."""
    labels = np.full(len(evidence.text.nodes), -1)
    if evidence.has("labels"):
        sample = labelled_sample(evidence.corpus, evidence.text, evidence.labels, min_inputs=1)
        labels[sample.nodes] = sample.labels
    return labels


def _findings(dataset: Dataset, evidence: EvidenceView, regions: list[Indices], params: Params) -> tuple[Finding, ...]:
    """One for each region that DATA has rows in, or one for all of them where they are many."""
    node = evidence.text.node[: evidence.corpus.audited]
    rows = [np.flatnonzero(np.isin(node, members)) for members in regions]
    kept = [(members, own) for members, own in zip(regions, rows, strict=True) if len(own)]
    if not kept:
        return ()
    everywhere = term_frequencies(evidence.text.nodes)
    names = [_name([mask(evidence.text.nodes[i]) for i in members], everywhere) for members, _ in kept]
    if len(kept) > params.most_findings:
        everything = np.sort(np.concatenate([own for _, own in kept]))
        return (_finding(dataset, evidence, plural(len(kept), "group"), names, everything),)
    return tuple(
        _finding(dataset, evidence, f"{len(members)} inputs about '{name}'", [name], own)
        for (members, own), name in zip(kept, names, strict=True)
    )


def _name(texts: list[str], everywhere: Counter[str]) -> str:
    return excerpt(", ".join(distinctive_terms(term_frequencies(texts), everywhere, 3)) or texts[0], 80)


def _finding(dataset: Dataset, evidence: EvidenceView, what: str, names: list[str], positions: Indices) -> Finding:
    frame = evidence.corpus.frame
    inputs = [quoted(frame.at[position, "input"], 120) for position in positions[:3]]
    return Finding(
        CODE,
        f"{what} are like nothing else in the data",
        dataset.locate_all(frame["row"].to_numpy()[positions], "input"),
        severity=Severity.WARNING,
        confidence=0.6,
        evidence={"regions": names, "inputs": inputs},
        suggestion="add examples like these if the model has to serve them, or drop them",
    )
