"""Three witnesses to a label: two classifiers that have not seen the input, and its nearest neighbours.

Classifiers come from sums of products, of which a fold's own are taken out: ten folds cost little more than one fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dataaudit.duplicates.shingles import spaced
from dataaudit.evidence.neighbours import NeighbourGraph
from dataaudit.labels.sample import LabelledSample

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]

#: Inputs as alike as this are one input told twice: nobody testifies for his own copy. Of MiniLM's pairs in CLINC150
#: those above differ in an article, a politeness or the order of words.
COPY = 0.97
#: Texts are normalised, and spaced out where a script isn't.
_WORD = r"\S+"
_MOST_TERMS = 50_000
#: Directions that are kept of the words: 150 lose a point of TREC's average precision, 500 gain none.
_DIMENSIONS = 300
#: Random waves over the embedding; their length doesn't matter by a factor of two. Without them, or with twice as
#: many, BANKING77's average precision is .88 or .91 instead of .91; CLINC150's, SNIPS' and TREC's stay.
_WAVES = 1000
#: Of vectors of length 1. Between 0.3 and 3 nothing changes by more than two points of average precision.
_RIDGE = 1.0
#: Of the constant, which is as good as free.
_RIDGE_OF_CONSTANT = 1e-3
#: Of the mean variance, as much is added to every direction's.
_SHRINKAGE = 0.1
#: Votes that are spread over all classes beforehand, so that no class is impossible.
_PRIOR_VOTES = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class _Products:
    """What a part of the inputs adds to a classifier: XᵀX and XᵀY, of features and classes."""

    gram: NDArray[np.float64]
    sums: NDArray[np.float64]

    def plus(self, other: _Products) -> _Products:
        return _Products(self.gram + other.gram, self.sums + other.sums)

    def without(self, part: _Products) -> _Products:
        return _Products(self.gram - part.gram, self.sums - part.sums)


def hear_witnesses(
    sample: LabelledSample,
    texts: Sequence[str],
    vectors: Floats,
    graph: NeighbourGraph,
    *,
    folds: int,
    seed: int,
    jobs: int,
) -> Floats:
    """Ask three witnesses about every label of the sample.

    Parameters
    ----------
    texts, vectors, graph
        Of all nodes, of which the sample is a part.
    folds
        Copies, by their similarity, are in one fold.
    jobs
        Threads, on which the result doesn't depend.

    Returns
    -------
    (3, n, k) how much each speaks for each class, on scales of their own: least squares on the embedding and the
    words, a linear discriminant on the embedding, the logarithm of the neighbours' votes.

    Notes
    -----
    Cleanlab's Datalab asks neighbours or a logistic regression on the embedding. What people ask for with words like
    "who" and "how much" is hardly in an embedding (TREC); where there is a hundred inputs of a class, the waves
    see more than a plane does (BANKING77).
    """
    from threadpoolctl import threadpool_limits

    copies = duplicate_groups(sample, graph)
    fold = assign_folds(sample.labels, copies, folds, seed)
    own = vectors[sample.nodes]
    with threadpool_limits(1):
        words = word_vectors([texts[node] for node in sample.nodes.tolist()], seed)
        classified = _classify(_Features.of(own, words, seed), sample, fold, jobs)
    return np.concatenate([classified, neighbour_votes(sample, graph, copies)[None]])


def duplicate_groups(sample: LabelledSample, graph: NeighbourGraph) -> Numbers:
    """(n,) the number of the group of copies that each input is in."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    near = graph.similarities >= COPY
    pairs = np.repeat(np.arange(len(near)), near.sum(axis=1)), graph.indices[near]
    links = coo_array((np.ones(len(pairs[0]), np.int8), pairs), shape=(len(near), len(near)))
    groups: Numbers = connected_components(links, directed=False)[1].astype(np.int64)[sample.nodes]
    return groups


def assign_folds(labels: Numbers, copies: Numbers, folds: int, seed: int) -> Numbers:
    """(n,) the fold of each: every class is dealt out evenly, in an order drawn from the seed, copies together."""
    order = np.random.default_rng(seed).permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    first = np.sort(np.unique(copies[order], return_index=True)[1])
    of_group = np.empty(int(copies.max()) + 1, dtype=np.int64)
    of_group[copies[order[first]]] = np.arange(len(first)) % folds
    fold: Numbers = of_group[copies]
    return fold


def word_vectors(texts: Sequence[str], seed: int) -> Floats:
    """(n, d) what words and pairs of words say, as the main directions of their TF-IDF; d is 0 if none recurs.

    Deerwester et al. 1990, Indexing by latent semantic analysis.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.utils.extmath import randomized_svd

    vectoriser = TfidfVectorizer(
        ngram_range=(1, 2), token_pattern=_WORD, sublinear_tf=True, min_df=2, max_features=_MOST_TERMS, dtype=np.float32
    )
    try:
        weights = vectoriser.fit_transform([f"^ {spaced(text)} $" for text in texts])
    except ValueError:  # no term occurs twice
        return np.empty((len(texts), 0), np.float32)
    left, values, _ = randomized_svd(weights, min(_DIMENSIONS, *weights.shape), n_iter=3, random_state=seed)
    directions: Floats = (left * values).astype(np.float32)
    return directions


def neighbour_votes(sample: LabelledSample, graph: NeighbourGraph, copies: Numbers) -> Floats:
    """(n, k) the logarithm of the share of each class among the neighbours, by similarity; copies have no vote."""
    item_of = np.full(len(graph.indices), -1)
    item_of[sample.nodes] = np.arange(len(sample.nodes))
    n, k = len(sample.nodes), len(sample.names)
    votes = np.full((n, k), _PRIOR_VOTES / k, dtype=np.float32)
    for rank in range(graph.indices.shape[1]):
        voter = item_of[graph.indices[sample.nodes, rank]]
        heard = (voter >= 0) & (copies[voter] != copies)
        votes[np.arange(n), sample.labels[voter]] += np.maximum(graph.similarities[sample.nodes, rank], 0) * heard
    votes /= votes.sum(axis=1, keepdims=True)
    return np.log(votes, out=votes)


@dataclass(frozen=True, slots=True, eq=False)
class _Features:
    """What least squares sees: the embedding, random waves over it, the words and a one; made a part at a time.

    The waves make it a kernel machine, with a Gaussian as wide as the vectors are long (Rahimi and Recht 2007,
    Random features for large-scale kernel machines).
    """

    vectors: Floats
    words: Floats
    frequencies: Floats
    phases: Floats

    @classmethod
    def of(cls, vectors: Floats, words: Floats, seed: int) -> _Features:
        random = np.random.default_rng(seed)
        frequencies = random.normal(size=(vectors.shape[1], _WAVES)).astype(np.float32)
        return cls(vectors, words, frequencies, random.uniform(0, 2 * np.pi, _WAVES).astype(np.float32))

    @property
    def number(self) -> int:
        """How many there are."""
        return int(self.vectors.shape[1] + len(self.phases) + self.words.shape[1] + 1)

    def embedding(self, rows: Mask) -> Floats:
        """Some inputs' embedding and the one: what the discriminant sees."""
        own = self.vectors[rows]
        return np.hstack([own, np.ones((len(own), 1), np.float32)])

    def all(self, rows: Mask) -> Floats:
        """Some inputs' features."""
        own = self.vectors[rows]
        waves = own @ self.frequencies
        waves += self.phases
        np.cos(waves, out=waves)
        waves *= np.float32(np.sqrt(2 / _WAVES))
        return np.hstack([own, waves, self.words[rows], np.ones((len(own), 1), np.float32)])


def _classify(features: _Features, sample: LabelledSample, fold: Numbers, jobs: int) -> Floats:
    """(2, n, k) what both classifiers say of each fold who know the others."""
    if len(fold) < features.number:
        squares = _by_inputs(features.all(fold >= 0), sample, fold)
    else:
        squares = _by_features(features.all, _least_squares, sample, fold, jobs)
    return np.stack([squares, _by_features(features.embedding, _discriminant, sample, fold, jobs)])


def _by_features(
    part_of: Callable[[Mask], Floats],
    fit: Callable[[_Products], Floats],
    sample: LabelledSample,
    fold: Numbers,
    jobs: int,
) -> Floats:
    """(n, k) what a linear classifier says of each fold who knows the others; `part_of` gives some inputs' features."""
    k, numbers = len(sample.names), range(int(fold.max()) + 1)
    scores = np.empty((len(fold), k), dtype=np.float32)

    def products(number: int) -> _Products:
        part = part_of(fold == number)
        return _Products((part.T @ part).astype(np.float64), class_sums(part, sample.labels[fold == number], k).T)

    with ThreadPoolExecutor(jobs) as pool:
        parts = list(pool.map(products, numbers))
        total = reduce(_Products.plus, parts)

        def predict(number: int) -> None:
            scores[fold == number] = part_of(fold == number) @ fit(total.without(parts[number]))

        list(pool.map(predict, numbers))
    return scores


def _by_inputs(features: Floats, sample: LabelledSample, fold: Numbers) -> Floats:
    """(n, k) what least squares say, from the products of the inputs: the same, and cheap where these are few.

    With G the inverse of XXᵀ + ridge and F a fold, it is Y_F - G_FF⁻¹(GY)_F. An, Liu and Venkatesh 2007, Fast
    cross-validation algorithms for least squares support vector machine and kernel ridge regression.
    """
    from scipy.linalg.lapack import dtrtri

    scaled = features.astype(np.float64)
    scaled[:, -1] *= np.sqrt(_RIDGE / _RIDGE_OF_CONSTANT)
    root, _ = dtrtri(np.linalg.cholesky(scaled @ scaled.T + _RIDGE * np.eye(len(scaled))), lower=1)  # G is rootᵀ root
    scores = np.eye(len(sample.names), dtype=np.float32)[sample.labels]
    told = root.T @ (root @ scores)
    for number in range(int(fold.max()) + 1):
        own = fold == number
        part = root[:, own]
        scores[own] -= _solve(part.T @ part, told[own])
    return scores


def class_sums(part: NDArray[Any], labels: Numbers, k: int) -> NDArray[np.float64]:
    """(k, d) the sums of the rows of each class, of (n, d)."""
    from scipy.sparse import csr_array

    n = len(part)
    of_class = csr_array((np.ones(n, np.float64), (labels, np.arange(n))), shape=(k, n))
    sums: NDArray[np.float64] = of_class @ part
    return sums


def _least_squares(known: _Products) -> Floats:
    """(d, k) ridge regression of the classes' indicators (Rifkin et al. 2003, Regularized least-squares
    classification): wrong labels pull it less than they pull a logistic regression."""
    penalty = np.full(len(known.gram), _RIDGE)
    penalty[-1] = _RIDGE_OF_CONSTANT
    return _solve(known.gram + np.diag(penalty), known.sums)


def _discriminant(known: _Products) -> Floats:
    """(d, k) Fisher's linear discriminant with a shrunken covariance (Friedman 1989)."""
    dimension = len(known.gram) - 1
    sizes = np.maximum(known.sums[-1], 0.5)
    means = known.sums[:dimension] / sizes
    scatter = (known.gram[:dimension, :dimension] - (means * sizes) @ means.T) / sizes.sum()
    shrunken = scatter + np.eye(dimension) * max(_SHRINKAGE * np.trace(scatter) / dimension, 1e-6)
    weights = _solve(shrunken, means)
    offsets = np.log(sizes) - np.vecdot(means.T, weights.T) / 2
    return np.vstack([weights, offsets]).astype(np.float32)


def _solve(matrix: NDArray[np.float64], right: NDArray[np.float64]) -> Floats:
    from scipy.linalg import cho_factor, cho_solve

    solution: Any = cho_solve(cho_factor(matrix, overwrite_a=True, check_finite=False), right, check_finite=False)
    return np.asarray(solution, dtype=np.float32)


def nearest_with(sample: LabelledSample, vectors: Floats, item: int, label: int, count: int) -> list[int]:
    """The inputs with a label that are most similar to one, as items of the sample, nearest first."""
    members = np.flatnonzero(sample.labels == label)
    members = members[members != item]
    similarity = np.vecdot(vectors[sample.nodes[members]], vectors[sample.nodes[item]])
    nearest: list[int] = members[np.argsort(-similarity, kind="stable")[:count]].tolist()
    return nearest
