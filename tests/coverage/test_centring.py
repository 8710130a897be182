"""Vectors seen from the middle of training, and what all real inputs have in common."""

import numpy as np

from dataaudit.coverage.centring import centre, common_wording, mean_of, similarities_among
from dataaudit.evidence.neighbours import build_graph


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


TRAINING = unit(np.random.default_rng(0).normal(size=(200, 16)) + 1)


def test_centred_vectors_have_length_1_and_no_direction_in_common() -> None:
    centred = centre(TRAINING, mean_of(TRAINING))
    np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1, rtol=1e-6)
    assert np.linalg.norm(centred.mean(axis=0)) < 0.1 < np.linalg.norm(TRAINING.mean(axis=0))


def test_a_vector_that_is_the_mean_stays_finite() -> None:
    same = np.repeat(TRAINING[:1], 3, axis=0)
    assert np.isfinite(centre(same, mean_of(same))).all()


def test_neighbours_keep_their_places_and_get_the_new_similarities() -> None:
    graph, centred = build_graph(TRAINING, 3), centre(TRAINING, mean_of(TRAINING))
    found = similarities_among(graph, centred)
    np.testing.assert_array_equal(found.indices, graph.indices)
    expected = (centred[:, None] * centred[graph.indices]).sum(axis=2)
    np.testing.assert_allclose(found.similarities, expected, atol=1e-6)


def test_what_moves_all_inputs_alike_is_found_and_what_moves_a_minority_is_not() -> None:
    offset = np.full(16, 0.1, np.float32)
    np.testing.assert_allclose(common_wording(TRAINING, TRAINING + offset, 1), offset, atol=0.1)
    some = TRAINING.copy()
    some[:90] = -some[:90]
    assert np.abs(common_wording(TRAINING, some, 1)).max() < 0.05
