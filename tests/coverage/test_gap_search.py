"""The tree over real inputs, and the branches that are taken for gaps."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import linkage

from dataaudit.coverage.gaps import GapTest, find_gaps
from dataaudit.coverage.tree import average_linkage, branch_sums, heaviest_branches, similarity_matrix

PAIRS = np.array([[0, 1], [2, 3], [4, 5]])  # branches 4 and 5, and the root 6


def unit_vectors(n: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(n, 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def branches(merges: np.ndarray, n: int) -> set[frozenset[int]]:
    found = [frozenset([item]) for item in range(n)]
    for one, other in merges.astype(int):
        found.append(found[one] | found[other])
    return set(found)


@pytest.mark.parametrize("n", [2, 3, 60])
def test_the_tree_is_that_of_average_linkage(n: int) -> None:
    similarities = similarity_matrix(unit_vectors(n))
    distances = similarities.max() - similarities.astype(np.float64)
    expected = linkage(distances[np.triu_indices(n, 1)], "average")[:, :2]
    assert branches(average_linkage(similarities), n) == branches(expected, n)


def test_similarities_do_not_depend_on_the_order_of_addition() -> None:
    vectors = unit_vectors(50)
    turned = similarity_matrix(np.ascontiguousarray(vectors[:, ::-1]))
    np.testing.assert_array_equal(similarity_matrix(vectors), turned)


def test_one_input_is_a_tree() -> None:
    assert average_linkage(similarity_matrix(unit_vectors(1))).shape == (0, 2)


def test_sums_go_up_the_branches() -> None:
    sums = branch_sums(PAIRS, np.array([1.0, 2.0, 4.0, 8.0]))
    assert sums.tolist() == [1, 2, 4, 8, 3, 12, 15]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([0, 0, 0, 0, 2, 3, 4], [[0, 1], [2, 3]]),
        ([0, 0, 0, 0, 2, 3, 5], [[0, 1, 2, 3]]),
        ([0, 0, 0, 0, -1, 3, 2], [[2, 3]]),
        ([0, 0, 0, 0, 0, 0, -1], []),
    ],
)
def test_the_heaviest_branches_do_not_overlap(weights: list[float], expected: list[list[int]]) -> None:
    found = heaviest_branches(PAIRS, np.array(weights, dtype=np.float64))
    assert sorted(items.tolist() for items in found) == expected


def planted(near: float) -> list[list[int]]:
    """Ten inputs apart from forty others, with `near` times the training that they would have."""
    vectors = np.repeat(unit_vectors(2), [40, 10], axis=0)
    isolation = np.repeat([0.0, 3.0], [40, 10])
    expected = np.full(50, 4.0)
    observed = np.repeat([4.0, 4.0 * near], [40, 10])
    groups = find_gaps(vectors, np.ones(50, dtype=np.int64), isolation, observed, expected, GapTest())
    return [group.tolist() for group in groups]


def test_isolated_inputs_without_training_around_them_are_a_gap() -> None:
    assert planted(near=0.1) == [list(range(40, 50))]


def test_isolated_inputs_with_their_share_of_training_are_none() -> None:
    assert planted(near=1.0) == []


def test_few_inputs_or_little_traffic_are_no_gap() -> None:
    vectors, isolation = np.repeat(unit_vectors(2), [40, 10], axis=0), np.repeat([0.0, 3.0], [40, 10])
    observed, expected = np.repeat([4.0, 0.0], [40, 10]), np.full(50, 4.0)
    often = np.repeat([1000, 1], [40, 10])
    assert find_gaps(vectors, often, isolation, observed, expected, GapTest()) == []
    assert find_gaps(vectors, often // often, isolation, observed, expected, GapTest(min_inputs=11)) == []
