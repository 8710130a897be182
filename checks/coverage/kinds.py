"""Kinds of inputs, told by similarity, and how many of a sample's kinds have not been seen yet."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.checks.labels.noise import wilson
from dataaudit.evidence.neighbours import NeighbourGraph

Indices = NDArray[np.int64]
Scores = NDArray[np.float64]

#: Vectors that differ by less are the same to the encoder.
_NO_SPREAD = 1e-4


class Unseen(NamedTuple):
    """The share of further inputs whose kind has not been seen, with its 95 % interval."""

    value: float
    low: float
    high: float


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
    centred = vectors - vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    centred /= np.maximum(length, np.finfo(np.float32).tiny)
    mean, spread = _pairs(centred)
    if spread < _NO_SPREAD:
        return None
    cosines = [np.vecdot(centred, centred[graph.indices[:, rank]]) for rank in range(graph.indices.shape[1])]
    return (np.stack(cosines, axis=1).astype(np.float64) - mean) / spread


def connected(n: int, one: Indices, other: Indices) -> Indices:
    """(n,) for each of n items the first item of its connected component, given the links' two ends."""
    first = np.arange(n)
    while True:
        found = first.copy()
        np.minimum.at(found, one, first[other])
        np.minimum.at(found, other, first[one])
        found = found[found]
        if np.array_equal(found, first):
            return first
        first = found


def unseen_share(sizes: Indices) -> Unseen:
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
    return Unseen(value, max(0.0, value - error), min(1.0, max(value + error, wilson(value, n)[1])))


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
