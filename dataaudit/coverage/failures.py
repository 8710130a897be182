"""Kinds of inputs on which a prompt fails more often than elsewhere: a scan over the branches of a tree.

The tree-based scan statistic (Kulldorff et al. 2003) with the Bernoulli model (Kulldorff 1997): every branch is held
against the rest, and the greatest statistic against the greatest of each permutation, so that however many branches
are looked at, chance makes a finding of any of them in no more than `level` of the data sets without one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.tree import average_linkage, branch_sums, heaviest_branches

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

#: Permutations whose sums are held at once.
_AT_ONCE = 100
#: By which two ways to add up the same statistic may differ.
_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class FailureScan:
    """When a branch of the tree is a kind of input on which the prompt fails."""

    level: float = field(default=0.05, metadata={"source": "usual; over all branches together"})
    permutations: int = field(default=999, metadata={"source": "usual: a p-value of 0.001 is the least"})
    min_region: int = field(default=5, metadata={"source": "as a gap of COV001: fewer inputs are scattered"})
    max_region: float = field(default=0.5, metadata={"source": "Kulldorff: beyond half, the others stand out"})


class Region(NamedTuple):
    """The items of a branch, ascending, and how often chance alone makes a branch stand out as much."""

    members: NDArray[np.int64]
    p_value: float


def find_failing(
    vectors: NDArray[np.float32], weights: Counts, failures: Counts, scan: FailureScan, seed: int
) -> list[Region]:
    """Find the groups of inputs with more failures than the others; none overlap.

    Parameters
    ----------
    vectors
        (m, d) of the distinct inputs.
    weights, failures
        (m,) how often each occurs, and how often it failed. Repeats of an input are no independent trials, so whole
        inputs are permuted.

    Returns
    -------
    The regions, the one with the most failures first.
    """
    m = len(vectors)
    if m < 2 * scan.min_region or failures.sum() in (0, weights.sum()):
        return []
    merges = average_linkage(vectors)
    sizes = branch_sums(merges, np.ones(m))
    eligible = (sizes >= scan.min_region) & (sizes <= scan.max_region * m)
    scores = np.where(eligible, _scores(merges, weights[:, None], failures[:, None])[:, 0], 0.0)
    by_chance = _greatest_by_chance(merges, weights, failures, eligible, scan.permutations, seed)
    critical = float(np.quantile(by_chance, 1 - scan.level, method="higher"))
    # Only what is beyond the critical value counts, so that a branch is split only if each part stands out by itself.
    groups = heaviest_branches(merges, np.maximum(scores - critical, 0.0))
    total = weights.sum(), failures.sum()
    found = [_statistic(weights[own].sum(), failures[own].sum(), *total) for own in groups]
    regions = [
        Region(own, float((1 + (by_chance >= score - _ROUNDING).sum()) / (1 + len(by_chance))))
        for own, score in zip(groups, found, strict=True)
    ]
    return sorted(regions, key=lambda region: (-int(failures[region.members].sum()), int(region.members[0])))


def _greatest_by_chance(
    merges: Counts, weights: Counts, failures: Counts, eligible: NDArray[np.bool_], permutations: int, seed: int
) -> Numbers:
    """(permutations,) the greatest score of any eligible branch, with the inputs' results dealt out anew."""
    random = np.random.default_rng(seed)
    found = []
    for start in range(0, permutations, _AT_ONCE):
        deals = range(start, min(start + _AT_ONCE, permutations))
        order = np.stack([random.permutation(len(weights)) for _ in deals], axis=1)
        found.append(_scores(merges, weights[order], failures[order])[eligible].max(axis=0, initial=0.0))
    return np.concatenate(found)


def _scores(merges: Counts, weights: Counts, failures: Counts) -> Numbers:
    """(2m - 1, p) the statistic of every branch, of p deals of m results."""
    inside, failed = branch_sums(merges, weights), branch_sums(merges, failures)
    return _statistic(inside, failed, inside[-1], failed[-1])


def _statistic(inside: Any, failed: Any, total: Any, failures: Any) -> Numbers:
    """The logarithm of Kulldorff's likelihood ratio; 0 where no more fail inside than outside."""
    from scipy.special import rel_entr

    outside, failed_outside = total - inside, failures - failed
    rate = failures / total
    gain = rel_entr(failed, inside * rate) + rel_entr(inside - failed, inside * (1 - rate))
    gain += rel_entr(failed_outside, outside * rate) + rel_entr(outside - failed_outside, outside * (1 - rate))
    return np.where(failed * outside > failed_outside * inside, gain, 0.0)
