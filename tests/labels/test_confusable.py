"""Labels that people don't tell apart."""

import numpy as np
from clouds import EACH, TRUE, model, sample, spread
from numpy.typing import NDArray

from dataaudit.labels.confusable import ConfusablePair, confusable_pairs

LEAST = 0.05


def pairs(labels: NDArray[np.int64]) -> list[ConfusablePair]:
    return confusable_pairs(model(sample(labels)), labels, LEAST)


def test_a_class_that_two_labels_share_is_a_confusable_pair() -> None:
    coin = np.random.default_rng(0).random(len(TRUE)) < 0.5
    (pair,) = pairs(np.where((TRUE == 2) & coin, 4, TRUE))
    assert (pair.first, pair.second) == (2, 4)
    assert set(pair.first_as_second.tolist()) <= set(np.flatnonzero((TRUE == 2) & ~coin).tolist())
    assert set(pair.second_as_first.tolist()) <= set(np.flatnonzero((TRUE == 2) & coin).tolist())


def test_labels_exchanged_both_ways_are_a_pair_of_which_the_exchanged_are_named() -> None:
    exchanged = (TRUE < 2) & (np.arange(len(TRUE)) % EACH < 12)
    (pair,) = pairs(np.where(exchanged, 1 - TRUE, TRUE))
    assert set(range(EACH, EACH + 12)) <= set(pair.first_as_second.tolist())
    assert set(range(12)) <= set(pair.second_as_first.tolist())


def test_clean_labels_have_no_pair() -> None:
    assert pairs(TRUE) == []


def test_labels_that_are_moved_one_way_have_no_pair() -> None:
    assert pairs(np.where((TRUE == 0) & (np.arange(len(TRUE)) % EACH < 15), 1, TRUE)) == []


def test_noise_that_is_spread_over_the_classes_has_no_pair() -> None:
    random = np.random.default_rng(0)
    noisy = random.random(len(TRUE)) < 0.1
    assert pairs(np.where(noisy, (TRUE + random.integers(1, 4, len(TRUE))) % 4, TRUE)) == []
    assert pairs(spread(6).labels) == []
