"""Kinds of inputs that the data show."""

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from dataaudit.coverage.centring import centre, mean_of
from dataaudit.sufficiency.regions import find_regions

Vectors = NDArray[np.float32]


def vectors(sizes: tuple[int, ...], alone: int = 0, spread: float = 0.2) -> Vectors:
    """Groups around directions of their own, and vectors that are like nothing else."""
    random = np.random.default_rng(1)
    centres = [random.normal(size=128) for _ in sizes]
    groups = [c + spread * random.normal(size=(n, 128)) for c, n in zip(centres, sizes, strict=True)]
    found = np.concatenate([*groups, random.normal(size=(alone, 128))]).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_groups_are_regions_and_single_inputs_are_not() -> None:
    regions = find_regions(vectors((12, 9, 30), alone=60), 3.0, 5, seed=0)
    assert regions.count == 3
    assert [set(regions.region[part].tolist()) for part in np.split(np.arange(51), [12, 21])] == [{0}, {1}, {2}]
    assert set(regions.region[51:].tolist()) == {-1}


def test_they_are_the_clusters_that_scipy_finds() -> None:
    own = vectors((12, 9, 30))
    regions = find_regions(own, 1.0, 5, seed=0)
    clusters = fcluster(linkage(centre(own, mean_of(own)), "average", "cosine"), 3, "maxclust")
    pairs = {(one, other) for one, other in zip(regions.region.tolist(), clusters.tolist(), strict=True)}
    assert len(pairs) == 3


def test_small_groups_are_none() -> None:
    assert find_regions(vectors((4, 4), alone=40), 3.0, 8, seed=0).count == 0


def test_few_inputs_have_no_regions() -> None:
    assert find_regions(vectors((5,)), 3.0, 5, seed=0).count == 0


def test_sizes_count_examples_and_not_inputs() -> None:
    regions = find_regions(vectors((12, 9), alone=60), 3.0, 5, seed=0)
    assert regions.sizes(np.array([0, 0, 3, 12, 40])).tolist() == [3, 1]
    assert regions.members(1).tolist() == list(range(12, 21))
