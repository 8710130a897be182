"""What deserves a second look, and what divides annotators."""

import numpy as np
import pytest
from annotated import table

from dataaudit.labels.agreement import Level
from dataaudit.labels.annotations import Annotations
from dataaudit.labels.consensus import find_consensus
from dataaudit.labels.dissent import ANOTHER, NO_LABEL, Doubts, find_doubts

AGREED = ["aaaaa", "bbbbb"] * 40
NOBODY = 10**9


def doubts(
    annotations: Annotations, own: list[int] | None = None, level: Level = "nominal", audited: int = NOBODY
) -> Doubts:
    labels = np.full(len(annotations), NO_LABEL) if own is None else np.array(own)
    found = find_consensus(annotations)
    return find_doubts(annotations, found, labels, level, audited, confident=0.95, undecided=0.8)


def test_the_annotation_that_the_others_contradict_is_pointed_at() -> None:
    annotations = table(*AGREED, "aaaba")
    [one] = doubts(annotations).dissent
    assert one.item == 80
    assert annotations.annotators[annotations.annotator[one.annotations[0]]] == "3"
    assert one.positions == (403,)
    assert one.probability >= 0.95


def test_an_even_split_is_ambiguous_and_not_wrong() -> None:
    found = doubts(table(*AGREED, "aabb.", "bbbba", "aaaab"))
    assert found.divided.tolist() == [80]
    assert sorted(one.item for one in found.dissent) == [81, 82]


def test_the_most_certain_come_first() -> None:
    found = doubts(table(*AGREED, *["aaaab"] * 3, "abbbb")).dissent
    assert [one.probability for one in found] == sorted((one.probability for one in found), reverse=True)


@pytest.mark.parametrize(("own", "expected"), [(0, []), (1, [80]), (ANOTHER, [80])])
def test_the_label_of_a_row_is_what_is_contradicted(own: int, expected: list[int]) -> None:
    annotations = table(*AGREED, "aaaba")
    labels = [NO_LABEL] * 400 + [own] * 5
    assert [one.item for one in doubts(annotations, labels).dissent] == expected


def test_a_step_is_no_contradiction_on_ordered_labels() -> None:
    annotations = table(*["11111", "22222", "33333", "44444"] * 20, "11112", "44441")
    assert [one.item for one in doubts(annotations).dissent] == [80, 81]
    assert [one.item for one in doubts(annotations, level="ordinal").dissent] == [81]


def test_accepted_annotations_are_not_pointed_at() -> None:
    annotations = table(*AGREED, "aaaba", "aabb.")
    found = doubts(annotations, audited=400)
    assert (found.dissent, found.divided.tolist()) == ((), [])
