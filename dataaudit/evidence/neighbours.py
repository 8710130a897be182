"""The nearest neighbours of vectors: exact for the usual sizes, a navigable small-world graph (HNSW) beyond.

Similarities are always computed in float32 from the two vectors, so they are the same by either way and from
either side. Results don't depend on the number of threads: an exact product is computed in blocks of one
shape by one thread each, and the approximate graph is built by one thread (two build another graph each time).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Indices = NDArray[np.int32]

#: Up to here the exact product is a matter of seconds; it grows with the square.
EXACT_UP_TO = 20_000

_BLOCK = 256
#: The approximate search returns so many more than asked for, since it ranks by rounded vectors.
_SPARE = 6


@dataclass(frozen=True, slots=True, eq=False)
class NeighbourGraph:
    """The k nearest neighbours of n vectors, best first, ties in the order of their indices.

    Attributes
    ----------
    indices
        (n, k) int32. A vector is not among its own neighbours.
    similarities
        (n, k) float32, cosine.
    """

    indices: Indices
    similarities: Vectors


def build_graph(vectors: Vectors, k: int = 10, jobs: int = 1) -> NeighbourGraph:
    """Find the k nearest neighbours of every vector among the others.

    Parameters
    ----------
    vectors
        (n, d) float32 of length 1.
    k
        How many; at most n - 1 are returned.
    jobs
        Threads; the result doesn't depend on it.
    """
    k = max(0, min(k, len(vectors) - 1))
    return _search(vectors, vectors, k, jobs, without_self=True)


def query_graph(vectors: Vectors, queries: Vectors, k: int = 10, jobs: int = 1) -> NeighbourGraph:
    """Find the k (at most n) nearest of the n vectors for every one of m queries: arrays of shape (m, k)."""
    return _search(vectors, queries, min(k, len(vectors)), jobs, without_self=False)


def _search(vectors: Vectors, queries: Vectors, k: int, jobs: int, *, without_self: bool) -> NeighbourGraph:
    if k == 0 or not len(queries):
        return NeighbourGraph(np.empty((len(queries), k), np.int32), np.empty((len(queries), k), np.float32))
    if len(vectors) <= EXACT_UP_TO:
        candidates = _exact(vectors, queries, k, jobs, without_self)
    else:
        candidates = _approximate(vectors, queries, k, jobs, without_self)
    return _rank(vectors, queries, candidates, k)


def _exact(vectors: Vectors, queries: Vectors, k: int, jobs: int, without_self: bool) -> Indices:
    """(m, k) indices of the nearest, unordered."""
    from threadpoolctl import threadpool_limits

    def nearest(start: int) -> Indices:
        block = queries[start : start + _BLOCK]
        similarities = block @ vectors.T
        if without_self:
            rows = np.arange(len(block))
            similarities[rows, start + rows] = -np.inf
        return _top(similarities, k)

    with threadpool_limits(1, "blas"), ThreadPoolExecutor(jobs) as pool:
        return np.concatenate(list(pool.map(nearest, range(0, len(queries), _BLOCK))))


def _top(similarities: Vectors, k: int) -> Indices:
    """Columns of the k greatest of every row; of equals those that come first."""
    n = similarities.shape[1]
    least = np.partition(similarities, n - k, axis=1)[:, n - k]  # np.argpartition takes eight times as long
    row, column = np.divmod(np.flatnonzero(similarities >= least[:, None]), n)
    order = np.lexsort((column, -similarities[row, column], row))
    first = np.searchsorted(row, np.arange(len(similarities)))
    return column[order][first[:, None] + np.arange(k)].astype(np.int32)


def _approximate(vectors: Vectors, queries: Vectors, k: int, jobs: int, without_self: bool) -> Indices:
    """(m, k + spare) indices of nearest ones."""
    from usearch.index import Index

    index = Index(ndim=vectors.shape[1], metric="ip", dtype="bf16")
    index.add(np.arange(len(vectors)), vectors, threads=1)
    found = index.search(queries, k + _SPARE, threads=jobs)
    return found.keys.astype(np.int32)


def _rank(vectors: Vectors, queries: Vectors, candidates: Indices, k: int) -> NeighbourGraph:
    """Order candidates by their similarity in float32, then by index, and keep the first k."""
    candidates = np.sort(candidates, axis=1)
    similarities = np.empty(candidates.shape, np.float32)
    for start in range(0, len(queries), _BLOCK):
        rows = slice(start, start + _BLOCK)
        similarities[rows] = np.vecdot(queries[rows, None], vectors[candidates[rows]])
    order = np.argsort(-similarities, axis=1, kind="stable")[:, :k]
    return NeighbourGraph(
        np.take_along_axis(candidates, order, axis=1), np.take_along_axis(similarities, order, axis=1)
    )
