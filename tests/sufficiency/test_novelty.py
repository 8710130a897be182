"""How many inputs are new to a part of the others, against drawing the parts."""

import numpy as np
import pytest
from scipy.stats import hypergeom

from dataaudit.sufficiency.novelty import SHARES, groups_alike, new_to_part


def test_the_chance_is_the_hypergeometric_one() -> None:
    alike, groups = np.array([0, 1, 3, 40, 80]), 81
    expected = [[hypergeom.pmf(0, 80, own, round(80 * share)) for share in SHARES] for own in alike.tolist()]
    assert np.allclose(new_to_part(alike, groups), expected, rtol=0, atol=1e-9)


def test_the_curve_is_the_mean_over_parts_that_are_drawn() -> None:
    random, alike = np.random.default_rng(0), np.array([0, 1, 2, 5])
    parts = np.stack([random.permutation(60) for _ in range(4000)])
    drawn = [[(parts[:, : round(60 * share)] >= own).all(axis=1).mean() for share in SHARES] for own in alike.tolist()]
    assert np.allclose(new_to_part(alike, 61), drawn, atol=0.03)


def test_an_input_that_stands_alone_is_new_to_any_part() -> None:
    assert new_to_part(np.array([0]), 200).tolist() == [pytest.approx([1, 1, 1, 1])]
    assert new_to_part(np.array([1]), 200)[0, -1] == 0


def test_a_group_counts_once_and_its_own_never() -> None:
    vectors = np.repeat(np.eye(3, dtype=np.float32), [3, 4, 1], axis=0)
    vectors[3] = vectors[0]
    groups = np.array([0, 0, 1, 2, 3, 3, 3, 4])
    alike = groups_alike(vectors, groups, np.arange(8), 0.9, jobs=2)
    assert alike.tolist() == [2, 2, 2, 2, 0, 0, 0, 0]


def test_only_what_is_asked_for_is_counted() -> None:
    points = np.random.default_rng(0).normal(size=(700, 8)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    groups, chosen = np.random.default_rng(1).permutation(700) // 2, np.arange(0, 700, 7)
    near = points @ points.T >= 0.6
    expected = [len(set(groups[near[i]].tolist()) - {groups[i]}) for i in chosen.tolist()]
    assert groups_alike(points, groups, chosen, 0.6, jobs=1).tolist() == expected
