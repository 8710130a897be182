"""The tree over real inputs, and the branches that are taken for gaps."""

import numpy as np
import pytest

from dataaudit.coverage.gaps import FoundGap, GapTest, Signs, find_gaps
from dataaudit.coverage.tree import average_linkage, branch_sums, heaviest_branches

PAIRS = np.array([[0, 1], [2, 3], [4, 5]])  # branches 4 and 5, and the root 6


def unit_vectors(n: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(n, 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def branches(merges: np.ndarray, n: int) -> set[frozenset[int]]:
    found = [frozenset([item]) for item in range(n)]
    for one, other in merges.astype(int):
        found.append(found[one] | found[other])
    return set(found)


def reference_branches(vectors: np.ndarray) -> set[frozenset[int]]:
    """The branches of average linkage, by comparing all pairs at each merge."""
    groups = [frozenset([i]) for i in range(len(vectors))]
    found = set(groups)
    while len(groups) > 1:
        pairs = [(a, b) for i, a in enumerate(groups) for b in groups[i + 1 :]]
        one, other = max(pairs, key=lambda pair: (vectors[list(pair[0])] @ vectors[list(pair[1])].T).mean())
        groups = [group for group in groups if group not in (one, other)] + [one | other]
        found.add(one | other)
    return found


@pytest.mark.parametrize("n", [2, 3, 25])
def test_the_tree_is_that_of_average_linkage(n: int) -> None:
    vectors = unit_vectors(n)
    assert branches(average_linkage(vectors), n) == reference_branches(vectors)


def test_the_tree_does_not_depend_on_the_order_of_addition() -> None:
    vectors = unit_vectors(50)
    turned = average_linkage(np.ascontiguousarray(vectors[:, ::-1]))
    np.testing.assert_array_equal(average_linkage(vectors), turned)


def test_one_input_is_a_tree() -> None:
    assert average_linkage(unit_vectors(1)).shape == (0, 2)


def test_sums_go_up_the_branches() -> None:
    sums = branch_sums(PAIRS, np.array([1.0, 2.0, 4.0, 8.0]))
    assert sums.tolist() == [1, 2, 4, 8, 3, 12, 15]


def test_columns_are_summed_side_by_side() -> None:
    sums = branch_sums(PAIRS, np.array([[1.0, 0.0], [2.0, 1.0], [4.0, 0.0], [8.0, 1.0]]))
    assert sums[4:].tolist() == [[3, 1], [12, 1], [15, 2]]


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


CENTRES = unit_vectors(4)


def cloud(centre: int, n: int, seed: int) -> np.ndarray:
    vectors = CENTRES[centre] + 0.1 * np.random.default_rng(seed).normal(size=(n, 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


REAL = np.concatenate([cloud(0, 40, 1), cloud(1, 10, 2), cloud(2, 30, 3)])
TRAINING = np.concatenate([cloud(0, 60, 4), cloud(2, 45, 5)])
OTHERS = [40, 10, 30]


def signs(isolation: float = 3.0, observed: float = 0.1, near: int = 0) -> Signs:
    """What speaks for the ten in the middle; there is four times as much training around the others."""
    apart, has = np.repeat([0.0, isolation, 0.0], OTHERS), np.repeat([4.0, observed, 4.0], OTHERS)
    return Signs(apart, has, np.full(80, 4.0), np.repeat([2, near, 2], OTHERS))


def find(weights: np.ndarray | None = None, own: Signs | None = None, **settings: float) -> list[FoundGap]:
    often = np.ones(80, dtype=np.int64) if weights is None else weights
    return find_gaps(REAL, TRAINING, often, own or signs(), GapTest(**settings), seed=0)


def test_isolated_inputs_without_training_around_them_are_a_gap() -> None:
    (gap,) = find()
    assert gap.members.tolist() == list(range(40, 50))
    assert (gap.stability, gap.thin) == (1.0, False)


@pytest.mark.parametrize("own", [signs(observed=4.0), signs(isolation=0.3), signs(isolation=0.8, observed=1.8)])
def test_with_their_share_of_training_or_near_it_they_are_none(own: Signs) -> None:
    assert find(own=own) == []


def test_enough_training_among_them_is_enough_whatever_the_traffic() -> None:
    assert find(own=signs(near=2)) == []
    assert len(find(own=signs(near=2), enough=21)) == 1


def test_some_training_near_makes_it_thin() -> None:
    assert [gap.thin for gap in find(own=signs(isolation=1.2, near=1))] == [True]
    assert [gap.thin for gap in find(own=signs(isolation=1.2, near=0))] == [False]
    assert [gap.thin for gap in find(own=signs(near=1), enough=99)] == [True]


def test_few_inputs_or_little_traffic_are_no_gap() -> None:
    assert find(weights=np.repeat([1000, 1, 1000], OTHERS)) == []
    assert find(min_inputs=11) == []


@pytest.mark.parametrize(("often", "sizes"), [([1, 1, 1], [40, 10]), ([1, 9, 1], [10, 40])])
def test_the_gap_with_the_most_traffic_comes_first(often: list[int], sizes: list[int]) -> None:
    has, near = np.repeat([0.1, 0.1, 4.0], OTHERS), np.zeros(80, dtype=np.int64)
    both = Signs(np.repeat([3.0, 3.0, 0.0], OTHERS), has, np.full(80, 4.0), near)
    between = (cloud(0, 40, 6) + cloud(1, 40, 7)) / np.float32(2)
    training = np.concatenate([cloud(2, 60, 5), between / np.linalg.norm(between, axis=1, keepdims=True)])
    gaps = find_gaps(REAL, training, np.repeat(often, OTHERS), both, GapTest(), seed=0)
    assert [len(gap.members) for gap in gaps] == sizes


def test_what_rests_on_few_of_the_inputs_is_less_stable() -> None:
    uneven = signs(observed=0.3)
    uneven.isolation[40:50] = np.repeat([3.0, -1.6], 5)
    (gap,) = find(own=uneven)
    assert (len(gap.members), gap.stability) == (10, 0.65)
