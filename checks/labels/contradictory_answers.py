"""Answers that contradict each other although their inputs ask the same.

## What it does

Finds inputs that ask the same, and answers to them of which one must be wrong. Pairs that hang together are one
finding, with the words that differ. LAB001 has the closed answers to one input.

## Why it matters

The model learns to guess between them, and in other words nobody sees them by sorting.

## How it is measured

Inputs ask the same if they are one request ("list", "could you name") or score as paraphrases (DUP004); numbers
in order, names, quotations, negations, persons, language and system prompt must be equal, and of more than 50
words four in five. Two answers contradict each other by the first of: closed answers, as in LAB001; another
number or date, as the one that was asked for, the only one of its unit, or in answers alike but for it; yes and
no, a negation more, opposites; a refusal; JSON and prose, other keys, another language. Rounding, code and other
units are no contradiction, wishes for a poem or one of many are held to refusal and format only.
`contradictory_share` is of the pairs that ask the same, with Wilson's interval for as many as are independent.
Where answers of paraphrases share hardly more words than any two, the task is open-ended and not judged.
`paraphrase_pairs` counts the pairs that ask the same, `contradictory_pairs` those of them that contradict each
other.

## Thresholds and their source

Warns where the lower end is above 1 % (ours); never fails. Planted under rewordings by rule in Alpaca and LIMA, .93
to 1.0 of numbers, yes and no, negations, refusals and JSON are found, and no copy with the same or a reworded
answer; the rules know no verbs that the check doesn't. As they are, of 10,397 pairs that ask the same in Alpaca
and Toolformer 3 are reported, read by eye: two other numbers, one other format. That is too few for a precision.

## When it is wrong

Where the right answer depends on a day or a place that the input doesn't name. Requests and refusals are known in
English best; what is reworded further is found as far as DUP004 finds it. Names in sentences, and what only a
language model could tell, are not compared. Another format may be meant: it is less sure, and its rows stay clean
examples.

## What to do

Decide which answer is right, write it into the guideline, and give it to all of the rows or drop the others.

## References

Laban et al. 2022, SummaC (arXiv 2111.09525): .74 balanced accuracy by inference, which is why it is left out;
Korn and Graubard 1998, intervals for shares of groups; Wilson 1927.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from dataaudit.answers.contradictions import Contradiction, find_contradictions
from dataaudit.answers.paraphrases import Paraphrases, find_paraphrases, is_open_ended
from dataaudit.checks.format.scanning import AS_THEY_STAND
from dataaudit.checks.labels.contradiction_findings import Pair, contradiction_finding
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.semantic import FLOOR, STATIC_FLOOR
from dataaudit.formats import has_right_answers
from dataaudit.model import CheckOutput, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check
from dataaudit.wording import plural

CODE = "LAB005"
_LIMIT = Limit(0.01, None, warn_on="low", source="ours: as the default policy for label conflicts; only warns")


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of LAB005."""

    contradictory_share: Limit = _LIMIT
    similarity: float = field(
        default=0.9, metadata={"source": "as DUP004: usual for paraphrases by MiniLM's vectors", "at_least": FLOOR}
    )
    static_similarity: float = field(
        default=0.92, metadata={"source": "as DUP004: sums of words come closer", "at_least": STATIC_FLOOR}
    )
    min_pairs: int = field(default=30, metadata={"source": "ours: below, one pair is more than 3 %"})


@check(
    CODE,
    "contradictory-answers",
    Pillar.LABELS,
    {"text"},
    uses={"semantic"},
    params=Params,
    disqualifies=True,
    remedy=Remedy.RELABEL,
)
def contradictory_answers(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report groups of inputs that ask the same and are answered in contradiction."""
    if dataset.task == "classification":
        return CheckOutput.not_applicable("labels are compared by LAB001 and LAB002")
    if dataset.format in AS_THEY_STAND or not has_right_answers(dataset):
        return CheckOutput.not_applicable("answers to compare, to rate or to train on as they stand may differ")
    corpus, units = evidence.corpus, evidence.units
    semantic = evidence.semantic if evidence.has("semantic") else None
    is_static = semantic is not None and evidence.encoder.name == "static"
    least = params.static_similarity if is_static else params.similarity
    pairs = find_paraphrases(corpus, units, evidence.text, semantic, least)
    if not len(pairs):
        return CheckOutput.not_applicable("no two inputs ask the same")
    if is_open_ended(corpus.frame["output"].iloc[units.shown].tolist(), pairs):
        return CheckOutput.not_applicable("inputs that ask the same are answered as freely as any")
    found = find_contradictions(corpus, units, evidence.text.input_normalised, pairs)
    if not found and len(pairs) < params.min_pairs:
        return CheckOutput.not_judged(
            f"inputs that ask the same: {plural(len(pairs), 'pair')}, {params.min_pairs} are needed"
        )
    return CheckOutput(
        measures=_measures(pairs, found, params.min_pairs),
        findings=tuple(contradiction_finding(CODE, dataset, corpus, units, group) for group in _groups(pairs, found)),
    )


def _groups(pairs: Paraphrases, found: Mapping[int, Contradiction]) -> list[list[Pair]]:
    """The contradictions that hang together."""
    groups: dict[int, list[Pair]] = {}
    for pair, group in zip(found, pairs.groups(found).tolist(), strict=True):
        one, other = int(pairs.first[pair]), int(pairs.second[pair])
        groups.setdefault(group, []).append(Pair(one, other, float(pairs.similarity[pair]), found[pair]))
    return list(groups.values())


def _measures(pairs: Paraphrases, found: Collection[int], least: int) -> tuple[Measure, ...]:
    counts = (Measure("contradictory_pairs", len(found), "pairs"), Measure("paraphrase_pairs", len(pairs), "pairs"))
    if len(pairs) < least:
        return counts
    return (pairs.share(found).measure("contradictory_share"), *counts)
