"""Kinds of inputs, told by similarity, and how many of a sample's kinds have not been seen yet."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.centring import centre, mean_of, similarities_among
from dataaudit.evidence.neighbours import NeighbourGraph
from dataaudit.intervals import Estimate

Indices = NDArray[np.int64]
Scores = NDArray[np.float64]

#: Vectors that differ by less are the same to the encoder.
_NO_SPREAD = 1e-4


@dataclass(frozen=True, kw_only=True)
class RegionTest:
    """When inputs are akin, and when few that are akin are a region of their own."""

    kin: float = field(default=3.0, metadata={"source": "proposal: 1 of 1,000 pairs; samples of CLINC150"})
    unrelated: float = field(default=2.5, metadata={"source": "proposal: regions planted in CLINC150"})
    min_region: int = field(default=3, metadata={"source": "proposal: regions planted in CLINC150"})
    max_region: int = field(default=5, metadata={"source": "proposal: fewer than providers want of a class"})


def relatedness(vectors: NDArray[np.float32], graph: NeighbourGraph) -> Scores | None:
    """How much more alike neighbours are than two inputs at random.

    Cosines are taken from the mean of all inputs, so that what they all have in common (the business they are
    about) makes none of them related.

    Parameters
    ----------
    vectors, graph
        (n, d) vectors, and the k nearest neighbours of each.

    Returns
    -------
    (n, k) in standard deviations of the cosine of all pairs above its mean; None where all inputs are the same
    to the encoder.
    """
    centred = centre(vectors, mean_of(vectors))
    mean, spread = _pairs(centred)
    if spread < _NO_SPREAD:
        return None
    return (similarities_among(graph, centred).similarities.astype(np.float64) - mean) / spread


def kind_sizes(related: Scores, neighbours: NDArray[np.int32], labels: Indices, kin: float) -> Indices:
    """How many inputs are of each kind: linked are those related by `kin` or more, and nearest ones of one label.

    Parameters
    ----------
    related, neighbours
        (n, k) the relatedness of the neighbours of each input, and which they are.
    labels
        (n,) the class of each, -1 without.
    """
    one, rank = np.nonzero(related >= kin)
    nearest = neighbours[np.arange(len(labels)), related.argmax(axis=1)]
    alike = np.flatnonzero((labels >= 0) & (labels == labels[nearest]))
    links = (np.concatenate([one, alike]), np.concatenate([neighbours[one, rank], nearest[alike]]))
    sizes: Indices = np.unique(connected(len(labels), *links), return_counts=True)[1]
    return sizes


def find_regions(related: Scores, neighbours: NDArray[np.int32], labels: Indices, test: RegionTest) -> list[Indices]:
    """Groups of few inputs that are akin on average, and related to nothing else.

    Parameters are those of `kind_sizes`. Groups that are all of their classes are left out. Returns the members
    of each, in the order of their first.
    """
    one, rank = np.nonzero(related >= test.unrelated)
    group = connected(len(labels), one, neighbours[one, rank])
    sizes = np.bincount(group)
    few = np.flatnonzero((sizes >= test.min_region) & (sizes <= test.max_region))
    return [
        members
        for members in (np.flatnonzero(group == first) for first in few)
        if related[members][np.isin(neighbours[members], members)].mean() >= test.kin
        and ((labels[members] < 0).any() or np.isin(labels, labels[members]).sum() > len(members))
    ]


def connected(n: int, one: NDArray[np.integer], other: NDArray[np.integer]) -> Indices:
    """(n,) for each of n items the first item of its connected component, given the links' two ends."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(one)), (one, other)), shape=(n, n))
    component = connected_components(links, directed=False)[1]
    firsts = np.unique(component, return_index=True)[1]
    found: Indices = firsts[component].astype(np.int64)
    return found


def unseen_share(sizes: Indices) -> Estimate:
    """Good-Turing: how probable it is that one more input is of a kind not among the kinds of these sizes.

    Notes
    -----
    The improved estimate of Chao and Jost 2012, with the variance of Esty 1983; the upper end is at least
    Wilson's, since of no kind seen once the estimate is 0 with variance 0.
    """
    n, once, twice = int(sizes.sum()), int((sizes == 1).sum()), int((sizes == 2).sum())
    seen_more = (n - 1) * once
    value = once / n * seen_more / (seen_more + 2 * twice) if seen_more else 0.0
    error = 1.96 * math.sqrt(once * (1 - once / n) + 2 * twice) / n
    return Estimate(value, max(0.0, value - error), min(1.0, max(value + error, Estimate.of(value, n).high)))


def unseen_kinds(sizes: Indices) -> int:
    """Chao1, bias-corrected: at least how many kinds there are beyond those of these sizes (Chao 1984)."""
    once, twice = int((sizes == 1).sum()), int((sizes == 2).sum())
    return round(once * (once - 1) / (2 * (twice + 1)))


def _pairs(vectors: NDArray[np.float32]) -> tuple[float, float]:
    """Mean and standard deviation of the cosine over all pairs of two, from the second moment of the vectors.

    Rounded, since the last bits of a matrix product depend on the number of threads.
    """
    n = len(vectors)
    total = vectors.sum(axis=0, dtype=np.float64)
    moment = (vectors.T @ vectors).astype(np.float64)
    mean = (total @ total - n) / (n * (n - 1))
    square = ((moment**2).sum() - n) / (n * (n - 1))
    return round(float(mean), 5), round(math.sqrt(max(0.0, square - mean**2)), 5)
