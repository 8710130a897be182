"""Lists of messages, which several formats are made of: their texts, and the rules all consumers share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xxhash import xxh3_64_hexdigest

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

_CALLS = ("tool_calls", "function_call")
#: What an assistant may say instead of content: calls, or what OpenAI and reasoning models return beside
#: it.
_INSTEAD_OF_CONTENT = (*_CALLS, "refusal", "audio", "reasoning_content", "thinking")
#: LLaMA-Factory's first-version files say `value` where OpenAI says `text`.
_TEXT_KEYS = ("text", "value", "content")
_IMAGE = re.compile(
    r"(https?|file|gs|s3)://|data:image/(jpe?g|png|webp|gif);base64,|[^<>]+\.(jpe?g|png|webp|gif|bmp)$",
    re.IGNORECASE,
)


class Turn(NamedTuple):
    """A message: whose turn it is (system, user, assistant, tool; unknown roles as they are) and its text."""

    role: str
    text: str


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
        return "\n".join(_part_text(part) for part in content)
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


def message_violations(messages: Any, field: str, *, answered: bool) -> list[Violation]:
    """The rules that a list of messages breaks.

    Parameters
    ----------
    field
        Where the list stands in its record.
    answered
        Whether there must be an answer to train on.
    """
    if isinstance(messages, str):
        return [Violation("messages-are-text", f"{field} is a JSON string, not a list", field)]
    if not isinstance(messages, list):
        return [Violation("messages-no-list", f"{field} is {kind_of(messages)}, not a list of messages", field)]
    if not messages:
        return [Violation("no-messages", f"{field} is empty", field)]
    found = [violation for i, message in enumerate(messages) for violation in _broken(message, f"{field}[{i}]")]
    if answered and not any(_speaker(message) == "assistant" for message in messages):
        found.append(Violation("no-answer", f"{field} has no assistant message to train on", field))
    return found


def content_violations(content: Any, field: str, *, answered: bool) -> list[Violation]:
    """The rules that a prompt or answer breaks, which may be text, a message or several, or typed parts."""
    if isinstance(content, str):
        return []
    messages = [content] if isinstance(content, dict) else content
    if _is_conversation(messages):
        return message_violations(messages, field, answered=answered)
    if isinstance(content, list) and content:
        return list(_broken_parts(content, field))
    kind = "empty" if content == [] else kind_of(content)
    return [Violation("no-text", f"{field} is {kind}: neither a text nor messages", field)]


def blank_turns(messages: Any, field: str, *, answered: bool) -> list[Violation]:
    """Turns in which a user or assistant says nothing, or that no user speaks before the answer.

    Tools may return nothing, and an empty system prompt is none. With `answered` the answer is the last turn
    of an assistant in the list, without it comes after the list.
    """
    speakers = [_speaker(message) for message in messages] if isinstance(messages, list) else []
    spoken = [i for i, speaker in enumerate(speakers) if speaker in ("user", "assistant")]
    blank = [i for i in spoken if is_blank(_turn(messages[i]).text)]
    if blank:
        return [empty(f"{field}[{i}].{'value' if 'from' in messages[i] else 'content'}") for i in blank]
    last = max((i for i in spoken if speakers[i] == "assistant"), default=0)
    if "user" in speakers[: last if answered else None]:
        return []
    return [Violation("no-question", f"{field} has no user turn before the answer", field)]


def _is_conversation(content: Any) -> bool:
    """Whether it is a list with at least one message, and not of typed parts."""
    return isinstance(content, list) and any(isinstance(item, dict) and _role(item) is not None for item in content)


def _is_message(item: Any, role: str, content: str) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get(role), str):
        return False
    said = item.get(content)
    if isinstance(said, list):
        return all(isinstance(part, dict) and "type" in part for part in said)
    return isinstance(said, str) or (said is None and any(item.get(key) is not None for key in _INSTEAD_OF_CONTENT))


def _role(message: Mapping[str, Any]) -> Any:
    role = message.get("role")
    return message.get("from") if role is None else role


def _speaker(message: Any) -> str | None:
    role = _role(message) if isinstance(message, dict) else None
    return ROLES.get(role) if isinstance(role, str) else None


def _content(message: Mapping[str, Any]) -> Any:
    content = message.get("content")
    return message.get("value") if content is None else content


def _turn(message: Mapping[str, Any]) -> Turn:
    role, content = _role(message), _content(message)
    text = content if isinstance(content, str) else content_text(content) or ""
    calls = [canonical(message[key]) for key in _CALLS if message.get(key)]
    said = "\n".join([text, *calls] if text.strip() else calls) if calls else text
    return Turn(ROLES.get(role, role) if isinstance(role, str) else "", said)


def _rendered(turns: Sequence[Turn]) -> str | None:
    if len(turns) == 1:
        return turns[0].text
    return "\n".join(f"{turn.role}: {turn.text}" for turn in turns) or None


def _part_text(part: Any) -> str:
    if not isinstance(part, dict):
        return part if isinstance(part, str) else canonical(part)
    for key in _TEXT_KEYS:
        if isinstance(part.get(key), str) and part.get("type", "text") == "text":
            return str(part[key])
    content = canonical({key: value for key, value in part.items() if key != "type"})
    return f"[{part.get('type')} {xxh3_64_hexdigest(content.encode())}]"


def _broken(message: Any, field: str) -> Iterator[Violation]:
    if not isinstance(message, dict):
        yield Violation("message-no-object", f"{field} is {kind_of(message)}, not an object", field)
        return
    if _speaker(message) is None:
        role = _role(message)
        named = "no role" if role is None else f"the role {excerpt(str(role), 40)!r}, which nobody knows"
        yield Violation("unknown-role", f"{field} has {named}", f"{field}.role")
    yield from _broken_content(message, field)
    weight, calls = message.get("weight"), message.get("tool_calls")
    if isinstance(weight, float) or weight not in (None, 0, 1):
        shown = excerpt(str(weight), 40)
        yield Violation("weight", f"{field} has the weight {shown}, not the integer 0 or 1", f"{field}.weight")
    if calls is not None and not isinstance(calls, list):
        message_text = f"{field} has tool_calls that are {kind_of(calls)}, not a list"
        yield Violation("tool-calls", message_text, f"{field}.tool_calls")


def _broken_content(message: Mapping[str, Any], field: str) -> Iterator[Violation]:
    content = _content(message)
    if isinstance(content, str):
        return
    if isinstance(content, list):
        yield from _broken_parts(content, f"{field}.content")
    elif content is not None:
        yield Violation("content-no-text", f"{field} has content that is {kind_of(content)}", f"{field}.content")
    elif not any(message.get(key) is not None for key in _INSTEAD_OF_CONTENT):
        yield Violation("no-content", f"{field} has no content", f"{field}.content")


def _broken_parts(parts: Sequence[Any], field: str) -> Iterator[Violation]:
    for i, part in enumerate(parts):
        yield from _broken_part(part, f"{field}[{i}]")


def _broken_part(part: Any, field: str) -> Iterator[Violation]:
    if not isinstance(part, dict) or not isinstance(part.get("type"), str):
        yield Violation("part-without-type", f"{field} is no object with a type", field)
    elif part["type"] == "text" and not any(isinstance(part.get(key), str) for key in _TEXT_KEYS):
        yield Violation("part-without-text", f"{field} is of type text and has none", field)
    elif part["type"] == "image_url":
        image = part.get("image_url")
        url = image.get("url") if isinstance(image, dict) else image
        if not isinstance(url, str) or not _IMAGE.match(url):
            message = f"{field} is neither an address nor a JPEG, PNG, WEBP or GIF in base64"
            yield Violation("image-url", message, field)
