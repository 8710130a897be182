"""Hold a sample of real inputs against the training inputs: what is covered, what is a gap, what is scattered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.checks.coverage.gaps import GapTest, find_gaps
from dataaudit.checks.coverage.isolation import isolation, training_near, votes
from dataaudit.checks.labels.noise import wilson
from dataaudit.evidence.neighbours import NeighbourGraph, build_graph, query_graph

Vectors = NDArray[np.float32]
Counts = NDArray[np.int64]


class Estimate(NamedTuple):
    """A share of the traffic with the ends of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What m distinct real inputs are to n training inputs.

    Attributes
    ----------
    weights
        (m,) how often each real input occurs.
    gaps
        The members of each gap, the one with the most traffic first.
    scattered
        (m,) bool, isolated inputs that belong to no gap. Of covered ones `tail` are expected to be among them.
    tail
        The share of the training inputs that is as isolated.
    near
        (m,) how many training inputs lie near each.
    nearest
        (m, k) the training inputs that are nearest to each, best first.
    """

    weights: Counts
    gaps: list[NDArray[np.int64]]
    scattered: NDArray[np.bool_]
    tail: float
    near: Counts
    nearest: NDArray[np.int32]

    def share(self, members: NDArray[np.int64 | np.bool_]) -> Estimate:
        """The traffic of some of the inputs, with its Wilson interval."""
        total = int(self.weights.sum())
        share = float(self.weights[members].sum() / total)
        return Estimate(share, *wilson(share, total))

    def uncovered(self) -> Estimate:
        """The traffic in gaps, and of the scattered inputs what exceeds the share expected among covered ones."""
        flagged = self.share(self.in_gaps | self.scattered)
        expected = self.tail * (1 - self.share(self.in_gaps).value)
        least = self.share(self.in_gaps).value + expected
        if flagged.value < least:
            flagged = Estimate(least, *wilson(least, int(self.weights.sum())))
        return Estimate(*(max(0.0, (end - self.tail) / (1 - self.tail)) for end in flagged))

    @property
    def in_gaps(self) -> NDArray[np.bool_]:
        """(m,) whether each belongs to a gap."""
        inside = np.zeros(len(self.weights), dtype=np.bool_)
        for members in self.gaps:
            inside[members] = True
        return inside

    def examples_needed(self, members: NDArray[np.int64]) -> int:
        """How many examples would make training as dense among these inputs as among the covered ones."""
        covered = ~self.in_gaps
        density = self.near[covered].sum() / max(1, covered.sum())
        return max(1, int(np.ceil(density * len(members) - self.near[members].sum())))


def compare(
    training: Vectors,
    graph: NeighbourGraph,
    real: Vectors,
    weights: Counts,
    test: GapTest,
    *,
    tail: float,
    greatest_shift: float,
    voters: int,
    jobs: int,
) -> Comparison:
    """Find what training lacks.

    Parameters
    ----------
    training, graph
        (n, d) vectors of the training inputs, and the k nearest neighbours of each.
    real, weights
        (m, d) vectors of the distinct real inputs, and how often each occurs.
    tail
        Inputs more isolated than all but this share of training are taken for uncovered.
    voters
        How many real inputs each input chooses as its neighbours.
    """
    m, n = len(real), len(training)
    to_training = query_graph(training, real, graph.indices.shape[1], jobs)
    to_real = query_graph(real, training, voters, jobs)
    scores = isolation(graph, to_training, greatest_shift)
    observed = votes(to_real, m) / voters
    expected = votes(build_graph(real, voters, jobs), m) / voters * n / m
    groups = find_gaps(real, weights, scores.queries, observed, expected, test)
    groups.sort(key=lambda members: (-int(weights[members].sum()), int(members[0])))
    scattered = scores.beyond(tail)
    for members in groups:
        scattered[members] = False
    near = training_near(graph, to_real, m)
    return Comparison(weights, groups, scattered, tail, near, to_training.indices)
