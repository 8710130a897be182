"""Inputs and answers that stand for nothing, and inputs that are only an address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from dataaudit.dataset import Dataset
from dataaudit.formats.base import is_blank
from dataaudit.formats.placeholders import empty_answer, empty_prompt, is_address, is_used_as_text
from dataaudit.quoting import quoted

_QUOTED = 60
_TOOLS = ('"tools"', '"functions"')


class Nothing(NamedTuple):
    """A row in which something is not there, in which fields, in words, and how sure it is."""

    row: int
    fields: tuple[str, ...]
    message: str
    confidence: float


class Exchange(NamedTuple):
    """What a row asks about, the instruction beside it where it has one of its own, and the answer."""

    row: int
    prompt: str
    instruction: str
    answer: str


def exchanges(dataset: Dataset) -> list[Exchange]:
    """The rows, with Alpaca's `input` for the prompt where there is one beside the instruction."""
    columns = (dataset.examples[name].tolist() for name in ("input", "output"))
    rows = [
        Exchange(row, prompt or "", "", answer or "")
        for row, prompt, answer in zip(dataset.examples.index.tolist(), *columns, strict=True)
    ]
    if dataset.columns.get("input") != "instruction":
        return rows
    values = [dataset.records[row.row].value or {} for row in rows]
    given = [(value.get("instruction"), value.get("input")) for value in values]
    return [
        row._replace(prompt=text, instruction=str(task)) if isinstance(text, str) and not is_blank(text) else row
        for row, (task, text) in zip(rows, given, strict=True)
    ]


def placeholders(dataset: Dataset, said: Sequence[Exchange], answer_words: int) -> Iterator[Nothing]:
    """Inputs and answers that stand for nothing; `answer_words` is how many words make answers prose."""
    labelled = dataset.task == "classification"
    words = [row.answer.count(" ") + 1 for row in said if row.answer]
    in_prose = bool(words) and median(words) >= answer_words
    for row, prompt, instruction, answer in said:
        if confidence := empty_prompt(prompt, instruction, labelled=labelled):
            yield Nothing(row, ("input",), f"the input stands for nothing: {quoted(prompt, _QUOTED)}", confidence)
        elif not labelled and (confidence := empty_answer(answer, f"{instruction} {prompt}", in_prose=in_prose)):
            yield Nothing(row, ("output",), f"the answer stands for nothing: {quoted(answer, _QUOTED)}", confidence)


def addresses(dataset: Dataset, said: Sequence[Exchange], most: float) -> Iterator[Nothing]:
    """Inputs that are only an address which somebody would have to open; none if so many inputs are."""
    found = [row for row in said if is_address(row.prompt)]
    if dataset.task == "classification" or len(found) > most * len(said):
        return
    extra = dataset.examples["extra"].to_dict() if found and dataset.has("extra") else {}
    for row, prompt, instruction, answer in found:
        with_tools = any(tools in str(extra.get(row)) for tools in _TOOLS)
        if not with_tools and not is_used_as_text(prompt, instruction, answer):
            message = f"the input is only an address, which no model opens: {quoted(prompt, _QUOTED)}"
            yield Nothing(row, ("input",), message, 0.8)
