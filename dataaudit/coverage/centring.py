"""Vectors seen from the middle of the training inputs: what all have in common makes none of them alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dataaudit.evidence.neighbours import NeighbourGraph, query_graph

Vectors = NDArray[np.float32]

#: The real inputs of which the common wording is estimated: more change its third digit.
_ESTIMATED_ON = 1000


def centre(vectors: Vectors, mean: Vectors) -> Vectors:
    """(n, d) the vectors less a mean, of length 1 again."""
    centred = vectors - mean
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    scaled: Vectors = centred / np.maximum(length, np.finfo(np.float32).tiny)
    return scaled


def mean_of(vectors: Vectors) -> Vectors:
    """(d,) their mean; added up in float64, so that it doesn't depend on the order by more than a rounding."""
    mean: Vectors = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean


def similarities_among(graph: NeighbourGraph, centred: Vectors) -> NeighbourGraph:
    """The same neighbours with the similarities that they have as centred; they need not be sorted any more."""
    ranks = range(graph.indices.shape[1])
    columns = [np.vecdot(centred, centred[graph.indices[:, rank]]) for rank in ranks]
    return NeighbourGraph(graph.indices, np.stack(columns, axis=1))


def common_wording(training: Vectors, real: Vectors, jobs: int) -> Vectors:
    """(d,) by how much real inputs differ from the training inputs next to them, all in the same direction.

    A greeting that all users write, or the length and tone of their messages, moves all vectors alike. It is the
    median over the half of the inputs that is nearest to training, for the others may be about something else.
    """
    some = real[np.linspace(0, len(real) - 1, min(len(real), _ESTIMATED_ON)).astype(np.int64)]
    nearest = query_graph(training, some, jobs=jobs)
    similarity = nearest.similarities.mean(axis=1)
    near = similarity >= np.median(similarity)
    offsets = some[near] - training[nearest.indices[near]].mean(axis=1)
    difference: Vectors = np.round(np.median(offsets, axis=0), 4).astype(np.float32)
    return difference
