"""How large a difference is."""

import numpy as np
import pytest

from dataaudit.drift.effects import effect
from dataaudit.drift.settings import Settings

SETTINGS = Settings()


def test_the_effect_on_shares_is_their_difference() -> None:
    found = effect("share", np.array([[20, 20]]), np.array([[90, 10]]))
    assert found.size == pytest.approx(0.4)
    assert found.reaches(SETTINGS)


def test_the_effect_on_styles_is_their_total_variation() -> None:
    found = effect("style", np.array([[50, 50, 0]]), np.array([[50, 0, 50]]))
    assert found.size == pytest.approx(0.5)
    assert found.typical.tolist() == [1]


def test_the_effect_on_amounts_is_the_greatest_distance_of_their_distributions() -> None:
    found = effect("amount", np.array([[10, 0, 30]]), np.array([[20, 20, 0]]))
    assert found.size == pytest.approx(0.75)
    assert found.cliff == pytest.approx(0.625)


def test_what_topics_explain_does_not_count() -> None:
    found = effect("share", np.array([[70, 30]]), np.array([[85, 15]]))
    assert found.reaches(SETTINGS)
    assert not found.reaches(SETTINGS, explained=0.5)


def test_the_effect_within_topics_is_what_is_left_when_their_mix_changes() -> None:
    part, rest = np.array([[10, 0], [0, 90]]), np.array([[50, 0], [0, 50]])
    assert effect("share", part, rest).size == pytest.approx(0)
