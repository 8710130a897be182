"""The witnesses to a label and the estimate of the noise, on vectors made for the purpose."""

import numpy as np
import pytest
from numpy.typing import NDArray

from dataaudit.evidence.neighbours import build_graph
from dataaudit.intervals import Estimate
from dataaudit.labels.noise import Witnesses, estimate_noise, hear_witnesses, nearest_with
from dataaudit.labels.sample import LabelledSample

CLASSES, EACH = 4, 60


def vectors() -> NDArray[np.float32]:
    """Four clouds, one after the other."""
    noise = np.random.default_rng(0).normal(size=(CLASSES * EACH, 16))
    points = np.repeat(3 * np.eye(CLASSES, 16), EACH, axis=0) + 0.5 * noise
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def sample(moved: int) -> tuple[LabelledSample, NDArray[np.bool_]]:
    """Labels of the clouds, the first ones of each moved to the next class."""
    truth = np.repeat(np.arange(CLASSES), EACH)
    wrong = np.arange(len(truth)) % EACH < moved
    labels = np.where(wrong, (truth + 1) % CLASSES, truth)
    everything = np.arange(len(truth))
    return LabelledSample(everything, labels, tuple("abcd"), everything), wrong


def witnesses(moved: int, jobs: int = 1) -> Witnesses:
    points = vectors()
    options = {"folds": 5, "inverse_regularisation": 3.0, "seed": 0, "jobs": jobs}
    return hear_witnesses(sample(moved)[0], points, build_graph(points), **options)  # type: ignore[arg-type]


def noise(moved: int) -> Estimate:
    return estimate_noise(witnesses(moved), np.ones(CLASSES * EACH, dtype=np.bool_))


def test_both_witnesses_find_the_moved_labels_and_no_others() -> None:
    heard, (_, wrong) = witnesses(4), sample(4)
    assert (heard.margin > 0.6).tolist() == wrong.tolist()
    assert heard.suggested[wrong].tolist() == np.repeat(np.arange(CLASSES), 4).tolist()


@pytest.mark.parametrize("moved", [0, 3, 6, 12])
def test_the_interval_holds_the_true_noise(moved: int) -> None:
    found = noise(moved)
    assert found.low <= moved / EACH <= found.high
    assert found.value == pytest.approx(moved / EACH, abs=0.03)


def test_only_the_audited_inputs_are_estimated() -> None:
    heard, (_, wrong) = witnesses(6), sample(6)
    assert estimate_noise(heard, wrong).low > 0.8
    assert estimate_noise(heard, ~wrong).value == 0


def test_where_neighbours_say_something_else_nothing_is_suspect() -> None:
    heard = witnesses(4)
    contradicted = Witnesses(
        heard.labels, heard.probabilities, heard.votes, heard.suggested, np.full_like(heard.margin, -0.5)
    )
    found = estimate_noise(contradicted, np.ones(CLASSES * EACH, dtype=np.bool_))
    assert (found.value, found.low) == (0, 0)
    assert found.high > 4 / EACH


def test_threads_change_nothing() -> None:
    one, two = witnesses(4), witnesses(4, jobs=2)
    assert np.array_equal(one.probabilities, two.probabilities)


def test_the_rows_that_speak_against_a_label_are_the_nearest_that_have_the_other() -> None:
    labels, points = sample(4)[0], vectors()
    graph = build_graph(points)
    against = nearest_with(labels, graph, 0, 0)
    assert against == [i for i in graph.indices[0].tolist() if labels.labels[i] == 0]
