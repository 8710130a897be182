"""How far real inputs are from training, in units of what is usual within training."""

import numpy as np

from dataaudit.coverage.isolation import isolation, training_near, votes
from dataaudit.evidence.neighbours import NeighbourGraph, build_graph, query_graph


def cloud(centre: int, n: int, spread: float = 0.1, seed: int = 0) -> np.ndarray:
    vectors = np.eye(16)[[centre] * n] + spread * np.random.default_rng(seed).normal(size=(n, 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


TRAINING = np.concatenate([cloud(0, 100), cloud(1, 100, seed=1)])
GRAPH = build_graph(TRAINING)


def scores(real: np.ndarray, greatest_shift: float = 0.0) -> np.ndarray:
    return isolation(GRAPH, query_graph(TRAINING, real), greatest_shift).queries


def test_inputs_of_another_kind_are_isolated_and_those_of_a_known_one_are_not() -> None:
    real = np.concatenate([cloud(0, 80, seed=2), cloud(5, 20, seed=3)])
    far = isolation(GRAPH, query_graph(TRAINING, real), 0.0).beyond(0.05)
    assert far[80:].all()
    assert far[:80].mean() < 0.15


def test_a_copy_of_training_is_not_isolated() -> None:
    assert scores(TRAINING).max() < 3
    assert np.median(scores(TRAINING)) <= 0


def test_what_all_real_inputs_share_is_taken_off_up_to_a_limit() -> None:
    real = cloud(0, 100, spread=0.13, seed=4)
    shifts = [float((scores(real) - scores(real, most))[0]) for most in (0.0, 0.1, 100.0)]
    assert shifts[0] == 0
    assert abs(shifts[1] - 0.1) < 1e-9
    assert shifts[2] > 0.1


def test_equal_training_inputs_give_no_infinite_scores() -> None:
    same = np.repeat(cloud(0, 1), 50, axis=0)
    found = isolation(build_graph(same), query_graph(same, cloud(1, 5)), 0.0)
    assert np.isfinite(found.queries).all()
    assert (found.queries > 10).all()


def test_votes_count_who_is_chosen_and_near() -> None:
    near = np.array([[0.9, 0.8], [0.9, 0.2], [0.4, 0.3]], np.float32)
    chosen = NeighbourGraph(np.array([[2, 0], [2, 1], [2, 0]], np.int32), near)
    assert votes(chosen, np.full(4, 0.5, np.float32), voters=2).tolist() == [1, 0, 2, 0]
    assert votes(chosen, np.zeros(4, np.float32), voters=1).tolist() == [0, 0, 3, 0]


def test_training_is_near_where_it_is_as_close_as_its_own_neighbours() -> None:
    own = NeighbourGraph(np.zeros((3, 1), np.int32), np.array([[0.9], [0.5], [0.5]], np.float32))
    to_real = NeighbourGraph(np.array([[0], [0], [1]], np.int32), np.array([[0.8], [0.6], [0.5]], np.float32))
    assert training_near(own, to_real, 3).tolist() == [1, 1, 0]
