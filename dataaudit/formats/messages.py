"""Lists of messages, which several formats are made of: their texts, and the rules all consumers share."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dataaudit.formats.base import (
    Example,
    Violation,
    canonical,
    empty,
    extras,
    is_blank,
    kind_of,
    scalar_text,
)
from dataaudit.formats.calls import call_violations
from dataaudit.formats.parts import part_text, part_violations
from dataaudit.model import Severity
from dataaudit.wording import excerpt

#: Roles that some trainer takes, and whose turn it is. OpenAI: system to function; ShareGPT: human, gpt and
#: the names of other bots (FastChat); LLaMA-Factory: function_call, observation; torchtune: ipython;
#: ms-swift: tool_call, tool_response.
ROLES: Mapping[str, str] = {
    "system": "system", "developer": "system",
    "user": "user", "human": "user",
    "assistant": "assistant", "gpt": "assistant", "chatgpt": "assistant", "bing": "assistant",
    "bard": "assistant", "model": "assistant", "bot": "assistant",
    "function_call": "assistant", "tool_call": "assistant",
    "tool": "tool", "function": "tool", "observation": "tool", "ipython": "tool", "tool_response": "tool",
}  # fmt: skip

#: What the roles are called where messages have `role` and `content`, and where they have `from` and `value`.
_NAMES: Mapping[str, Mapping[str, str]] = {
    "role": {"system": "system", "user": "user", "assistant": "assistant", "tool": "tool"},
    "from": {"system": "system", "user": "human", "assistant": "gpt", "tool": "observation"},
}
#: Further names that belong to each: OpenAI's, torchtune's and ms-swift's; ShareGPT's and FastChat's.
_FURTHER_NAMES: Mapping[str, frozenset[str]] = {
    "role": frozenset({"developer", "function", "ipython", "tool_call", "tool_response"}),
    "from": frozenset({"function_call", "chatgpt", "bing", "bard"}),
}
_CONTENT_KEYS: Mapping[str, str] = {"role": "content", "from": "value"}

_CALLS = ("tool_calls", "function_call")
#: What an assistant may say instead of content: calls, or what OpenAI and reasoning models return beside
#: it.
_INSTEAD_OF_CONTENT = (*_CALLS, "refusal", "audio", "reasoning_content", "thinking")


class Turn(NamedTuple):
    """A message: whose turn it is (system, user, assistant, tool; unknown roles as they are) and its text."""

    role: str
    text: str


def last_answer(messages: Any) -> tuple[int, str] | None:
    """The position of the last assistant turn of a list, and the key of its text; None if it is not text alone."""
    if not isinstance(messages, list):
        return None
    last = max((i for i, message in enumerate(messages) if speaker(message) == "assistant"), default=None)
    if last is None or any(messages[last].get(key) for key in _CALLS):
        return None
    return next(((last, key) for key in _CONTENT_KEYS.values() if isinstance(messages[last].get(key), str)), None)


def is_messages(value: Any, role: str = "role", content: str = "content") -> bool:
    """Whether a value is a non-empty list of messages with these keys and plausible types, as a signature."""
    return isinstance(value, list) and bool(value) and all(_is_message(item, role, content) for item in value)


def turns_of(content: Any, role: str) -> list[Turn]:
    """The turns of a message or a list of messages; any other content is one turn of `role`."""
    messages = [content] if isinstance(content, dict) else content
    if _is_conversation(messages):
        return [_turn(message) for message in messages if isinstance(message, dict)]
    text = content_text(content)
    return [] if text is None else [Turn(role, text)]


def content_text(content: Any) -> str | None:
    """A message's content as text; of typed parts the texts are joined and others named by type and hash."""
    if content is None or isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(part_text(part) for part in content)
    return scalar_text(content) or canonical(content)


def conversation(turns: Sequence[Turn], system: str | None = None, extra: Mapping[str, Any] | None = None) -> Example:
    """An example of a conversation: the output is the last assistant turn, the input what was said before it.

    A single turn before it is the input as it stands, several are written one a line as "role: text". What
    comes after it is part of `extra`. `system` is a system prompt from elsewhere in the record.
    """
    prompts = [turn.text for turn in turns if turn.role == "system"]
    spoken = [turn for turn in turns if turn.role != "system"]
    answers = [i for i, turn in enumerate(spoken) if turn.role == "assistant"]
    last = answers[-1] if answers else len(spoken)
    return Example(
        input=_rendered(spoken[:last]),
        output=spoken[last].text if answers else None,
        system="\n".join([system, *prompts] if system else prompts) or None,
        turns=len(turns) + bool(system),
        extra=extras(**(extra or {}), after=_rendered(spoken[last + 1 :])),
    )


def message_violations(
    messages: Any, field: str, *, answered: bool, keys: Collection[str] = ("role",)
) -> list[Violation]:
    """The rules that a list of messages breaks.

    Parameters
    ----------
    field
        Where the list stands in its record.
    answered
        Whether there must be an answer to train on.
    keys
        The key in which the format has its roles: "role", "from" or either.
    """
    if not isinstance(messages, list) or not messages:
        return [no_messages(messages, field)]
    found = [] if all(map(_is_plain, messages)) else _broken_messages(messages, field, keys)
    if answered and not any(speaker(message) == "assistant" for message in messages):
        found.append(Violation("no-answer", f"{field} has no assistant message to train on", field))
    return found


def no_messages(messages: Any, field: str) -> Violation:
    """What is said of something that should be a list of messages and is none, or is empty."""
    if messages == []:
        return Violation("no-messages", f"{field} is empty", field)
    if isinstance(messages, str) and messages.lstrip().startswith(("[", "{")):
        return Violation("messages-are-text", f"{field} is a JSON string, not a list: write the list itself", field)
    return Violation("messages-no-list", f"{field} is {kind_of(messages)}, not a list of messages", field)


def content_violations(
    content: Any, field: str, *, answered: bool, keys: Collection[str] = ("role",)
) -> list[Violation]:
    """The rules that a prompt or answer breaks, which may be text, a message or several, or typed parts."""
    if isinstance(content, str):
        return []
    messages = [content] if isinstance(content, dict) else content
    if _is_conversation(messages):
        return message_violations(messages, field, answered=answered, keys=keys)
    if isinstance(content, list) and content:
        return list(part_violations(content, field))
    kind = "empty" if content == [] else kind_of(content)
    return [Violation("no-text", f"{field} is {kind}: neither a text nor messages", field)]


def blank_turns(messages: Any, field: str, *, answered: bool, content: str = "content") -> list[Violation]:
    """Turns in which a user or assistant says nothing, or that no user speaks before the answer.

    Tools may return nothing, and an empty system prompt is none. With `answered` the answer is the last turn
    of an assistant in the list, without it comes after the list. `content` is what the format calls it.
    """
    speakers = [speaker(message) for message in messages] if isinstance(messages, list) else []
    spoken = [i for i, who in enumerate(speakers) if who in ("user", "assistant")]
    blank = [i for i in spoken if is_blank(_turn(messages[i]).text)]
    if blank:
        return [empty(f"{field}[{i}].{'value' if _role_key(messages[i]) == 'from' else content}") for i in blank]
    last = max((i for i in spoken if speakers[i] == "assistant"), default=0)
    if "user" in speakers[: last if answered else None]:
        return []
    return [Violation("no-question", f"{field} has no user turn before the answer", field)]


def speaker(message: Any) -> str | None:
    """Whose turn a message is (system, user, assistant or tool), None where nobody knows."""
    role = _role(message) if isinstance(message, dict) else None
    return ROLES.get(role) if isinstance(role, str) else None


def _is_conversation(content: Any) -> bool:
    """Whether it is a list with at least one message, and not of typed parts."""
    return isinstance(content, list) and any(isinstance(item, dict) and _role(item) is not None for item in content)


def _is_message(item: Any, role: str, content: str) -> bool:
    if role == "role" and _is_plain(item):
        return True
    if not isinstance(item, dict) or not isinstance(item.get(role), str):
        return False
    said = item.get(content)
    if isinstance(said, list):
        return all(isinstance(part, dict) and part.get("type") is not None for part in said)
    return isinstance(said, str) or (said is None and any(item.get(key) for key in _INSTEAD_OF_CONTENT))


def _is_plain(message: Any) -> bool:
    """Whether it is two texts, the role one of OpenAI's: most messages are, and no rule is broken then."""
    if type(message) is not dict or len(message) != 2:
        return False
    role = message.get("role")
    return type(role) is str and role in _NAMES["role"] and type(message.get("content")) is str


def _role_key(message: Mapping[str, Any]) -> str | None:
    return next((key for key in _NAMES if message.get(key) is not None), None)


def _role(message: Mapping[str, Any]) -> Any:
    role = message.get("role")
    return message.get("from") if role is None else role


def _content(message: Mapping[str, Any]) -> Any:
    content = message.get("content")
    return message.get("value") if content is None else content


def _turn(message: Mapping[str, Any]) -> Turn:
    if _is_plain(message):
        return Turn(message["role"], message["content"])
    role, content = _role(message), _content(message)
    text = content if isinstance(content, str) else content_text(content) or ""
    calls = [canonical(message[key]) for key in _CALLS if message.get(key)]
    said = "\n".join([text, *calls] if text.strip() else calls) if calls else text
    return Turn(ROLES.get(role, role) if isinstance(role, str) else "", said)


def _rendered(turns: Sequence[Turn]) -> str | None:
    if len(turns) == 1:
        return turns[0].text
    return "\n".join(f"{turn.role}: {turn.text}" for turn in turns) or None


def _broken_messages(messages: Sequence[Any], field: str, keys: Collection[str]) -> list[Violation]:
    found = [violation for i, message in enumerate(messages) for violation in _broken(message, f"{field}[{i}]")]
    used = {_role_key(message) for message in messages if isinstance(message, dict)} - {None}
    if len(used) > 1:
        found.append(Violation("mixed-keys", f"{field} has messages of role and of from", field))
    elif not used <= set(keys):
        message = f"{field} has messages of from and value, not of role and content"
        found.append(Violation("other-keys", message, field, Severity.WARNING))
    return found


def _broken(message: Any, field: str) -> Iterator[Violation]:
    if not isinstance(message, dict):
        yield Violation("message-no-object", f"{field} is {kind_of(message)}, not an object", field)
        return
    yield from _broken_role(message, field)
    yield from _broken_content(message, field)
    weight = message.get("weight")
    if isinstance(weight, float) or weight not in (None, 0, 1):
        shown = excerpt(str(weight), 40)
        yield Violation("weight", f"{field} has the weight {shown}, not the integer 0 or 1", f"{field}.weight")
    yield from call_violations(message, field)


def _broken_role(message: Mapping[str, Any], field: str) -> Iterator[Violation]:
    """A role that nobody knows, or a name for it that belongs to messages with other keys."""
    key, role = _role_key(message), _role(message)
    who = speaker(message)
    if key is None:
        yield Violation("unknown-role", f"{field} has no role", f"{field}.role")
    elif who is None:
        named = excerpt(role if isinstance(role, str) else canonical(role), 40)
        yield Violation("unknown-role", f"{field} has the role {named!r}, which nobody knows", f"{field}.{key}")
    elif role not in _NAMES[key].values() and role not in _FURTHER_NAMES[key]:
        message_text = f"{field} has the role {role!r} of another format: here it is {_NAMES[key][who]!r}"
        yield Violation("other-role", message_text, f"{field}.{key}", Severity.WARNING)


def _broken_content(message: Mapping[str, Any], field: str) -> Iterator[Violation]:
    key = _CONTENT_KEYS[_role_key(message) or "role"]
    content = message.get(key)
    if isinstance(content, str):
        return
    place = f"{field}.{key}"
    if isinstance(content, list):
        yield from part_violations(content, place)
    elif content is not None:
        yield Violation("content-no-text", f"{field} has {key} that is {kind_of(content)}", place)
    elif not any(message.get(instead) for instead in _INSTEAD_OF_CONTENT):
        yield Violation("no-content", f"{field} has no {key}", place)
