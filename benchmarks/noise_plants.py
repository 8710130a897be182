"""Labels moved the way people mistake them, and how well they were found again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIMILAR = 3


class Quality(NamedTuple):
    """Of the suspects among the moved labels, and of the order of all inputs."""

    precision: float
    recall: float
    f1: float
    average_precision: float


def moved_labels(
    vectors: NDArray[np.float32], labels: NDArray[np.int64], share: float, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Labels of which a share is moved to one of the three most similar classes, by the cosine of their means."""
    random = np.random.default_rng(seed)
    k = int(labels.max()) + 1
    means = np.array([vectors[labels == i].mean(axis=0) for i in range(k)])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    alike = means @ means.T
    np.fill_diagonal(alike, -np.inf)
    similar = np.argsort(-alike, axis=1)[:, : min(SIMILAR, k - 1)]
    chosen = random.choice(len(labels), round(share * len(labels)), replace=False)
    noisy, moved = labels.copy(), np.zeros(len(labels), dtype=np.bool_)
    noisy[chosen] = similar[labels[chosen], random.integers(similar.shape[1], size=len(chosen))]
    moved[chosen] = True
    return noisy, moved


def quality(flagged: NDArray[np.bool_], score: NDArray[np.floating], moved: NDArray[np.bool_]) -> Quality:
    """Precision, recall and F1 of what is flagged, average precision of the scores."""
    from sklearn.metrics import average_precision_score

    hits = float((flagged & moved).sum())
    precision, recall = hits / max(1, flagged.sum()), hits / max(1, moved.sum())
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return Quality(precision, recall, f1, float(average_precision_score(moved, score)))
