"""How often inputs are missed by a cheap model that was trained on a part of the others: a linear probe."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from dataaudit.labels.witnesses import class_sums
from dataaudit.sufficiency.splits import BLOCKS, STEPS, Repeat, Split, deal

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Of the mean variance, where inputs of a class are equal.
_LEAST_VARIANCE = 1e-6
#: Of a class that was not seen.
_NEVER = -1e6


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """What a part of the inputs adds to a discriminant.

    Attributes
    ----------
    products
        (d, d) the sum of the outer products of the vectors with themselves.
    sums
        (k, d) the sums of the vectors of each class.
    sizes
        (k,) how many there are of each class.
    """

    products: Vectors
    sums: Floats
    sizes: Numbers

    @classmethod
    def of(cls, vectors: Vectors, labels: Numbers, k: int) -> Moments:
        """Of (n, d) vectors and their (n,) classes, of which there are k."""
        return cls(vectors.T @ vectors, class_sums(vectors, labels, k), np.bincount(labels, minlength=k))

    def plus(self, other: Moments) -> Moments:
        """Of both parts together."""
        return Moments(self.products + other.products, self.sums + other.sums, self.sizes + other.sizes)


def missed_by_probe(
    vectors: Vectors, labels: Numbers, groups: Numbers, *, repeats: int, seed: int, jobs: int
) -> Floats:
    """How often each input is given another label by a probe that was trained on some of the others.

    Parameters
    ----------
    vectors
        (n, d) of length 1.
    labels, groups
        (n,) the class of each, all of 0 to k - 1, and its group: what is never on both sides of a split.
    jobs
        Threads, on which the result doesn't depend.

    Returns
    -------
    (n, steps) the share of the repeats in which each was missed with n/9, 2n/9, 4n/9 and 8n/9 inputs to learn from.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1), ThreadPoolExecutor(jobs) as pool:
        dealt = deal(labels, groups, repeats, seed)
        missed = list(pool.map(lambda repeat: _missed(vectors, labels, repeat), dealt))
    share: Floats = np.mean(missed, axis=0, dtype=np.float64)
    return share


def discriminant(known: Moments) -> tuple[Vectors, Vectors]:
    """(d, k) weights and (k,) offsets of the scores of the classes, of which the greatest wins.

    Notes
    -----
    Fisher's linear discriminant (1936). The covariance within classes is mixed with as many inputs as there are
    dimensions whose directions all vary alike (Friedman 1989, Regularized discriminant analysis): without them the
    error rises where the inputs are as many as the dimensions, and no curve fits.
    """
    from scipy.linalg import cho_factor, cho_solve

    d, n, seen = known.products.shape[0], known.sizes.sum(), np.maximum(known.sizes, 1)
    means = (known.sums / seen[:, None]).T.astype(np.float32)
    covariance = known.products - (means * seen.astype(np.float32)) @ means.T
    variance = max(np.trace(covariance) / (d * n), _LEAST_VARIANCE)
    covariance[np.diag_indices(d)] += d * variance
    covariance /= n + d
    weights = cho_solve(cho_factor(covariance, overwrite_a=True, check_finite=False), means, check_finite=False)
    offsets = np.where(known.sizes > 0, np.log(seen), _NEVER) - np.vecdot(means.T, weights.T) / 2
    return weights, offsets.astype(np.float32)


def _missed(vectors: Vectors, labels: Numbers, repeat: Repeat) -> Flags:
    """(n, steps) whether each input is missed when its block is held out."""
    k = int(labels.max()) + 1
    blocks = [repeat.block == number for number in range(BLOCKS)]
    moments = [Moments.of(vectors[block], labels[block], k) for block in blocks]
    missed = np.empty((len(labels), len(STEPS)), dtype=np.bool_)
    for split in repeat.splits:
        own = blocks[split.held_out]
        missed[own] = _missed_of(vectors[own], labels[own], split, moments)
    return missed


def _missed_of(vectors: Vectors, labels: Numbers, split: Split, moments: list[Moments]) -> Flags:
    """(m, steps) of the m inputs that are held out."""
    known = list(accumulate((moments[i] for i in split.order), Moments.plus))
    missed = np.empty((len(labels), len(STEPS)), dtype=np.bool_)
    for step, blocks in enumerate(STEPS):
        weights, offsets = discriminant(known[blocks - 1])
        missed[:, step] = (vectors @ weights + offsets).argmax(axis=1) != labels
    return missed
