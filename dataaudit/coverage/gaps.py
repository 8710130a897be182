"""Kinds of real inputs that training lacks: branches of a tree over the real inputs, each tested as a whole.

Testing single inputs first and grouping what was flagged loses gaps, since a single input says little; a branch
adds up what its inputs say. The tree is searched as in Kulldorff's tree-based scan statistic (2003), and the
branches that don't overlap and weigh most are taken, as HDBSCAN takes clusters (Campello et al. 2013).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.tree import average_linkage, branch_sums, heaviest_branches, similarity_matrix

Numbers = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class GapTest:
    """When a branch of the tree is a gap.

    The evidence of a branch is the mean isolation of its inputs (z-scores) plus the logarithm of how many times
    less training there is around them than expected. A gap has more than `evidence + noise / √inputs` of it,
    and some of both kinds.
    """

    evidence: float = field(default=1.4, metadata={"source": "proposal, calibrated on CLINC150"})
    noise: float = field(default=4.0, metadata={"source": "proposal, calibrated on CLINC150"})
    least_isolation: float = field(default=1.5, metadata={"source": "proposal: CLINC150 with skewed traffic"})
    most_training: float = field(default=0.6, metadata={"source": "proposal, calibrated on CLINC150"})
    min_inputs: int = field(default=5, metadata={"source": "proposal: fewer inputs are scattered"})
    min_share: float = field(default=0.005, metadata={"source": "proposal: less traffic is scattered"})


def find_gaps(
    vectors: NDArray[np.float32],
    weights: NDArray[np.int64],
    isolation: Numbers,
    observed: Numbers,
    expected: Numbers,
    test: GapTest,
) -> list[NDArray[np.int64]]:
    """Find the groups of real inputs that training doesn't serve.

    Parameters
    ----------
    vectors
        (m, d) of the real inputs.
    weights
        (m,) how often each occurs.
    isolation
        (m,) how far each is from training, in z-scores.
    observed, expected
        (m,) how much training there is around each, and how much there would be if it were spread like them.

    Returns
    -------
    The indices of each group, ascending; the groups in the order of their first input.
    """
    merges = average_linkage(similarity_matrix(vectors))
    size, weight, isolated, has, wants = (
        branch_sums(merges, values) for values in (np.ones(len(vectors)), weights, isolation, observed, expected)
    )
    isolated /= size
    lack = np.log((wants + 0.5) / (has + 0.5))
    excess = size * (isolated + lack - test.evidence - test.noise / np.sqrt(size))
    eligible = (size >= test.min_inputs) & (weight >= test.min_share * weights.sum())
    eligible &= (isolated >= test.least_isolation) & (lack >= -np.log(test.most_training))
    return sorted(heaviest_branches(merges, np.where(eligible, excess, 0.0)), key=lambda group: int(group[0]))
