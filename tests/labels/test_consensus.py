"""The consensus of annotators."""

import numpy as np
from annotated import annotated, table
from numpy.typing import NDArray

from dataaudit.labels.annotations import Annotations
from dataaudit.labels.consensus import find_consensus


def planted(care: list[float], items: int = 400, labels: int = 3) -> tuple[Annotations, NDArray[np.int64]]:
    """Everybody labels everything; how often each is right."""
    random = np.random.default_rng(5)
    truth = random.integers(labels, size=items)
    right = random.random((items, len(care))) < care
    wrong = (truth[:, None] + random.integers(1, labels, (items, len(care)))) % labels
    given = np.where(right, truth[:, None], wrong)
    votes = [(i, str(who), str(label)) for i, row in enumerate(given.tolist()) for who, label in enumerate(row)]
    return annotated(votes), truth


def test_a_careful_annotator_outweighs_two_careless_ones() -> None:
    annotations, truth = planted([0.97, 0.55, 0.55])
    found = find_consensus(annotations)
    counts = annotations.counts()
    majority = np.where(counts.max(axis=1) > 1, counts.argmax(axis=1), -1)
    assert (found.label == truth).mean() > 0.93
    assert (majority == truth).mean() < 0.85


def test_the_quality_of_annotators_is_their_agreement_with_it() -> None:
    found = find_consensus(planted([0.95, 0.9, 0.85, 0.5])[0])
    assert np.abs(found.quality - [0.95, 0.9, 0.85, 0.5]).max() < 0.05
    assert found.shared.tolist() == [400] * 4


def test_what_it_is_sure_of_is_right_as_often() -> None:
    annotations, truth = planted([0.85] * 5)
    found = find_consensus(annotations)
    sure = found.split & (found.probability >= 0.95)
    assert sure.sum() > 100
    assert (found.label == truth)[sure].mean() >= 0.95


def test_where_items_are_hard_it_is_less_sure() -> None:
    random = np.random.default_rng(3)
    votes = random.random((400, 5)) < random.beta(0.7, 0.7, (400, 1))
    found = find_consensus(table(*("".join("ab"[int(vote)] for vote in row) for row in votes)))
    assert found.temperature > 1.5
    four_to_one = found.split & (np.abs(votes.sum(axis=1) - 2.5) == 1.5)
    assert np.median(found.probability[four_to_one]) < 0.95


def test_one_annotation_is_its_own_consensus() -> None:
    found = find_consensus(table("a..", "aab", "bba", "abb", ".b."))
    assert found.label[[0, 4]].tolist() == [0, 1]
    assert found.split.tolist() == [False, True, True, True, False]


def test_an_annotator_nobody_can_confirm_has_no_quality() -> None:
    found = find_consensus(table("aa.", "bb.", "..a"))
    assert np.isnan(found.quality[2])
    assert found.shared.tolist() == [2, 2, 0]


def test_an_even_split_between_equals_is_undecided() -> None:
    found = find_consensus(table(*["aabb", "bbaa"] * 20, *["aaaa", "bbbb"] * 20))
    assert found.probability[:40].max() < 0.7


def test_without_annotations_there_is_none() -> None:
    none = np.empty(0, dtype=np.int64)
    found = find_consensus(Annotations(none, none, none, none, none, (), ()))
    assert len(found.label) == len(found.probability) == 0
