"""Hold a sample of real inputs against the training inputs: what is covered, what is a gap, what is scattered."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.gaps import GapTest, find_gaps
from dataaudit.coverage.isolation import isolation, training_near, votes
from dataaudit.evidence.neighbours import NeighbourGraph, build_graph, query_graph
from dataaudit.intervals import Estimate

Vectors = NDArray[np.float32]
Counts = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Settings(GapTest):
    """How a comparison is made: the test of a gap, and what is compared.

    Inputs more isolated than all but `tail` of training are taken for uncovered, after a shift of all real
    inputs by up to `greatest_shift` z-scores. Every input chooses its `voters` nearest real inputs, and is counted
    by those to which it is as near as their `circle`-th real neighbour.
    """

    tail: float = field(default=0.05, metadata={"source": "the usual level of a conformal test"})
    greatest_shift: float = field(default=1.0, metadata={"source": "proposal: CLINC150 with polite phrases added"})
    voters: int = field(default=5, metadata={"source": "proposal: 3 to 10 are alike on CLINC150"})
    circle: int = field(default=10, metadata={"source": "proposal: CLINC150, traffic in few of the topics"})


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
        return Estimate.of(float(self.weights[members].sum() / total), total)

    def uncovered(self) -> Estimate:
        """The traffic in gaps, and of the scattered inputs what exceeds the share expected among covered ones."""
        in_gaps, scattered = self.share(self.in_gaps).value, self.share(self.scattered).value
        flagged = in_gaps + max(scattered, self.tail * (1 - in_gaps))
        ends = Estimate.of(flagged, int(self.weights.sum()))
        return Estimate(*(max(0.0, (end - self.tail) / (1 - self.tail)) for end in ends))

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
    training: Vectors, graph: NeighbourGraph, real: Vectors, weights: Counts, settings: Settings, jobs: int
) -> Comparison:
    """Find what training lacks.

    Parameters
    ----------
    training, graph
        (n, d) vectors of the training inputs, and the k nearest neighbours of each.
    real, weights
        (m, d) vectors of the distinct real inputs, and how often each occurs.
    jobs
        Threads, on which the result doesn't depend.
    """
    m, n, voters = len(real), len(training), settings.voters
    to_training = query_graph(training, real, graph.indices.shape[1], jobs)
    to_real = query_graph(real, training, voters, jobs)
    among_real = build_graph(real, settings.circle, jobs)
    reach = among_real.similarities[:, -1]
    scores = isolation(graph, to_training, settings.greatest_shift)
    observed = votes(to_real, reach, voters) / voters
    expected = votes(among_real, reach, voters) / voters * n / m
    groups = find_gaps(real, weights, scores.queries, observed, expected, settings)
    groups.sort(key=lambda members: (-int(weights[members].sum()), int(members[0])))
    scattered = scores.beyond(settings.tail)
    for members in groups:
        scattered[members] = False
    near = training_near(graph, to_real, m)
    return Comparison(weights, groups, scattered, settings.tail, near, to_training.indices)
