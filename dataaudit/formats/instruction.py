"""Formats of an instruction and its answer: alpaca and prompt-completion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dataaudit.formats.base import Example, Format, Value, Violation, kind_of, present, says_answer
from dataaudit.formats.custom import Mapped
from dataaudit.formats.feedback import is_feedback
from dataaudit.formats.messages import Turn, content_text, content_violations, conversation
from dataaudit.model import Place

_COMPLETIONS = ("completion", "response")


class Alpaca(Format):
    """`instruction` and `output`, with optional `input`, `system` and earlier turns in `history`."""

    name = "alpaca"
    columns = frozenset({"instruction", "input", "output", "system", "history"})
    #: The rendered prompt, which many published sets carry beside its parts (tatsu-lab/alpaca does).
    companions = frozenset({"text", "prompt"})
    fields: Mapping[str, str] = {"input": "instruction", "output": "output", "system": "system"}

    def matches(self, value: Value) -> bool:
        """Two texts."""
        return isinstance(value.get("instruction"), str) and isinstance(value.get("output"), str)

    def resembles(self, value: Value) -> bool:
        """An instruction, and no answer under another name."""
        if "instruction" not in value:
            return False
        return "output" in value or not says_answer(value)

    def example(self, value: Value) -> Example:
        """Instruction and input, on a line each as LLaMA-Factory joins them, after the turns of history."""
        question = [content_text(value.get(part)) for part in ("instruction", "input")]
        turns = _history(value.get("history"))
        if any(question):
            turns.append(Turn("user", "\n".join(filter(None, question))))
        output = content_text(value.get("output"))
        if output is not None:
            turns.append(Turn("assistant", output))
        return conversation(turns, content_text(value.get("system")))

    def answer_place(self, value: Value) -> Place | None:
        """The output."""
        return ("output",) if isinstance(value.get("output"), str) else None

    def violations(self, value: Value) -> list[Violation]:
        """An instruction or output that is no text; every other column is optional."""
        return [
            Violation("no-text", f"{column} is {kind_of(value.get(column))}, not a text", column)
            for column in ("instruction", "output")
            if not isinstance(value.get(column), str)
        ]


@dataclass(frozen=True, eq=False)
class PromptCompletion(Mapped):
    """`prompt` and `completion` or `response`, each a text or a list of messages."""

    name: str = "prompt-completion"
    fields: Mapping[str, str] = field(default_factory=lambda: {"input": "prompt", "output": "completion"})

    columns = frozenset({"prompt", *_COMPLETIONS})

    def matches(self, value: Value) -> bool:
        """Both are text or list, and no thumb up or down makes feedback of them."""
        sides = (value.get("prompt"), value.get(_completion(value)))
        return all(isinstance(side, str | list) for side in sides) and self.resembles(value)

    def resembles(self, value: Value) -> bool:
        """A completion or a response to a prompt, and not both: nobody can say which is to be learnt."""
        named = "completion" in value or ("response" in value and "prompt" in value)
        both = all(present(value, column) for column in _COMPLETIONS)
        return named and not both and not is_feedback(value.get("label"))

    def violations(self, value: Value) -> list[Violation]:
        """A prompt or completion that is neither text nor messages, or one text and one messages."""
        found = super().violations(value)
        for side in ("input", "output"):
            if (content := self._at(value, side)) is not None:
                found += content_violations(content, self.fields[side], answered=side == "output")
        return found

    def fitted(self, values: Sequence[Value]) -> Format:
        """With the column that most of these records complete in."""
        responses = sum(_completion(value) == "response" for value in values)
        column = "response" if 2 * responses > len(values) else "completion"
        return replace(self, fields={"input": "prompt", "output": column})


def _completion(value: Value) -> str:
    return next((column for column in _COMPLETIONS if present(value, column)), _COMPLETIONS[0])


def _history(history: Any) -> list[Turn]:
    """Earlier turns from pairs of question and answer."""
    pairs = [pair for pair in history if isinstance(pair, list | tuple)] if isinstance(history, list) else []
    roles = ("user", "assistant")
    return [Turn(role, content_text(said) or "") for pair in pairs for role, said in zip(roles, pair, strict=False)]
