"""A tree over vectors by average linkage, and the choice among its branches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Merges = NDArray[np.int64]

#: Vectors are rounded to so many steps: their products are whole numbers that float32 adds without rounding,
#: in whatever order, so the tree doesn't depend on threads or on the linear algebra library.
_STEPS = 2048


def similarity_matrix(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """(m, m) cosines of m vectors of length 1, times a constant, exact for vectors rounded to steps of 1/2048."""
    rounded = np.round(vectors * _STEPS)
    similarities: NDArray[np.float32] = rounded @ rounded.T
    return similarities


def average_linkage(similarities: NDArray[np.float32]) -> Merges:
    """Merge m items by their average similarity, by nearest-neighbour chains (Murtagh 1983).

    Parameters
    ----------
    similarities
        (m, m), symmetric; overwritten.

    Returns
    -------
    (m - 1, 2) the two branches of each merge. Items are 0 to m - 1, the i-th merge makes branch m + i. A branch
    comes after its parts; otherwise the order is that of the chains, not of the similarities.
    """
    m = len(similarities)
    np.fill_diagonal(similarities, -np.inf)
    merges = np.empty((max(m - 1, 0), 2), dtype=np.int64)
    branch, size, one = np.arange(m), np.ones(m), 0
    for i in range(m - 1):
        one, other = _mutually_nearest(similarities, one)
        merges[i] = branch[one], branch[other]
        branch[one] = m + i
        _join(similarities, size, one, other)
    return merges


def branch_sums(merges: Merges, values: NDArray[np.float64 | np.int64]) -> Numbers:
    """(2m - 1,) the sum of m values over every branch."""
    m = len(values)
    sums = np.concatenate([values, np.zeros(len(merges))])
    for i, (one, other) in enumerate(merges.tolist()):
        sums[m + i] = sums[one] + sums[other]
    return sums


def heaviest_branches(merges: Merges, weights: Numbers) -> list[NDArray[np.int64]]:
    """The items of those branches that don't overlap and together weigh most; what weighs nothing is left out."""
    m = len(merges) + 1
    best, parts = weights.copy(), merges.tolist()
    for i, (one, other) in enumerate(parts):
        best[m + i] = max(weights[m + i], best[one] + best[other])
    groups, open_branches = [], [2 * m - 2]
    while open_branches:
        branch = open_branches.pop()
        if best[branch] > 0 and weights[branch] >= best[branch]:
            groups.append(_items(parts, branch, m))
        elif best[branch] > 0:
            open_branches += parts[branch - m]
    return groups


def _mutually_nearest(similarities: NDArray[np.float32], start: int) -> tuple[int, int]:
    """Go from neighbour to nearer neighbour until two are each other's nearest."""
    one, other = start, int(similarities[start].argmax())
    while True:
        row = similarities[other]
        nearest = int(row.argmax())
        if row[nearest] == row[one]:
            return one, other
        one, other = other, nearest


def _join(similarities: NDArray[np.float32], size: Numbers, one: int, other: int) -> None:
    """Let `one` stand for both; `other` is nobody's neighbour any more."""
    joint = size[one] + size[other]
    mean = (size[one] * similarities[one] + size[other] * similarities[other]) / joint
    mean[one] = -np.inf
    similarities[one], similarities[:, one] = mean, mean
    similarities[other], similarities[:, other] = -np.inf, -np.inf
    size[one], size[other] = joint, 0


def _items(parts: list[list[int]], branch: int, m: int) -> NDArray[np.int64]:
    items, open_branches = [], [branch]
    while open_branches:
        branch = open_branches.pop()
        if branch < m:
            items.append(branch)
        else:
            open_branches += parts[branch - m]
    return np.array(sorted(items), dtype=np.int64)
