"""Conversations as single providers take them: gemini-sft, bedrock-converse and bedrock-anthropic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dataaudit.formats.base import Value, Violation, canonical, kind_of, present
from dataaudit.formats.chat import Chat, OpenAIChat, format_of_messages
from dataaudit.formats.messages import ROLES, no_messages, speaker
from dataaudit.wording import excerpt

#: Blocks of a message that are calls of tools, and results of them: Gemini's and Converse's.
_CALLS = ("functionCall", "toolUse")
_RESULTS = ("functionResponse", "toolResult")
#: Readers of protocol buffers take either spelling.
_INSTRUCTIONS = ("systemInstruction", "system_instruction")


class _Provider(Chat):
    """Messages of which one provider alone says what they are: its rules are everybody's.

    Attributes
    ----------
    roles
        What the provider calls whoever speaks; it knows no other roles.
    """

    roles: Mapping[str, str] = {"user": "user", "assistant": "assistant"}

    def violations(self, value: Value) -> list[Violation]:
        """Messages and a system prompt that are not as the provider has them."""
        messages = value.get(self.key)
        if not isinstance(messages, list) or not messages:
            return [no_messages(messages, self.key)]
        found = [
            violation for i, message in enumerate(messages) for violation in self._broken(message, f"{self.key}[{i}]")
        ]
        if not any(speaker(message) == "assistant" for message in messages):
            message = f"{self.key} has no {self.roles['assistant']} message to train on"
            found.append(Violation("no-answer", message, self.key))
        return found + list(self._broken_system(value))

    def _broken(self, message: Any, field: str) -> Iterator[Violation]:
        if not isinstance(message, dict):
            yield Violation("message-no-object", f"{field} is {kind_of(message)}, not an object", field)
            return
        role = message.get("role")
        if role not in self.roles.values():
            yield Violation("unknown-role", f"{field} has {self._named(role)}", f"{field}.role")
        yield from self._broken_content(message.get(self.content), f"{field}.{self.content}")

    def _named(self, role: Any) -> str:
        """A role that the provider doesn't know, and what it calls the same speaker."""
        if role is None:
            return "no role"
        shown = excerpt(role if isinstance(role, str) else canonical(role), 40)
        who = ROLES.get(role, "") if isinstance(role, str) else ""
        if who == "system":
            return f"the role {shown!r}: the system prompt stands beside {self.key}"
        if who in self.roles:
            return f"the role {shown!r}: here it is {self.roles[who]!r}"
        return f"the role {shown!r}, which {self.name} doesn't know"

    def _broken_content(self, content: Any, field: str) -> Iterator[Violation]:
        yield from _broken_parts(content, field)

    def _broken_system(self, value: Value) -> Iterator[Violation]:
        del value
        yield from ()


class _Parts(_Provider):
    """Messages made of parts without a type, whose only key says what they are."""

    def _messages(self, value: Value) -> Any:
        messages = value.get(self.key)
        return [self._as_openai(message) for message in messages] if isinstance(messages, list) else messages

    def _as_openai(self, message: Any) -> Any:
        """The message as OpenAI would have it: parts with types, calls of tools apart."""
        parts = message.get(self.content) if isinstance(message, dict) else None
        if not isinstance(parts, list):
            return message
        blocks = [block for block in map(_block, parts) if block[0]]
        said = [{"type": kind, kind: block} for kind, block in blocks if kind not in _CALLS]
        calls = [{"function": block} for kind, block in blocks if kind in _CALLS]
        answers = bool(blocks) and all(kind in _RESULTS for kind, _ in blocks)
        return {"role": "tool" if answers else message.get("role"), "content": said, "tool_calls": calls}


class GeminiSFT(_Parts):
    """`contents` of role and parts, as Vertex AI takes them."""

    name = "gemini-sft"
    key = "contents"
    content = "parts"
    roles: Mapping[str, str] = {"user": "user", "assistant": "model"}
    columns = frozenset({"contents", *_INSTRUCTIONS})
    fields: Mapping[str, str] = {"input": "contents", "output": "contents", "system": "systemInstruction"}

    def matches(self, value: Value) -> bool:
        """Contents with roles and parts."""
        contents = value.get("contents")
        return isinstance(contents, list) and bool(contents) and all(map(_is_content, contents))

    def resembles(self, value: Value) -> bool:
        """Contents, whatever they are."""
        return present(value, "contents")

    def violations(self, value: Value) -> list[Violation]:
        """What breaks Vertex AI's rules, a last message that is no model's among it."""
        found = super().violations(value)
        contents = value.get("contents")
        if not found and isinstance(contents, list) and speaker(contents[-1]) != "assistant":
            found.append(Violation("ends-without-answer", "contents doesn't end with a model message", "contents"))
        return found

    def _system(self, value: Value) -> str | None:
        given = [value[name] for name in _INSTRUCTIONS if present(value, name)]
        return _joined(given[0].get("parts")) if given and isinstance(given[0], dict) else None

    def _broken_system(self, value: Value) -> Iterator[Violation]:
        for name in _INSTRUCTIONS:
            instruction = value.get(name)
            if isinstance(instruction, dict):
                yield from _broken_parts(instruction.get("parts"), f"{name}.parts")
            elif instruction is not None:
                message = f"{name} is {kind_of(instruction)}, not an object with parts"
                yield Violation("system-no-object", message, name)


class BedrockConverse(_Parts):
    """`messages` whose content is a list of texts without a type, as Bedrock takes them of Nova and Llama."""

    name = "bedrock-converse"
    key = "messages"
    columns = OpenAIChat.columns | {"schemaVersion", "system"}
    fields: Mapping[str, str] = {"input": "messages", "output": "messages", "system": "system"}

    def matches(self, value: Value) -> bool:
        """Messages with roles, whose contents are lists of parts without a type."""
        messages = value.get("messages")
        if not isinstance(messages, list) or not messages or not all(_is_content(m, "content") for m in messages):
            return False
        return self.resembles(value)

    def resembles(self, value: Value) -> bool:
        """Messages with a version of the schema, a list for a system prompt, or a part without a type."""
        return present(value, "messages") and format_of_messages(value) == self.name

    def _system(self, value: Value) -> str | None:
        return _joined(value.get("system"))

    def _broken_system(self, value: Value) -> Iterator[Violation]:
        if present(value, "system"):
            yield from _broken_parts(value["system"], "system")


class BedrockAnthropic(_Provider):
    """`messages` of texts with the system prompt beside them, as Bedrock takes them of Claude."""

    name = "bedrock-anthropic"
    key = "messages"
    columns = OpenAIChat.columns | {"system"}
    fields: Mapping[str, str] = {"input": "messages", "output": "messages", "system": "system"}

    def matches(self, value: Value) -> bool:
        """A text for a system prompt, and messages of texts by users and assistants."""
        return isinstance(value.get("system"), str) and format_of_messages(value) == self.name

    def resembles(self, value: Value) -> bool:
        """The same: what is broken could as well be meant for openai-chat."""
        return self.matches(value)

    def _broken_content(self, content: Any, field: str) -> Iterator[Violation]:
        if not isinstance(content, str):
            yield Violation("content-no-text", f"{field} is {kind_of(content)}, not a text", field)

    def _broken_system(self, value: Value) -> Iterator[Violation]:
        system = value.get("system")
        if system is not None and not isinstance(system, str):
            yield Violation("system-no-text", f"system is {kind_of(system)}, not a text", "system")


def _is_content(message: Any, content: str = "parts") -> bool:
    if not isinstance(message, dict) or not isinstance(message.get("role"), str):
        return False
    parts = message.get(content)
    return isinstance(parts, list) and all(isinstance(part, dict) and part.get("type") is None for part in parts)


def _broken_parts(parts: Any, field: str) -> Iterator[Violation]:
    if not isinstance(parts, list):
        yield Violation("no-parts", f"{field} is {kind_of(parts)}, not a list of parts", field)
    elif not parts:
        yield Violation("no-parts", f"{field} is empty", field)
    for i, part in enumerate(parts if isinstance(parts, list) else ()):
        place = f"{field}[{i}]"
        kind, block = _block(part)
        if not kind:
            yield Violation("empty-part", f"{place} holds nothing", place)
        elif isinstance(part, dict) and part.get("type") is not None:
            yield Violation("part-with-type", f"{place} has a type, which parts have in other formats", place)
        elif kind == "text" and not isinstance(block, str):
            yield Violation("part-without-text", f"{place} has a text that is {kind_of(block)}", place)


def _block(part: Any) -> tuple[str, Any]:
    """What a part is, by the key that holds anything, and what it holds; ("", None) if it holds nothing."""
    if isinstance(part, dict) and part.get("text") is not None:
        return "text", part["text"]
    there = part.items() if isinstance(part, dict) else ()
    return next(((key, block) for key, block in there if block is not None and key != "type"), ("", None))


def _joined(parts: Any) -> str | None:
    """The texts of parts, a line each; None where there is none."""
    blocks = [_block(part) for part in parts] if isinstance(parts, list) else []
    return "\n".join(block for kind, block in blocks if kind == "text" and isinstance(block, str)) or None
