"""Kinds of inputs that the data themselves show where no labels name them: cohesive branches of a tree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.centring import centre, mean_of
from dataaudit.coverage.tree import average_linkage, branch_items, branch_sums

Vectors = NDArray[np.float32]
Members = NDArray[np.int64]

#: The memory of the tree grows with the square: 100 MB here. Beyond, regions are found on so many and hold all.
_MOST = 5_000
#: Inputs whose pairs tell what unrelated ones have in common.
_COMPARED = 1_000
#: Of a normal distribution so much lies more than one standard deviation below the middle.
_ONE_SIGMA_BELOW = 0.1587


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

    The largest branches of an average-linkage tree whose members are on average more alike than unrelated inputs, by
    `kin` standard deviations of these. Cosines are taken from the mean of all inputs. An input is of the region to
    whose members it is most alike, if it is as much so on average.

    Parameters
    ----------
    vectors
        (n, d) of length 1.
    kin
        In standard deviations; 3 is one of 1,000 unrelated pairs.
    least
        Fewer inputs are no region.
    """
    centred = centre(vectors, mean_of(vectors))
    if len(vectors) < 2 * least:
        return Regions(np.full(len(vectors), -1), 0)
    chosen = np.random.default_rng(seed).permutation(len(vectors))[:_MOST]
    limit = _related(centred[chosen[:_COMPARED]], kin)
    chosen.sort()
    branches = [own for own in _cohesive(centred[chosen], limit) if len(own) >= least]
    if not branches:
        return Regions(np.full(len(vectors), -1), 0)
    centres = np.stack([centred[chosen[own]].mean(axis=0, dtype=np.float64) for own in branches])
    likeness = np.round(centred @ centres.T, 5)
    nearest = likeness.argmax(axis=1)
    akin = np.take_along_axis(likeness, nearest[:, None], axis=1)[:, 0] >= limit
    kept = np.flatnonzero(np.bincount(nearest[akin], minlength=len(branches)) >= least)
    number = np.full(len(branches), -1)
    number[kept] = np.arange(len(kept))
    return Regions(np.where(akin, number[nearest], -1), len(kept))


def _related(vectors: Vectors, kin: float) -> float:
    """The cosine from which on two inputs are akin: as few unrelated pairs have as by a normal distribution.

    The lower half of all pairs is unrelated, however many kinds there are, so its spread below the median is taken.
    """
    cosines = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
    median, low = np.quantile(cosines, (0.5, _ONE_SIGMA_BELOW))
    return round(float(median + kin * (median - low)), 4)


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
