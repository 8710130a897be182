"""How what sets an annotator apart is reported."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dataaudit.checks.format.drift_wording import examples, numbers, sentence
from dataaudit.dataset import Corpus, Dataset
from dataaudit.drift.search import Drift
from dataaudit.evidence import EvidenceView
from dataaudit.labels.bias import Tendency
from dataaudit.labels.pace import Hasty, Run
from dataaudit.model import Finding, Severity
from dataaudit.quoting import quoted
from dataaudit.wording import number, percent

_QUOTED, _WIDTH, _EXAMPLES = 200, 60, 2
_MOST_SURE, _UNSURE = 0.99, 0.5
_READ_AGAIN = "look at the examples together, write the rule down, and have these rows read by somebody else"


def tendency(code: str, dataset: Dataset, evidence: EvidenceView, found: Tendency) -> Finding:
    """An annotator who gives a label more or less often than others; the rows are those to read again."""
    annotations, corpus = evidence.annotations, evidence.corpus
    name, label = (
        quoted(annotations.annotators[found.annotator], _WIDTH),
        quoted(annotations.labels[found.label], _WIDTH),
    )
    own, other = found.strata.shares
    low, high = found.strata.interval()
    n = len(found.own)
    rows = _striking(evidence, found)
    same = "the same" if found.by_item else "alike"
    message = (
        f"annotator {name} gives {label} to {percent(own)} of comparable items, the others {percent(other)} "
        f"(n = {n:,}, {100 * (own - other):+.0f} points [{100 * low:.0f}, {100 * high:.0f}])"
    )
    return Finding(
        code,
        message,
        dataset.locate_all((corpus.at(p, "row") for p in sorted(set(annotations.position[rows].tolist()))), "label"),
        severity=Severity.WARNING,
        confidence=round(min(_MOST_SURE, 1 - found.q), 3),
        evidence={
            "annotator": name,
            "label": label,
            "share": round(own, 4),
            "others_share": round(other, 4),
            "difference": round(own - other, 4),
            "difference_interval": [round(low, 4), round(high, 4)],
            "items": n,
            "compared_with": f"others' labels of {same} items",
            "q": float(f"{found.q:.2g}"),
            "examples": [_example(evidence, found, i) for i in rows[:_EXAMPLES].tolist()],
        },
        suggestion=_READ_AGAIN,
        disqualifies=False,
    )


def habit(code: str, drift: Drift, dataset: Dataset, corpus: Corpus) -> Finding:
    """A way of writing that is one annotator's."""
    found = numbers(drift)
    return Finding(
        code,
        sentence(drift, dataset, corpus),
        dataset.locate_all(corpus.frame["row"].iloc[drift.deviating], "output"),
        severity=Severity.WARNING,
        confidence=round(min(_MOST_SURE, 1 - drift.q), 3),
        evidence={
            "annotator": quoted(drift.name, _WIDTH),
            **found,
            **examples(drift, corpus),
            "also": [numbers(other) for other in drift.also],
        },
        suggestion="agree on one way of writing, and bring these rows into it",
        disqualifies=False,
    )


def haste(code: str, dataset: Dataset, corpus: Corpus, found: Hasty) -> Finding:
    """An annotator who is faster than anybody reads."""
    name, pace = quoted(found.annotator, _WIDTH), found.pace
    return Finding(
        code,
        f"annotator {name} takes {number(pace.seconds)} seconds an item, {number(pace.words_per_second)} words a "
        f"second; the others take {number(found.usual)} (medians, n = {pace.n:,})",
        dataset.locate_all(corpus.at(int(position), "row") for position in np.sort(pace.positions)),
        severity=Severity.WARNING,
        confidence=_UNSURE,
        evidence={
            "annotator": name,
            "seconds": round(pace.seconds, 3),
            "others_seconds": round(found.usual, 3),
            "words_per_second": round(pace.words_per_second, 2),
            "items": pace.n,
        },
        suggestion="have a sample of these rows labelled again by somebody else",
        disqualifies=False,
    )


def run_of_labels(code: str, dataset: Dataset, evidence: EvidenceView, found: Run) -> Finding:
    """An annotator who seldom changes the label; the rows are the longest run."""
    name, label = quoted(found.annotator, _WIDTH), quoted(evidence.labels.names[found.label], _WIDTH)
    return Finding(
        code,
        f"annotator {name} changes the label {found.changes:,} times in {found.n:,} rows in the order of time, by "
        f"chance {number(round(found.by_chance))} times; {label} comes {len(found.positions):,} times in a row",
        dataset.locate_all((evidence.corpus.at(int(p), "row") for p in np.sort(found.positions)), "label"),
        severity=Severity.INFO,
        confidence=_UNSURE,
        evidence={
            "annotator": name,
            "label": label,
            "changes": found.changes,
            "by_chance": round(found.by_chance, 1),
            "others_share_of_chance": round(found.usual, 4),
            "items": found.n,
            "q": float(f"{found.q:.2g}"),
        },
        suggestion="check that items did not come sorted; else have these rows labelled again",
        disqualifies=False,
    )


def _striking(evidence: EvidenceView, found: Tendency) -> NDArray[np.int64]:
    """The annotations with the label, or of one avoided those where others mostly give it, most striking first."""
    given = evidence.annotations.label[found.own] == found.label
    chosen = given if found.difference > 0 else ~given & (found.expected >= _UNSURE)
    sign = 1.0 if found.difference > 0 else -1.0
    order = np.argsort(np.round(sign * found.expected[chosen], 9), kind="stable")
    rows: NDArray[np.int64] = found.own[chosen][order]
    return rows


def _example(evidence: EvidenceView, found: Tendency, index: int) -> dict[str, Any]:
    """One row with what others say about it, or about alike ones."""
    annotations, corpus = evidence.annotations, evidence.corpus
    position = int(annotations.position[index])
    expected = float(found.expected[np.flatnonzero(found.own == index)[0]])
    return {
        **corpus.place(position),
        "text": quoted(corpus.at(position, "input"), _QUOTED),
        "label": quoted(annotations.labels[annotations.label[index]], _WIDTH),
        "others_share": round(expected, 4),
    }
