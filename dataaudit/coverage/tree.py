"""A tree over vectors by average linkage, and the choice among its branches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Merges = NDArray[np.int64]

#: Vectors are rounded to so many steps: their products are whole numbers that float32 adds without rounding,
#: in whatever order, so the tree doesn't depend on threads or on the linear algebra library.
_STEPS = 2048


def average_linkage(vectors: NDArray[np.float32]) -> Merges:
    """Merge m vectors of length 1 by their average cosine.

    Returns
    -------
    (m - 1, 2) the two branches of each merge. Vectors are 0 to m - 1, the i-th merge makes branch m + i; a branch
    comes after its parts.
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    if len(vectors) < 2:
        return np.empty((0, 2), dtype=np.int64)
    rounded = np.round(vectors * _STEPS)
    distances = np.float32(_STEPS * _STEPS) - rounded @ rounded.T
    merges: Merges = linkage(squareform(distances, checks=False), "average")[:, :2].astype(np.int64)
    return merges


def branch_sums(merges: Merges, values: NDArray[np.float64 | np.int64]) -> Numbers:
    """(2m - 1, …) the sum over every branch of m values, or of m rows of values."""
    m = len(values)
    sums = np.concatenate([values, np.zeros((len(merges), *values.shape[1:]))])
    for i, (one, other) in enumerate(merges.tolist()):
        sums[m + i] = sums[one] + sums[other]
    return sums


def heaviest_branches(merges: Merges, weights: Numbers) -> list[NDArray[np.int64]]:
    """The items of those branches that don't overlap and together weigh most; what weighs nothing is left out."""
    m = len(merges) + 1
    best, parts = weights.tolist(), merges.tolist()
    for i, (one, other) in enumerate(parts):
        best[m + i] = max(best[m + i], best[one] + best[other])
    groups, open_branches = [], [2 * m - 2]
    while open_branches:
        branch = open_branches.pop()
        if best[branch] > 0 and weights[branch] >= best[branch]:
            groups.append(branch_items(merges, branch))
        elif best[branch] > 0:
            open_branches += parts[branch - m]
    return groups


def branch_items(merges: Merges, branch: int) -> NDArray[np.int64]:
    """The items of a branch, ascending."""
    m = len(merges) + 1
    items, open_branches = [], [branch]
    while open_branches:
        branch = open_branches.pop()
        if branch < m:
            items.append(branch)
        else:
            open_branches += merges[branch - m].tolist()
    return np.array(sorted(items), dtype=np.int64)
