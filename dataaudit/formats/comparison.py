"""Conversations with a better and a worse answer to them: openai-dpo and chat-preference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dataaudit.formats.base import Value, Violation, present
from dataaudit.formats.chat import Chat, OpenAIChat, format_of_messages
from dataaudit.formats.messages import is_messages, message_violations, speaker
from dataaudit.formats.pairs import pair_violations
from dataaudit.model import Severity
from dataaudit.wording import plural

#: Names from a schema that OpenAI has given up, and what they are called now.
_FORMER_NAMES: Mapping[str, str] = {
    "preferred_completion": "preferred_output",
    "non_preferred_completion": "non_preferred_output",
}


class OpenAIDPO(Chat):
    """`input.messages`, and of each answer a list of one message, as OpenAI and Together take them."""

    name = "openai-dpo"
    key = "input.messages"
    sides = ("preferred_output", "non_preferred_output")
    columns = frozenset({"input", *sides, *_FORMER_NAMES})
    fields: Mapping[str, str] = {"input": "input.messages", "output": "preferred_output", "system": "input.messages"}

    def matches(self, value: Value) -> bool:
        """Messages in the input, and two lists of messages."""
        return is_messages(self._messages(value)) and all(is_messages(value.get(side)) for side in self.sides)

    def resembles(self, value: Value) -> bool:
        """Either answer, by its present or its former name."""
        return any(present(value, column) for column in (*self.sides, *_FORMER_NAMES))

    def violations(self, value: Value) -> list[Violation]:
        """Columns by former names, what is wrong with messages and answers, and answers that are no answers."""
        found = [
            Violation("former-name", f"{former} is the name of a former schema: it is called {name}", former)
            for former, name in _FORMER_NAMES.items()
            if present(value, former)
        ]
        if found:
            return found
        return super().violations(value) + list(_ends_with_answer(self._messages(value), self.key))

    def _compares(self, value: Value) -> bool:
        del value
        return True

    def _messages(self, value: Value) -> Any:
        given = value.get("input")
        return given.get("messages") if isinstance(given, dict) else None

    def _tools(self, value: Value) -> dict[str, Any]:
        given = value.get("input")
        return super()._tools(given) if isinstance(given, dict) else {}

    def _answer_violations(self, value: Value) -> list[Violation]:
        found = [violation for side in self.sides for violation in _one_answer(value.get(side), side)]
        return found or list(pair_violations(value, self.sides))


class ChatPreference(Chat):
    """`messages`, and beside them a chosen and a rejected answer, as axolotl's chat_template takes them."""

    name = "chat-preference"
    key = "messages"
    columns = OpenAIChat.columns | {"chosen", "rejected"}
    fields: Mapping[str, str] = {"input": "messages", "output": "chosen", "system": "messages"}

    def matches(self, value: Value) -> bool:
        """Messages, and two answers that are texts or messages."""
        sides = [value.get(side) for side in self.sides]
        return all(map(_is_answer, sides)) and is_messages(value.get("messages")) and self.resembles(value)

    def resembles(self, value: Value) -> bool:
        """Messages and either answer, without a prompt of its own."""
        return present(value, "messages") and format_of_messages(value) == self.name

    def violations(self, value: Value) -> list[Violation]:
        """What is wrong with messages and answers; messages that have an answer already are doubtful."""
        found = super().violations(value)
        ends = _ends_with_answer(value.get("messages"), "messages")
        return found + [violation._replace(severity=Severity.WARNING) for violation in ends]

    def _compares(self, value: Value) -> bool:
        del value
        return True


def _is_answer(side: Any) -> bool:
    return isinstance(side, str) or is_messages([side] if isinstance(side, dict) else side)


def _ends_with_answer(messages: Any, field: str) -> Iterator[Violation]:
    if isinstance(messages, list) and messages and speaker(messages[-1]) == "assistant":
        message = f"{field} ends with an assistant message, where the two answers begin"
        yield Violation("ends-with-answer", message, field)


def _one_answer(side: Any, field: str) -> Iterator[Violation]:
    """What keeps a side from being a list of exactly one message of an assistant."""
    yield from message_violations(side, field, answered=True)
    if isinstance(side, list) and len(side) > 1:
        yield Violation("several-answers", f"{field} has {plural(len(side), 'message')}, not one", field)
