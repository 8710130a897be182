"""One input with different labels.

## What it does

Finds inputs that appear more than once with different labels: two annotators disagreed, a guideline changed
half-way, somebody slipped. All rows of such an input are one finding. Where the other label is in the
accepted data (`--against`), the rows of the audited data are the finding's and the evidence names the
accepted row and its label.

## Why it matters

The model is told that the same question has two answers and learns to guess; whatever it answers, one of the
rows counts as an error. Such contradictions also put a ceiling on every score that is measured on this data.

## How it is measured

Inputs are equal if they are after NFKC, case folding and collapsing white space and punctuation, and so must
the system prompt be: another instruction may ask for another label. `conflict_rows` is the share of rows in
conflicts. Labels that differ in spelling only are no conflict (LAB006), nor is a sentence or JSON around the
same label (FMT003). Rows without an input are left to FMT013.

## Thresholds and their source

Any warns, above 1 % fails (default policy). TREC's 5,452 training questions hold one conflict, Banking77's
10,003 queries one.

## When it is wrong

An input can be ambiguous without its context: "when?" belongs to whatever was said before. Then the context
must become part of the input. Where several labels are right at once, the task is not a choice of one.

## What to do

Decide which label is right, write the decision into the guideline and give that label to all of the rows, or
drop them.

## References

Northcutt et al. 2021, Pervasive Label Errors in Test Sets (arXiv 2103.14749).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from dataaudit.checks.labels.classes import find_classes, fold
from dataaudit.dataset import Corpus, Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.quoting import quoted
from dataaudit.registry import check

CODE = "LAB001"
_LIMIT = Limit(0, 0.01, source="default policy")
_QUOTED, _WIDTH = 200, 60


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of LAB001."""

    conflict_rows: Limit = _LIMIT


@check(
    CODE,
    "conflicting-labels",
    Pillar.LABELS,
    {"text", "labels"},
    params=Params,
    disqualifies=True,
    remedy=Remedy.RELABEL,
)
def conflicting_labels(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report inputs that have more than one label."""
    del params
    corpus = evidence.corpus
    names = _label_names(corpus)
    given = [isinstance(text, str) and bool(text.strip()) for text in corpus.frame["input"]]
    findings = []
    for group in evidence.text.groups(evidence.text.input_normalised):
        labelled = [position for position in group.tolist() if names[position] and given[position]]
        if len({names[position] for position in labelled}) > 1 and labelled[0] < corpus.audited:
            findings.append(_finding(dataset, corpus, labelled, names))
    rows = sum(len(finding.locations) for finding in findings)
    return CheckOutput(
        measures=(
            Measure("conflict_rows", rows / len(dataset.examples), "share"),
            Measure("conflicts", len(findings), "inputs"),
        ),
        findings=tuple(findings),
    )


def _label_names(corpus: Corpus) -> list[str]:
    """Of every position the label as it is usually spelled, or the answer where it is no label; "" without one."""
    answers = corpus.frame["label"].tolist()
    classes = find_classes(answers)
    usual = [classes.names[i] if i >= 0 else "" for i in classes.index]
    return [
        name or (fold(answer) if isinstance(answer, str) else "") for name, answer in zip(usual, answers, strict=True)
    ]


def _finding(dataset: Dataset, corpus: Corpus, positions: list[int], names: list[str]) -> Finding:
    own = [position for position in positions if position < corpus.audited]
    first: Any = corpus.frame.loc[own[0]]
    said = Counter(names[position] for position in positions)
    labels = {_short(label): n for label, n in sorted(said.items(), key=lambda item: (-item[1], item[0]))}
    evidence = {"text": quoted(first["input"], _QUOTED), "labels": labels}
    message = f"one input, {len(said)} labels: {', '.join(f'{label} ({n})' for label, n in labels.items())}"
    if other := [position for position in positions[len(own) :] if {names[p] for p in own} != {names[position]}]:
        evidence |= {"accepted": corpus.place(other[0]), "accepted_label": _short(names[other[0]])}
        message += f"; accepted {corpus.named_place(other[0])} has {_short(names[other[0]])}"
    return Finding(
        CODE,
        message,
        dataset.locate_all(corpus.frame["row"].to_numpy()[own], "label"),
        evidence=evidence,
        suggestion="decide which label is right and give it to all of these rows, or drop them",
    )


def _short(label: str) -> str:
    return quoted(label, _WIDTH)
