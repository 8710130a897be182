"""How labels that are written otherwise, look like another one or aren't declared are reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from dataaudit.dataset import Dataset
from dataaudit.labels.classes import Classes, fold
from dataaudit.labels.spelling import find_twins
from dataaudit.model import Finding, Severity
from dataaudit.quoting import mask
from dataaudit.wording import ELLIPSIS, plural, visible

CODE = "LAB006"
#: Of each class the audited rows that name it, and how they write it.
Rows = Sequence[Sequence[tuple[int, str]]]

_WIDTH = 60
#: What makes a label look like another one, and how sure that is.
_LOOKS = {"typo": ("looks like a typo of", 0.8), "plural": ("differs in number from", 0.6)}


def variants(dataset: Dataset, classes: Classes, rows: Rows, declared: Mapping[str, str]) -> Iterator[Finding]:
    """Labels that are the same but for case, separators and the like."""
    for own, name, spellings in zip(rows, classes.names, classes.spellings, strict=True):
        usual = _quoted(declared.get(fold(name), name))
        deviating = [row for row, written in own if _quoted(written) != usual]
        if deviating:
            by_count = sorted(spellings.items(), key=lambda item: (-item[1], item[0]))
            message = f"the label {usual} is written otherwise in {plural(len(deviating), 'row')}"
            evidence = {"usual_spelling": usual, "spellings": {_quoted(spelling): n for spelling, n in by_count}}
            yield _finding(dataset, deviating, message, evidence, f"write {usual}")


def twins(dataset: Dataset, classes: Classes, rows: Rows, ratio: float) -> Iterator[Finding]:
    """Labels that look like a slip of another one."""
    counts = [sum(spellings.values()) for spellings in classes.spellings]
    for label, usual, kind in find_twins(classes.names, counts, ratio):
        if rows[label]:
            one, other = _quoted(classes.names[label]), _quoted(classes.names[usual])
            looks, confidence = _LOOKS[kind]
            message = f"the label {one} ({counts[label]:,}) {looks} {other} ({counts[usual]:,})"
            suggestion = f"write {other}, or name the two apart"
            own = [row for row, _ in rows[label]]
            yield _finding(dataset, own, message, {"label": one, "usual_label": other}, suggestion, confidence)


def undeclared(dataset: Dataset, classes: Classes, rows: Rows, declared: Mapping[str, str]) -> Iterator[Finding]:
    """Labels outside the declared set, which is given by folded name."""
    for own, name in zip(rows, classes.names, strict=True):
        if own and fold(name) not in declared:
            nearest = [_quoted(declared[key]) for key in get_close_matches(fold(name), declared, 1)]
            message = f"the label {_quoted(name)} is not among the {len(declared)} declared ones"
            yield Finding(
                CODE,
                message,
                dataset.locate_all((row for row, _ in own), "label"),
                evidence={"label": _quoted(name), "nearest": nearest},
                suggestion=f"write {nearest[0]}" if nearest else "give it a declared label, or declare it",
            )


def _finding(
    dataset: Dataset,
    rows: Sequence[int],
    message: str,
    evidence: Mapping[str, Any],
    suggestion: str,
    confidence: float = 1.0,
) -> Finding:
    """What only warns: its rows stay clean examples."""
    return Finding(
        CODE,
        message,
        dataset.locate_all(dict.fromkeys(rows), "label"),
        severity=Severity.WARNING,
        confidence=confidence,
        evidence=evidence,
        suggestion=suggestion,
        disqualifies=False,
    )


def _quoted(label: str) -> str:
    """In quotation marks, since white space at an end may be all that is wrong."""
    text = visible(mask(label))
    return f'"{text if len(text) <= _WIDTH else text[:_WIDTH] + ELLIPSIS}"'
