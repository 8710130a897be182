"""Kinds of inputs that the data themselves show where no labels name them: cohesive branches of a tree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.centring import centre, mean_of
from dataaudit.coverage.kinds import spread_of_pairs
from dataaudit.coverage.tree import average_linkage, branch_items, branch_sums

Vectors = NDArray[np.float32]
Members = NDArray[np.int64]

#: The memory of the tree grows with the square: 100 MB here. Beyond, regions are found on so many and hold all.
_MOST = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """Groups of inputs that are akin.

    Attributes
    ----------
    region
        (n,) int, the region of each input, -1 where it is akin to none.
    count
        How many there are.
    """

    region: Members
    count: int

    def sizes(self, nodes: Members) -> Members:
        """(count,) how many of these examples, given by their inputs, each region has."""
        own = self.region[nodes]
        return np.bincount(own[own >= 0], minlength=self.count)

    def members(self, region: int) -> Members:
        """The inputs of a region."""
        return np.flatnonzero(self.region == region)


def find_regions(vectors: Vectors, kin: float, least: int, seed: int) -> Regions:
    """Tell the kinds of n distinct inputs.

    The largest branches of an average-linkage tree whose members are on average more alike than two inputs at
    random, by `kin` standard deviations of all pairs. Cosines are taken from the mean of all inputs. An input is of
    the region to whose members it is most alike, if it is as much so on average.

    Parameters
    ----------
    vectors
        (n, d) of length 1.
    kin
        See `coverage.kinds.RegionTest`.
    least
        Branches with fewer inputs are no region.
    """
    centred = centre(vectors, mean_of(vectors))
    if len(vectors) < 2 * least:
        return Regions(np.full(len(vectors), -1), 0)
    mean, spread = spread_of_pairs(centred)
    chosen = np.sort(np.random.default_rng(seed).permutation(len(vectors))[:_MOST])
    branches = [own for own in _cohesive(centred[chosen], mean + kin * spread) if len(own) >= least]
    if not branches:
        return Regions(np.full(len(vectors), -1), 0)
    centres = np.stack([centred[chosen[own]].mean(axis=0, dtype=np.float64) for own in branches])
    likeness = np.round(centred @ centres.T, 5)
    nearest = likeness.argmax(axis=1)
    akin = np.take_along_axis(likeness, nearest[:, None], axis=1)[:, 0] >= mean + kin * spread
    return Regions(np.where(akin, nearest, -1), len(branches))


def _cohesive(vectors: Vectors, limit: float) -> list[Members]:
    """The largest branches whose pairs have this mean cosine or more, in the order of their first members."""
    merges = average_linkage(vectors)
    m = len(vectors)
    sizes = branch_sums(merges, np.ones(m))
    squares = (branch_sums(merges, vectors.astype(np.float64)) ** 2).sum(axis=1)
    alike = (squares - sizes) / np.maximum(sizes * (sizes - 1), 1)
    found, open_branches = [], [2 * m - 2]
    while open_branches:
        branch = open_branches.pop()
        if branch < m:
            continue
        if alike[branch] >= limit:
            found.append(branch_items(merges, branch))
        else:
            open_branches += merges[branch - m].tolist()
    return sorted(found, key=lambda own: int(own[0]))
