"""Formats that are one conversation: openai-chat and sharegpt, with preference and feedback variants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

import orjson

from dataaudit.formats.base import Example, Format, Value, Violation, empty, is_blank, present
from dataaudit.formats.messages import (
    Turn,
    blank_turns,
    content_violations,
    conversation,
    is_messages,
    message_violations,
    turns_of,
)

_TOOLS = ("tools", "functions")


class Chat(Format):
    """A list of messages; the last answer in it is the output.

    Attributes
    ----------
    key
        The column of the messages.
    """

    key: str

    def example(self, value: Value) -> Example:
        """The conversation; tools and feedback are part of `extra`."""
        messages = value.get(self.key)
        turns = turns_of(messages, "user") if isinstance(messages, list) else []
        extra: dict[str, Any] = {name: _parsed(value.get(name)) for name in _TOOLS if value.get(name)}
        extra["label"] = self._feedback(value)
        if self._compares(value):
            extra["rejected"] = _answer(value.get("rejected"))
            turns = [*turns, Turn("assistant", _answer(value.get("chosen")))]
        return conversation(turns, _text(value.get("system")), extra)

    def violations(self, value: Value) -> list[Violation]:
        """What is wrong with the messages, and with the two answers of a comparison."""
        compares = self._compares(value)
        found = message_violations(value.get(self.key), self.key, answered=not compares)
        if compares:
            for side in ("chosen", "rejected"):
                found += content_violations(value.get(side), side, answered=True)
        return found

    def blanks(self, value: Value) -> list[Violation]:
        """Empty turns, empty answers of a comparison, and a conversation in which nobody asks."""
        compares = self._compares(value)
        found = blank_turns(value.get(self.key), self.key, answered=not compares)
        sides = ("chosen", "rejected") if compares else ()
        return found + [empty(side) for side in sides if is_blank(_answer(value.get(side)))]

    def has_one_right_answer(self, values: Sequence[Value]) -> bool:
        """Not where answers are compared, or marked good and bad."""
        return not any(self._compares(value) or self._feedback(value) is not None for value in values)

    def _compares(self, value: Value) -> bool:
        """Whether a chosen and a rejected answer follow the messages."""
        del value
        return False

    def _feedback(self, value: Value) -> bool | None:
        """The thumb up or down of LLaMA-Factory's KTO files."""
        marks = (value.get("kto_tag"), value.get("label"))
        return next((mark for mark in marks if isinstance(mark, bool)), None)


class OpenAIChat(Chat):
    """`messages` of role and content, as OpenAI, Together, Mistral, TRL and most others take them."""

    name = "openai-chat"
    key = "messages"
    columns = frozenset({"messages"})
    fields: Mapping[str, str] = {"input": "messages", "output": "messages", "system": "messages"}

    def matches(self, value: Value) -> bool:
        """Messages with roles and content, and nothing that belongs to another provider's format."""
        return is_messages(value.get("messages")) and self.resembles(value)

    def resembles(self, value: Value) -> bool:
        """Messages, whatever they are, that are not Bedrock's and have no second answer beside them."""
        return present(value, "messages") and not _is_elsewhere(value)


class ShareGPT(Chat):
    """`conversations` of from and value, or of role and content as unsloth writes them."""

    name = "sharegpt"
    key = "conversations"
    columns = frozenset({"conversations", "chosen", "rejected", "kto_tag"})
    fields: Mapping[str, str] = {
        "input": "conversations",
        "output": "conversations",
        "system": "conversations",
    }

    def matches(self, value: Value) -> bool:
        """Messages of either kind of keys."""
        messages = value.get("conversations")
        return is_messages(messages, "from", "value") or is_messages(messages)

    def resembles(self, value: Value) -> bool:
        """Conversations, whatever they are."""
        return present(value, "conversations")

    def fitted(self, values: Sequence[Value]) -> Format:
        """With the column of the answers, where answers are compared."""
        fitted = copy(self)
        if any(map(self._compares, values)):
            fitted.fields = {**self.fields, "output": "chosen"}
        return fitted

    def _compares(self, value: Value) -> bool:
        return present(value, "chosen") or present(value, "rejected")


def _is_elsewhere(value: Value) -> bool:
    """Signs of chat-preference (a second answer) and of Bedrock (`system` outside, parts without a type)."""
    if present(value, "chosen") or present(value, "rejected") or present(value, "system"):
        return True
    messages = value["messages"] if isinstance(value["messages"], list) else []
    contents = [message.get("content") for message in messages if isinstance(message, dict)]
    parts = [part for content in contents if isinstance(content, list) for part in content]
    return any(isinstance(part, dict) and "type" not in part and "text" in part for part in parts)


def _answer(side: Any) -> str:
    """The text of a chosen or rejected answer, which is a message or the text itself."""
    turns = turns_of(side, "assistant")
    return turns[-1].text if turns else ""


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _parsed(tools: Any) -> Any:
    """Tools as JSON, which ShareGPT files hold as text, so that white space makes no difference."""
    if not isinstance(tools, str):
        return tools
    try:
        return orjson.loads(tools)
    except ValueError:
        return tools
