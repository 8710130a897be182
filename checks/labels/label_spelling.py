"""One label in several spellings, and labels that are none.

## What it does

Finds labels that are the same but for case, white space, punctuation, hyphens, underscores or Unicode
variants (`track_order`, `Track Order`, `track-order`), those that look like slips of another one (`refnud`, the
plural `refunds` beside `refund`), and labels outside the set that the settings declare. The rows with the rarer
spelling are the ones to change.

## Why it matters

To a trainer each spelling is a class of its own: the examples of the class are split, the model learns to
produce both, and whatever reads its answer breaks at the spelling it doesn't know.

## How it is measured

Labels are compared after NFKC and case folding, without quotes, brackets and closing punctuation around them
and without what joins their words. Signs and numbers count: "-1" is not "1", "A+" not "A", "1-2" not "12".
The spelling that most rows use, accepted data (`--against`) included, is taken for the right one; of equals
the first in the alphabet. A declared spelling goes before all others. Sentences and JSON around a label are FMT003's.

Two labels may differ in one letter of one word of four letters or more: an "s" at its end is a plural; otherwise
the rarer label is a typo if its word is not in the encoder's vocabulary and the other label has `ratio` times
as many rows. Labels in lists (several may apply) are looked at one by one. `variant_labels` counts the spellings
that are not the usual one, `variant_rows` the rows that have them.

## Thresholds and their source

`undeclared_rows`: any fails, since whoever declares a set means it; `[checks.LAB006] labels = ["refund", ...]`.
Everything else warns: a collision is a fact, and one row is enough to confuse a parser. CLINC150, Banking77, SNIPS,
TREC and HINT3 have no twin; Banking77 has no two spellings either.

## When it is wrong

Where case distinguishes two classes ("US", the country, and "us") or white space does, and where the plural is
a class of its own. Typos with two letters off, or that are words themselves ("form", "from"), are not found.

## What to do

Write the label in the usual spelling. Merge singular and plural, or name the two classes apart.

## References

pandas and scikit-learn compare labels as they stand (`LabelEncoder`); Unicode Standard Annex 15 (NFKC);
Damerau 1964 (four of five slips are one letter); Garbe 2012, SymSpell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dataaudit.checks.labels.spellings import CODE, Rows, twins, undeclared, variants
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.labels.classes import fold
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check

_LIMIT = Limit(None, 0, source="ours: a declared set is a promise to whoever reads the answers")


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of LAB006."""

    undeclared_rows: Limit = _LIMIT
    labels: tuple[str, ...] = field(default=(), metadata={"source": "yours: the labels that there are"})
    ratio: float = field(default=10, metadata={"source": "ours: a slip is made now and then, not every other time"})


@check(CODE, "label-spelling", Pillar.LABELS, {"labels"}, params=Params, disqualifies=True, remedy=Remedy.FIX)
def label_spelling(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report labels that are written in more than one way or not declared, with the rows that deviate."""
    classes, rows = evidence.labels, _rows(evidence)
    declared = {fold(label): label for label in params.labels}
    found = list(variants(dataset, classes, rows, declared))
    if not declared:
        found += twins(dataset, classes, rows, params.ratio)
    measures = (Measure("variant_labels", len(found), "labels"), Measure("variant_rows", _count(found)))
    if not declared:
        return CheckOutput(measures, tuple(found))
    outside = list(undeclared(dataset, classes, rows, declared))
    return CheckOutput((*measures, Measure("undeclared_rows", _count(outside))), (*found, *outside))


def _rows(evidence: EvidenceView) -> Rows:
    """Of each class the audited rows, in order, and how they write it."""
    classes, corpus = evidence.labels, evidence.corpus
    rows: list[list[tuple[int, str]]] = [[] for _ in classes.names]
    for position, held, written in zip(classes.holder.tolist(), classes.held.tolist(), classes.written, strict=True):
        if position < corpus.audited:
            rows[held].append((corpus.at(position, "row"), written))
    return rows


def _count(findings: Iterable[Finding]) -> int:
    return len({row for finding in findings for row in finding.rows})
