"""How disagreement of annotators is reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np

from dataaudit.dataset import Corpus, Dataset
from dataaudit.labels.agreement import Agreement, Alpha
from dataaudit.labels.annotations import Annotations, Indices
from dataaudit.labels.consensus import Consensus
from dataaudit.labels.dissent import Dissent
from dataaudit.model import Finding, Severity
from dataaudit.quoting import QUOTED_ROWS, quoted
from dataaudit.wording import percent, plural

_QUOTED, _WIDTH, _SHOWN = 200, 60, 20
#: Krippendorff's grades.
_GOOD, _TENTATIVE = 0.8, 0.667


def agreement_note(code: str, agreement: Agreement, annotations: Annotations, consensus: Consensus) -> Finding:
    """How far annotators agree: in all, label by label, and each of them with the consensus."""
    alpha = agreement.overall[agreement.level]
    value = alpha.value or 0.0
    grade = "good" if value >= _GOOD else "tentative" if value >= _TENTATIVE else "low"
    labels = [
        (name, one) for name, one in zip(annotations.labels, agreement.labels, strict=True) if one.value is not None
    ]
    labels.sort(key=lambda item: (round(item[1].value or 0.0, 9), item[0]))
    return Finding(
        code,
        f"{plural(len(annotations.annotators), 'annotator')} agree by alpha = {value:.2f} "
        f"[{alpha.low:.2f}–{alpha.high:.2f}] on {plural(agreement.items, 'item')}, which is {grade}",
        severity=Severity.INFO,
        evidence={
            "level": agreement.level,
            "levels": {name: _numbers(one) for name, one in agreement.overall.items()},
            "items": agreement.items,
            "annotations": agreement.pairable,
            "labels": [{"label": quoted(name, _WIDTH), **_numbers(one)} for name, one in labels[:_SHOWN]],
            "annotators": _quality(annotations, consensus),
        },
        suggestion="; ".join(_advice(annotations, value)),
        disqualifies=False,
    )


def _advice(annotations: Annotations, alpha: float) -> Iterator[str]:
    if alpha < _GOOD:
        yield "sharpen the guideline where the labels of the lowest alpha meet"
    if len(np.unique(annotations.position)) > len(annotations.items):
        yield "each row is one annotation: to train, keep one row of each item, with the label they agree on"


def second_look(
    code: str, dataset: Dataset, corpus: Corpus, annotations: Annotations, consensus: Consensus, dissent: Dissent
) -> Finding:
    """An item whose label the annotators contradict together."""
    votes = _votes(annotations, dissent.item)
    label = quoted(annotations.labels[consensus.label[dissent.item]], _WIDTH)
    first = dissent.positions[0]
    given = corpus.at(first, "label")
    said = [annotations.annotators[annotations.annotator[i]] for i in dissent.annotations]
    own = given if isinstance(given, str) else annotations.labels[annotations.label[dissent.annotations[0]]]
    tally = ", ".join(f"{quoted(name, _WIDTH)} ({n})" for name, n in votes)
    return Finding(
        code,
        f"labelled {quoted(own, _WIDTH)}, but the annotators together say {label}: {tally}",
        dataset.locate_all((corpus.at(position, "row") for position in dissent.positions), "label"),
        severity=Severity.WARNING,
        confidence=round(dissent.probability, 3),
        evidence={
            "text": quoted(corpus.at(first, "input"), _QUOTED),
            "label": quoted(own, _WIDTH),
            "suggested_label": label,
            "votes": {quoted(name, _WIDTH): n for name, n in votes},
            "dissenting": [quoted(name, _WIDTH) for name in said],
        },
        suggestion=f"read it again; if it is {label}, relabel it",
        disqualifies=False,
    )


def remaining_note(code: str, n: int, confident: float) -> Iterator[Finding]:
    """How many more items there are with a label that is contradicted, if any."""
    if n:
        yield Finding(
            code,
            f"{plural(n, 'more item')} whose label a consensus of {percent(confident)} or more contradicts",
            severity=Severity.INFO,
            evidence={"items": n},
            suggestion="so many are a matter for the guideline; raise listed to see them one by one",
            disqualifies=False,
        )


def ambiguous_note(code: str, corpus: Corpus, annotations: Annotations, divided: Indices) -> Iterator[Finding]:
    """How many items divide the annotators, and a few of them, the most open first; they are no errors."""
    if not len(divided):
        return
    yield Finding(
        code,
        f"{plural(len(divided), 'item')} divide the annotators: ambiguous, not wrong",
        severity=Severity.INFO,
        evidence={
            "items": len(divided),
            "examples": [_example(corpus, annotations, item) for item in divided[:QUOTED_ROWS].tolist()],
        },
        suggestion="ambiguous, not wrong: keep soft labels, add context or a rule",
        disqualifies=False,
    )


def _example(corpus: Corpus, annotations: Annotations, item: int) -> dict[str, Any]:
    position = int(annotations.items[item])
    votes = {quoted(name, _WIDTH): n for name, n in _votes(annotations, item)}
    return {**corpus.place(position), "text": quoted(corpus.at(position, "input"), _QUOTED), "votes": votes}


def _votes(annotations: Annotations, item: int) -> list[tuple[str, int]]:
    """The labels of an item with how many gave them, the most frequent first."""
    first, end = np.searchsorted(annotations.item, [item, item + 1])
    counts = Counter(annotations.labels[label] for label in annotations.label[first:end].tolist())
    return sorted(counts.items(), key=lambda vote: (-vote[1], vote[0]))


def _quality(annotations: Annotations, consensus: Consensus) -> list[dict[str, Any]]:
    """The annotators with the most items, and how often they agree with the consensus."""
    order = np.argsort(-consensus.shared, kind="stable")[:_SHOWN]
    return [
        {
            "annotator": quoted(annotations.annotators[i], _WIDTH),
            "agreement": round(float(consensus.quality[i]), 4),
            "items": int(consensus.shared[i]),
        }
        for i in order.tolist()
        if consensus.shared[i]
    ]


def _numbers(alpha: Alpha) -> dict[str, float | None]:
    values = zip(("alpha", "low", "high"), alpha, strict=True)
    return {name: None if value is None else round(value, 4) for name, value in values}
