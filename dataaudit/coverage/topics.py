"""How many training inputs are about each of the topics that the data were declared to cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.evidence.neighbours import NeighbourGraph

Scores = NDArray[np.float64]
Vectors = NDArray[np.float32]

#: The quarter of the topics that stands out most is taken as covered, and so says how far off descriptions are.
_COVERED_QUANTILE = 0.75


@dataclass(frozen=True, kw_only=True)
class TopicTest:
    """When training inputs are about a topic.

    An input is near if the topic is as similar to it as all but this share of training is to its `rank`-th
    neighbour. What is to be `near` counts; of a topic given by examples, nothing even `remote` is nothing at all.
    """

    near: float = field(default=0.25, metadata={"source": "proposal, calibrated on CLINC150"})
    near_description: float = field(default=0.10, metadata={"source": "proposal, calibrated on CLINC150"})
    remote: float = field(default=0.05, metadata={"source": "proposal: no false alarm on CLINC150"})
    rank: int = field(default=5, metadata={"source": "proposal: 5 tells more than 20 on CLINC150"})
    greatest_shift: float = field(default=0.15, metadata={"source": "CLINC150: 0.11 (MiniLM), 0.16 (static)"})


@dataclass(frozen=True, slots=True, eq=False)
class TopicCounts:
    """(topics,) how many training inputs are near each topic, and how many at least remote; each is about one topic."""

    near: NDArray[np.int64]
    remote: NDArray[np.int64]


def count_near(
    training: Vectors, graph: NeighbourGraph, texts: Sequence[Vectors], described: Sequence[bool], test: TopicTest
) -> TopicCounts:
    """Count the training inputs that are about each topic.

    Parameters
    ----------
    training, graph
        (n, d) vectors of the training inputs, and the nearest neighbours of each.
    texts
        Of each topic the (t, d) vectors of its examples, or of its description.
    described
        Of each topic whether it is given by a description. It isn't worded like an input, so all of them are moved
        towards training until the upper quarter of them is as near as that of the inputs, by no more than
        `greatest_shift`.

    Notes
    -----
    Half the mean similarity of an input to its neighbours is taken from its similarities, as in cross-domain
    similarity local scaling (Conneau et al. 2018): where all inputs are alike, a topic must be more like them.
    """
    by_description = np.array(described, dtype=np.bool_)
    crowd = 0.5 * graph.similarities.mean(axis=1, dtype=np.float64)
    rank = min(test.rank, graph.similarities.shape[1])
    usual = np.sort(graph.similarities - crowd[graph.indices], axis=1)[:, -rank]
    # Rounded, since the last bits of a matrix product depend on the number of threads.
    scores = np.stack([np.round(own @ training.T, 5).max(axis=0) for own in texts]) - crowd
    if by_description.any():
        reached = np.partition(scores[by_description], -rank, axis=1)[:, -rank]
        shift = np.quantile(usual, _COVERED_QUANTILE) - np.quantile(reached, _COVERED_QUANTILE)
        scores[by_description] += np.clip(shift, 0, test.greatest_shift)
    best, reached = scores.argmax(axis=0), scores.max(axis=0)
    levels = np.where(by_description, test.near_description, test.near)
    near = reached >= np.quantile(usual, levels)[best]
    remote = reached >= np.quantile(usual, test.remote)
    return TopicCounts(*(np.bincount(best[own], minlength=len(texts)) for own in (near, remote)))
