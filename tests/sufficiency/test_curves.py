"""Families of curves, against scipy's least squares and against what they can't be."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import curve_fit

from dataaudit.sufficiency.curves import ERROR, NEW, Family, fit_families

Floats = NDArray[np.float64]
SIZES = np.array([0.125, 0.25, 0.5, 1.0])
AHEAD = np.array([1.0, 2.0])
#: Each family, the same curve written down again, and parameters of it.
CASES: tuple[tuple[Family, Callable[..., Floats], tuple[float, ...]], ...] = (
    (ERROR[0], lambda x, a, b, c: a * x**-b + c, (0.1, 0.5, 0.05)),
    (ERROR[1], lambda x, a, b, c: a * np.arctan(1 / (b * x)) + c, (0.1, 3.0, 0.05)),
    (NEW[0], lambda x, a, b: (1 + a * x) ** -b, (4.0, 0.7)),
    (NEW[1], lambda x, a, c: c + (1 - c) / (1 + a * x), (2.0, 0.3)),
)
EACH = pytest.mark.parametrize(("family", "curve", "known"), CASES, ids=[case[0].name for case in CASES])


@EACH
def test_a_curve_of_the_family_is_followed(family: Family, curve: Callable[..., Floats], known: tuple[float]) -> None:
    (found,) = fit_families([family], curve(SIZES, *known)[None], SIZES, AHEAD)
    assert np.allclose(found[0], curve(AHEAD, *known), atol=2e-3)


@EACH
def test_a_noisy_curve_is_fitted_as_by_scipy(family: Family, curve: Callable[..., Floats], known: tuple[float]) -> None:
    shares = curve(SIZES, *known) + np.array([0.002, -0.003, 0.002, -0.001])
    best, _ = curve_fit(curve, SIZES, shares, p0=known, sigma=SIZES**-0.5, bounds=(0, 50))
    (found,) = fit_families([family], shares[None], SIZES, AHEAD)
    assert np.allclose(found[0], curve(AHEAD, *best), atol=3e-3)


def test_what_does_not_fall_stays_where_it_is() -> None:
    rising, level = SIZES / 10 + 0.2, np.full(4, 0.3)
    found = fit_families(ERROR, np.stack([rising, level]), SIZES, AHEAD)
    assert np.allclose(found[:, 1], 0.3)
    assert np.allclose(found[:, 0], rising @ SIZES / SIZES.sum())


def test_what_is_all_new_stays_so() -> None:
    assert np.allclose(fit_families(NEW, np.ones((1, 4)), SIZES, AHEAD), 1, atol=2e-3)


def test_nothing_falls_below_none() -> None:
    steep = np.array([[0.9, 0.6, 0.3, 0.0]])
    found = fit_families((*ERROR, *NEW), steep, SIZES, np.array([1.0, 2.0, 8.0]))
    assert (found >= 0).all()
    assert (np.diff(found, axis=2) <= 0).all()


def test_each_curve_is_fitted_for_itself() -> None:
    random = np.random.default_rng(0)
    curves = np.sort(random.uniform(0.1, 0.6, (20, 4)), axis=1)[:, ::-1]
    together = fit_families((*ERROR, *NEW), curves, SIZES, AHEAD)
    alone = [fit_families((*ERROR, *NEW), one[None], SIZES, AHEAD)[:, 0] for one in curves]
    assert np.allclose(together, np.stack(alone, axis=1), rtol=0, atol=1e-12)
