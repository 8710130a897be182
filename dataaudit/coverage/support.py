"""What the training data has around single inputs: how many examples, and whether their labels agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.isolation import isolation
from dataaudit.dataset import Corpus
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.baseline import Baseline
from dataaudit.evidence.neighbours import NeighbourGraph
from dataaudit.evidence.text import TextEvidence
from dataaudit.labels.classes import Classes, fold
from dataaudit.labels.sample import labelled_sample

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """What m inputs find among their k nearest training inputs.

    Attributes
    ----------
    nearest
        (m, k) the training inputs.
    near
        (m, k) bool, which of them lie near: no farther than the farthest of their own k neighbours.
    covered
        (m,) bool, whether enough lie near and the input is no more isolated than is usual within training.
    usual
        The share of the training inputs that would not be covered by the others.
    """

    nearest: NDArray[np.int32]
    near: Flags
    covered: Flags
    usual: float

    def examples_near(self, members: NDArray[np.int64]) -> int:
        """How many training inputs lie near any of these inputs."""
        return len(np.unique(self.nearest[members][self.near[members]]))

    def agreeing(self, labels: NDArray[np.int64], wanted: NDArray[np.int64]) -> Flags:
        """(m,) whether most of the training inputs that lie near have one label, and the wanted one.

        Parameters
        ----------
        labels
            (n,) the class of each training input, -1 without.
        wanted
            (m,) the class that the answer should be, -1 where any is right.
        """
        own = np.where(self.near, labels[self.nearest], -1)
        counts = (own[:, :, None] == own[:, None, :]).sum(axis=2) * (own >= 0)
        best = counts.argmax(axis=1, keepdims=True)
        most = np.take_along_axis(counts, best, axis=1)[:, 0]
        usual = np.take_along_axis(own, best, axis=1)[:, 0]
        agreed: Flags = (2 * most > self.near.sum(axis=1)) & ((wanted < 0) | (usual == wanted))
        return agreed


def find_support(
    training: NeighbourGraph, to_training: NeighbourGraph, least: int, tail: float, greatest_shift: float
) -> Support:
    """Tell which inputs training covers.

    Parameters
    ----------
    training, to_training
        The k nearest training inputs of each training input, and of each of m inputs.
    least
        How many must lie near.
    tail, greatest_shift
        How isolated an input may be: as all but this share of training; see `isolation`.
    """
    reach = training.similarities[:, -1]
    scores = isolation(training, to_training, greatest_shift)
    near = to_training.similarities >= reach[to_training.indices]
    near_own = training.similarities >= reach[training.indices]
    covered = (near.sum(axis=1) >= least) & ~scores.beyond(tail)
    covered_own = (near_own.sum(axis=1) >= least) & (scores.own <= np.quantile(scores.own, 1 - tail))
    return Support(to_training.indices, near, covered, float(1 - covered_own.mean()))


def agreeing(evidence: EvidenceView, chosen: NDArray[np.int64], support: Support) -> Flags:
    """(m,) whether the labels near each `chosen` input of the baseline agree with its answer.

    Where there are no labels nothing speaks against it.
    """
    if not evidence.has("labels"):
        return np.ones(len(chosen), dtype=np.bool_)
    labels, names = node_labels(evidence.corpus, evidence.text, evidence.labels)
    return support.agreeing(labels, wanted_labels(evidence.baseline, names)[chosen])


def node_labels(corpus: Corpus, text: TextEvidence, classes: Classes) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """(n,) the class of each distinct training input, -1 without or with several; and the names of the classes."""
    sample = labelled_sample(corpus, text, classes, min_inputs=1)
    labels = np.full(len(text.nodes), -1)
    labels[sample.nodes] = sample.labels
    return labels, sample.names


def wanted_labels(baseline: Baseline, names: Sequence[str]) -> NDArray[np.int64]:
    """(n_nodes,) the class that each input's expected answer names: -1 without one, len(names) for none of these."""
    number = {fold(name): i for i, name in enumerate(names)}
    wanted = np.full(len(baseline.nodes), -1)
    pairs = zip(baseline.node.tolist(), baseline.expected, strict=True)
    for node, expected in sorted((node, expected) for node, expected in pairs if expected is not None):
        wanted[node] = number.get(fold(expected), len(names))
    return wanted
