"""The frame of examples, and what stands beside the text."""

from typing import Any

import pytest

from dataaudit.dataset import CORE_COLUMNS

PAIR = {"prompt": "Hi", "completion": "Hello."}


def test_core_columns_are_always_there_and_others_where_they_say_something(shaped: Any) -> None:
    frame = shaped(PAIR).examples
    assert set(frame.columns) == set(CORE_COLUMNS)
    frame = shaped({**PAIR, "annotator": "Ann", "batch": None}).examples
    assert set(frame.columns) == {*CORE_COLUMNS, "annotator"}


def test_missing_texts_are_none(shaped: Any) -> None:
    frame = shaped({"text": "a"}, {"text": "b"}).examples
    assert frame["input"].tolist() == [None, None]
    assert frame.dtypes[["input", "output", "line"]].tolist() == ["object"] * 3


def test_rows_count_over_all_records(shaped: Any) -> None:
    frame = shaped(None, PAIR, {"a": 1}, PAIR).examples
    assert frame.index.tolist() == [1, 3]
    assert frame["line"].tolist() == [2, 4]
    assert frame["source"].tolist() == ["data.jsonl"] * 2


def test_fields_are_found_in_the_record_and_in_its_metadata(shaped: Any) -> None:
    frame = shaped(
        {**PAIR, "id": 7, "annotator": "Ann", "metadata": {"annotator": "Bob", "batch": "b1"}},
        {**PAIR, "meta": {"annotator": "Cy", "group": "g"}, "metadata": ["no object"]},
    ).examples
    assert frame["annotator"].tolist() == ["Ann", "Cy"]
    assert frame["batch"].tolist() == ["b1", None]
    assert frame["group"].tolist() == [None, "g"]
    assert frame["id"].tolist() == ["7", None]


@pytest.mark.parametrize(
    ("fields", "column", "value"),
    [
        ({"user_id": 7}, "user_id", "7"),
        ({"userId": "u", "conversation-id": "c"}, "conversation-id", "c"),
        ({"metadata": {"session_id": "s"}}, "metadata.session_id", "s"),
        ({"group": "g", "user_id": "u"}, "group", "g"),
    ],
)
def test_what_binds_rows_together_goes_by_several_names(
    shaped: Any, fields: dict[str, Any], column: str, value: str
) -> None:
    dataset = shaped({**PAIR, **fields})
    assert dataset.columns["group"] == column
    assert dataset.examples["group"].tolist() == [value]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (True, True),
        ("yes", True),
        ("TRUE", True),
        (1, True),
        ("0", False),
        ("no", False),
        ("later", None),
        ([], None),
    ],
)
def test_reviewed_is_yes_no_or_unknown(shaped: Any, said: Any, meant: bool | None) -> None:
    frame = shaped({**PAIR, "reviewed": said}, {**PAIR, "reviewed": True}).examples
    assert frame["reviewed"].tolist() == [meant, True]


def test_columns_say_where_each_field_came_from(shaped: Any) -> None:
    dataset = shaped({**PAIR, "id": "a", "meta": {"batch": 1}})
    assert dataset.columns == {"input": "prompt", "output": "completion", "id": "id", "batch": "meta.batch"}


def test_integers_beyond_64_bits_are_no_obstacle(shaped: Any) -> None:
    value = {
        "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "x"}],
        "tools": [10**30],
    }
    assert shaped(value).examples["extra"].tolist() == [f'{{"tools":[{10**30}]}}']
