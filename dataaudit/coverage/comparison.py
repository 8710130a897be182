"""Hold a sample of real inputs against the training inputs: what is covered, what is a gap, what is scattered."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.centring import centre, common_wording, mean_of, similarities_among
from dataaudit.coverage.gaps import FoundGap, GapTest, Signs, find_gaps
from dataaudit.coverage.isolation import Isolation, isolation, training_near, votes
from dataaudit.evidence.neighbours import NeighbourGraph, build_graph, cross_graphs
from dataaudit.intervals import Estimate, wilson

Vectors = NDArray[np.float32]
Counts = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Settings(GapTest):
    """How a comparison is made: the test of a gap, and what is compared.

    Of the traffic in gaps `mistaken` may be there where nothing is missing. Inputs more isolated than all but
    `tail` of training are taken for uncovered, after a shift of all real inputs by up to `greatest_shift` z-scores.
    Every input chooses its `voters` nearest real inputs, and is counted by those to which it is as near as their
    `circle`-th real neighbour.
    """

    mistaken: float = field(default=0.01, metadata={"source": "ours: CLINC150 with nothing taken has up to 0.006"})
    tail: float = field(default=0.05, metadata={"source": "the usual level of a conformal test"})
    greatest_shift: float = field(default=0.3, metadata={"source": "ours: CLINC150 and Curekart's chatbot"})
    voters: int = field(default=5, metadata={"source": "proposal: 3 to 10 are alike on CLINC150"})
    circle: int = field(default=10, metadata={"source": "proposal: CLINC150, traffic in few of the topics"})


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What m distinct real inputs are to n training inputs.

    Attributes
    ----------
    weights
        (m,) how often each real input occurs.
    gaps, uncertain
        The gaps, the one with the most traffic first; and what is one only in some of the resamples.
    scattered
        (m,) bool, isolated inputs that belong to no gap. Of covered ones `tail` are expected to be among them.
    settings
        By which it was made.
    near
        (m,) how many training inputs lie near each.
    nearest
        (m, k) the training inputs that are nearest to each, best first.
    isolation
        How far off they are.
    """

    weights: Counts
    gaps: list[FoundGap]
    uncertain: list[FoundGap]
    scattered: NDArray[np.bool_]
    settings: Settings
    near: Counts
    nearest: NDArray[np.int32]
    isolation: Isolation

    def share(self, members: NDArray[np.int64 | np.bool_]) -> Estimate:
        """The traffic of some of the inputs, with its Wilson interval."""
        return Estimate.of(float(self.weights[members].sum() / self.weights.sum()), self.effective_inputs)

    @property
    def effective_inputs(self) -> int:
        """As many inputs as tell as much where each comes once (Kish 1965): repeats are no independent draws."""
        return round(float(self.weights.sum() ** 2 / (self.weights**2).sum()))

    def uncovered(self) -> Estimate:
        """The traffic in gaps, and of the scattered inputs what exceeds the share expected among covered ones.

        The low end is that of the gaps alone, less what may be mistaken for one: scattered inputs may merely be
        worded as nobody worded training.
        """
        tail, gaps, scattered = self.settings.tail, self.share(self.in_gaps), self.share(self.scattered).value
        flagged = gaps.value + max(scattered, tail * (1 - gaps.value))
        _, high = wilson(flagged, self.effective_inputs)
        value, high = (max(0.0, (end - tail) / (1 - tail)) for end in (flagged, high))
        return Estimate(value, max(0.0, min(value, gaps.low) - self.settings.mistaken), high)

    @property
    def apart(self) -> float:
        """The traffic that is in gaps or scattered, as it was found."""
        return self.share(self.in_gaps | self.scattered).value

    @property
    def in_gaps(self) -> NDArray[np.bool_]:
        """(m,) whether each belongs to a gap."""
        inside = np.zeros(len(self.weights), dtype=np.bool_)
        for gap in self.gaps:
            inside[gap.members] = True
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
    settings: Settings,
    *,
    seed: int,
    jobs: int,
) -> Comparison:
    """Find what training lacks.

    Parameters
    ----------
    training, graph
        (n, d) vectors of the training inputs, and the k nearest neighbours of each.
    real, weights
        (m, d) vectors of the distinct real inputs, and how often each occurs.
    seed
        Of the resamples.
    jobs
        Threads, on which the result doesn't depend.
    """
    m, n, voters = len(real), len(training), settings.voters
    mean = mean_of(training)
    shift = common_wording(training, real, jobs)
    training, real = centre(training, mean), centre(real - shift, mean)
    graph = similarities_among(graph, training)
    to_training, to_real = cross_graphs(training, real, graph.indices.shape[1], voters, jobs)
    among_real = build_graph(real, settings.circle, jobs)
    reach = among_real.similarities[:, -1]
    scores = isolation(graph, to_training, settings.greatest_shift)
    signs = Signs(
        scores.queries,
        votes(to_real, reach, voters) / voters,
        votes(among_real, reach, voters) / voters * n / m,
        training_near(graph, to_real, m),
    )
    found = find_gaps(real, training, weights, signs, settings, seed)
    gaps = [gap for gap in found if gap.stability >= settings.stable_from]
    scattered = scores.beyond(settings.tail)
    for gap in gaps:
        scattered[gap.members] = False
    uncertain = [gap for gap in found if gap.stability < settings.stable_from]
    return Comparison(weights, gaps, uncertain, scattered, settings, signs.near, to_training.indices, scores)
