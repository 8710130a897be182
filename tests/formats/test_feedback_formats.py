"""kto and stepwise: answers, or their steps, that are marked good or bad."""

from typing import Any

import pytest

from dataaudit.formats import BY_NAME, Example, Violation
from dataaudit.model import Severity

KTO, STEPWISE, PAIRS = BY_NAME["kto"], BY_NAME["stepwise"], BY_NAME["prompt-completion"]
PAIR = {"prompt": "Hi", "completion": "Hello."}
STEPS = {"prompt": "2+2+2?", "completions": ["2+2=4.", "4+2=7."], "labels": [True, False]}


def test_a_thumb_is_extra_and_no_label() -> None:
    example = KTO.example({**PAIR, "label": False})
    assert (example.output, example.label, example.extra) == ("Hello.", None, '{"label":false}')


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        (1, "1"),
        (0, "0"),
        (1.0, "1.0"),
        ("true", "the text 'true'"),
        ("False", "the text 'False'"),
        ("0", "the text '0'"),
    ],
)
def test_what_stands_for_a_thumb_is_named_with_the_way_on(label: Any, shown: str) -> None:
    value = {**PAIR, "label": label}
    [violation] = KTO.violations(value)
    assert KTO.resembles(value)
    assert not PAIRS.resembles(value)
    assert violation.message == (
        f"label is {shown}, not true or false; if it marks nothing good or bad, say so with --format prompt-completion"
    )


def test_the_way_on_is_one(shaped: Any) -> None:
    value = {**PAIR, "label": 1}
    assert shaped(value).format == "kto"
    dataset = shaped(value, format="prompt-completion")
    assert PAIRS.violations(dataset.records[0].value) == []


@pytest.mark.parametrize("label", [2, -1, "spam", "yes", 0.5])
def test_a_class_is_no_thumb(label: Any) -> None:
    value = {**PAIR, "label": label}
    assert not KTO.resembles(value)
    assert PAIRS.matches(value)


def test_a_completion_by_another_name_is_named() -> None:
    value = {"prompt": "Hi", "response": "Hello.", "label": True}
    assert KTO.resembles(value)
    assert KTO.example(value).output == "Hello."
    assert [violation.rule for violation in KTO.violations(value)] == ["other-column"]


def test_thumbs_that_all_point_one_way_are_named_once() -> None:
    good = {**PAIR, "label": True}
    [violation] = KTO.dataset_violations([good, {**PAIR, "label": None}, good])
    assert violation.message == "label is true in all 2 rows: good can't be told from bad"
    assert violation.severity is Severity.WARNING
    assert KTO.dataset_violations([good, {**PAIR, "label": False}]) == []
    assert KTO.dataset_violations([good]) == KTO.dataset_violations([]) == []


def test_marks_of_conversations_are_thumbs_too() -> None:
    talk = {"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello."}]}
    bad = {**talk, "kto_tag": False}
    assert [violation.field for violation in BY_NAME["sharegpt"].dataset_violations([bad, bad])] == ["kto_tag"]
    assert BY_NAME["sharegpt"].dataset_violations([talk, talk]) == []
    [violation] = BY_NAME["sharegpt"].violations({**talk, "kto_tag": 0})
    assert violation.message == "kto_tag is a number, not true or false"


def test_steps_are_the_output_and_their_labels_extra() -> None:
    assert STEPWISE.example(STEPS) == Example("2+2+2?", "2+2=4.\n4+2=7.", turns=2, extra='{"labels":[true,false]}')
    assert STEPWISE.violations(STEPS) == STEPWISE.blanks(STEPS) == []
    assert not STEPWISE.has_one_right_answer([STEPS])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": [True]}, "there are 2 completions and 1 label"),
        ({"labels": None}, "labels is missing, not a list"),
        ({"labels": [True, "-"]}, "labels[1] is the text '-', not true or false"),
        ({"labels": [1, -1]}, "labels[1] is -1, not true or false"),
        ({"completions": "2+2=4."}, "completions is a text, not a list"),
        ({"completions": ["2+2=4.", 7]}, "completions[1] is a number, not a text"),
        ({"completions": [], "labels": []}, "completions is empty"),
        ({"prompt": 7}, "prompt is a number: neither a text nor messages"),
    ],
)
def test_broken_steps_are_named(change: dict[str, Any], message: str) -> None:
    value = {**STEPS, **change}
    assert STEPWISE.resembles(value)
    assert [(found.message, found.severity) for found in STEPWISE.violations(value)] == [(message, Severity.ERROR)]


def test_numbers_for_labels_of_steps_are_a_warning() -> None:
    value = {**STEPS, "labels": [1, 0]}
    assert STEPWISE.matches(value)
    assert STEPWISE.violations(value) == [
        Violation("label-no-boolean", "labels[0] is 1, not true or false", "labels[0]", Severity.WARNING)
    ]


def test_an_empty_step_is_named() -> None:
    value = {**STEPS, "prompt": " ", "completions": ["2+2=4.", ""]}
    assert [blank.field for blank in STEPWISE.blanks(value)] == ["prompt", "completions[1]"]
