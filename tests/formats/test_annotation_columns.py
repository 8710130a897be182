"""Several annotators to a record, in every shape, and the label that they agree on."""

import json
from typing import Any

import pytest

from dataaudit.errors import ConfigError
from dataaudit.formats import shape
from dataaudit.formats.annotation_columns import are_ordered, consensus
from dataaudit.reading import read

GIVEN = (("ann", "spam"), ("bob", "ham"), ("cy", "spam"))
VOTES = '{"ann":"spam","bob":"ham","cy":"spam"}'


def shaped(record: dict[str, Any], columns: dict[str, str] | None = None, n: int = 3) -> Any:
    reading = read([record | {"text": f"{record.get('text', 'text')} {i}"} for i in range(n)])
    return shape(reading.records, reading.sources, columns=columns)


@pytest.mark.parametrize(
    "record",
    [
        {"annotations": ["spam", "ham", "spam"], "annotators": ["ann", "bob", "cy"]},
        {"annotations": "spam,ham,spam", "annotators": "ann, bob, cy"},
        {"labels": ["spam", "ham", "spam"], "annotators": ["ann", "bob", "cy"]},
        {"annotations": {"ann": "spam", "bob": "ham", "cy": "spam"}},
        {"annotations": "{'ann': 'spam', 'bob': 'ham', 'cy': 'spam'}"},
        {"annotations": [{"annotator": name, "label": own} for name, own in GIVEN]},
        {"annotations": json.dumps([{"worker": name, "value": own} for name, own in GIVEN])},
    ],
)
def test_a_list_per_item_is_read_in_every_shape(record: dict[str, Any]) -> None:
    dataset = shaped(record | {"label": "spam"}, {"label": "label", "input": "text"})
    assert dataset.examples["annotations"].tolist() == [VOTES] * 3
    assert dataset.examples["label"].tolist() == ["spam"] * 3


@pytest.mark.parametrize(
    ("columns", "place"),
    [
        (("annotation_1", "annotation_2"), "annotation_*"),
        (("Rater A", "Rater B"), "Rater *"),
        (("annotator_1_label", "annotator_2_label"), "annotator_*_label"),
    ],
)
def test_a_column_per_annotator_is_found_by_its_number(columns: tuple[str, str], place: str) -> None:
    dataset = shaped(dict.fromkeys(columns, "spam") | {"label": "spam"})
    assert dataset.examples["annotations"][0] == json.dumps(dict.fromkeys(columns, "spam"), separators=(",", ":"))
    assert dataset.columns["annotator"] == place


def test_columns_of_any_name_are_mapped_with_a_star() -> None:
    record = {"by_ann": "spam", "by_bob": "ham", "by_cy": "spam"}
    dataset = shaped(record, {"input": "text", "annotator": "by_*"})
    assert dataset.examples["annotations"][0] == '{"by_ann":"spam","by_bob":"ham","by_cy":"spam"}'
    assert dataset.examples["label"].tolist() == ["spam"] * 3
    assert dataset.columns == {"input": "text", "annotator": "by_*"}


def test_a_star_that_no_column_fits_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"annotator=by_\*: no such column"):
        shaped({"label": "spam"}, {"annotator": "by_*"})


def test_of_two_families_of_columns_the_one_with_the_labels_counts() -> None:
    record = {"annotation_1": "S", "annotation_2": "H", "annotation_label_1": "spam", "annotation_label_2": "ham"}
    assert shaped(record | {"label": "spam"}).columns["annotator"] == "annotation_label_*"


def test_labels_without_names_count_by_their_place() -> None:
    assert shaped({"annotations": ["a", "b"], "label": "a"}).examples["annotations"][0] == '{"1":"a","2":"b"}'


@pytest.mark.parametrize(
    "record",
    [
        {"annotator": "ann"},
        {"annotations": "rather rude, I think"},
        {"annotations": [{"start": 0, "end": 4, "label": "NAME"}]},
        {"annotations": {"spans": [[0, 4]]}},
        {"annotations": ["spam", "ham"], "annotators": ["ann"], "annotation": None},
        {"label_1": "spam", "label_2": "ham"},
        {"annotations": "[" * 100_000},
    ],
)
def test_other_columns_are_no_annotations(record: dict[str, Any]) -> None:
    examples = shaped(record | {"label": "spam"}).examples
    assert "annotations" not in examples or record.get("annotators") == ["ann"]


def test_the_label_may_be_the_annotations_themselves() -> None:
    record = {"ratings": {"ann": "4", "bob": "-1", "cy": "3"}}
    dataset = shaped(record, {"input": "text", "label": "ratings", "annotator": "ratings"})
    assert dataset.examples["label"].tolist() == dataset.examples["output"].tolist() == ["3"] * 3


@pytest.mark.parametrize(
    ("votes", "ordered", "expected"),
    [
        ({"a": "x", "b": "y", "c": "x"}, False, "x"),
        ({"a": "x", "b": "y"}, False, None),
        ({}, False, None),
        ({"a": "10", "b": "9", "c": "-2"}, True, "9"),
        ({"a": "1", "b": "2"}, True, "1"),
    ],
)
def test_the_consensus_is_the_majority_or_the_median(votes: dict[str, str], ordered: bool, expected: str) -> None:
    assert consensus(votes, ordered=ordered) == expected


def test_ratings_are_ordered_and_codes_of_two_classes_are_not() -> None:
    assert are_ordered(["1", "2", "-3.5"])
    assert not are_ordered(["0", "1", "1"])
    assert not are_ordered(["1", "2", "three"])
