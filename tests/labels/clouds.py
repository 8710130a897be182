"""Labelled inputs whose vectors form clouds, and whose words say as much as one wants."""

import numpy as np
from numpy.typing import NDArray

from dataaudit.evidence.neighbours import build_graph
from dataaudit.labels.noise import NoiseModel, fit_noise
from dataaudit.labels.sample import LabelledSample
from dataaudit.labels.witnesses import hear_witnesses

CLASSES, EACH = 4, 60
TRUE = np.repeat(np.arange(CLASSES), EACH)


def vectors(seed: int = 0) -> NDArray[np.float32]:
    """Four clouds, one after the other."""
    noise = np.random.default_rng(seed).normal(size=(CLASSES * EACH, 16))
    points = np.repeat(3 * np.eye(CLASSES, 16), EACH, axis=0) + 0.5 * noise
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def moved(each: int) -> NDArray[np.bool_]:
    """The first ones of every class."""
    return np.arange(len(TRUE)) % EACH < each


def sample(labels: NDArray[np.int64]) -> LabelledSample:
    everything = np.arange(len(labels))
    return LabelledSample(everything, labels, tuple("abcdefgh"[: labels.max() + 1]), everything)


def spread(each: int) -> LabelledSample:
    """The first ones of every class with the labels of the other three in turn."""
    step = 1 + np.arange(len(TRUE)) % EACH % (CLASSES - 1)
    return sample(np.where(moved(each), (TRUE + step) % CLASSES, TRUE))


def heard(labelled: LabelledSample, jobs: int) -> NDArray[np.float32]:
    texts = [f"input {i}" for i in range(len(TRUE))]
    return hear_witnesses(labelled, texts, vectors(), build_graph(vectors()), folds=10, seed=0, jobs=jobs)


def model(labelled: LabelledSample) -> NoiseModel:
    return fit_noise(heard(labelled, 1), labelled.labels, 0)
