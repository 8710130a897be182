"""Whether a difference can be chance."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control, fisher_exact

from dataaudit.drift.significance import grouped_p_value, p_value, q_values


def test_a_share_is_tested_exactly() -> None:
    part, rest = np.array([30, 10]), np.array([150, 10])
    one_sided = [fisher_exact([[10, 30], [10, 150]], alternative=side).pvalue for side in ("less", "greater")]
    assert p_value("share", part, rest) == pytest.approx(2 * min(one_sided))


def test_looking_at_several_levels_costs() -> None:
    part, rest = np.array([30, 10, 0]), np.array([150, 10, 0])
    assert p_value("style", part, rest) == pytest.approx(3 * p_value("share", part[:2], rest[:2]))


def test_q_values_are_benjamini_and_hochbergs() -> None:
    p = [0.04, 0.001, 0.03, 0.2]
    assert q_values(p, 4) == pytest.approx(false_discovery_control(p))


def test_tests_that_were_left_out_count() -> None:
    assert q_values([0.001], 50) == pytest.approx([0.05])


def test_one_group_shows_nothing_however_many_rows_it_has() -> None:
    inside = np.arange(200) < 100
    hit = inside.copy()
    assert grouped_p_value(hit, inside, np.where(inside, 0, np.arange(200))) == 1.0
    assert grouped_p_value(hit, inside, np.arange(200)) < 1e-6
