import numpy as np
import pytest
from small_parts import random_vectors

from dataaudit.evidence import neighbours
from dataaudit.evidence.neighbours import NeighbourGraph, build_graph, cross_graphs, extend_graph, query_graph


def ranked(vectors: np.ndarray, queries: np.ndarray, k: int, *, without_self: bool) -> list[list[int]]:
    """By the definition, one query at a time."""
    rows = []
    for n, query in enumerate(queries):
        similarities = np.array([np.vecdot(query, vector) for vector in vectors])
        order = np.lexsort((np.arange(len(vectors)), -similarities))
        rows.append([int(i) for i in order if not (without_self and i == n)][:k])
    return rows


@pytest.fixture
def approximate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "EXACT_UP_TO", 10)


def test_the_graph_is_what_the_definition_says() -> None:
    vectors = random_vectors(700)
    graph = build_graph(vectors, k=5)
    assert graph.indices.tolist() == ranked(vectors, vectors, 5, without_self=True)
    assert (graph.similarities == np.vecdot(vectors[:, None], vectors[graph.indices])).all()


def test_queries_find_equal_vectors_too() -> None:
    vectors = random_vectors(300)
    graph = query_graph(vectors, vectors[40:60], k=3)
    assert graph.indices.tolist() == ranked(vectors, vectors[40:60], 3, without_self=False)
    assert graph.indices[:, 0].tolist() == list(range(40, 60))


def test_ties_are_in_the_order_of_their_indices() -> None:
    vectors = np.repeat(np.eye(2, dtype=np.float32), 30, axis=0)
    graph = build_graph(vectors, k=4)
    assert graph.indices[0].tolist() == [1, 2, 3, 4]
    assert graph.indices[2].tolist() == [0, 1, 3, 4]
    assert graph.indices[59].tolist() == [30, 31, 32, 33]


def test_there_are_no_more_neighbours_than_others() -> None:
    vectors = random_vectors(3)
    assert build_graph(vectors, k=10).indices.shape == (3, 2)
    assert query_graph(vectors, vectors, k=10).indices.shape == (3, 3)
    assert build_graph(vectors[:1]).indices.shape == (1, 0)
    assert query_graph(vectors[:0], vectors).indices.shape == (3, 0)
    assert query_graph(vectors, vectors[:0], k=2).indices.shape == (0, 2)


@pytest.mark.parametrize("exact_up_to", [10, 10_000])
def test_the_number_of_threads_changes_no_byte(exact_up_to: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "EXACT_UP_TO", exact_up_to)
    vectors = random_vectors(1500)
    one, two = build_graph(vectors, jobs=1), build_graph(vectors, jobs=2)
    assert one.indices.tobytes() == two.indices.tobytes()
    assert one.similarities.tobytes() == two.similarities.tobytes()


@pytest.mark.usefixtures("approximate")
def test_the_approximate_graph_finds_nearly_all_and_scores_them_exactly() -> None:
    vectors = random_vectors(2000)
    graph = build_graph(vectors, k=5)
    expected = ranked(vectors, vectors, 5, without_self=True)
    found = [len(set(row) & set(right)) for row, right in zip(graph.indices.tolist(), expected, strict=True)]
    assert sum(found) >= 0.95 * 5 * 2000
    assert (graph.similarities == np.vecdot(vectors[:, None], vectors[graph.indices])).all()
    assert not (graph.indices == np.arange(2000)[:, None]).any()


@pytest.mark.usefixtures("approximate")
def test_approximate_queries_find_their_equals() -> None:
    vectors = random_vectors(500)
    assert query_graph(vectors, vectors[::7], k=1).indices[:, 0].tolist() == list(range(0, 500, 7))


@pytest.mark.parametrize("sample", [10, 100, 1000])
def test_both_ways_at_once_are_as_each_by_itself(sample: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "_SAMPLE", sample)
    vectors, others = random_vectors(700), random_vectors(60, seed=1)
    others[:5] = vectors[100:105]
    both = cross_graphs(vectors, others, 3, 4, jobs=2)
    for found, alone in zip(both, (query_graph(vectors, others, 3), query_graph(others, vectors, 4)), strict=True):
        np.testing.assert_array_equal(found.indices, alone.indices)
        np.testing.assert_array_equal(found.similarities, alone.similarities)


def test_similarity_is_the_same_from_either_side() -> None:
    vectors = random_vectors(200)
    graph = build_graph(vectors, k=199)
    full = np.ones((200, 200), np.float32)
    np.put_along_axis(full, graph.indices, graph.similarities, axis=1)
    assert (full == full.T).all()


def test_a_graph_that_is_extended_is_the_one_of_all_vectors() -> None:
    vectors = random_vectors(600)
    known = np.delete(np.arange(600, dtype=np.int32), np.s_[::40])
    extended = extend_graph(build_graph(vectors[known], k=5), known, vectors)
    assert (extended.indices == build_graph(vectors, k=5).indices).all()
    assert (extended.similarities == build_graph(vectors, k=5).similarities).all()


def test_a_graph_is_the_same_after_it_was_kept() -> None:
    graph = build_graph(random_vectors(50), k=3)
    again = NeighbourGraph.from_table(graph.to_table())
    assert (again.indices == graph.indices).all()
    assert (again.similarities == graph.similarities).all()
