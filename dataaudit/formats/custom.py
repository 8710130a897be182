"""Examples by columns: what `--map input=question,output=answer` makes, and formats that are columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dataaudit.formats.base import (
    Example,
    Format,
    Part,
    Value,
    Violation,
    canonical,
    lookup,
    place_of,
    scalar_text,
)
from dataaudit.formats.messages import Turn, conversation, last_answer, turns_of
from dataaudit.model import Place

#: Fields of an example whose columns a format reads; the others stand beside the format (`metadata.py`).
TEXT_FIELDS = ("system", "input", "output", "label")


@dataclass(frozen=True, eq=False)
class Mapped(Format):
    """Columns as they were named: `fields` says which column, or dotted path, holds which field.

    A column may hold plain text, a number, a list of messages or of typed parts, or any other JSON value, of
    which the canonical text counts. The only rule is that nothing is missing.
    """

    name: str
    fields: Mapping[str, str]

    columns = frozenset()

    @property
    def required(self) -> tuple[str, ...]:
        """Input, and the answer: the output, or the label where there is no output."""
        answer = "output" if "output" in self.fields else "label"
        return tuple(field for field in ("input", answer) if field in self.fields)

    def matches(self, value: Value) -> bool:
        """Whether every required column is there."""
        return all(self._at(value, field) is not None for field in self.required)

    def resembles(self, value: Value) -> bool:
        """Whether any required column is there."""
        return any(self._at(value, field) is not None for field in self.required)

    def example(self, value: Value) -> Example:
        """Input and output as texts or conversations; a label without an output is the output too."""
        turns = self._turns(value, "input", "user") + self._turns(value, "output", "assistant")
        example = conversation(turns, scalar_text(self._at(value, "system")))
        if "label" not in self.fields:
            return example
        label = label_text(self._at(value, "label"))
        return example._replace(label=label, output=example.output if "output" in self.fields else label)

    def parts(self, value: Value) -> list[Part]:
        """As of any example; a label is no text that a model reads, so it is the input that is learnt from."""
        if "output" in self.fields:
            return super().parts(value)
        example = self.example(value)
        return [Part(text, True) for text in (example.system, example.input) if text]

    def violations(self, value: Value) -> list[Violation]:
        """A required column that is missing."""
        return [
            Violation("missing-column", f"{self.fields[field]} is missing", self.fields[field])
            for field in self.required
            if self._at(value, field) is None
        ]

    def bound(self, columns: Mapping[str, str]) -> Format:
        """The same with these columns; columns of other names than the format's have no rules of type."""
        generic = Mapped(self.name, {field: columns[field] for field in TEXT_FIELDS if field in columns})
        own = self.columns.issuperset(generic.fields[field] for field in generic.required)
        return replace(self, fields=generic.fields) if own else generic

    def answer_place(self, value: Value) -> Place | None:
        """The column of the output, or of the label; the last answer of messages."""
        path = self.fields.get("output") or self.fields.get("label")
        if path is None:
            return None
        place, content = place_of(value, path), lookup(value, path)
        if not isinstance(content, list) or is_label_list(content):
            return None if isinstance(content, dict) else place
        last = last_answer(content)
        return None if last is None else (*place, *last)

    def _at(self, value: Value, field: str) -> Any:
        return lookup(value, self.fields[field]) if field in self.fields else None

    def _turns(self, value: Value, field: str, role: str) -> list[Turn]:
        return turns_of(self._at(value, field), role)


def is_label_list(value: Any) -> bool:
    """Whether it is a list of texts, as data have it in which several labels may apply."""
    return isinstance(value, list) and all(isinstance(label, str) for label in value)


def label_text(value: Any) -> str | None:
    """A label as text, whatever JSON value it is; of a list of labels the order doesn't count."""
    if is_label_list(value):
        return canonical(sorted(set(value)))
    text = scalar_text(value)
    return canonical(value) if text is None and value is not None else text
