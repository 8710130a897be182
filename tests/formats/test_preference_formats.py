"""preference: two answers to one prompt."""

from typing import Any

import pytest

from dataaudit.formats import BY_NAME

PREFERENCE = BY_NAME["preference"]
USER, ASSISTANT = {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}
OTHER = {"role": "assistant", "content": "What?"}


@pytest.mark.parametrize(
    "value",
    [
        {"prompt": "Hi", "chosen": "Hello.", "rejected": "What?"},
        {"question": "Hi", "chosen_response": "Hello.", "rejected_response": "What?"},
        {"prompt": [USER], "chosen": [ASSISTANT], "rejected": [OTHER]},
        {"prompt": "Hi", "chosen": ASSISTANT, "rejected": OTHER},
        {"chosen": [USER, ASSISTANT], "rejected": [USER, OTHER]},
        {"prompt": "Hi", "chosen": [USER, ASSISTANT], "rejected": [USER, OTHER]},
    ],
)
def test_all_variants_say_the_same(value: dict[str, Any]) -> None:
    example = PREFERENCE.example(value)
    assert PREFERENCE.matches(value)
    assert PREFERENCE.violations(value) == []
    assert (example.input, example.output, example.extra) == ("Hi", "Hello.", '{"rejected":"What?"}')


def test_the_common_beginning_of_two_texts_is_the_prompt() -> None:
    example = PREFERENCE.example({"chosen": "Human: Hi\nAssistant: Hello.", "rejected": "Human: Hi\nAssistant: Hey!"})
    assert (example.input, example.output) == ("Human: Hi\nAssistant: ", "Hello.")


def test_equal_answers_are_left_whole() -> None:
    example = PREFERENCE.example({"chosen": "Hello.", "rejected": "Hello."})
    assert (example.input, example.output) == (None, "Hello.")


def test_an_instruction_goes_with_its_input() -> None:
    value = {"instruction": "Add.", "input": "2 and 2", "chosen": "4", "rejected": "5"}
    assert PREFERENCE.example(value).input == "Add.\n2 and 2"


def test_the_columns_in_use_are_named() -> None:
    fitted = PREFERENCE.fitted([{"question": "Hi", "chosen_response": "a", "rejected_response": "b"}])
    assert fitted.fields == {"input": "question", "output": "chosen_response"}
    assert PREFERENCE.fitted([{"chosen": "a", "rejected": "b"}]).fields == {"output": "chosen"}


def test_a_conversation_beside_the_answers_is_another_format() -> None:
    assert not PREFERENCE.resembles({"messages": [USER], "chosen": ASSISTANT, "rejected": OTHER})


def test_a_system_prompt_beside_the_question_is_read() -> None:
    value = {"system": "Be kind.", "question": "Hi", "chosen": "Hello.", "rejected": "What?"}
    assert PREFERENCE.example(value).system == "Be kind."
    assert PREFERENCE.fitted([value]).fields["system"] == "system"


def test_answers_must_be_alike() -> None:
    [violation] = PREFERENCE.violations({"prompt": "Hi", "chosen": "Hello.", "rejected": [OTHER]})
    assert violation.message == "chosen is a text and rejected a list: they must be alike"


def test_a_comparison_has_no_right_answer() -> None:
    sharegpt = BY_NAME["sharegpt"]
    talk = {"conversations": [{"from": "human", "value": "Hi"}]}
    compared = {**talk, "chosen": {"from": "gpt", "value": "a"}, "rejected": {"from": "gpt", "value": "b"}}
    assert not PREFERENCE.has_one_right_answer([])
    assert not sharegpt.has_one_right_answer([compared])
    assert sharegpt.has_one_right_answer([talk])
