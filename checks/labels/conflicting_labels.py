"""One input with different labels or answers.

## What it does

Finds inputs that appear more than once with different labels, or with answers of which only one can be right:
two annotators disagreed, a guideline changed half-way, somebody slipped. All rows of such an input are one
finding. Where the other answer is in the accepted data (`--against`), the rows of the audited data are the
finding's and the evidence names the accepted row and its answer. Inputs with several free answers are counted.

## Why it matters

The model is told that the same question has two answers and learns to guess; whatever it answers, one of the
rows counts as an error. Such contradictions also put a ceiling on every score that is measured on this data.

## How it is measured

Inputs are equal if they are after NFKC, case folding and collapsing white space and punctuation, and so must
the system prompt be: another instruction may ask for another label. `conflict_rows` is the share of rows in
conflicts. Labels that differ in spelling only are no conflict (LAB006), nor is a sentence or JSON around the
same label (FMT003). Rows without an input are left to FMT013.

Where the answers are no labels, tools and later turns must be equal too. Closed are then, as an answer or under
a key of a JSON object: a number, yes or no, the letter of a choice, and a name out of a closed set, or that the
prompt offers or asks for ("Who wrote ...?"). Two of a kind conflict unless one is the other rounded or in full.
Wishes for one of many ("name a fruit") and longer answers are free: `other_answers` counts rows whose input has
several. Texts to train on as they stand have no right answer to contradict.

Where several labels may apply, the sets must be equal, in any order. Preferences conflict if they go round in a
circle: A over B here and B over A there, or by way of C; so does one answer with a thumb up and a thumb down.
`conflicts` counts the inputs.

## Thresholds and their source

Any warns, above 1 % fails (default policy). TREC's 5,452 training questions hold one conflict, Banking77's
10,003 queries one; Alpaca and LIMA, of 52,002 and 1,029 instructions, none.

## When it is wrong

An input can be ambiguous without its context: "when?" belongs to whatever was said before. Then the context
must become part of the input. Where several labels are right at once, give them as a list. What a
prompt asks for is known in English only: elsewhere a random number may be taken for the right one, and names are
compared only if the prompt offers them.

## What to do

Decide which answer is right, write the decision into the guideline and give that answer to all of the rows, or
drop them.

## References

Northcutt et al. 2021, Pervasive Label Errors in Test Sets (arXiv 2103.14749).
"""

from __future__ import annotations

from dataclasses import dataclass

from dataaudit.answers.preferences import find_preferences, opposed
from dataaudit.answers.same_inputs import same_inputs
from dataaudit.checks.format.scanning import AS_THEY_STAND
from dataaudit.checks.labels.conflicts import conflict, free_answers
from dataaudit.dataset import Corpus, Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats import has_right_answers
from dataaudit.labels.classes import Classes, fold
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.registry import REQUIREMENTS, check

CODE = "LAB001"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of LAB001."""

    conflict_rows: Limit = Limit(0, 0.01, source="default policy")


@check(
    CODE,
    "conflicting-labels",
    Pillar.LABELS,
    {"text"},
    uses={"labels"},
    params=Params,
    disqualifies=True,
    remedy=Remedy.RELABEL,
)
def conflicting_labels(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report inputs that have more than one label, or answers that contradict each other."""
    del params
    if dataset.task == "classification":
        return _labels(dataset, evidence)
    if dataset.format in AS_THEY_STAND:
        return CheckOutput.not_applicable("texts to train on as they stand have no right answer to contradict")
    return _answers(dataset, evidence) if has_right_answers(dataset) else _preferences(dataset, evidence)


def _labels(dataset: Dataset, evidence: EvidenceView) -> CheckOutput:
    if not dataset.has("label"):
        return CheckOutput.not_applicable(REQUIREMENTS["labels"].absent)
    corpus = evidence.corpus
    names = _label_names(corpus, evidence.labels)
    given = [isinstance(text, str) and bool(text.strip()) for text in corpus.frame["input"]]
    findings = []
    for group in evidence.text.groups(evidence.text.input_normalised):
        labelled = {position: names[position] for position in group.tolist() if names[position] and given[position]}
        if len(set(labelled.values())) > 1 and min(labelled) < corpus.audited:
            findings.append(conflict(CODE, dataset, corpus, labelled, "label"))
    return CheckOutput(_measures(dataset, findings), tuple(findings))


def _label_names(corpus: Corpus, classes: Classes) -> list[str]:
    """Of every position the label as it is usually spelled, or the answer where it is no label; "" without one."""
    answers = corpus.frame["label"].tolist()
    return [
        name or (fold(answer) if isinstance(answer, str) else "")
        for name, answer in zip(classes.described(), answers, strict=True)
    ]


def _answers(dataset: Dataset, evidence: EvidenceView) -> CheckOutput:
    corpus = evidence.corpus
    findings, free = [], []
    for same in same_inputs(corpus, evidence.text):
        said = same.contradictions()
        if said and min(said) < corpus.audited:
            findings.append(conflict(CODE, dataset, corpus, said, "answer"))
        elif not said and same.is_answered_freely():
            free.append([position for position in same.positions if position < corpus.audited])
    measures = (*_measures(dataset, findings), Measure("other_answers", sum(map(len, free))))
    return CheckOutput(measures, (*findings, *free_answers(CODE, corpus, free)))


def _preferences(dataset: Dataset, evidence: EvidenceView) -> CheckOutput:
    corpus = evidence.corpus
    preferences = find_preferences(corpus) if dataset.has("extra") else {}
    if not preferences:
        return CheckOutput.not_applicable("there is no right answer, nor is one said to be better than another")
    circles = opposed(preferences, evidence.text)
    findings = [conflict(CODE, dataset, corpus, said, "preference") for said in circles if min(said) < corpus.audited]
    return CheckOutput(_measures(dataset, findings), tuple(findings))


def _measures(dataset: Dataset, findings: list[Finding]) -> tuple[Measure, ...]:
    rows = sum(len(finding.locations) for finding in findings)
    return (
        Measure("conflict_rows", rows / len(dataset.examples), "share"),
        Measure("conflicts", len(findings), "inputs"),
    )
