"""text-label, text and prompt-only."""

from typing import Any

import pytest

from dataaudit.formats import BY_NAME, Example, Violation

LABELLED, TEXT, PROMPT = BY_NAME["text-label"], BY_NAME["text"], BY_NAME["prompt-only"]


@pytest.mark.parametrize(
    ("label", "text"), [("refund", "refund"), (3, "3"), (3.0, "3"), (0.5, "0.5"), (True, "true"), ("", "")]
)
def test_labels_become_text(label: Any, text: str) -> None:
    example = LABELLED.example({"text": "Send it back", "label": label})
    assert example == Example("Send it back", text, label=text)


@pytest.mark.parametrize("column", ["label", "target", "labels", "category", "intent"])
def test_the_label_has_several_usual_names(column: str) -> None:
    value = {"text": "Send it back", column: "refund"}
    assert LABELLED.matches(value)
    assert LABELLED.fitted([value]).fields == {"input": "text", "label": column}


def test_several_labels_a_row_are_a_set() -> None:
    value = {"text": "Send it back", "labels": ["refund", "complaint", "refund"]}
    assert LABELLED.matches(value)
    assert LABELLED.fitted([value]).example(value).label == '["complaint","refund"]'


@pytest.mark.parametrize("labels", [[0, 1, 0], [{"start": 0, "end": 4}], {"refund": 0.7}])
def test_marks_of_words_and_weights_are_no_labels(labels: object) -> None:
    value = {"text": "Send it back", "labels": labels}
    assert not LABELLED.matches(value)
    assert not LABELLED.resembles(value)


def test_a_label_that_is_missing_is_named() -> None:
    assert LABELLED.violations({"text": "Send it back", "label": None}) == [
        Violation("missing-column", "label is missing", "label")
    ]


def test_a_text_is_an_output_without_input() -> None:
    assert TEXT.example({"text": "Once upon a time"}) == Example(None, "Once upon a time")


@pytest.mark.parametrize("column", ["hard_label", "answer", "Sentiment", "instruction", "output"])
def test_a_text_beside_a_question_or_an_answer_is_not_raw_text(column: str) -> None:
    assert not TEXT.matches({"text": "Send it back", column: "x"})
    assert TEXT.matches({"text": "Send it back", column: None})


@pytest.mark.parametrize("column", ["url", "timestamp", "extra_column", "meta"])
def test_a_text_may_have_other_columns(column: str) -> None:
    assert TEXT.matches({"text": "Once upon a time", column: "x"})


@pytest.mark.parametrize("prompt", ["Hi", [{"role": "user", "content": "Hi"}]])
def test_a_prompt_is_an_input_without_output(prompt: Any) -> None:
    assert PROMPT.matches({"prompt": prompt})
    assert PROMPT.example({"prompt": prompt}) == Example("Hi", None)


@pytest.mark.parametrize("column", ["completion", "chosen", "messages", "text", "answer", "solution"])
def test_a_prompt_beside_an_answer_is_not_alone(column: str) -> None:
    assert not PROMPT.matches({"prompt": "Hi", column: "x"})
