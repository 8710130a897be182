"""`--map`: which column holds which field."""

from typing import Any

import pytest

from dataaudit.errors import ConfigError, FormatError
from dataaudit.formats import Violation, format_of


def test_input_and_output_make_prompt_completion(shaped: Any) -> None:
    dataset = shaped({"q": "Hi", "a": "Hello."}, columns={"input": "q", "output": "a"})
    assert (dataset.format, dataset.columns) == ("prompt-completion", {"input": "q", "output": "a"})
    assert dataset.examples.loc[0, ["input", "output"]].tolist() == ["Hi", "Hello."]


def test_input_and_label_make_text_label(shaped: Any) -> None:
    dataset = shaped({"text": "Send it back", "hard_label": 1}, columns={"input": "text", "label": "hard_label"})
    assert (dataset.format, dataset.task) == ("text-label", "classification")
    assert dataset.examples.loc[0, ["input", "label", "output"]].tolist() == ["Send it back", "1", "1"]


def test_numbers_are_columns_without_names(shaped: Any) -> None:
    dataset = shaped({"0": "NUM:dist", "1": "How far is it?"}, columns={"input": "1", "label": "0"})
    assert dataset.examples.loc[0, "label"] == "NUM:dist"


def test_dots_reach_into_objects_and_lists(shaped: Any) -> None:
    value = {"request": {"turns": ["Hi", "Bye"]}, "reply.text": "Hello."}
    dataset = shaped(value, columns={"input": "request.turns.0", "output": "reply.text"})
    assert dataset.examples.loc[0, ["input", "output"]].tolist() == ["Hi", "Hello."]


def test_columns_may_hold_messages_and_objects(shaped: Any) -> None:
    value = {"q": [{"role": "user", "content": "Hi"}], "a": {"b": 1, "a": 2}}
    dataset = shaped(value, columns={"input": "q", "output": "a"})
    assert dataset.examples.loc[0, ["input", "output"]].tolist() == ["Hi", '{"a":2,"b":1}']


def test_only_what_is_missing_breaks_a_rule(shaped: Any) -> None:
    dataset = shaped({"q": "Hi", "a": 7}, {"q": "Hi"}, {"other": 1}, columns={"input": "q", "output": "a"})
    format = format_of(dataset)
    assert [format.violations(dataset.records[row].value) for row in dataset.examples.index] == [
        [],
        [Violation("missing-column", "a is missing", "a")],
    ]
    assert dataset.record_formats == ["prompt-completion", "prompt-completion", None]


def test_a_formats_own_columns_keep_its_rules(shaped: Any) -> None:
    dataset = shaped({"prompt": 7, "completion": "x"}, columns={"input": "prompt", "output": "completion"})
    [violation] = format_of(dataset).violations(dataset.records[0].value)
    assert violation.rule == "no-text"


def test_a_map_may_add_to_a_known_format(shaped: Any) -> None:
    value = {"instruction": "i", "output": "o", "who": {"name": "Ann"}, "house_rules": "Be kind."}
    dataset = shaped(value, columns={"annotator": "who.name", "system": "house_rules"})
    assert dataset.format == "alpaca"
    assert dataset.examples.loc[0, ["annotator", "system"]].tolist() == ["Ann", "Be kind."]
    assert dataset.columns["annotator"] == "who.name"


def test_a_label_beside_the_answer_makes_it_classification(shaped: Any) -> None:
    value = {"prompt": "Hi", "completion": "Hello.", "meta": {"topic": "greeting"}}
    dataset = shaped(value, columns={"label": "meta.topic"})
    assert (dataset.format, dataset.task) == ("prompt-completion", "classification")
    assert dataset.examples.loc[0, ["output", "label"]].tolist() == ["Hello.", "greeting"]


def test_a_question_alone_is_no_example(shaped: Any) -> None:
    with pytest.raises(FormatError, match="add output=COLUMN or label=COLUMN"):
        shaped({"q": "Hi", "a": "Hello."}, columns={"input": "q"})


def test_an_answer_alone_is_text_to_train_on(shaped: Any) -> None:
    dataset = shaped({"transcript": "user: Hi", "n": 3}, columns={"output": "transcript"})
    assert (dataset.format, dataset.task) == ("text", "generation")
    assert dataset.examples.at[0, "output"] == "user: Hi"


def test_an_unknown_column_names_the_nearest(shaped: Any) -> None:
    with pytest.raises(ConfigError, match=r"input=qestion: no such column \(did you mean question\?\)"):
        shaped({"question": "Hi", "answer": "x"}, columns={"input": "qestion", "output": "answer"})


def test_a_map_and_another_format_contradict_each_other(shaped: Any) -> None:
    with pytest.raises(ConfigError, match="makes prompt-completion of the data, not alpaca"):
        shaped({"q": "Hi", "a": "x"}, columns={"input": "q", "output": "a"}, format="alpaca")
