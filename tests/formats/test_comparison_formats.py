"""openai-dpo and chat-preference, and the rules that all comparisons share."""

from typing import Any

import pytest

from dataaudit.errors import FormatError
from dataaudit.formats import BY_NAME, Example
from dataaudit.model import Severity

DPO, CHAT, PREFERENCE, SHAREGPT = (
    BY_NAME[name] for name in ("openai-dpo", "chat-preference", "preference", "sharegpt")
)
SYSTEM = {"role": "system", "content": "Be kind."}
USER, ASSISTANT = {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}
OTHER = {"role": "assistant", "content": "What?"}
COMPARED = {"input": {"messages": [SYSTEM, USER]}, "preferred_output": [ASSISTANT], "non_preferred_output": [OTHER]}
BESIDE = {"messages": [SYSTEM, USER], "chosen": ASSISTANT, "rejected": OTHER}
SAME = Example("Hi", "Hello.", "Be kind.", turns=3, extra='{"rejected":"What?"}')


def test_both_say_the_same() -> None:
    assert DPO.example(COMPARED) == CHAT.example(BESIDE) == SAME
    assert DPO.violations(COMPARED) == CHAT.violations(BESIDE) == []
    assert not DPO.has_one_right_answer([COMPARED])


def test_tools_in_the_input_tell_examples_apart() -> None:
    value = {**COMPARED, "input": {"messages": [USER], "tools": [{"name": "look_up"}]}}
    assert DPO.example(value).extra == '{"rejected":"What?","tools":[{"name":"look_up"}]}'


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"input": None}, "input.messages is missing, not a list of messages"),
        ({"input": "Hi"}, "input.messages is missing, not a list of messages"),
        ({"input": {"messages": []}}, "input.messages is empty"),
        ({"input": {"messages": [USER, ASSISTANT]}},
         "input.messages ends with an assistant message, where the two answers begin"),
        ({"preferred_output": [ASSISTANT, OTHER]}, "preferred_output has 2 messages, not one"),
        ({"preferred_output": ASSISTANT}, "preferred_output is an object, not a list of messages"),
        ({"preferred_output": []}, "preferred_output is empty"),
        ({"preferred_output": [{**ASSISTANT, "content": 7}]},
         "preferred_output[0] has content that is a number"),
        ({"non_preferred_output": None}, "non_preferred_output is missing, not a list of messages"),
        ({"non_preferred_output": [USER]}, "non_preferred_output has no assistant message to train on"),
        ({"non_preferred_output": [ASSISTANT]},
         "preferred_output and non_preferred_output are equal: there is nothing to prefer"),
    ],
)  # fmt: skip
def test_what_openai_refuses_is_named(change: dict[str, Any], message: str) -> None:
    value = {**COMPARED, **change}
    assert DPO.resembles(value)
    assert [(found.message, found.severity) for found in DPO.violations(value)] == [(message, Severity.ERROR)]


def test_names_of_a_former_schema_are_named(shaped: Any) -> None:
    value = {"input": {"messages": [USER]}, "preferred_completion": [ASSISTANT], "non_preferred_completion": [OTHER]}
    assert shaped(value).format == "openai-dpo"
    assert [violation.message for violation in DPO.violations(value)] == [
        "preferred_completion is the name of a former schema: it is called preferred_output",
        "non_preferred_completion is the name of a former schema: it is called non_preferred_output",
    ]


@pytest.mark.parametrize("side", ["Hello.", [ASSISTANT]])
def test_answers_beside_messages_may_be_texts_or_lists(side: Any) -> None:
    value = {"messages": [USER], "chosen": side, "rejected": OTHER["content"] if isinstance(side, str) else [OTHER]}
    assert CHAT.matches(value)
    assert CHAT.violations(value) == []
    assert CHAT.example(value)[:2] == ("Hi", "Hello.")


def test_messages_that_are_answered_already_are_doubtful() -> None:
    [violation] = CHAT.violations({**BESIDE, "messages": [USER, ASSISTANT]})
    assert (violation.rule, violation.severity) == ("ends-with-answer", Severity.WARNING)


def test_answers_with_a_prompt_of_their_own_beside_messages_are_a_question(shaped: Any) -> None:
    sides = {"chosen": [USER, ASSISTANT], "rejected": [USER, OTHER]}
    with pytest.raises(FormatError, match="both openai-chat and preference in 1 row"):
        shaped({"prompt": "Hi", **sides, "messages": [USER, ASSISTANT]})
    with pytest.raises(FormatError, match="both openai-chat and preference in 1 row"):
        shaped({**sides, "messages": [USER, ASSISTANT]})


def messages(*texts: str, role: str = "assistant") -> list[dict[str, str]]:
    return [{"role": role, "content": text} for text in texts]


@pytest.mark.parametrize(
    ("chosen", "rejected", "rule", "severity"),
    [
        ("Hello.", "Hello.", "equal-answers", Severity.ERROR),
        (messages("Hello."), messages("Hello."), "equal-answers", Severity.ERROR),
        ("Hello.", "Hello.\n", "answers-differ-in-space", Severity.WARNING),
        ("Hello, you.", "Hello, you. And bye.", "answer-begins-other", Severity.WARNING),
        ("The capital of France", "The capital of Fra", "answer-begins-other", Severity.WARNING),
        (messages("Hi", "So"), messages("Hi", "So I thought."), "answer-begins-other", Severity.WARNING),
        (messages("Hi"), messages("Hi", "So I thought."), "answer-begins-other", Severity.WARNING),
        ([SYSTEM, ASSISTANT], [OTHER], "one-sided-system", Severity.WARNING),
        ([OTHER], [SYSTEM, ASSISTANT], "one-sided-system", Severity.WARNING),
    ],
)
def test_answers_that_cannot_be_compared_are_named(chosen: Any, rejected: Any, rule: str, severity: Severity) -> None:
    for format, value in [
        (PREFERENCE, {"prompt": "Hi", "chosen": chosen, "rejected": rejected}),
        (CHAT, {"messages": [USER], "chosen": chosen, "rejected": rejected}),
    ]:
        assert [(found.rule, found.severity) for found in format.violations(value)] == [(rule, severity)]


@pytest.mark.parametrize(
    ("chosen", "rejected"),
    [
        ("4", "42"),
        ("No", "North"),
        ("", ""),
        ("", "Hello."),
        ("Hello.", "hello."),
        ([SYSTEM, ASSISTANT], [SYSTEM, OTHER]),
        (messages("Hi", "Bye"), messages("Hello", "Bye")),
    ],
)
def test_answers_that_differ_are_left_alone(chosen: Any, rejected: Any) -> None:
    assert PREFERENCE.violations({"prompt": "Hi", "chosen": chosen, "rejected": rejected}) == []


def test_conversations_are_compared_too() -> None:
    said = {"from": "gpt", "value": "Hello."}
    value = {"conversations": [{"from": "human", "value": "Hi"}], "chosen": said, "rejected": said}
    assert [violation.rule for violation in SHAREGPT.violations(value)] == ["equal-answers"]
