"""The linear probe, against scikit-learn's discriminant, and what it may and may not know."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from dataaudit.sufficiency.probes import Moments, discriminant, missed_by_probe
from dataaudit.sufficiency.splits import deal

Vectors = NDArray[np.float32]
D, EACH, CLASSES = 12, 45, 4
LABELS = np.repeat(np.arange(CLASSES), EACH)
ALONE = np.arange(len(LABELS))


def clouds(spread: float) -> Vectors:
    noise = np.random.default_rng(0).normal(0, spread, (len(LABELS), D))
    points = np.eye(CLASSES, D)[LABELS] + noise
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def missed(vectors: Vectors, labels: NDArray[np.int64], groups: NDArray[np.int64], jobs: int = 1) -> Vectors:
    return missed_by_probe(vectors, labels, groups, repeats=4, seed=0, jobs=jobs)


def test_the_scores_are_those_of_sklearn() -> None:
    points = clouds(0.5)
    weights, offsets = discriminant(Moments.of(points, LABELS, CLASSES))
    peer = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=D / (len(points) + D)).fit(points, LABELS)
    ours, theirs = points @ weights + offsets, peer.decision_function(points)
    assert np.allclose(ours - ours[:, :1], theirs - theirs[:, :1], atol=2e-3)


def test_the_error_is_that_of_sklearn_on_the_same_split() -> None:
    points, (repeat,) = clouds(0.5), deal(LABELS, ALONE, 1, seed=0)
    expected = np.empty(len(points), dtype=np.bool_)
    for split in repeat.splits:
        out = repeat.block == split.held_out
        peer = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=D / ((~out).sum() + D))
        expected[out] = peer.fit(points[~out], LABELS[~out]).predict(points[out]) != LABELS[out]
    ours = missed_by_probe(points, LABELS, ALONE, repeats=1, seed=0, jobs=1)
    assert ours[:, -1].tolist() == expected.astype(float).tolist()


def test_clouds_apart_are_never_missed() -> None:
    assert not missed(clouds(0.05), LABELS, ALONE).any()


def test_labels_at_random_are_missed_as_often_as_chance_says() -> None:
    labels = np.random.default_rng(1).permutation(LABELS)
    assert missed(clouds(0.05), labels, ALONE).mean(axis=0) == pytest.approx([0.75] * 4, abs=0.06)


def test_copies_in_one_group_do_not_help_each_other() -> None:
    points, labels = np.repeat(clouds(0.5), 2, axis=0), np.random.default_rng(1).permutation(LABELS).repeat(2)
    groups = ALONE.repeat(2)
    assert missed(points, labels, np.arange(360))[:, -1].mean() < 0.7
    assert missed(points, labels, groups)[:, -1].mean() == pytest.approx(0.75, abs=0.06)


def test_a_label_that_occurs_once_is_always_missed() -> None:
    labels = LABELS.copy()
    labels[7] = CLASSES
    assert (missed(clouds(0.05), labels, ALONE)[7] == 1).all()


def test_equal_inputs_of_a_class_do_no_harm() -> None:
    assert not missed(np.eye(CLASSES, D, dtype=np.float32)[LABELS], LABELS, ALONE).any()


def test_threads_change_nothing() -> None:
    one, two = (missed(clouds(0.5), LABELS, ALONE, jobs) for jobs in (1, 2))
    assert np.array_equal(one, two)
