"""The rules for conversations: what breaks them, what is only doubtful, and what is neither."""

import json
from typing import Any

import pytest

from dataaudit.errors import FormatError
from dataaudit.formats import BY_NAME, Violation
from dataaudit.model import Severity

CHAT, SHAREGPT = BY_NAME["openai-chat"], BY_NAME["sharegpt"]
USER, ASSISTANT = {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}
HUMAN, GPT = {"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello."}


def said(*messages: Any, **columns: Any) -> list[tuple[str, Severity]]:
    violations = CHAT.violations({"messages": list(messages), **columns})
    return [(violation.message, violation.severity) for violation in violations]


def told(*messages: Any) -> list[tuple[str, Severity]]:
    return [(found.message, found.severity) for found in SHAREGPT.violations({"conversations": list(messages)})]


def calling(arguments: Any) -> dict[str, Any]:
    call = {"id": "a", "type": "function", "function": {"name": "look_up", "arguments": arguments}}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


@pytest.mark.parametrize(
    ("role", "here"),
    [("human", "user"), ("gpt", "assistant"), ("model", "assistant"), ("bot", "assistant"), ("observation", "tool")],
)
def test_a_role_of_another_format_is_doubtful_and_translated(role: str, here: str) -> None:
    message = f"messages[0] has the role {role!r} of another format: here it is {here!r}"
    assert said({"role": role, "content": "Hi"}, ASSISTANT) == [(message, Severity.WARNING)]


@pytest.mark.parametrize(("role", "here"), [("user", "human"), ("assistant", "gpt"), ("tool", "observation")])
def test_so_it_is_in_sharegpt(role: str, here: str) -> None:
    message = f"conversations[0] has the role {role!r} of another format: here it is {here!r}"
    assert told({"from": role, "value": "Hi"}, HUMAN, GPT) == [(message, Severity.WARNING)]


@pytest.mark.parametrize("role", ["developer", "tool", "function", "ipython", "tool_call", "tool_response"])
def test_names_that_some_trainer_has_for_its_own_messages_are_valid(role: str) -> None:
    assert said(USER, {"role": role, "content": "x"}, ASSISTANT) == []


@pytest.mark.parametrize("role", ["system", "function_call", "observation", "chatgpt", "bing", "bard"])
def test_so_are_those_of_sharegpt(role: str) -> None:
    assert told(HUMAN, {"from": role, "value": "x"}, GPT) == []
    assert told(USER, ASSISTANT) == []


@pytest.mark.parametrize("role", ["User", "asistant", "", 7, ["user"], {}])
def test_a_role_that_nobody_knows_is_an_error(role: Any) -> None:
    [(message, severity)] = said({"role": role, "content": "Hi"}, ASSISTANT)
    assert message.endswith("which nobody knows")
    assert severity is Severity.ERROR


def test_messages_with_the_keys_of_sharegpt_are_doubtful(shaped: Any) -> None:
    assert shaped({"messages": [HUMAN, GPT]}).format == "openai-chat"
    message = "messages has messages of from and value, not of role and content"
    assert said(HUMAN, GPT) == [(message, Severity.WARNING)]


def test_messages_with_two_kinds_of_keys_are_an_error() -> None:
    assert told(HUMAN, ASSISTANT) == [("conversations has messages of role and of from", Severity.ERROR)]


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ({"role": "assistant", "value": "Hello."}, "messages[1] has no content"),
        ({"role": "assistant", "content": None}, "messages[1] has no content"),
        ({"role": "assistant", "content": None, "tool_calls": []}, "messages[1] has no content"),
        ({"role": "assistant", "content": {"text": "Hello."}}, "messages[1] has content that is an object"),
        ({**ASSISTANT, "tool_calls": "f()"}, "messages[1] has tool_calls that are a text, not a list"),
    ],
)
def test_content_that_cannot_be_read_is_an_error(message: Any, found: str) -> None:
    assert said(USER, message) == [(found, Severity.ERROR)]


def test_keys_that_arrow_padded_are_absent() -> None:
    padding = dict.fromkeys(("name", "weight", "tool_calls", "tool_call_id", "function_call", "from", "value"))
    typed = [{"type": "text", "text": "Hi", "image_url": None}]
    assert said({**USER, **padding, "content": typed}, {**ASSISTANT, **padding}, tools=None, functions=None) == []
    assert CHAT.matches({"messages": [{**padding, **USER}, {**padding, **ASSISTANT}], "system": None, "chosen": None})
    assert told({**HUMAN, "role": None, "content": None, "weight": None}, GPT) == []


def test_parts_with_padding_say_the_same() -> None:
    def picture(**more: Any) -> str | None:
        part = {"type": "image_url", "image_url": {"url": "https://a/b.png"}, **more}
        return CHAT.example({"messages": [{"role": "user", "content": [part]}, ASSISTANT]}).input

    assert picture() == picture(text=None)


def test_arguments_that_were_encoded_twice_are_doubtful() -> None:
    field = "messages[1].tool_calls[0].function.arguments"
    once = json.dumps({"city": "Bern"})
    assert said(USER, calling(once)) == []
    assert said(USER, calling(json.dumps(once))) == [
        (f"{field} is JSON in JSON in a string: it was encoded twice", Severity.WARNING)
    ]
    assert said(USER, calling("look_up()")) == [(f"{field} is a text that is no JSON", Severity.WARNING)]


def test_arguments_of_calls_in_the_old_manner_are_looked_at_too() -> None:
    call = {"name": "look_up", "arguments": '"{}"'}
    [violation] = CHAT.violations({"messages": [USER, {"role": "assistant", "content": None, "function_call": call}]})
    assert violation.rule == "arguments-encoded-twice"
    assert violation.field == "messages[1].function_call.arguments"


@pytest.mark.parametrize("call", [None, "f", {}, {"function": None}, {"function": {"arguments": {"a": 1}}}])
def test_calls_of_other_shapes_have_no_such_rule(call: Any) -> None:
    assert said(USER, {**ASSISTANT, "tool_calls": [call]}) == []


@pytest.mark.parametrize(("name", "key"), [("openai-chat", "messages"), ("sharegpt", "conversations")])
def test_messages_in_a_string_are_named_not_guessed(shaped: Any, name: str, key: str) -> None:
    value = {key: json.dumps([USER, ASSISTANT])}
    assert shaped(value).format == name
    assert BY_NAME[name].violations(value) == [
        Violation("messages-are-text", f"{key} is a JSON string, not a list: write the list itself", key)
    ]
    assert BY_NAME[name].violations({key: "Hi"})[0].message == f"{key} is a text, not a list of messages"


def test_mistrals_interactions_are_messages(shaped: Any) -> None:
    dataset = shaped({"interactions": [USER, ASSISTANT]})
    assert (dataset.format, dataset.columns["output"]) == ("openai-chat", "interactions")
    assert dataset.examples.loc[0, ["input", "output"]].tolist() == ["Hi", "Hello."]
    [violation] = CHAT.violations({"interactions": []})
    assert violation.message == "interactions is empty"


def test_messages_and_interactions_are_doubtful() -> None:
    message = "there are both messages and interactions: only the messages are read"
    assert said(USER, ASSISTANT, interactions=[USER, ASSISTANT]) == [(message, Severity.WARNING)]


def test_two_answers_under_two_names_are_a_question(shaped: Any) -> None:
    with pytest.raises(FormatError, match=r"columns prompt, completion, response; say which .* --map input=prompt,"):
        shaped({"prompt": "Hi", "completion": "Hello.", "response": "What?"})
