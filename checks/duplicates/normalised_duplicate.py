"""Rows that repeat another row but for case, punctuation, white space or Unicode variants.

## What it does

Finds examples that are the same once nobody looks at capitals, punctuation, spacing and the different ways
in which Unicode writes one character. Of each group the first in file order is the one to keep; a row that
is so equal to the accepted data (`--against`) is redundant wherever it stands. Exact copies are DUP001's and
are not counted again.

## Why it matters

"Where is my order?" and "where is my order" teach the same thing. Such copies slip through an exact
comparison, inflate the number of examples and leak from training into evaluation.

## How it is measured

By a 128-bit hash (XXH3) of system prompt, input, output and label after NFKC, case folding and collapsing
white space and punctuation. Signs that carry meaning stay: symbols and emoji, `# % & * / @ \\`, and the
marks within numbers, so that "-5" is not "5" and "C#" is not "C". `redundant_rows` is the share of rows that
are one too many; exact, normalised and near-duplicates each measure a part, and their sum is judged.
`planted_found` is the share that was found of copies which the audit made of the rows itself, in other case,
with other spacing or another end. `duplicate_groups` counts the groups.

## Thresholds and their source

Warns above 2 %, fails above 10 % for all tiers together (default policy). Of public training sets Alpaca and
LIMA repeat no row, TREC 1.3 % and SNIPS 1.4 % of them, a demo set of tool calls 11.7 %.

## When it is wrong

Where case or punctuation is the task (restoring capitals, code in which `a[0]` is not `a(0)`), rows may
differ in just that; ignore the check there. Pairs of an input in two spellings can be wanted to make a model
robust; it is cheaper to normalise the input before the model sees it.

## What to do

Drop the redundant rows. In Python, `report.clean()` gives the records without them.

## References

Unicode Standard Annex 15 (NFKC) and 44 (case folding); Lee et al. 2022, Deduplicating Training Data Makes
Language Models Better (arXiv 2107.06499).
"""

from __future__ import annotations

from dataclasses import dataclass

from dataaudit.checks.duplicates.groups import REDUNDANT_ROWS, normalised_copies, report_copies
from dataaudit.checks.duplicates.planted import with_planted
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.self_test import found_respelled
from dataaudit.model import CheckOutput, Limit, Pillar, Remedy
from dataaudit.registry import check

CODE = "DUP002"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of DUP002."""

    redundant_rows: Limit = REDUNDANT_ROWS


@check(
    CODE,
    "normalised-duplicate",
    Pillar.DUPLICATES,
    {"text"},
    params=Params,
    disqualifies=True,
    remedy=Remedy.DROP,
)
def normalised_duplicate(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report groups of rows that are equal but for case, punctuation and white space."""
    del params
    groups = normalised_copies(evidence.corpus, evidence.text)
    relation = "but for case, punctuation and spacing"
    output = report_copies(CODE, relation, groups, dataset, evidence.corpus)
    planted = found_respelled(evidence.units, evidence.corpus.frame, evidence.seed)
    return with_planted(output, CODE, "in other spelling", planted)
