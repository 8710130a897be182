"""Which format a dataset is in, and what is said where nobody can tell."""

import itertools
from typing import Any

import pytest

from dataaudit.errors import ConfigError, FormatError, InputError
from dataaudit.formats import FORMATS, format_of

USER, ASSISTANT = {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}
CHAT = {"messages": [USER, ASSISTANT]}
TALK = {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello."}]}
PAIR = {"prompt": "Hi", "completion": "Hello."}
EXAMPLES: dict[str, dict[str, Any]] = {
    "tokenized": {"input_ids": [1, 5], "labels": [-100, 5]},
    "openai-dpo": {
        "input": {"messages": [USER]},
        "preferred_output": [ASSISTANT],
        "non_preferred_output": [{"role": "assistant", "content": "What?"}],
    },
    "gemini-sft": {
        "contents": [
            {"role": "user", "parts": [{"text": "q"}]},
            {"role": "model", "parts": [{"text": "a"}]},
        ],
    },
    "bedrock-converse": {
        "schemaVersion": "bedrock-conversation-2024",
        "messages": [
            {"role": "user", "content": [{"text": "q"}]},
            {"role": "assistant", "content": [{"text": "a"}]},
        ],
    },
    "bedrock-anthropic": {"system": "s", **CHAT},
    "chat-preference": {
        "messages": [USER],
        "chosen": ASSISTANT,
        "rejected": {"role": "assistant", "content": "What?"},
    },
    "openai-chat": CHAT,
    "sharegpt": TALK,
    "preference": {"prompt": "p", "chosen": " a", "rejected": " b"},
    "stepwise": {"prompt": "p", "completions": ["s1"], "labels": [True]},
    "kto": {**PAIR, "label": True},
    "prompt-completion": PAIR,
    "alpaca": {"instruction": "i", "input": "", "output": "o"},
    "segments": {"segments": [{"label": True, "text": "<s>x"}]},
    "text-label": {"text": "t", "target": "a"},
    "text": {"text": "t"},
    "prompt-only": {"prompt": "p"},
}
UNKNOWN: dict[str, dict[str, Any]] = {
    "question and answer": {"question": "q", "reply": "a"},
    "input and output": {"input": "q", "output": "a"},
}


def test_every_format_has_an_example_here() -> None:
    assert list(EXAMPLES) == [format.name for format in FORMATS]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_format_is_recognised(shaped: Any, name: str) -> None:
    dataset = shaped(EXAMPLES[name])
    assert dataset.format == name
    assert format_of(dataset).violations(EXAMPLES[name]) == []


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_not_known_is_not_taken_for_something_else(shaped: Any, name: str) -> None:
    with pytest.raises(FormatError, match="no known format"):
        shaped(UNKNOWN[name])


def test_the_question_names_columns_and_the_option_to_type(shaped: Any) -> None:
    with pytest.raises(FormatError) as error:
        shaped({"input": "q", "output": "a"})
    assert str(error.value) == (
        "data.jsonl:1: no known format has the columns input, output; say which is the input and which the "
        "answer with --map input=input,output=output, or name the format with --format NAME"
    )


@pytest.mark.parametrize(
    ("columns", "option"),
    [
        (["id", "Question", "reply", "best_answer"], "input=Question,output=best_answer"),
        (["sentence", "label"], "input=sentence,label=label"),
        (["text", "annotations", "hard_label"], "input=text,label=hard_label"),
        (["a", "b"], "input=COLUMN,output=COLUMN"),
    ],
)
def test_the_option_is_guessed_from_the_names(shaped: Any, columns: list[str], option: str) -> None:
    with pytest.raises(FormatError, match=f"--map {option},"):
        shaped(dict.fromkeys(columns, "x"))


def test_two_formats_in_one_row_are_a_question(shaped: Any) -> None:
    with pytest.raises(FormatError, match="both openai-chat and text in 2 rows; say which with"):
        shaped({**CHAT, "text": "t"}, {**CHAT, "text": "u"})


@pytest.mark.parametrize("name", ["openai-chat", "text"])
def test_the_question_can_be_answered(shaped: Any, name: str) -> None:
    assert shaped({**CHAT, "text": "t"}, format=name).format == name


def test_a_rendered_prompt_beside_its_parts_is_no_second_format(shaped: Any) -> None:
    value = {"instruction": "i", "input": "", "output": "o", "text": "### Instruction:\ni"}
    assert shaped(value).format == "alpaca"


def test_the_majority_decides_wherever_it_stands(shaped: Any) -> None:
    values = [{"text": "t"}, CHAT, CHAT, None]
    for order in itertools.permutations(range(4)):
        dataset = shaped(*(values[i] for i in order))
        assert dataset.format == "openai-chat"
        assert [order[row] for row in dataset.examples.index] == [i for i in order if values[i] is CHAT]


def test_a_row_of_another_format_is_not_a_broken_one(shaped: Any) -> None:
    comparison = {"instruction": "i", "chosen": "a", "rejected": "b"}
    dataset = shaped(EXAMPLES["alpaca"], comparison, EXAMPLES["alpaca"])
    assert dataset.record_formats == ["alpaca", "preference", "alpaca"]


def test_of_two_equally_frequent_formats_the_earlier_is_taken(shaped: Any) -> None:
    assert shaped({"text": "t"}, CHAT).format == shaped(CHAT, {"text": "t"}).format == "openai-chat"


def test_deviating_rows_keep_the_name_of_their_own_format(shaped: Any) -> None:
    dataset = shaped(CHAT, {"text": "t"}, {"a": 1}, None, CHAT)
    assert dataset.record_formats == ["openai-chat", "text", None, None, "openai-chat"]


@pytest.mark.parametrize(
    ("value", "broken"),
    [
        (CHAT, {"messages": []}),
        (CHAT, {"messages": ["Hi!"]}),
        (CHAT, {"messages": '[{"role": "user"}]'}),
        (PAIR, {"prompt": "Hi"}),
        (PAIR, {"prompt": 5}),
        ({**PAIR, "label": True}, PAIR),
        ({"text": "t"}, {"text": 123}),
        ({"text": "t", "label": "a"}, {"text": "t"}),
        ({"instruction": "i", "output": "o"}, {"instruction": "i"}),
    ],
)
def test_a_broken_row_belongs_to_the_format_it_was_meant_for(shaped: Any, value: Any, broken: Any) -> None:
    dataset = shaped(value, broken, value)
    assert list(dataset.examples.index) == [0, 1, 2]
    assert format_of(dataset).violations(broken) != []


def test_broken_rows_alone_are_recognised_too(shaped: Any) -> None:
    assert shaped({"messages": []}, {"messages": "[]"}).format == "openai-chat"


def test_most_rows_must_be_known(shaped: Any) -> None:
    with pytest.raises(FormatError, match=r"data\.jsonl:2: no known format has the columns a"):
        shaped(CHAT, {"a": 1}, {"a": 2})


def test_a_misspelt_format_names_the_nearest(shaped: Any) -> None:
    with pytest.raises(FormatError, match=r"--format open-chat: no such format \(did you mean openai-chat\?\)"):
        shaped(CHAT, format="open-chat")


def test_a_format_that_no_row_has_is_an_error(shaped: Any) -> None:
    with pytest.raises(FormatError, match=r"no row has a column of it; .* has messages"):
        shaped(CHAT, format="alpaca")


def test_data_without_a_readable_row_is_an_error(shaped: Any) -> None:
    with pytest.raises(InputError, match=r"data\.jsonl:1: no JSON; none of 2 rows can be read"):
        shaped(None, None)
    with pytest.raises(InputError, match=r"data\.jsonl: there is no row in it"):
        shaped()


def test_a_mapped_field_must_exist(shaped: Any) -> None:
    with pytest.raises(ConfigError, match=r"--map lable=b: no such field \(did you mean label\?\)"):
        shaped({"a": "x", "b": "y"}, columns={"lable": "b"})
