"""The scan for kinds of inputs on which a prompt fails."""

import numpy as np
import pytest
from numpy.typing import NDArray

from dataaudit.coverage.failures import FailureScan, Region, find_failing


def kinds(n: int, size: int, seed: int = 0) -> NDArray[np.float32]:
    """`size` vectors each of n kinds, near to one another; every other kind has something of the one before it."""
    random = np.random.default_rng(seed)
    centres = np.eye(n, 32) + np.eye(32)[16 + np.arange(n) // 2]
    vectors = np.repeat(centres, size, axis=0) + random.normal(0, 0.05, (n * size, 32))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32)


def scan(failures: NDArray[np.int64], weights: NDArray[np.int64] | None = None) -> list[Region]:
    if weights is None:
        weights = np.ones(len(failures), dtype=np.int64)
    return find_failing(kinds(10, 20), weights, failures, FailureScan(), seed=0)


def test_the_kinds_that_fail_are_found_one_by_one() -> None:
    failures = np.zeros(200, dtype=np.int64)
    failures[[5, 77, 133]] = failures[20:38] = failures[100:120] = 1
    regions = scan(failures)
    assert [region.members.tolist() for region in regions] == [list(range(100, 120)), list(range(20, 40))]
    assert [region.p_value for region in regions] == [0.001, 0.001]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_where_all_inputs_end_alike_no_kind_stands_out(share: float) -> None:
    assert scan(np.full(200, int(share))) == []


def test_failures_at_random_make_no_kind() -> None:
    runs = [scan((np.random.default_rng(seed).random(200) < 0.2).astype(np.int64)) for seed in range(20)]
    assert sum(map(bool, runs)) <= 2


def test_one_input_that_failed_many_times_is_no_kind() -> None:
    weights = np.ones(200, dtype=np.int64)
    weights[7] = 50
    failures = np.zeros(200, dtype=np.int64)
    failures[7], failures[::40] = 50, 1
    assert scan(failures, weights) == []
