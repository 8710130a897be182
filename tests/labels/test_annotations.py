"""Annotations as a table of item, annotator and label, whatever the shape of the data."""

import random
from typing import Any

import pytest

from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.labels.annotations import Annotations
from dataaudit.reading import read

ROWS = [
    {"text": "win a prize", "label": "spam", "annotator": "ann"},
    {"text": "Win a prize!", "label": "Spam", "annotator": "bob"},
    {"text": "see you", "label": "ham", "annotator": "ann"},
    {"text": "see you", "label": "spam", "annotator": "cy"},
]
AS_LISTS = [
    {"text": "win a prize", "label": "spam", "annotations": {"ann": "spam", "bob": "Spam"}},
    {"text": "see you", "label": "ham", "annotations": {"ann": "ham", "cy": "spam"}},
]


def annotations(rows: list[dict[str, Any]]) -> Annotations:
    reading = read(rows)
    return Evidence(shape(reading.records, reading.sources), encoder=None, cache=None).annotations


def said(found: Annotations) -> set[tuple[str, str]]:
    """What everybody said, as (annotator, label), with the item left out."""
    pairs = zip(found.annotator.tolist(), found.label.tolist(), strict=True)
    return {(found.annotators[annotator], found.labels[label]) for annotator, label in pairs}


@pytest.mark.parametrize("rows", [ROWS, AS_LISTS])
def test_all_shapes_make_the_same_table(rows: list[dict[str, Any]]) -> None:
    found = annotations(rows)
    assert sorted(map(tuple, found.counts().tolist())) == [(0, 2), (1, 1)]
    assert found.annotators == ("ann", "bob", "cy")
    assert said(found) == {("ann", "spam"), ("bob", "spam"), ("ann", "ham"), ("cy", "spam")}


def test_a_row_that_is_one_annotation_is_where_it_stands() -> None:
    found = annotations(ROWS)
    stands = {(found.annotators[a], int(p)) for a, p in zip(found.annotator, found.position, strict=True)}
    assert stands == {("ann", 0), ("bob", 1), ("ann", 2), ("cy", 3)}


def test_rows_with_one_id_are_one_item_and_others_with_the_same_text_another() -> None:
    rows = [{"id": str(i // 2), "text": "same", "label": "a", "annotator": "xy"[i % 2]} for i in range(4)]
    assert annotations(rows).item.tolist() == [0, 0, 1, 1]


def test_ids_of_rows_say_nothing_about_items() -> None:
    rows = [row | {"id": str(i)} for i, row in enumerate(ROWS)]
    assert len(annotations(rows).items) == 2


def test_an_annotator_counts_once_per_item() -> None:
    rows = [*ROWS, {"text": "see you", "label": "spam", "annotator": "ann"}]
    assert len(annotations(rows)) == 4


def test_the_order_of_rows_does_not_matter() -> None:
    mixed = random.Random(1).sample(ROWS, len(ROWS))
    found, other = annotations(ROWS), annotations(mixed)
    for column in ("item", "annotator", "label"):
        assert getattr(found, column).tolist() == getattr(other, column).tolist()
