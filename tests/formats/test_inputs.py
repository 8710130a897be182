"""Samples of real inputs: any column of text will do."""

from typing import Any

import pytest

from dataaudit.errors import FormatError


@pytest.mark.parametrize(
    "value",
    [
        {"prompt": "Hi"},
        {"text": "Hi"},
        {"instruction": "Hi"},
        {"Question": "Hi", "id": 3},
        {"id": "a", "what_they_wrote": "Hi", "n": 1},
        {"turns": ["Hi", "And then?"], "category": "x"},
        {"text": "Hi", "hard_label": "x"},
        {"messages": [{"role": "user", "content": "Hi"}]},
        {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]},
        {"input": "Hi", "output": "Hello."},
    ],
)
def test_the_input_is_found(shaped_inputs: Any, value: dict[str, Any]) -> None:
    dataset = shaped_inputs(value, value)
    assert dataset.examples["input"].tolist() == ["Hi", "Hi"]


def test_a_column_can_be_named(shaped_inputs: Any) -> None:
    dataset = shaped_inputs({"a": "no", "b": {"c": "Hi"}}, columns={"input": "b.c"})
    assert dataset.examples["input"].tolist() == ["Hi"]


def test_rows_that_have_none_are_left_out(shaped_inputs: Any) -> None:
    dataset = shaped_inputs({"prompt": "Hi"}, {"other": 1}, None, {"prompt": "Bye"})
    assert dataset.examples.index.tolist() == [0, 3]


def test_several_columns_of_text_are_a_question(shaped_inputs: Any) -> None:
    with pytest.raises(FormatError, match="no telling which of the columns first, second holds the inputs"):
        shaped_inputs({"first": "Hi", "second": "Bye"})
