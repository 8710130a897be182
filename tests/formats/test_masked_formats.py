"""tokenized and segments: what is trained on is marked piece by piece."""

from typing import Any

import pytest

from dataaudit.errors import FormatError
from dataaudit.formats import BY_NAME, Example
from dataaudit.model import Severity

TOKENIZED, SEGMENTS = BY_NAME["tokenized"], BY_NAME["segments"]
IDS = {"input_ids": [1, 5, 2], "attention_mask": [1, 1, 1], "labels": [-100, 5, 2]}
ASKED, SAID = {"text": "<s>Hi", "label": False}, {"text": " Hello.</s>", "label": True}


def test_ids_are_no_text() -> None:
    example = TOKENIZED.example(IDS)
    assert example == Example(None, None, extra=example.extra)
    assert TOKENIZED.blanks(IDS) == TOKENIZED.violations(IDS) == []


def test_equal_ids_make_equal_examples() -> None:
    same = TOKENIZED.example(IDS)
    assert TOKENIZED.example({**IDS, "id": 7, "attention_mask": None}) == same
    assert TOKENIZED.example({**IDS, "input_ids": [1, 5, 3]}) != same
    assert TOKENIZED.example({**IDS, "labels": None}) != same


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"input_ids": [1, "5", 2]}, "input_ids[1] is a text, not an integer"),
        ({"input_ids": [1, 5.5, 2]}, "input_ids[1] is the number 5.5, not an integer"),
        ({"input_ids": [[1, 5, 2]]}, "input_ids[0] is a list, not an integer"),
        ({"input_ids": "1 5 2"}, "input_ids is a text, not a list of integers"),
        ({"input_ids": []}, "input_ids is empty"),
        ({"input_ids": [1, -1, 2]}, "input_ids has -1: ids begin at 0"),
        ({"attention_mask": [1, 1]}, "there are 3 input_ids and 2 in attention_mask"),
        ({"attention_mask": [True, True, True]}, "attention_mask[0] is true or false, not an integer"),
        ({"labels": [-100, 5]}, "there are 3 input_ids and 2 in labels"),
        ({"labels": [-100, -100, -100]}, "labels are all -100: there is nothing to train on"),
    ],
)
def test_broken_ids_are_named(change: dict[str, Any], message: str) -> None:
    value = {**IDS, **change}
    assert TOKENIZED.resembles(value)
    assert [violation.message for violation in TOKENIZED.violations(value)] == [message]


def test_labels_and_mask_may_be_missing() -> None:
    assert TOKENIZED.violations({"input_ids": [0, 1], "attention_mask": None, "labels": None}) == []


def test_ids_beside_their_text_are_a_question(shaped: Any) -> None:
    with pytest.raises(FormatError, match="are both tokenized and text in 1 row; say which with --format tokenized"):
        shaped({"input_ids": [1, 5], "text": "Hi"})
    with pytest.raises(FormatError, match="are both tokenized and text-label in 1 row"):
        shaped({"input_ids": [1, 5], "text": "Hi", "label": "greeting"})


def test_ids_are_no_sample_of_inputs(shaped_inputs: Any) -> None:
    with pytest.raises(FormatError, match=r"data\.jsonl:1: input_ids are no text; give the inputs as they are"):
        shaped_inputs(IDS)


def test_what_is_trained_on_is_the_output() -> None:
    assert SEGMENTS.example({"segments": [ASKED, SAID]}) == Example("<s>Hi", " Hello.</s>", turns=2)
    assert SEGMENTS.example({"segments": [SAID]}) == Example(None, " Hello.</s>")
    halves = [ASKED, {"text": " Hel", "label": True}, {"text": "lo.</s>", "label": True}]
    assert SEGMENTS.example({"segments": halves})[:2] == ("<s>Hi", " Hello.</s>")


def test_of_several_answers_the_last_is_the_output() -> None:
    example = SEGMENTS.example({"segments": [ASKED, SAID, {"text": "Bye", "label": False}, SAID, ASKED]})
    assert (example.input, example.output) == ("<s>Hi Hello.</s>Bye", " Hello.</s>")
    assert example.extra == '{"after":"<s>Hi","trained":[1]}'


@pytest.mark.parametrize(
    ("segments", "message"),
    [
        ([], "segments is empty"),
        ("<s>Hi", "segments is a text, not a list"),
        ([ASKED], "no segment has the label true: there is nothing to train on"),
        ([SAID, "Hi"], "segments[1] is a text, not an object"),
        ([SAID, {"label": False}], "segments[1].text is missing, not a text"),
        ([SAID, {"text": "Hi"}], "segments[1].label is missing, not true or false"),
        ([SAID, {"text": "Hi", "label": "no"}], "segments[1].label is a text, not true or false"),
    ],
)
def test_broken_segments_are_named(segments: Any, message: str) -> None:
    value = {"segments": segments}
    assert SEGMENTS.resembles(value)
    assert [(found.message, found.severity) for found in SEGMENTS.violations(value)] == [(message, Severity.ERROR)]


def test_numbers_for_labels_of_segments_are_a_warning() -> None:
    [violation] = SEGMENTS.violations({"segments": [ASKED, {**SAID, "label": 1}]})
    assert (violation.message, violation.severity) == ("segments[1].label is 1, not true or false", Severity.WARNING)


def test_nothing_to_read_where_something_is_trained_on_is_named() -> None:
    [blank] = SEGMENTS.blanks({"segments": [ASKED, {"text": " ", "label": True}]})
    assert blank.message == "the segments with the label true are empty"
    assert SEGMENTS.blanks({"segments": [{"text": "", "label": False}, SAID]}) == []
