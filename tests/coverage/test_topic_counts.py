"""How many training inputs are about a declared topic."""

import numpy as np
import pytest
from numpy.typing import NDArray

from dataaudit.coverage.topics import TopicTest, count_near
from dataaudit.evidence.neighbours import build_graph

RANDOM = np.random.default_rng(3)


def around(axis: int, n: int, noise: float = 0.08) -> NDArray[np.float32]:
    vectors = np.eye(40)[axis] + RANDOM.normal(0, noise, (n, 40))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


TRAINING = np.concatenate([around(axis, 60) for axis in range(5)])


@pytest.mark.parametrize("described", [False, True])
def test_a_topic_without_training_has_nothing_near(described: bool) -> None:
    topics = [around(axis, 1 if described else 3) for axis in (0, 1, 2, 9)]
    graph = build_graph(TRAINING, 10)
    counts = count_near(TRAINING, graph, topics, [described] * 4, TopicTest())
    assert (counts.near[:3] >= 5).all()
    assert counts.near[3] == counts.remote[3] == 0


def test_an_input_is_about_one_topic() -> None:
    counts = count_near(TRAINING, build_graph(TRAINING, 10), [around(0, 3), around(0, 3)], [False] * 2, TopicTest())
    assert counts.remote.sum() <= 60
