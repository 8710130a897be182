"""Rows that ask and answer the same as another row in other words.

## What it does

Finds examples whose input is a paraphrase of another's and whose output is the same or says the same. Of each
group one is to be kept; every other member is similar to that one itself. Copies that are exact, normalised or
near by their words are DUP001's to DUP003's. The rows stay clean examples: they are for a person to look through.

## Why it matters

Variety of wording is what a model learns to see through, so some paraphrases are wanted. Many of one question are
effort spent where nothing is learnt, hide how few different cases there are, and carry test items into training.

## How it is measured

By the vectors of the inputs, without the scaffolding that many share (DUP006). The score of a pair is their
cosine, less for what stands in the place of something else (the more, the less alike the two are and the more
literally the rest is the same), and less where either has a nearer neighbour. A pair in which a number, a date,
a negation, a person, the language or the order of two phrases differs is none, and neither is one of which the
labels, or facts in answers of up to 20 words, differ. Longer outputs must be as alike by their vectors.
`planted_found` is the share that was found of copies that the audit made of the rows itself by adding or leaving
out courtesies and articles. `semantic_rows` is the share of rows that repeat another, `duplicate_groups` the
number of groups.

## Thresholds and their source

A score of .9: the cosine from which MiniLM's paraphrases are usually counted. With the static encoder .92: of the
pairs in Alpaca between the two six of eleven were wrong, read by eye, and none above. Warns above 5 % of the
rows; never fails, since no encoder is sure.

## When it is wrong

Vectors bring close what merely occurs in the same places: of pairs of medical questions written to mislead by
their wording, one in a hundred at the default is wrong with MiniLM, and one in fifteen with the static encoder,
which sums up words.

## What to do

Look through the pairs. Drop what adds nothing, and collect other cases for the effort saved.

## References

Reimers and Gurevych 2019, Sentence-BERT (arXiv 1908.10084); Artetxe and Schwenk 2019 for the margin (arXiv
1811.01136); Zhang et al. 2019, PAWS (arXiv 1904.01130), for what a sum of words can't tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from dataaudit.checks.duplicates.groups import (
    group_finding,
    redundant_rows,
    similar_copies,
    similar_enough,
)
from dataaudit.checks.duplicates.planted import with_planted
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.semantic import FLOOR, STATIC_FLOOR
from dataaudit.model import CheckOutput, Limit, Measure, Pillar
from dataaudit.registry import check

CODE = "DUP004"
_LIMIT = Limit(0.05, None, source="ours: one row in twenty; only warns")


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of DUP004."""

    semantic_rows: Limit = _LIMIT
    similarity: float = field(
        default=0.9, metadata={"source": "usual for paraphrases by MiniLM's vectors", "at_least": FLOOR}
    )
    static_similarity: float = field(
        default=0.92,
        metadata={
            "source": "ours: sums of words come closer than their meanings",
            "at_least": STATIC_FLOOR,
        },
    )
    near_similarity: float = field(
        default=0.7, metadata={"source": "what is a near copy goes to DUP003", "table": "[checks.DUP003]"}
    )


@check(CODE, "semantic-duplicate", Pillar.DUPLICATES, {"text", "near", "semantic"}, params=Params)
def semantic_duplicate(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report groups of rows that say the same in other words."""
    near, semantic, corpus = evidence.near, evidence.semantic, evidence.corpus
    lexical = near.second[similar_enough(near, params.near_similarity)]
    least = params.static_similarity if evidence.encoder.name == "static" else params.similarity
    passing = similar_enough(semantic, least)
    passing &= ~np.isin(semantic.first, lexical) & ~np.isin(semantic.second, lexical)
    groups = similar_copies(evidence.units, corpus.audited, semantic, passing)
    findings = [group_finding(CODE, "in other words", group, dataset, corpus) for group in groups]
    output = CheckOutput(
        measures=(
            redundant_rows(groups, dataset, "semantic_rows"),
            Measure("duplicate_groups", len(groups), "groups"),
        ),
        findings=tuple(replace(finding, suggestion="compare them, and drop what adds nothing") for finding in findings),
    )
    return with_planted(output, CODE, "in another wording", semantic.planted >= least)
