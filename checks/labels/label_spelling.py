"""One label in several spellings.

## What it does

Finds labels that are the same but for case, white space, punctuation, hyphens, underscores or Unicode
variants: `track_order`, `Track Order`, `track-order`. The rows with the rarer spellings are the ones to
change.

## Why it matters

To a trainer each spelling is a class of its own: the examples of the class are split, the model learns to
produce both, and whatever reads its answer breaks at the spelling it doesn't know.

## How it is measured

Labels are compared after NFKC and case folding, without quotes, brackets and closing punctuation around them
and without what joins their words. Signs and numbers count: "-1" is not "1", "A+" not "A", "1-2" not "12".
The spelling that most rows use, accepted data (`--against`) included, is taken for the right one; of equals
the first in the alphabet. Sentences and JSON around a label are FMT003's.

## Thresholds and their source

None: each label is a warning. A collision is a fact, and one row is enough to confuse a parser.

## When it is wrong

Where case distinguishes two classes ("US", the country, and "us") or white space does. Misspelt and plural
twins (`refund`, `refunds`) are not found: they may be two classes.

## What to do

Write the label in the usual spelling.

## References

pandas and scikit-learn compare labels as they stand (`LabelEncoder`); Unicode Standard Annex 15 (NFKC).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Measure, Pillar, Remedy, Severity
from dataaudit.quoting import mask
from dataaudit.registry import NoParams, check
from dataaudit.wording import ELLIPSIS, plural, visible

CODE = "LAB006"
_WIDTH = 60


@check(CODE, "label-spelling", Pillar.LABELS, {"labels"}, remedy=Remedy.FIX)
def label_spelling(dataset: Dataset, evidence: EvidenceView, params: NoParams) -> CheckOutput:
    """Report labels that are written in more than one way, with the rows that deviate."""
    del params
    corpus = evidence.corpus
    classes = evidence.labels
    answers, positions = corpus.frame["label"].tolist(), corpus.frame.index.to_numpy()
    findings = []
    for i, usual in enumerate(classes.names):
        if len(classes.spellings[i]) > 1:
            own = np.flatnonzero((classes.index == i) & classes.bare & (positions < corpus.audited))
            rows = [int(corpus.frame.at[p, "row"]) for p in own if answers[p] != usual]
            if rows:
                findings.append(_finding(dataset, rows, usual, classes.spellings[i]))
    rows_found = sum(len(finding.locations) for finding in findings)
    return CheckOutput(
        measures=(Measure("variant_labels", len(findings), "labels"), Measure("variant_rows", rows_found)),
        findings=tuple(findings),
    )


def _finding(dataset: Dataset, rows: Sequence[int], usual: str, spellings: Mapping[str, int]) -> Finding:
    by_count = sorted(spellings.items(), key=lambda item: (-item[1], item[0]))
    return Finding(
        CODE,
        f"the label {_quoted(usual)} is written otherwise in {plural(len(rows), 'row')}",
        dataset.locate_all(rows, "label"),
        severity=Severity.WARNING,
        evidence={
            "usual_spelling": _quoted(usual),
            "spellings": {_quoted(spelling): n for spelling, n in by_count},
        },
        suggestion=f"write {_quoted(usual)}",
    )


def _quoted(label: str) -> str:
    """In quotation marks, since white space at an end may be all that is wrong."""
    text = visible(mask(label))
    return f'"{text if len(text) <= _WIDTH else text[:_WIDTH] + ELLIPSIS}"'
