"""Stretches of rows that differ from the others."""

import numpy as np
import pytest

from dataaudit.drift.changes import Line


def line(codes: list[int], *, groups: int = 1) -> Line:
    levels = max(codes) + 1
    runs = np.arange(0, len(codes), groups)
    return Line(scale="share", levels=levels, codes=np.array(codes), runs=runs, least=50, excess=20, seed=0)


def noise(n: int, share: float, seed: int = 0) -> list[int]:
    chosen: list[int] = (np.random.default_rng(seed).random(n) < share).astype(int).tolist()
    return chosen


def test_a_stretch_is_found_to_the_row() -> None:
    found = line([0] * 403 + [1] * 97 + [0] * 500)
    assert (403, 500) in found.stretches()
    assert found.chance(403, 500) < 1e-6


def test_sections_lie_between_change_points() -> None:
    found = line(noise(300, 0.1) + noise(300, 0.9) + noise(400, 0.5)).stretches()
    assert any(abs(first - 300) < 10 and abs(end - 600) < 10 for first, end in found)


@pytest.mark.parametrize("seed", range(5))
def test_without_drift_no_stretch_is_unlikely(seed: int) -> None:
    found = line(noise(1000, 0.3, seed))
    assert all(found.chance(first, end) > 0.01 for first, end in found.stretches())


def test_few_rows_show_nothing() -> None:
    assert line([0] * 35 + [1] * 35).stretches() == []


def test_a_share_that_hardly_any_output_has_is_not_looked_at() -> None:
    assert line([0] * 500 + [1] * 15 + [0] * 485).stretches() == []


def test_a_group_is_somewhere_in_every_order_of_groups() -> None:
    codes = [0] * 300 + [1] * 100 + [0] * 600
    assert line(codes).chance(300, 400) < 1e-6
    assert line(codes, groups=100).chance(300, 400) > 0.1


def test_rows_to_which_the_signal_does_not_apply_are_passed_over() -> None:
    codes = [code for pair in zip([0] * 400 + [1] * 100 + [0] * 300, [-1] * 800, strict=True) for code in pair]
    found = [[code for code in codes[first:end] if code >= 0] for first, end in line(codes).stretches()]
    assert [1] * 100 in found
