"""The witnesses to a label, on vectors and words made for the purpose."""

import numpy as np
import pytest
from clouds import EACH, TRUE, heard, sample, spread, vectors

from dataaudit.evidence.neighbours import build_graph
from dataaudit.labels import witnesses
from dataaudit.labels.witnesses import (
    assign_folds,
    duplicate_groups,
    hear_witnesses,
    nearest_with,
    neighbour_votes,
    word_vectors,
)


def test_every_witness_names_the_class_of_the_cloud() -> None:
    assert [(scores.argmax(axis=1) == TRUE).all() for scores in heard(spread(4), 1)] == [True] * 3


def test_least_squares_say_the_same_from_inputs_and_from_features() -> None:
    labelled, random = sample(TRUE), np.random.default_rng(0)
    fold = np.arange(len(TRUE)) % 10
    features = np.hstack([random.normal(size=(len(TRUE), 40)), np.ones((len(TRUE), 1))]).astype(np.float32)
    by_inputs = witnesses._by_inputs(features, labelled, fold)
    by_features = witnesses._by_features(lambda rows: features[rows], witnesses._least_squares, labelled, fold, 1)
    assert np.allclose(by_inputs, by_features, rtol=0, atol=1e-5)


def test_words_speak_where_vectors_are_silent() -> None:
    points = np.tile(vectors()[:1], (len(TRUE), 1)) + np.random.default_rng(0).normal(0, 0.2, (len(TRUE), 16))
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    texts = [f"{word} is it number {i}" for i, word in enumerate(np.array(["who", "where", "when", "why"])[TRUE])]
    squares, plane, _ = hear_witnesses(sample(TRUE), texts, points, build_graph(points), folds=10, seed=0, jobs=1)
    assert (squares.argmax(axis=1) == TRUE).all()
    assert (plane.argmax(axis=1) == TRUE).mean() < 0.5


@pytest.mark.parametrize("texts", [["one two", "three four"], ["", ""], ["今日", "は"]])
def test_words_that_never_recur_have_no_directions(texts: list[str]) -> None:
    assert word_vectors(texts, 0).shape[1] <= 2
    assert np.isfinite(word_vectors(texts, 0)).all()


def test_threads_change_nothing() -> None:
    labelled = spread(4)
    assert np.array_equal(heard(labelled, 1), heard(labelled, 2))


def test_every_class_is_dealt_out_evenly() -> None:
    fold = assign_folds(TRUE, np.arange(len(TRUE)), 10, seed=0)
    assert [np.bincount(fold[label == TRUE]).tolist() for label in range(4)] == [[EACH // 10] * 10] * 4


def test_copies_are_in_one_fold_whatever_their_labels() -> None:
    points = vectors()
    points[70], points[200] = points[3], points[3]
    groups = duplicate_groups(sample(TRUE), build_graph(points))
    assert np.flatnonzero(groups == groups[3]).tolist() == [3, 70, 200]
    fold = assign_folds(TRUE, groups, 10, seed=0)
    assert fold[3] == fold[70] == fold[200]


def test_copies_have_no_vote() -> None:
    points = vectors()
    points[70] = points[3]
    labelled, graph = sample(TRUE), build_graph(points)
    alone, beside = np.arange(len(TRUE)), duplicate_groups(labelled, graph)
    with_copy, without = (np.exp(neighbour_votes(labelled, graph, groups)[3, 1]) for groups in (alone, beside))
    assert without < 0.02 < 0.08 < with_copy


def test_the_rows_that_speak_against_a_label_are_the_nearest_that_have_the_other() -> None:
    points, labelled = vectors(), sample(TRUE)
    similarity = points[EACH : 2 * EACH] @ points[0]
    assert nearest_with(labelled, points, 0, 1, 3) == (EACH + np.argsort(-similarity)[:3]).tolist()
    assert 0 not in nearest_with(labelled, points, 0, 0, EACH)
