"""Conversations: openai-chat and sharegpt."""

import json
from typing import Any

import pytest

from dataaudit.formats import BY_NAME, Example, Violation

SYSTEM = {"role": "system", "content": "Be kind."}
USER = {"role": "user", "content": "Hi"}
ASSISTANT = {"role": "assistant", "content": "Hello."}
CALL = {"id": "a", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}
HUMAN = {"from": "human", "value": "Hi"}
GPT = {"from": "gpt", "value": "Hello."}


def chat(*messages: dict[str, Any], **columns: Any) -> Example:
    return BY_NAME["openai-chat"].example({"messages": list(messages), **columns})


def sharegpt(*messages: dict[str, Any], **columns: Any) -> Example:
    return BY_NAME["sharegpt"].example({"conversations": list(messages), **columns})


def test_question_and_answer_are_taken_as_they_stand() -> None:
    assert chat(SYSTEM, USER, ASSISTANT) == Example("Hi", "Hello.", "Be kind.", turns=3)


def test_earlier_turns_are_part_of_the_input() -> None:
    example = chat(USER, ASSISTANT, {"role": "user", "content": "And now?"}, {"role": "assistant", "content": "Bye."})
    assert example.input == "user: Hi\nassistant: Hello.\nuser: And now?"
    assert example.output == "Bye."


def test_what_follows_the_answer_tells_examples_apart() -> None:
    example = chat(USER, ASSISTANT, {"role": "user", "content": "Thanks"})
    assert (example.input, example.output) == ("Hi", "Hello.")
    assert example.extra == '{"after":"Thanks"}'


def test_a_conversation_without_question_has_no_input() -> None:
    assert chat(SYSTEM, ASSISTANT) == Example(None, "Hello.", "Be kind.", turns=2)


def test_developers_speak_as_the_system_does() -> None:
    late = {"role": "developer", "content": "Be brief."}
    assert chat(SYSTEM, USER, late, ASSISTANT).system == "Be kind.\nBe brief."


def test_an_empty_system_prompt_is_none() -> None:
    assert chat({**SYSTEM, "content": ""}, USER, ASSISTANT).system is None


def test_a_tool_call_is_the_answer_as_canonical_json() -> None:
    silent = {"role": "assistant", "content": None, "tool_calls": [CALL]}
    shuffled = {"role": "assistant", "content": None, "tool_calls": [dict(reversed(CALL.items()))]}
    assert chat(USER, silent) == chat(USER, shuffled)
    assert json.loads(chat(USER, silent).output or "") == [CALL]


def test_words_beside_a_tool_call_are_kept() -> None:
    both = {**ASSISTANT, "tool_calls": [CALL]}
    assert (chat(USER, both).output or "").startswith("Hello.\n[{")


@pytest.mark.parametrize("key", ["text", "value"])
def test_typed_parts_are_joined(key: str) -> None:
    parts = [{"type": "text", key: "What"}, {"type": "text", key: "is this?"}]
    assert chat({"role": "user", "content": parts}, ASSISTANT).input == "What\nis this?"


def test_an_image_is_named_by_its_type_and_hash() -> None:
    def picture(url: str) -> str:
        part = {"type": "image_url", "image_url": {"url": url}}
        return chat({"role": "user", "content": [part]}, ASSISTANT).input or ""

    assert picture("https://example.org/a.png").startswith("[image_url ")
    assert picture("https://example.org/a.png") == picture("https://example.org/a.png")
    assert picture("https://example.org/a.png") != picture("https://example.org/b.png")


def test_tools_tell_examples_apart_whatever_their_white_space() -> None:
    tools = [{"name": "look_up"}]
    assert chat(USER, ASSISTANT, tools=tools).extra == '{"tools":[{"name":"look_up"}]}'
    assert sharegpt(HUMAN, GPT, tools='[ {"name":  "look_up"} ]').extra == '{"tools":[{"name":"look_up"}]}'
    assert sharegpt(HUMAN, GPT, tools="[]").extra is None


def test_sharegpt_says_the_same_in_other_words() -> None:
    assert sharegpt(HUMAN, GPT, system="Be kind.") == chat(SYSTEM, USER, ASSISTANT)
    assert sharegpt(USER, ASSISTANT) == chat(USER, ASSISTANT)


def test_function_calls_and_observations_are_turns() -> None:
    call, seen = {"from": "function_call", "value": "{}"}, {"from": "observation", "value": "4"}
    assert sharegpt(HUMAN, call, seen, GPT).input == "user: Hi\nassistant: {}\ntool: 4"


def test_a_chosen_answer_is_the_output_and_the_rejected_one_extra() -> None:
    example = sharegpt(HUMAN, chosen=GPT, rejected={"from": "gpt", "value": "What?"})
    assert (example.input, example.output, example.extra) == ("Hi", "Hello.", '{"rejected":"What?"}')


def test_a_thumb_down_is_extra_and_no_label() -> None:
    example = sharegpt(HUMAN, GPT, kto_tag=False)
    assert (example.label, example.extra) == (None, '{"label":false}')
    assert chat(USER, ASSISTANT, label=True).extra == '{"label":true}'


@pytest.mark.parametrize(
    "value",
    [
        {"messages": [USER, ASSISTANT], "chosen": ASSISTANT, "rejected": ASSISTANT},
        {"messages": [USER, ASSISTANT], "system": "Be kind."},
        {
            "messages": [
                {"role": "user", "content": [{"text": "Hi"}]},
                {"role": "assistant", "content": [{"text": "Hello."}]},
            ]
        },
        {"messages": None},
    ],
)
def test_other_providers_messages_are_not_openais(value: dict[str, Any]) -> None:
    assert not BY_NAME["openai-chat"].matches(value)
    assert not BY_NAME["openai-chat"].resembles(value)


def test_violations_say_what_and_where() -> None:
    value = {"messages": [USER, {"role": "asistant", "content": 7}]}
    assert BY_NAME["openai-chat"].violations(value) == [
        Violation("unknown-role", "messages[1] has the role 'asistant', which nobody knows", "messages[1].role"),
        Violation("content-no-text", "messages[1] has content that is a number", "messages[1].content"),
        Violation("no-answer", "messages has no assistant message to train on", "messages"),
    ]


def test_messages_in_a_string_are_named_not_guessed() -> None:
    value = {"messages": json.dumps([USER, ASSISTANT])}
    [violation] = BY_NAME["openai-chat"].violations(value)
    assert violation.message == "messages is a JSON string, not a list: write the list itself"
    assert BY_NAME["openai-chat"].example(value).output is None


@pytest.mark.parametrize("weight", [0, 1, True, None])
def test_weights_of_nought_and_one_are_valid(weight: object) -> None:
    assert BY_NAME["openai-chat"].violations({"messages": [USER, {**ASSISTANT, "weight": weight}]}) == []


@pytest.mark.parametrize(
    "url", ["http://a/b", "https://a/b", "data:image/webp;base64,AA", "pictures/cat.jpg", "file:///a"]
)
def test_pictures_may_be_addressed_or_embedded(url: str) -> None:
    part = {"type": "image_url", "image_url": {"url": url}}
    assert BY_NAME["openai-chat"].violations({"messages": [{"role": "user", "content": [part]}, ASSISTANT]}) == []
