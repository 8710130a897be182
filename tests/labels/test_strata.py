"""Two sides within strata."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import fisher_exact, hypergeom

from dataaudit.labels.strata import Strata


def strata(*rows: tuple[int, int, int, int]) -> Strata:
    return Strata(*np.array(rows, dtype=np.int64).T)


def test_one_stratum_is_fishers_test() -> None:
    one = strata((8, 10, 5, 20))
    below = fisher_exact([[8, 2], [5, 15]], alternative="less").pvalue
    above = fisher_exact([[8, 2], [5, 15]], alternative="greater").pvalue
    assert one.p_value() == pytest.approx(2 * min(below, above))


def test_the_chance_is_that_of_a_sum_of_hypergeometric_variables() -> None:
    rows = [(2, 3, 1, 4), (1, 1, 2, 4), (3, 4, 2, 5)]
    chances = [hypergeom.pmf(range(5), n + m, a + c, n) for a, n, c, m in rows]
    beyond = sum(
        np.prod([own[i] for own, i in zip(chances, k, strict=True)]) for k in product(range(5), repeat=3) if sum(k) >= 6
    )
    assert strata(*rows).p_value() == pytest.approx(2 * beyond)


def test_strata_in_which_nothing_can_vary_do_not_count() -> None:
    assert strata((1, 1, 3, 3), (0, 1, 0, 2), (5, 5, 0, 0)).p_value() == 1.0


def test_what_strata_explain_is_no_difference() -> None:
    alike = strata((80, 100, 8, 10), (1, 10, 10, 100))
    own, other = alike.shares
    assert own == pytest.approx(other)
    assert alike.p_value() > 0.5
    assert strata((81, 110, 18, 110)).p_value() < 1e-6


def test_the_interval_covers_a_planted_difference() -> None:
    random = np.random.default_rng(2)
    covered = 0
    for _ in range(200):
        usual = random.choice([0.2, 0.5], 150)
        hits, others = random.random(150) < usual + 0.15, random.binomial(3, usual)
        low, high = Strata(hits.astype(np.int64), np.ones(150, np.int64), others, np.full(150, 3)).interval()
        covered += low <= 0.15 <= high
    assert covered >= 182


def test_chances_are_even_without_a_difference() -> None:
    random = np.random.default_rng(4)
    usual = random.random(120)
    p = []
    for _ in range(300):
        hits, others = random.random(120) < usual, random.binomial(2, usual)
        p.append(Strata(hits.astype(np.int64), np.ones(120, np.int64), others, np.full(120, 2)).p_value())
    assert np.mean(np.array(p) < 0.05) <= 0.07
