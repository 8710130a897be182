"""How new an input would be to a part of the others: whether any of these is about the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from dataaudit.sufficiency.splits import STEPS

Vectors = NDArray[np.float32]
Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Parts of all others: each is twice the one before.
SHARES = tuple(step / STEPS[-1] for step in STEPS)

_BLOCK = 256


def new_to_part(alike: Numbers, groups: int) -> Floats:
    """The chance of each input that a random part of the groups has none that is about the same.

    Parameters
    ----------
    alike
        (m,) how many of the other groups have one.
    groups
        How many there are, the input's own among them.

    Returns
    -------
    (m, steps) for an eighth, a quarter, a half and all of the other groups.

    Notes
    -----
    The mean over all parts, so none need be drawn: the rarefaction curve of ecology (Hurlbert 1971, The nonconcept
    of species diversity), of inputs instead of species. With all others it is the share of inputs that stand alone,
    which estimates how many of the next would be new (Good 1953).
    """
    others = np.array(groups - 1)
    parts = np.round(np.array(SHARES) * others)
    chance: Floats = np.exp(_log_ways(others - alike[:, None], parts) - _log_ways(others, parts))
    return chance


def groups_alike(vectors: Vectors, groups: Numbers, chosen: Numbers, least: float, jobs: int) -> Numbers:
    """(m,) in how many groups but its own each chosen input has one that is alike.

    Parameters
    ----------
    vectors, groups
        (n, d) of length 1, and (n,) the group of each.
    chosen
        (m,) indices of inputs.
    least
        The cosine from which two are alike.
    jobs
        Threads, on which the result doesn't depend.
    """
    from threadpoolctl import threadpool_limits

    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    ordered = vectors[order]

    def count_alike(start: int) -> Numbers:
        block = chosen[start : start + _BLOCK]
        alike = np.maximum.reduceat(vectors[block] @ ordered.T, starts, axis=1) >= least
        alike[np.arange(len(block)), np.searchsorted(groups[order][starts], groups[block])] = False
        count: Numbers = alike.sum(axis=1)
        return count

    with threadpool_limits(1), ThreadPoolExecutor(jobs) as pool:
        return np.concatenate(list(pool.map(count_alike, range(0, len(chosen), _BLOCK))))


def _log_ways(items: Numbers, parts: Floats) -> Floats:
    """The logarithm of how many ways there are to choose a part of so many items, -inf for none."""
    from scipy.special import gammaln

    n, m = np.broadcast_arrays(items, parts)
    enough = n >= m
    ways = np.full(n.shape, -np.inf)
    n, m = n[enough], m[enough]
    ways[enough] = gammaln(n + 1) - gammaln(m + 1) - gammaln(n - m + 1)
    return ways
