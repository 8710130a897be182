"""Rows with an empty input, answer or turn, or one that stands for nothing.

## What it does

Points at rows in which a text that should be there is empty, or holds nothing but white space and invisible
characters: the input, the answer, the label, a user's or assistant's turn, and conversations in which
nobody asks. So it does at texts that stand for nothing ("Noinput", "<nooutput>", "N/A", "None", "[blank]") and
at inputs that are nothing but a web address. Where the label is what most annotators say, rows on which they are
split have none.

## Why it matters

An empty answer teaches the model to say nothing, an empty input to answer out of the blue. Some providers
refuse empty texts (Bedrock's Nova, Gemini), others leave the turn untrained (axolotl). "Noinput" is learnt as
a word of the prompt that no user will send, a null that became "None" as an answer. A page that the model
can't open teaches it to invent what is on it.

## How it is measured

Field by field of the format. What is optional there may be empty: alpaca's `input`, a system prompt, what a
tool returns. Rows that FMT002 refuses are left to it. Placeholders are a closed list of what people and
programs write, compared without case, brackets and punctuation. Words that can be answers count only where
the question doesn't have them, and as an answer only among answers of mostly eight words or more; labels are
never looked at. An address is left alone where the answer has it again, where its domain or form is asked
for, where there are tools, and where more than half of the inputs are addresses. `empty_rows`, `placeholder_rows` and
`address_rows` count the rows.

## Thresholds and their source

None: each row is a warning and is not a clean example. Consumers differ in what they do with it. The
confidence is .9 and more where a text says plainly that nothing is there, about .5 where it may be an answer.

## When it is wrong

An assistant may be meant to keep silent; then write what it should say instead, a word or a token of your
own. "None" may be the right answer, and your model may read pages.

## What to do

Fill in the text, leave the optional input empty, paste the page, or drop the row.

## References

Amazon Nova and Vertex AI tuning guides (non-empty text); axolotl's test fixture
`conversation.missingturns.json`; gururise/AlpacaDataCleaned, which lists empty outputs, placeholders and
addresses among Alpaca's faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from dataaudit.checks.format.nothing_said import Nothing, addresses, exchanges, placeholders
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats import format_of
from dataaudit.formats.base import is_blank
from dataaudit.model import CheckOutput, Finding, Measure, Pillar, Remedy, Severity
from dataaudit.registry import check

CODE = "FMT013"
#: Formats of questions and answers, in which no other text has to be there.
_SIMPLE = frozenset({"openai-chat", "alpaca", "prompt-completion", "text-label"})


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT013."""

    answer_words: int = field(default=8, metadata={"source": "ours: among shorter answers 'None' is one of them"})
    address_share: float = field(default=0.5, metadata={"source": "ours: what most rows have is the task"})


@check(CODE, "empty-text", Pillar.FORMAT, params=Params, disqualifies=True, remedy=Remedy.FIX)
def empty_text(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report rows without text where there should be some, or with one that stands for nothing."""
    del evidence
    said = exchanges(dataset)
    found = {
        "empty_rows": list(_empty(dataset)),
        "placeholder_rows": list(placeholders(dataset, said, params.answer_words)),
        "address_rows": list(addresses(dataset, said, params.address_share)),
    }
    return CheckOutput(
        measures=tuple(Measure(name, len(nothing)) for name, nothing in found.items()),
        findings=tuple(_finding(dataset, *nothing) for all_of_them in found.values() for nothing in all_of_them),
    )


def _empty(dataset: Dataset) -> Iterator[Nothing]:
    format = format_of(dataset)
    for row in _maybe_empty(dataset):
        value = dataset.records[row].value
        if value is not None and (blanks := format.blanks(value)) and not format.refuses(value):
            message = "; ".join(blank.message for blank in blanks)
            yield Nothing(row, tuple(str(blank.field) for blank in blanks), message, 1.0)
    if dataset.has("annotations") and "label" not in dataset.columns and dataset.task == "classification":
        for row in dataset.examples.index[dataset.examples["label"].isna()].tolist():
            yield Nothing(row, (dataset.columns["annotator"],), "its annotators are split or gave it no label", 1.0)


def _maybe_empty(dataset: Dataset) -> list[int]:
    """The rows, in formats of question and answer without those of one each, both there: asking all takes time."""
    examples = dataset.examples
    rows: list[int] = examples.index.tolist()
    if dataset.format not in _SIMPLE:
        return rows
    there = [np.array([not is_blank(text) for text in examples[name].tolist()]) for name in ("input", "output")]
    one_each = (examples["turns"] - examples["system"].notna() == 2).to_numpy()
    return [rows[i] for i in np.flatnonzero(~(there[0] & there[1] & one_each))]


def _finding(dataset: Dataset, row: int, fields: tuple[str, ...], message: str, confidence: float) -> Finding:
    return Finding(
        CODE,
        message,
        (dataset.locate(row, fields[0]),),
        severity=Severity.WARNING,
        confidence=confidence,
        evidence={"fields": list(fields)},
        suggestion="fill it in or drop the row",
    )
