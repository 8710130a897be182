"""alpaca and prompt-completion."""

from typing import Any

import pytest

from dataaudit.formats import BY_NAME, Example, Violation

ALPACA, PAIRS = BY_NAME["alpaca"], BY_NAME["prompt-completion"]
USER, ASSISTANT = {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}


@pytest.mark.parametrize(("more", "question"), [("2 and 2", "Add.\n2 and 2"), ("", "Add."), (None, "Add.")])
def test_the_optional_input_goes_below_the_instruction(more: str | None, question: str) -> None:
    example = ALPACA.example({"instruction": "Add.", "input": more, "output": "4"})
    assert example == Example(question, "4", turns=2)


def test_history_goes_in_front() -> None:
    value = {"instruction": "And 3?", "output": "5", "system": "Add.", "history": [["2 and 2?", "4"]]}
    example = ALPACA.example(value)
    assert example.input == "user: 2 and 2?\nassistant: 4\nuser: And 3?"
    assert (example.system, example.turns) == ("Add.", 5)


@pytest.mark.parametrize("history", [None, [], "none", [7], [["only a question"]]])
def test_odd_history_is_no_obstacle(history: Any) -> None:
    assert ALPACA.example({"instruction": "Add.", "output": "4", "history": history}).output == "4"


def test_an_object_for_an_answer_is_named() -> None:
    [violation] = ALPACA.violations({"instruction": "Add.", "output": {"sum": 4}})
    assert violation == Violation("no-text", "output is an object, not a text", "output")


def test_an_instruction_with_an_answer_by_another_name_is_not_alpaca() -> None:
    assert not ALPACA.resembles({"instruction": "Add.", "response": "4"})
    assert ALPACA.resembles({"instruction": "Add."})


def test_prompts_and_completions_are_texts_or_messages() -> None:
    assert PAIRS.example({"prompt": "Hi", "completion": "Hello."}) == Example("Hi", "Hello.", turns=2)
    assert PAIRS.example({"prompt": [USER], "completion": [ASSISTANT]}) == Example("Hi", "Hello.", turns=2)


def test_a_prompt_may_be_of_typed_parts() -> None:
    value = {"prompt": [{"type": "text", "text": "What is this?"}], "completion": "A cat."}
    assert PAIRS.matches(value)
    assert PAIRS.violations(value) == []
    assert PAIRS.example(value).input == "What is this?"


def test_the_completion_may_be_called_response() -> None:
    values = [{"prompt": "Hi", "response": "Hello."}, {"prompt": "Bye", "response": "Goodbye."}]
    fitted = PAIRS.fitted(values)
    assert fitted.fields == {"input": "prompt", "output": "response"}
    assert fitted.example(values[0]).output == "Hello."


@pytest.mark.parametrize("label", [True, False, 0, 1])
def test_a_thumb_makes_feedback_of_a_completion(label: Any) -> None:
    value = {"prompt": "Hi", "completion": "Hello.", "label": label}
    assert not PAIRS.matches(value)
    assert BY_NAME["kto"].resembles(value)
