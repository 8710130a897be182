"""Rows that repeat another row word for word.

## What it does

Finds examples whose system prompt, input, output and label are the same as another's. Of each group the
first in file order is the one to keep. A row that is in the accepted data (`--against`) is redundant
wherever it stands.

## Why it matters

A repeated example counts as one, is paid for several times and weighs more than the others in training.
Copies that fall on both sides of a split make the evaluation look better than it is. Language models
trained on deduplicated text repeat it ten times less often (Lee et al. 2022).

## How it is measured

By a 128-bit hash (XXH3) of the text in Unicode normalisation form C. What else makes two examples different,
such as the rejected answer or the tools, is part of the text. `redundant_rows` is the share of rows that are
one too many; the checks of exact, normalised and near-duplicates each measure a part of it, and their sum is
judged. `duplicate_groups` counts the groups.

## Thresholds and their source

Warns above 2 %, fails above 10 % for all tiers together (default policy). Of public training sets Alpaca and
LIMA repeat no row, TREC 1.3 % and SNIPS 1.4 % of them, a demo set of tool calls 11.7 %.

## When it is wrong

Copies may be meant, to give some examples more weight; say so with weights where the trainer has them.
Rows without an input, in data that has inputs, are left to FMT002 and FMT013.

## What to do

Drop the redundant rows. In Python, `report.clean()` gives the records without them.

## References

Lee et al. 2022, Deduplicating Training Data Makes Language Models Better (arXiv 2107.06499).
"""

from __future__ import annotations

from dataclasses import dataclass

from dataaudit.checks.duplicates.groups import REDUNDANT_ROWS, exact_copies, report_copies
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Limit, Pillar, Remedy
from dataaudit.registry import check

CODE = "DUP001"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of DUP001."""

    redundant_rows: Limit = REDUNDANT_ROWS


@check(
    CODE,
    "exact-duplicate",
    Pillar.DUPLICATES,
    {"text"},
    params=Params,
    disqualifies=True,
    remedy=Remedy.DROP,
)
def exact_duplicate(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report groups of rows that are equal word for word."""
    del params
    groups = exact_copies(evidence.corpus, evidence.text)
    return report_copies(CODE, "word for word", groups, dataset, evidence.corpus)
