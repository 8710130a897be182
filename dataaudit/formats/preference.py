"""The format of two answers to one prompt: preference, DPO and its kin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from dataaudit.formats.base import Example, Format, Value, Violation, empty, is_blank, kind_of, present
from dataaudit.formats.messages import (
    Turn,
    content_violations,
    conversation,
    is_messages,
    turns_of,
)
from dataaudit.formats.pairs import has_own_prompt, pair_violations

_PROMPTS = ("prompt", "instruction", "question", "input")
_PAIRS = (("chosen", "rejected"), ("chosen_response", "rejected_response"))


class Preference(Format):
    """A chosen and a rejected answer, with a prompt beside them or as their common beginning."""

    name = "preference"
    columns = frozenset({*_PROMPTS, *_PAIRS[0], *_PAIRS[1]})
    fields: Mapping[str, str] = {"output": "chosen"}

    @property
    def required(self) -> tuple[str, ...]:
        """The answer alone: the prompt may be the beginning of both answers."""
        return ("output",)

    def matches(self, value: Value) -> bool:
        """Two texts, two messages or two lists of messages."""
        chosen, rejected = (value.get(column) for column in _pair(value))
        kinds = (_is_answer(chosen), _is_answer(rejected))
        return all(kinds) and type(chosen) is type(rejected) and self.resembles(value)

    def resembles(self, value: Value) -> bool:
        """Either answer, and no conversation beside it that would be its prompt: that is another format."""
        if present(value, "conversations") or (present(value, "messages") and not has_own_prompt(value)):
            return False
        return any(present(value, column) for column in _pair(value))

    def example(self, value: Value) -> Example:
        """The chosen answer is the output, the rejected one goes to `extra`; Orca's pairs have a `system`."""
        chosen, rejected = (value.get(column) for column in _pair(value))
        prompt = _prompt(value)
        if not prompt and isinstance(chosen, str) and isinstance(rejected, str):
            begin = _common_beginning(chosen, rejected)
            prompt = [Turn("user", chosen[:begin])] if begin else []
            chosen, rejected = chosen[begin:], rejected[begin:]
        said = turns_of(chosen, "assistant")
        if any(turn.role != "assistant" for turn in said):
            prompt = [turn for turn in prompt if turn.role == "system"]
        system = value.get("system")
        system = system if isinstance(system, str) else None
        return conversation([*prompt, *said], system, {"rejected": _answer(rejected)})

    def violations(self, value: Value) -> list[Violation]:
        """An answer or prompt that is neither text nor messages, answers of two kinds or without a difference."""
        columns = _pair(value)
        sides = [value.get(column) for column in columns]
        found = [
            violation
            for column, side in zip(columns, sides, strict=True)
            for violation in content_violations(side, column, answered=True)
        ]
        if not found and type(sides[0]) is not type(sides[1]):
            kinds = f"{columns[0]} is {kind_of(sides[0])} and {columns[1]} {kind_of(sides[1])}"
            found.append(Violation("two-kinds", f"{kinds}: they must be alike", columns[1]))
        found = found or list(pair_violations(value, columns))
        column = _prompt_column(value)
        return found if column is None else found + content_violations(value[column], column, answered=False)

    def blanks(self, value: Value) -> list[Violation]:
        """Answers without text, and a prompt that is there and empty."""
        blank = [column for column in _pair(value) if is_blank(_answer(value.get(column)))]
        prompt = _prompt_column(value)
        if prompt is not None and is_blank(self.example(value).input):
            blank.append(prompt)
        return [empty(column) for column in blank]

    def fitted(self, values: Sequence[Value]) -> Format:
        """With the columns that most of these records use."""
        fitted = copy(self)
        prompts = Counter(map(_prompt_column, values))
        prompt = max((None, *_PROMPTS), key=lambda column: prompts[column])
        pairs = Counter(map(_pair, values))
        fitted.fields = {"output": max(_PAIRS, key=lambda pair: pairs[pair])[0]}
        if prompt is not None:
            fitted.fields = {"input": prompt, **fitted.fields}
        if any(isinstance(value.get("system"), str) for value in values):
            fitted.fields = {**fitted.fields, "system": "system"}
        return fitted

    def has_one_right_answer(self, values: Sequence[Value]) -> bool:
        """No: the chosen answer is the better one of two."""
        del values
        return False


def _pair(value: Value) -> tuple[str, str]:
    """The columns of the two answers, by the name that is used."""
    return next((pair for pair in _PAIRS if any(present(value, column) for column in pair)), _PAIRS[0])


def _prompt_column(value: Value) -> str | None:
    return next((column for column in _PROMPTS if present(value, column)), None)


def _is_answer(side: Any) -> bool:
    return isinstance(side, str) or is_messages([side] if isinstance(side, dict) else side)


def _prompt(value: Value) -> list[Turn]:
    """The prompt; an instruction or question goes with its `input`."""
    column = _prompt_column(value)
    if column is None:
        return []
    more = value.get("input") if column in ("instruction", "question") else None
    if isinstance(value[column], str) and isinstance(more, str) and more:
        return [Turn("user", f"{value[column]}\n{more}")]
    return turns_of(value[column], "user")


def _answer(side: Any) -> str | None:
    return conversation(turns_of(side, "assistant")).output


def _common_beginning(chosen: str, rejected: str) -> int:
    """Where the answers part, at the start of a word as in TRL's extract_prompt; 0 if they never do."""
    if chosen == rejected:
        return 0
    pairs = zip(chosen, rejected, strict=False)
    part = next((i for i, (one, other) in enumerate(pairs) if one != other), min(len(chosen), len(rejected)))
    while part and not chosen[part - 1].isspace():
        part -= 1
    return part
