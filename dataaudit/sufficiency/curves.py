"""Curves of what falls with the number of examples: families that are fitted to many curves at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Of (r, s) shapes, (b, s) curves and (s,) weights: the (b, r) best a and c of a·shape + c.
Solver = Callable[[Floats, Floats, Floats], tuple[Floats, Floats]]

_POWERS = np.geomspace(0.02, 4, 80)[:, None]
_RATES = np.geomspace(0.1, 100, 80)[:, None]
_SCALES = np.geomspace(0.01, 2000, 400)[:, None]
#: Of a share whose logarithm is looked at.
_LEAST = 1e-6


class Family(NamedTuple):
    """Curves of one form.

    Attributes
    ----------
    predict
        Of (b, s) curves, the (s,) sizes at which they were measured and (t,) others: (b, t) what the best of the
        family is at these, by least squares over a grid whose neighbours differ by a tenth of a point. The sizes are
        the weights too: what lies ahead is more like the last point than like the first (Figueroa et al. 2012,
        Predicting sample size required for classification performance).
    """

    name: str
    predict: Callable[[Floats, Floats, Floats], Floats]


def fit_families(families: Sequence[Family], curves: Floats, sizes: Floats, others: Floats) -> Floats:
    """Fit every family to every curve, and say where the curves are at other sizes.

    Parameters
    ----------
    curves
        (b, s) shares in [0, 1] of b curves.
    sizes, others
        (s,) numbers of examples at which they were measured, and (t,) at which to predict, as shares of those that
        there are.

    Returns
    -------
    (families, b, t) shares.
    """
    return np.stack([family.predict(curves, sizes, others) for family in families])


def _linear(shapes_at: Callable[[Floats], Floats], solve: Solver) -> Callable[[Floats, Floats, Floats], Floats]:
    """The `predict` of the family a·shape + c; `shapes_at` gives the (r, s) shapes at s sizes."""

    def predict(curves: Floats, sizes: Floats, others: Floats) -> Floats:
        weights, shapes = sizes / sizes.sum(), shapes_at(sizes)
        height, floor = solve(shapes, curves, weights)
        misfit = ((curves[:, None] - height[..., None] * shapes - floor[..., None]) ** 2) @ weights
        curve, best = np.arange(len(curves)), misfit.argmin(axis=1)
        predicted: Floats = height[curve, best, None] * shapes_at(others)[best] + floor[curve, best, None]
        return predicted

    return predict


def _falling(shapes: Floats, curves: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Any a and c from 0; where the best c is below 0, it is 0."""
    middle, level = shapes @ weights, curves @ weights
    spread = shapes - middle[:, None]
    height = np.maximum((curves * weights) @ spread.T / (spread**2 @ weights), 0)
    floor = level[:, None] - height * middle
    without = (curves * weights) @ shapes.T / (shapes**2 @ weights)
    return np.where(floor < 0, without, height), np.maximum(floor, 0)


def _from_one(shapes: Floats, curves: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """An a in [0, 1] and c = 1 - a: without examples the curve is at 1."""
    fallen = 1 - shapes
    height = np.clip(((1 - curves) * weights) @ fallen.T / (fallen**2 @ weights), 0, 1)
    return height, 1 - height


def _gamma_poisson(curves: Floats, sizes: Floats, others: Floats) -> Floats:
    """The `predict` of (1 + scale·x)^-exponent; the exponent that is best for a scale comes from the logarithms."""
    shares = np.maximum(curves, _LEAST)
    weights, logs, exposure = sizes * shares**2, np.log(shares), np.log1p(_SCALES * sizes)
    product, square = -(weights * logs) @ exposure.T, weights @ (exposure**2).T
    exponent = np.maximum(product / square, 0)
    best = (exponent * (exponent * square - 2 * product)).argmin(axis=1)
    predicted: Floats = (1 + _SCALES[best] * others) ** -exponent[np.arange(len(curves)), best, None]
    return predicted


#: An error falls with a power of the examples (Cortes et al. 1993), or comes to its end sooner. An exponential, the
#: third that is usual, always ends too soon: with it the predictions for the doubles of parts of BANKING77 and TREC
#: are as often right and a fifth wider, and of the gains beyond a point .32 are told instead of .82.
ERROR = (
    Family("power law", _linear(lambda x: x**-_POWERS, _falling)),
    Family("arctangent", _linear(lambda x: np.pi / 2 - np.arctan(_RATES * x), _falling)),
)
#: What is new to n examples: inputs that each have as many like them as a gamma-Poisson mixture says (Efron and
#: Thisted 1976, Estimating the number of unseen species), or equally many but for some that have none (Clench 1979).
NEW = (
    Family("gamma-Poisson", _gamma_poisson),
    Family("Clench", _linear(lambda x: 1 / (1 + _SCALES * x), _from_one)),
)
