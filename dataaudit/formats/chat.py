"""Formats that are one conversation: openai-chat and sharegpt, with preference and feedback variants."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cache
from typing import Any

import orjson

from dataaudit.formats.base import Example, Format, Part, Value, Violation, canonical, empty, is_blank, kind_of, present
from dataaudit.formats.feedback import one_sided
from dataaudit.formats.messages import (
    Turn,
    blank_turns,
    content_violations,
    conversation,
    is_messages,
    last_answer,
    message_violations,
    speaker,
    turns_of,
)
from dataaudit.formats.metadata import CONTAINERS, READERS
from dataaudit.formats.pairs import has_own_prompt, pair_violations
from dataaudit.model import Place, Severity

_TOOLS = ("tools", "functions", "toolConfig")


class Chat(Format):
    """A list of messages; the last answer in it is the output.

    Attributes
    ----------
    key
        The column of the messages, or the dotted path to them.
    content
        What a message calls its content.
    role_keys
        The keys in which its messages may have their roles, see `message_violations`.
    sides
        Where two answers are compared: the columns of the better and of the worse one.
    """

    key: str
    content: str = "content"
    role_keys: tuple[str, ...] = ("role",)
    sides: tuple[str, str] = ("chosen", "rejected")

    def example(self, value: Value) -> Example:
        """The conversation; tools and feedback are part of `extra`."""
        extra = self._tools(value)
        extra["label"] = self._feedback(value)
        if self._compares(value):
            extra["rejected"] = _answer(value.get(self.sides[1]))
        return conversation(self._turns(value), self._system(value), extra)

    def parts(self, value: Value) -> list[Part]:
        """Tools and system prompt, then turn by turn; whatever an assistant says is trained on."""
        before = [*map(canonical, self._tools(value).values()), self._system(value)]
        spoken = [Part(turn.text, turn.role == "assistant") for turn in self._turns(value)]
        return [*(Part(text, False) for text in before if text), *spoken]

    def answer_place(self, value: Value) -> Place | None:
        """The last turn of an assistant; None where two answers are compared."""
        last = last_answer(self._messages(value))
        return None if last is None or self._compares(value) else (self._key(value), *last)

    def violations(self, value: Value) -> list[Violation]:
        """What is wrong with the messages, and with the two answers of a comparison."""
        compares = self._compares(value)
        messages = self._messages(value)
        found = message_violations(messages, self._key(value), answered=not compares, keys=self.role_keys)
        return found + self._answer_violations(value) if compares else found

    def blanks(self, value: Value) -> list[Violation]:
        """Empty turns, empty answers of a comparison, and a conversation in which nobody asks."""
        compares = self._compares(value)
        messages = self._messages(value)
        found = blank_turns(messages, self._key(value), answered=not compares, content=self.content)
        sides = self.sides if compares else ()
        return found + [empty(side) for side in sides if is_blank(_answer(value.get(side)))]

    def has_one_right_answer(self, values: Sequence[Value]) -> bool:
        """Not where answers are compared, or marked good and bad."""
        return not any(self._compares(value) or self._feedback(value) is not None for value in values)

    def _key(self, value: Value) -> str:
        del value
        return self.key

    def _messages(self, value: Value) -> Any:
        return value.get(self._key(value))

    def _turns(self, value: Value) -> list[Turn]:
        """The messages, and the better answer where there are two."""
        messages = self._messages(value)
        turns = turns_of(messages, "user") if isinstance(messages, list) else []
        return [*turns, Turn("assistant", _answer(value.get(self.sides[0])))] if self._compares(value) else turns

    def _tools(self, value: Value) -> dict[str, Any]:
        return {name: _parsed(value.get(name)) for name in _TOOLS if value.get(name)}

    def _system(self, value: Value) -> str | None:
        """The system prompt, where it stands outside the messages."""
        system = value.get("system")
        return system if isinstance(system, str) else None

    def _compares(self, value: Value) -> bool:
        """Whether a better and a worse answer follow the messages."""
        del value
        return False

    def _answer_violations(self, value: Value) -> list[Violation]:
        found = [
            violation
            for side in self.sides
            for violation in content_violations(value.get(side), side, answered=True, keys=self.role_keys)
        ]
        return found or list(pair_violations(value, self.sides))

    def _feedback(self, value: Value) -> bool | None:
        """The thumb up or down of LLaMA-Factory's KTO files."""
        mark, label = value.get("kto_tag"), value.get("label")
        return mark if isinstance(mark, bool) else label if isinstance(label, bool) else None


class OpenAIChat(Chat):
    """`messages` of role and content, as OpenAI, Together, TRL and most others take them.

    mistral-finetune takes them in `interactions` too.
    """

    name = "openai-chat"
    key = "messages"
    columns = frozenset({"messages", "interactions"})
    fields: Mapping[str, str] = {"input": "messages", "output": "messages", "system": "messages"}

    def is_plain(self, value: Value) -> bool:
        """Messages of the three roles with a text each, an answer among them, and nothing else but metadata."""
        return _plain_chat()(value)

    def example(self, value: Value) -> Example:
        """The conversation."""
        if self.is_plain(value):
            return conversation([Turn(message["role"], message["content"]) for message in value["messages"]])
        return super().example(value)

    def matches(self, value: Value) -> bool:
        """Messages with roles and content, and nothing that belongs to another provider's format."""
        return is_messages(self._messages(value)) and self.resembles(value)

    def resembles(self, value: Value) -> bool:
        """Messages, whatever they are, that are meant for none of the other formats with `messages`."""
        return present(value, self._key(value)) and format_of_messages(value) == self.name

    def violations(self, value: Value) -> list[Violation]:
        """What is wrong with the messages; having them twice, or a system prompt beside them, is doubtful."""
        if self.is_plain(value):
            return []
        found = super().violations(value)
        if _loses_system(value, self._messages(value)):
            message = "system stands beside the messages, where most trainers don't look"
            found.append(Violation("system-beside", message, "system", Severity.WARNING))
        if present(value, "messages") and present(value, "interactions"):
            message = "there are both messages and interactions: only the messages are read"
            found.append(Violation("two-conversations", message, "interactions", Severity.WARNING))
        return found

    def fitted(self, values: Sequence[Value]) -> Format:
        """With the column that most of these records use."""
        fitted = copy(self)
        if 2 * sum(self._key(value) == "interactions" for value in values) > len(values):
            fitted.fields = dict.fromkeys(self.fields, "interactions")
        return fitted

    def _key(self, value: Value) -> str:
        return "interactions" if not present(value, "messages") and present(value, "interactions") else "messages"


@cache
def _plain_chat() -> Callable[[Value], bool]:
    import jsonschema_rs

    message = {
        "type": "object",
        "properties": {"role": {"enum": ["system", "user", "assistant"]}, "content": {"type": "string"}},
        "required": ["role", "content"],
        "additionalProperties": False,
    }
    answer = {"properties": {"role": {"const": "assistant"}}}
    schema = {
        "type": "object",
        "properties": {"messages": {"type": "array", "items": message, "contains": answer}}
        | dict.fromkeys((*READERS, *CONTAINERS), True),
        "required": ["messages"],
        "additionalProperties": False,
    }
    return jsonschema_rs.Draft7Validator(schema).is_valid


class ShareGPT(Chat):
    """`conversations` of from and value, or of role and content as unsloth writes them."""

    name = "sharegpt"
    key = "conversations"
    role_keys = ("from", "role")
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

    def violations(self, value: Value) -> list[Violation]:
        """What is wrong with the messages and answers, and a mark of feedback that is not true or false."""
        found = super().violations(value)
        mark = value.get("kto_tag")
        if mark is not None and not isinstance(mark, bool):
            found.append(Violation("label-no-boolean", f"kto_tag is {kind_of(mark)}, not true or false", "kto_tag"))
        return found

    def dataset_violations(self, values: Sequence[Value]) -> list[Violation]:
        """Nothing but good answers, or nothing but bad ones."""
        marks = (value.get("kto_tag") for value in values)
        return one_sided((mark if isinstance(mark, bool) else None for mark in marks), "kto_tag")

    def fitted(self, values: Sequence[Value]) -> Format:
        """With the column of the answers, where answers are compared."""
        fitted = copy(self)
        if any(map(self._compares, values)):
            fitted.fields = {**self.fields, "output": "chosen"}
        return fitted

    def _compares(self, value: Value) -> bool:
        return present(value, "chosen") or present(value, "rejected")


def format_of_messages(value: Value) -> str:
    """The name of the format that a record with `messages` is meant for.

    A second answer beside them makes it chat-preference, parts of text without a type bedrock-converse, and a
    system prompt beside messages of texts, in which only users and assistants speak, bedrock-anthropic.
    """
    if present(value, "chosen") or present(value, "rejected"):
        return "openai-chat" if has_own_prompt(value) else "chat-preference"
    if present(value, "schemaVersion") or isinstance(value.get("system"), list) or _has_untyped_text(value):
        return "bedrock-converse"
    return "bedrock-anthropic" if _is_claudes(value) else "openai-chat"


def _is_claudes(value: Value) -> bool:
    messages = value.get("messages")
    if not isinstance(value.get("system"), str) or not isinstance(messages, list) or not messages:
        return False
    return is_messages(messages) and all(
        message["role"] in ("user", "assistant") and isinstance(message.get("content"), str) for message in messages
    )


def _has_untyped_text(value: Value) -> bool:
    messages = value.get("messages")
    return any(
        isinstance(part, dict) and part.get("type") is None and part.get("text") is not None
        for message in (messages if isinstance(messages, list) else ())
        if isinstance(message, dict) and isinstance(message.get("content"), list)
        for part in message["content"]
    )


def _loses_system(value: Value, messages: Any) -> bool:
    """Whether there is a system prompt outside the messages and none in them."""
    system = value.get("system")
    if not isinstance(system, str) or is_blank(system) or not isinstance(messages, list):
        return False
    return not any(speaker(message) == "system" for message in messages)


def _answer(side: Any) -> str:
    """The text of a chosen or rejected answer, which is a message or the text itself."""
    turns = turns_of(side, "assistant")
    return turns[-1].text if turns else ""


def _parsed(tools: Any) -> Any:
    """Tools as JSON, which ShareGPT files hold as text, so that white space makes no difference."""
    if not isinstance(tools, str):
        return tools
    try:
        return orjson.loads(tools)
    except ValueError:
        return tools
