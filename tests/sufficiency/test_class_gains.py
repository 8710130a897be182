"""Classes that still learn, and those that only seem to."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import ttest_1samp

from dataaudit.sufficiency import class_gains
from dataaudit.sufficiency.class_gains import ClassGain, still_learning

LABELS = np.repeat(np.arange(5), 60)
ALONE = np.arange(300)


def missed(falls: tuple[int, ...]) -> NDArray[np.float64]:
    """Of each class's sixty inputs all were missed at first, and so many of the last thirty no longer at the end."""
    place = np.arange(300) % 60
    half = (place >= 30).astype(float)
    now = half * (place < 60 - np.array(falls)[LABELS])
    return np.stack([half, half, half, now], axis=1)


def learning(outcome: NDArray[np.float64], groups: NDArray[np.int64] = ALONE, least: int = 20) -> list[ClassGain]:
    return still_learning(outcome, LABELS, groups, least_inputs=least, least_gain=0.01, max_q=0.05)


def test_the_class_that_gained_is_named_with_its_errors() -> None:
    assert learning(missed((1, 1, 20, 1, 1))) == [ClassGain(2, 60, 0.5, pytest.approx(1 / 6))]


def test_the_most_comes_first() -> None:
    assert [gain.label for gain in learning(missed((0, 20, 0, 30, 0)))] == [3, 1]


def test_classes_that_gain_alike_are_not_named() -> None:
    assert learning(missed((12, 12, 12, 13, 12))) == []


def test_a_small_class_is_not_tested() -> None:
    assert learning(missed((1, 1, 20, 1, 1)), least=61) == []


def test_one_group_shows_nothing() -> None:
    assert learning(missed((1, 1, 20, 1, 1)), np.arange(300) // 20) == []


def test_of_many_classes_without_a_difference_few_are_named() -> None:
    random = np.random.default_rng(0)
    named = [learning((random.random((300, 4)) < (0.5, 0.4, 0.3, 0.2)).astype(float)) != [] for _ in range(200)]
    assert np.mean(named) <= 0.08


def test_the_chance_is_that_of_students_test() -> None:
    units = np.random.default_rng(0).normal(0.1, 1, 40)
    assert class_gains._chance(units, 0.05) == pytest.approx(ttest_1samp(units, 0.05, alternative="greater").pvalue)
