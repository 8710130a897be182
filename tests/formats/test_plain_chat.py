"""The quick test for ordinary conversations says what the long way says, and parts come in the order of reading."""

from typing import Any

import pytest

from dataaudit.formats import BY_NAME, Part
from dataaudit.formats.chat import OpenAIChat
from dataaudit.formats.detect import recognise

CHAT = BY_NAME["openai-chat"]
SYSTEM, USER, ASSISTANT = ({"role": role, "content": f"{role} says"} for role in ("system", "user", "assistant"))
PLAIN: list[dict[str, Any]] = [
    {"messages": [USER, ASSISTANT]},
    {"messages": [SYSTEM, USER, ASSISTANT, USER]},
    {"messages": [ASSISTANT, SYSTEM], "id": 3, "metadata": {"by": "Ann"}},
]
OTHERS: list[dict[str, Any]] = [
    {"messages": []},
    {"messages": [USER]},
    {"messages": [USER, {**ASSISTANT, "weight": 1}]},
    {"messages": [USER, {**ASSISTANT, "content": None}]},
    {"messages": [USER, {**ASSISTANT, "role": "gpt"}]},
    {"messages": [USER, ASSISTANT], "text": "one"},
    {"messages": [USER, ASSISTANT], "system": "one"},
]


@pytest.mark.parametrize("value", PLAIN)
def test_a_plain_record_is_what_the_long_way_makes_of_it(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert CHAT.is_plain(value)
    quick = (recognise(value), CHAT.example(value), CHAT.violations(value))
    monkeypatch.setattr(OpenAIChat, "is_plain", lambda *_: False)
    assert quick == (recognise(value), CHAT.example(value), CHAT.violations(value))


@pytest.mark.parametrize("value", OTHERS)
def test_what_needs_a_second_look_is_not_plain(value: Any) -> None:
    assert not CHAT.is_plain(value)


def test_the_parts_of_a_conversation_are_its_turns() -> None:
    value = {"messages": [SYSTEM, USER, ASSISTANT, USER, ASSISTANT], "tools": [{"name": "find"}]}
    assert CHAT.parts(value) == [
        Part('[{"name":"find"}]', False),
        Part("system says", False),
        Part("user says", False),
        Part("assistant says", True),
        Part("user says", False),
        Part("assistant says", True),
    ]


def test_the_parts_of_segments_say_themselves_what_is_learnt() -> None:
    value = {"segments": [{"text": "ask", "label": False}, {"text": "answer", "label": True}]}
    assert BY_NAME["segments"].parts(value) == [Part("ask", False), Part("answer", True)]


def test_a_label_is_no_part() -> None:
    assert BY_NAME["text-label"].parts({"text": "on?", "label": "light"}) == [Part("on?", True)]
