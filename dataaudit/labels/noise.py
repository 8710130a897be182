"""Two witnesses to a label, a classifier and the nearest neighbours, and what they say about all labels together."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dataaudit.evidence.neighbours import NeighbourGraph
from dataaudit.intervals import Estimate, wilson
from dataaudit.labels.sample import LabelledSample

Shares = NDArray[np.float32]

#: The gradient of the mean loss is shared out among the classes: what counts as flat shrinks with their number.
#: At this value CLINC150's 150 classes converge in some 25 iterations, and further ones don't change the ranking.
_TOLERANCE = 0.015
#: Far beyond what any of our datasets needed (160), so that the fit always ends by converging.
_MAX_ITERATIONS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Witnesses:
    """What both witnesses say about n labelled inputs and k classes.

    Attributes
    ----------
    labels
        (n,) int, the given class of each.
    probabilities
        (n, k) out-of-fold probabilities of the classifier.
    votes
        (n, k) the neighbours' labels, weighted by similarity, as shares; all 0 where no neighbour is labelled.
    suggested
        (n,) int, the class other than the given one that the classifier finds most probable.
    margin
        (n,) by how much that class leads the given one, in [-1, 1], on average of both witnesses; less 1 where the
        neighbours would name another class, so that it is not above 0 there.
    """

    labels: NDArray[np.int64]
    probabilities: Shares
    votes: Shares
    suggested: NDArray[np.int64]
    margin: Shares


def hear_witnesses(
    sample: LabelledSample,
    vectors: NDArray[np.float32],
    graph: NeighbourGraph,
    *,
    folds: int,
    inverse_regularisation: float,
    seed: int,
    jobs: int,
) -> Witnesses:
    """Ask a classifier that hasn't seen the input, and the neighbours of the input, for its label.

    Parameters
    ----------
    vectors, graph
        Of all nodes, of which the sample is a part.
    jobs
        Threads, on which the result doesn't depend: each fold is fitted by one.

    Notes
    -----
    Logistic regression on sentence embeddings and k nearest neighbours (k=10) as in cleanlab's Datalab.
    """
    labels, k = sample.labels, len(sample.names)
    fold = _folds(labels, folds, seed)
    probabilities = _out_of_fold(vectors[sample.nodes], labels, k, fold, inverse_regularisation, jobs)
    votes = _votes(sample, graph, k)
    row = np.arange(len(labels))
    given = np.zeros((len(labels), k), dtype=np.bool_)
    given[row, labels] = True
    suggested = np.where(given, -1, probabilities).argmax(axis=1)
    voted = np.where(given, -1, votes).argmax(axis=1)
    mean = (probabilities + votes) / 2
    lead = mean[row, suggested] - mean[row, labels]
    return Witnesses(labels, probabilities, votes, suggested, lead - (suggested != voted))


def estimate_noise(witnesses: Witnesses, audited: NDArray[np.bool_]) -> Estimate:
    """The share of wrong labels among the audited inputs, by the confident joint as the neighbours confirm it.

    The joint counts the inputs whose probability of another class reaches what is usual in that class. That is
    the noise if the classifier is right; where it is not, its errors are counted too. So the joint is the upper
    end; times the share of these inputs for which the neighbours name the same other class, it is the value;
    and with that share taken once more, since the neighbours share some of the classifier's errors, the lower
    end. Both ends have their Wilson bound (95 %).

    Parameters
    ----------
    audited
        (n,) bool; the others belong to accepted data, which is evidence and not judged.

    Notes
    -----
    Northcutt et al. 2021 (arXiv 1911.00068) for the joint. The correction is ours: with 2 to 10 % of the labels
    of CLINC150, SNIPS and Banking77 moved to a similar class, the value is within half a point of these and what
    was found before.
    """
    from cleanlab.count import compute_confident_joint, estimate_joint

    joint, off_diagonal = compute_confident_joint(
        witnesses.labels, witnesses.probabilities, calibrate=False, return_indices_of_off_diagonals=True
    )
    noise = estimate_joint(witnesses.labels, witnesses.probabilities, confident_joint=joint)
    counted = np.zeros(len(witnesses.labels), dtype=np.bool_)
    counted[off_diagonal] = True
    n, own = int(audited.sum()), counted & audited
    if not own.any():
        return Estimate(0.0, 0.0, wilson(0.0, n)[1])
    total = min(1.0, (1.0 - float(np.trace(noise))) * float(own.sum() / n / counted.mean()))
    confirmed = float((witnesses.margin[own] > 0).mean())
    return Estimate(total * confirmed, wilson(total * confirmed**2, n)[0], wilson(total, n)[1])


def nearest_with(sample: LabelledSample, graph: NeighbourGraph, item: int, label: int) -> list[int]:
    """The neighbours of an input that have this label, as items of the sample, nearest first."""
    neighbours = graph.indices[sample.nodes[item]]
    places = np.minimum(np.searchsorted(sample.nodes, neighbours), len(sample.nodes) - 1)
    return [int(i) for i in places[sample.nodes[places] == neighbours] if sample.labels[i] == label]


def _folds(labels: NDArray[np.int64], folds: int, seed: int) -> NDArray[np.int64]:
    """(n,) the fold of each: every class is dealt out evenly, in an order drawn from the seed."""
    order = np.random.default_rng(seed).permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    fold = np.empty(len(labels), dtype=np.int64)
    fold[order] = np.arange(len(labels)) % folds
    return fold


def _out_of_fold(
    vectors: NDArray[np.float32], labels: NDArray[np.int64], k: int, fold: NDArray[np.int64], c: float, jobs: int
) -> Shares:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    def predict(held_out: int) -> Any:
        model = LogisticRegression(C=c, tol=min(1e-3, _TOLERANCE / k), max_iter=_MAX_ITERATIONS)
        model.fit(vectors[fold != held_out], labels[fold != held_out])
        return model.predict_proba(vectors[fold == held_out])

    numbers: Sequence[int] = range(int(fold.max()) + 1)
    probabilities = np.empty((len(labels), k), dtype=np.float32)
    with threadpool_limits(1), ThreadPoolExecutor(jobs) as pool:
        for number, predicted in zip(numbers, pool.map(predict, numbers), strict=True):
            probabilities[fold == number] = predicted
    return probabilities


def _votes(sample: LabelledSample, graph: NeighbourGraph, k: int) -> Shares:
    label_of = np.full(len(graph.indices), -1)
    label_of[sample.nodes] = sample.labels
    votes = np.zeros((len(sample.nodes), k), dtype=np.float32)
    for rank in range(graph.indices.shape[1]):
        label = label_of[graph.indices[sample.nodes, rank]]
        weight = np.maximum(graph.similarities[sample.nodes, rank], 0) * (label >= 0)
        votes[np.arange(len(votes)), label] += weight
    total = votes.sum(axis=1, keepdims=True)
    shares: Shares = np.divide(votes, total, out=np.zeros_like(votes), where=total > 0)
    return shares
