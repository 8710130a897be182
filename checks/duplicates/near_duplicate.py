"""Rows that repeat another row but for a few words.

## What it does

Finds examples whose input and output are almost the same as another's: an answer with a word changed here and
there, a question with a slip of the keyboard, a copy that was cut short. Of each group one is to be kept: an
accepted one (`--against`) if there is any, else the longest. Every other member is similar to that one itself;
nobody is in a group for being similar to a member. Exact and normalised copies are DUP001's and DUP002's.

## Why it matters

Near copies are counted as examples and are not: they add weight to what they repeat, are memorised, and carry
test items into training. They slip through every comparison by equality, and most sets that were put together
from several sources or written with the help of a model have some.

## How it is measured

Input (with the system prompt) and output are compared each by itself, without the scaffolding that many inputs
share (DUP006). MinHash proposes pairs. Their true similarity decides: the Jaccard index of their runs of three
words, of five characters where one has fewer than 24 words, or the containment of a shorter text in one up to
twice as long. Label, and whatever else an example consists of, must be equal. Then facts decide: no number,
date, name or negation, no other word of the input may differ but for inflection, spelling, articles, courtesies
and the like; in inputs of more than 50 words 3 % may be other words, in answers as long any. Answers of up to 20
words must agree in every word that counts. So rows made of one template are no copies. `planted_found` is the
share of copies that were found again of some that the audit made of the rows itself, with 2 % of the words of
the output, or of the input where there is no long output, changed, left out or put in. `redundant_rows`
is the share of rows that are one too many, `duplicate_groups` counts the groups.

## Thresholds and their source

A pair is near from a similarity of .7 of its long sides: of 100 words of which 3 were changed .83 of the runs of
three words are the same, at worst .76, and texts that share half of their words have .33. On a short side no
word that counts may differ at all. Warns above 2 %, fails above 10 % redundant rows for all tiers together
(default policy).

## When it is wrong

Two answers to one question may differ in one word that matters and not be short. Texts that were translated or
written anew are not found (DUP004).

## What to do

Drop the redundant rows. Look at what differs first: the report shows it.

## References

Broder 1997, On the resemblance and containment of documents; Lee et al. 2022, Deduplicating Training Data Makes
Language Models Better (arXiv 2107.06499). Similarity without closure and with verified pairs: 743,779 distinct
templated dialogues were once merged into one group by unverified hashing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dataaudit.checks.duplicates.groups import REDUNDANT_ROWS, report_copies, similar_copies, similar_enough
from dataaudit.checks.duplicates.planted import with_planted
from dataaudit.dataset import Dataset
from dataaudit.duplicates.near import FLOOR
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Limit, Pillar, Remedy
from dataaudit.registry import check

CODE = "DUP003"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of DUP003."""

    redundant_rows: Limit = REDUNDANT_ROWS
    similarity: float = field(
        default=0.7, metadata={"source": "ours: what 3 % of edited words leave", "at_least": FLOOR}
    )


@check(
    CODE,
    "near-duplicate",
    Pillar.DUPLICATES,
    {"text", "near"},
    params=Params,
    disqualifies=True,
    remedy=Remedy.DROP,
)
def near_duplicate(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report groups of rows that are equal but for a few words."""
    near, corpus = evidence.near, evidence.corpus
    groups = similar_copies(evidence.units, corpus.audited, near, similar_enough(near, params.similarity))
    output = report_copies(CODE, "but for a few words", groups, dataset, corpus)
    return with_planted(output, CODE, "with a few words changed", near.planted >= params.similarity)
