"""Formats that are one text, with a label or alone: text-label, text, prompt-only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dataaudit.formats.base import Example, Format, Value, Violation, kind_of, lookup, present, says_answer
from dataaudit.formats.custom import Mapped, is_label_list
from dataaudit.formats.messages import content_violations, conversation, is_messages, turns_of

LABEL_COLUMNS = ("label", "target", "labels", "category", "intent")
#: Beside one of these a text is not raw text, and a prompt is not alone.
_PROMPT_COLUMNS = ("prompt", "instruction", "question", "query", "input")
_OTHER_TEXTS = ("messages", "conversations", "chosen", "rejected", "text")


@dataclass(frozen=True, eq=False)
class TextLabel(Mapped):
    """A text and its label, the label in a column of one of the usual names."""

    name: str = "text-label"
    fields: Mapping[str, str] = field(default_factory=lambda: {"input": "text", "label": "label"})

    columns = frozenset({"text", *LABEL_COLUMNS})

    def matches(self, value: Value) -> bool:
        """A text, and a label that is a text, a number or a list of texts."""
        label = value.get(_label_column(value) or "")
        return isinstance(value.get("text"), str) and (isinstance(label, str | int | float) or is_label_list(label))

    def resembles(self, value: Value) -> bool:
        """A column of text and one for a label, or a list of them; a list of numbers is another task."""
        columns = [column for column in LABEL_COLUMNS if column in value]
        label = value[columns[0]] if columns else {}
        return "text" in value and (is_label_list(label) or not isinstance(label, list | dict))

    def violations(self, value: Value) -> list[Violation]:
        """Text that is missing or no text, a label that is missing."""
        text = self._at(value, "input")
        found = super().violations(value)
        if text is not None and not isinstance(text, str):
            found.append(_no_text(self.fields["input"], text))
        return found

    def fitted(self, values: Sequence[Value]) -> Format:
        """With the label column that most of these records use."""
        used = Counter(column for value in values if (column := _label_column(value)) is not None)
        column = max(LABEL_COLUMNS, key=lambda name: used[name])
        return replace(self, fields={"input": "text", "label": column})


@dataclass(frozen=True, eq=False)
class Text(Format):
    """A text to train on as it stands, and nothing that looks like an answer to it."""

    fields: Mapping[str, str] = field(default_factory=lambda: {"output": "text"})

    name = "text"
    columns = frozenset({"text"})

    @property
    def required(self) -> tuple[str, ...]:
        """The text alone."""
        return ("output",)

    def matches(self, value: Value) -> bool:
        """A text without a column that goes by the name of a prompt or an answer."""
        return isinstance(value.get("text"), str) and self.resembles(value)

    def resembles(self, value: Value) -> bool:
        """The same, whatever the type of `text`."""
        asks = any(present(value, column) for column in _PROMPT_COLUMNS)
        return "text" in value and not asks and not says_answer(value)

    def example(self, value: Value) -> Example:
        """The text is the output: there is no input."""
        text = lookup(value, self.fields["output"])
        return Example(None, text if isinstance(text, str) else None)

    def violations(self, value: Value) -> list[Violation]:
        """Text that is no text."""
        text = lookup(value, self.fields["output"])
        return [] if isinstance(text, str) else [_no_text(self.fields["output"], text)]

    def bound(self, columns: Mapping[str, str]) -> Format:
        """The same with the text in another column."""
        return replace(self, fields={"output": columns["output"]})

    def has_one_right_answer(self, values: Sequence[Value]) -> bool:
        """No: there is no question."""
        del values
        return False


class PromptOnly(Format):
    """A prompt without an answer, for training by reward."""

    name = "prompt-only"
    columns = frozenset({"prompt"})
    fields: Mapping[str, str] = {"input": "prompt"}

    @property
    def required(self) -> tuple[str, ...]:
        """The prompt alone."""
        return ("input",)

    def matches(self, value: Value) -> bool:
        """A prompt, as text or messages, and no answer, conversation or other text."""
        prompt = value.get("prompt")
        return (isinstance(prompt, str) or is_messages(prompt)) and self.resembles(value)

    def resembles(self, value: Value) -> bool:
        """The same, whatever the type of `prompt`."""
        others = any(present(value, column) for column in _OTHER_TEXTS)
        return "prompt" in value and not others and not says_answer(value)

    def example(self, value: Value) -> Example:
        """The prompt is the input: there is no output."""
        return conversation(turns_of(value.get("prompt"), "user"))

    def violations(self, value: Value) -> list[Violation]:
        """A prompt that is neither a text nor a list of messages or typed parts."""
        return content_violations(value.get("prompt"), "prompt", answered=False)

    def has_one_right_answer(self, values: Sequence[Value]) -> bool:
        """No: there is no answer."""
        del values
        return False


def _label_column(value: Value) -> str | None:
    return next((column for column in LABEL_COLUMNS if present(value, column)), None)


def _no_text(column: str, content: Any) -> Violation:
    return Violation("no-text", f"{column} is {kind_of(content)}, not a text", column)
