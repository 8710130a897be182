"""How many suspects are right after all."""

import numpy as np
import pytest
from scipy.stats import binomtest

from dataaudit.review.matching import Review
from dataaudit.sufficiency.suspects import innocent_suspects


def test_without_a_doubt_there_is_nothing_to_say() -> None:
    assert innocent_suspects(np.array([0.0, 1.0, 0.0]), None) is None


def test_each_suspect_counts_by_how_unsure_its_finding_is() -> None:
    found = innocent_suspects(np.array([0.0, 0.6, 0.9, 1.0]), None)
    assert found is not None
    assert found.value == pytest.approx(0.4 + 0.1)
    assert found.low == 0
    assert found.high == 2


def test_a_review_of_the_suspects_takes_the_place_of_their_confidence() -> None:
    doubt = np.full(400, 0.9)
    found = innocent_suspects(doubt, Review("v.csv", suspects=40, suspects_wrong=24))
    exact = binomtest(24, 40).proportion_ci(0.95, "exact")
    assert found is not None
    assert found.value == pytest.approx(400 * 0.4)
    noise = [1.96 * (400 * p * (1 - p)) ** 0.5 for p in (exact.high, exact.low)]
    assert found.low == pytest.approx(400 * (1 - exact.high) - noise[0], abs=1e-6)
    assert found.high == pytest.approx(400 * (1 - exact.low) + noise[1], abs=1e-6)


def test_a_few_judged_suspects_say_too_little() -> None:
    doubt = np.full(10, 0.9)
    assert innocent_suspects(doubt, Review("v.csv", suspects=9)) == innocent_suspects(doubt, None)
