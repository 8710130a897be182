"""What the training data has around the inputs of a baseline: whether it covers them, and whether its labels agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.comparison import Comparison
from dataaudit.dataset import Corpus
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.baseline import Baseline
from dataaudit.evidence.text import TextEvidence
from dataaudit.intervals import Estimate
from dataaudit.labels.classes import Classes, fold
from dataaudit.labels.sample import labelled_sample

#: Inputs more isolated than all but so much of training may be uncovered, of which so much is expected. Ours.
_PERHAPS = 0.2

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Support:
    """What m inputs find in training.

    Attributes
    ----------
    comparison
        Of the inputs with the training inputs, as COV001 makes it of real inputs.
    consistent, not_inconsistent
        (m,) bool, whether the labels of the training inputs next to each agree with each other and its answer: most
        of them, or any.
    """

    comparison: Comparison
    consistent: Flags
    not_inconsistent: Flags

    @property
    def covered(self) -> Flags:
        """(m,) whether each is in no gap, and no more isolated than is usual within training."""
        return ~(self.comparison.in_gaps | self.comparison.scattered)

    def examples_near(self, members: Counts) -> int:
        """How many training inputs lie near these inputs."""
        return int(self.comparison.near[members].sum())

    def uncovered(self, failures: Counts) -> Estimate:
        """The share of failures that training doesn't cover; `failures` (m,) counts those of each input, none 0.

        The value and the lower end are those of real inputs (COV001). Inputs that are uncovered, but not far off,
        escape them, so the upper end also allows for all that are in the outer fifth of training.
        """
        own = replace(self.comparison, weights=failures)
        found = own.uncovered()
        perhaps = own.share(self.comparison.in_gaps | self.comparison.isolation.beyond(_PERHAPS))
        return found._replace(high=max(found.high, (perhaps.high - _PERHAPS) / (1 - _PERHAPS)))


def find_support(evidence: EvidenceView, chosen: Counts, comparison: Comparison) -> Support:
    """What each `chosen` input of the baseline finds in training, with which `comparison` holds them.

    Where there are no labels nothing speaks against an answer.
    """
    if not evidence.has("labels"):
        anything = np.ones(len(chosen), dtype=np.bool_)
        return Support(comparison, anything, anything)
    labels, names = node_labels(evidence.corpus, evidence.text, evidence.labels)
    alike = among_their_kind(labels, evidence.neighbours.indices)
    wanted = wanted_labels(evidence.baseline, names)[chosen]
    return Support(comparison, *agreeing(labels, alike, comparison.nearest, wanted))


def among_their_kind(labels: Counts, neighbours: NDArray[np.int32]) -> Flags:
    """(n,) whether most of the neighbours of each training input have its label, of as many as there can be.

    Parameters
    ----------
    labels
        (n,) the class of each, -1 without.
    neighbours
        (n, k) its nearest neighbours.
    """
    same = (labels[neighbours] == labels[:, None]).sum(axis=1)
    others = np.bincount(labels + 1)[labels + 1] - 1
    alike: Flags = (labels >= 0) & (2 * same > np.minimum(others, neighbours.shape[1]))
    return alike


def agreeing(labels: Counts, alike: Flags, nearest: NDArray[np.int32], wanted: Counts) -> tuple[Flags, Flags]:
    """(m,) whether training says by the same label what each input should be answered: most examples do, or any.

    The training inputs next to it that have the wanted label count, and these must be among their own kind: next to
    other classes they may be few, but labels dealt out at random are not.

    Parameters
    ----------
    labels, alike
        (n,) the class of each training input, -1 without, and whether it is among its own kind.
    nearest
        (m, k) the training inputs next to each input.
    wanted
        (m,) the class that the answer should be, -1 where any is right.
    """
    own = labels[nearest]
    counted = (own == wanted[:, None]) | ((wanted[:, None] < 0) & (own >= 0))
    agreed = (counted & alike[nearest]).sum(axis=1)
    return 2 * agreed > counted.sum(axis=1), agreed > 0


def node_labels(corpus: Corpus, text: TextEvidence, classes: Classes) -> tuple[Counts, tuple[str, ...]]:
    """(n,) the class of each distinct training input, -1 without or with several; and the names of the classes."""
    sample = labelled_sample(corpus, text, classes, min_inputs=1)
    labels = np.full(len(text.nodes), -1)
    labels[sample.nodes] = sample.labels
    return labels, sample.names


def wanted_labels(baseline: Baseline, names: Sequence[str]) -> Counts:
    """(n_nodes,) the class that each input's expected answer names: -1 without one, len(names) for none of these."""
    number = {fold(name): i for i, name in enumerate(names)}
    wanted = np.full(len(baseline.nodes), -1)
    pairs = zip(baseline.node.tolist(), baseline.expected, strict=True)
    for node, expected in sorted((node, expected) for node, expected in pairs if expected is not None):
        wanted[node] = number.get(fold(expected), len(names))
    return wanted
