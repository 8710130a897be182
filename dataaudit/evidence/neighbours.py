"""The nearest neighbours of vectors: exact for the usual sizes, a navigable small-world graph (HNSW) beyond.

Similarities are always computed in float32 from the two vectors, so they are the same by either way and from
either side. Results don't depend on the number of threads: the exact product is computed in blocks, each by
one thread, and the approximate graph is built by one thread (two build another graph each time).
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Indices = NDArray[np.int32]

#: Up to here the exact product is a matter of seconds (5 on one core at d = 384); it grows with the square.
EXACT_UP_TO = 20_000
#: For a few queries against many vectors the product takes less time than making the graph would: 12 s on one core.
_EXACT_PAIRS = 1_000_000_000

_BLOCK = 256
#: Vectors among which is found what can matter to a query at all.
_SAMPLE = 4096
#: Candidates for the links of a vector. Less than half of usearch's default takes less than half as long; of pairs with
#: a cosine of .9, among 100,000 texts, .99 are neighbours still.
_EXPANSION = 48
#: So many more are looked for than asked for, since the search ranks by rounded products.
_SPARE = 6
#: By which a product of matrices may differ from the product of two vectors.
_ROUNDING = 1e-5


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

    @classmethod
    def from_table(cls, table: pa.Table) -> NeighbourGraph:
        """What `to_table` made a table of."""
        flat = (column.combine_chunks() for column in table.columns)
        return cls(*(column.flatten().to_numpy().reshape(len(table), column.type.list_size) for column in flat))

    def to_table(self) -> pa.Table:
        """One row a vector, to be kept on disk."""
        k = self.indices.shape[1]
        sides = {"indices": self.indices, "similarities": self.similarities}
        return pa.table({name: pa.FixedSizeListArray.from_arrays(side.ravel(), k) for name, side in sides.items()})


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

    Notes
    -----
    Beyond `EXACT_UP_TO` some are missed: of 30,000 real instructions (Alpaca, MiniLM) 1.7 % have a tenth
    neighbour less similar than the true one, and 6.9 % where 3,000 of the vectors are copies of one.
    """
    candidates = _candidates(vectors, vectors, k, jobs)
    itself = np.arange(len(vectors))[:, None]
    return _rank(vectors, vectors, candidates, max(0, min(k, len(vectors) - 1)), candidates == itself)


def query_graph(vectors: Vectors, queries: Vectors, k: int = 10, jobs: int = 1) -> NeighbourGraph:
    """Find the k (at most n) nearest of the n vectors for every one of m queries: arrays of shape (m, k)."""
    return _ranked(vectors, queries, _candidates(vectors, queries, k, jobs), min(k, len(vectors)))


def cross_graphs(
    vectors: Vectors, others: Vectors, k: int, back: int, jobs: int = 1
) -> tuple[NeighbourGraph, NeighbourGraph]:
    """The k nearest of n vectors for each of m others, and the `back` nearest of the others for each of the n.

    The same as two calls of `query_graph`, from one product of the two. For that the least similarity that can
    matter to each of the others is found among a part of the vectors first.
    """
    if not len(others) or len(vectors) <= _SAMPLE or len(vectors) * len(others) > _EXACT_PAIRS:
        return query_graph(vectors, others, k, jobs), query_graph(others, vectors, back, jobs)
    from threadpoolctl import threadpool_limits

    wanted, wanted_back = k + 1 + _SPARE, min(back + 1 + _SPARE, len(others))
    bar = _least_wanted(vectors[:: len(vectors) // _SAMPLE], others, wanted, jobs) - _ROUNDING

    def compare(start: int) -> tuple[Indices, Indices, Indices, Vectors]:
        similarities = vectors[start : start + _BLOCK] @ others.T
        row, column = np.nonzero(similarities >= bar)
        nearest = _top(similarities, wanted_back)
        return nearest, (row + start).astype(np.int32), column.astype(np.int32), similarities[row, column]

    with threadpool_limits(1, "blas"), ThreadPoolExecutor(jobs) as pool:
        parts = zip(*pool.map(compare, range(0, len(vectors), _BLOCK)), strict=True)
        nearest, row, column, similarity = map(np.concatenate, parts)
    order = np.lexsort((row, -similarity, column))
    first = np.searchsorted(column[order], np.arange(len(others)))
    candidates = row[order][first[:, None] + np.arange(wanted)]
    return _ranked(vectors, others, candidates, k), _ranked(others, vectors, nearest, min(back, len(others)))


def extend_graph(graph: NeighbourGraph, known: Indices, vectors: Vectors, jobs: int = 1) -> NeighbourGraph:
    """The graph of n vectors from the one of those that are `known`, in time proportional to the others.

    Parameters
    ----------
    graph
        Of the known vectors among themselves.
    known
        (m,) ascending, which of the n vectors it is about; there must be more of them than neighbours in it.
    vectors
        (n, d) float32 of length 1, the known ones among them.
    """
    k, new = graph.indices.shape[1], np.setdiff1d(np.arange(len(vectors), dtype=np.int32), known)
    indices = np.empty((len(vectors), k), np.int32)
    similarities = np.empty((len(vectors), k), np.float32)
    indices[known], similarities[known] = known[graph.indices], graph.similarities
    candidates = _exact(vectors, vectors[new], min(k + 1 + _SPARE, len(vectors)), jobs)
    own = _rank(vectors, vectors[new], candidates, k, candidates == new[:, None])
    indices[new], similarities[new] = own.indices, own.similarities
    for target, others in _nearer(vectors, known, new, graph.similarities[:, -1]):
        found = np.concatenate([indices[target], others])[None]
        best = _ranked(vectors, vectors[target][None], found, k)
        indices[target], similarities[target] = best.indices[0], best.similarities[0]
    return NeighbourGraph(indices, similarities)


def _nearer(vectors: Vectors, known: Indices, new: Indices, reach: Vectors) -> Iterator[tuple[int, Indices]]:
    """The known vectors that have new ones within their reach, with these."""
    pairs = []
    for start in range(0, len(new), _BLOCK):
        block = new[start : start + _BLOCK]
        one, other = np.nonzero(vectors[block] @ vectors[known].T >= reach - _ROUNDING)
        pairs.append((known[other], block[one]))
    targets, others = (np.concatenate(side) for side in zip(*pairs, strict=True))
    order = np.lexsort((others, targets))
    ends = np.flatnonzero(np.diff(targets[order], append=-1)) + 1
    for members in np.split(order, ends[:-1]) if len(order) else ():
        yield int(targets[members[0]]), others[members]


def _candidates(vectors: Vectors, queries: Vectors, k: int, jobs: int) -> Indices:
    """(m, k + some) indices of the nearest: enough to rank anew without missing one of k others."""
    wanted = min(k + 1 + _SPARE, len(vectors))
    if wanted == 0 or len(queries) == 0:
        return np.empty((len(queries), wanted), np.int32)
    few = len(queries) < len(vectors) and len(queries) * len(vectors) <= _EXACT_PAIRS
    if few or len(vectors) <= EXACT_UP_TO:
        return _exact(vectors, queries, wanted, jobs)
    return _approximate(vectors, queries, wanted, jobs)


def _exact(vectors: Vectors, queries: Vectors, k: int, jobs: int) -> Indices:
    from threadpoolctl import threadpool_limits

    def nearest(start: int) -> Indices:
        return _top(queries[start : start + _BLOCK] @ vectors.T, k)

    with threadpool_limits(1, "blas"), ThreadPoolExecutor(jobs) as pool:
        return np.concatenate(list(pool.map(nearest, range(0, len(queries), _BLOCK))))


def _top(similarities: Vectors, k: int) -> Indices:
    """Columns of the k greatest of every row; of equals those that come first."""
    n = similarities.shape[1]
    least = np.partition(similarities, n - k, axis=1)[:, n - k]  # np.argpartition takes eight times as long
    row, column = np.divmod(np.flatnonzero(similarities >= least[:, None]), n)
    order = np.lexsort((column, -similarities[row, column], row))
    first = np.searchsorted(row, np.arange(len(similarities)))
    columns: Indices = column[order][first[:, None] + np.arange(k)].astype(np.int32)
    return columns


def _approximate(vectors: Vectors, queries: Vectors, k: int, jobs: int) -> Indices:
    from usearch.index import Index

    index = Index(ndim=vectors.shape[1], metric="ip", dtype="bf16", expansion_add=_EXPANSION)
    index.add(np.arange(len(vectors)), vectors, threads=1)
    found = index.search(queries, k, threads=jobs)
    nearest: Indices = found.keys.astype(np.int32)
    unreached = np.flatnonzero(found.counts < k)
    if len(unreached):
        nearest[unreached] = _exact(vectors, queries[unreached], k, jobs)
    return nearest


def _least_wanted(vectors: Vectors, queries: Vectors, wanted: int, jobs: int) -> Vectors:
    """(m,) the similarity of the last of so many nearest of the vectors for every query."""
    last = _exact(vectors, queries, wanted, jobs)[:, -1]
    least: Vectors = np.vecdot(queries, vectors[last])
    return least


def _ranked(vectors: Vectors, queries: Vectors, candidates: Indices, k: int) -> NeighbourGraph:
    return _rank(vectors, queries, candidates, k, np.zeros(candidates.shape, np.bool_))


def _rank(
    vectors: Vectors, queries: Vectors, candidates: Indices, k: int, excluded: NDArray[np.bool_]
) -> NeighbourGraph:
    """Order candidates by their similarity in float32, then by index, and keep the first k."""
    similarities = np.empty(candidates.shape, np.float32)
    for start in range(0, len(queries), _BLOCK):
        rows = slice(start, start + _BLOCK)
        similarities[rows] = np.vecdot(queries[rows, None], vectors[candidates[rows]])
    similarities[excluded] = -np.inf
    order = np.lexsort((candidates, -similarities), axis=1)[:, :k]
    return NeighbourGraph(
        np.take_along_axis(candidates, order, axis=1), np.take_along_axis(similarities, order, axis=1)
    )
