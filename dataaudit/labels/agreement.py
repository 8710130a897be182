"""How far annotators agree beyond chance: Krippendorff's alpha, of all labels and of each, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.labels.annotations import Annotations

Floats = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")

DRAWS = 1_000
_LOW, _HIGH = 0.025, 0.975
#: So many products of a draw and a kind of item are held at once.
_AT_ONCE = 10_000_000


class Alpha(NamedTuple):
    """Krippendorff's alpha with its 95 % interval; None where there is nothing to disagree about."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """How far annotators agree.

    Attributes
    ----------
    items
        How many items have two annotations or more: the others say nothing.
    pairable
        How many annotations these have.
    level
        The level of measurement by which the labels are judged.
    overall
        Alpha by every level that applies, the judged one among them.
    labels
        The alpha of each label against all others, in the order of `Annotations.labels`; those that nobody gave
        to such an item have none.
    """

    items: int
    pairable: int
    level: Level
    overall: dict[Level, Alpha]
    labels: tuple[Alpha, ...]


def measure_agreement(annotations: Annotations, level: Literal["auto"] | Level = "auto", seed: int = 0) -> Agreement:
    """Krippendorff's alpha of annotations, with bootstrap intervals over items.

    Parameters
    ----------
    level
        "auto" takes labels that are numbers, if there are more than two, for ordered, and others for names. Labels
        that are no numbers are names whatever it says.

    Notes
    -----
    Krippendorff 2004, Content Analysis, chapter 11, and 2011, Computing Krippendorff's Alpha-Reliability. Items are
    resampled whole (percentile interval); since items with equal annotations are interchangeable, what is drawn
    is how often each kind of item comes.
    """
    kinds = _Kinds.of(annotations)
    numbers = numeric_values(annotations.labels)
    ordered = numbers is not None and len(annotations.labels) > 2
    chosen: Level = level if level != "auto" and numbers is not None else "ordinal" if ordered else "nominal"
    levels = LEVELS if ordered else (chosen,)
    draws = kinds.draws(seed)
    each = kinds.alpha_of_each(draws)
    return Agreement(
        items=int(kinds.n.sum()),
        pairable=int(kinds.n @ kinds.sizes),
        level=chosen,
        overall={name: _alpha(kinds.alpha(draws, name, numbers)) for name in levels},
        labels=tuple(_alpha(each[:, label]) for label in range(len(annotations.labels))),
    )


def numeric_values(labels: tuple[str, ...]) -> Floats | None:
    """(labels,) what they say as numbers, None unless all of them are finite ones."""
    try:
        values = np.array([float(label) for label in labels])
    except ValueError:
        return None
    return values if len(values) and np.isfinite(values).all() else None


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """The items with two annotations or more, those with the same labels as one kind.

    `counts` (kinds, labels) is sparse, how often each label was given to an item of a kind; `sizes` (kinds,) how
    many annotations that makes, `n` (kinds,) how many items are of it.
    """

    counts: Any
    sizes: Floats
    n: NDArray[np.int64]

    @classmethod
    def of(cls, annotations: Annotations) -> _Kinds:
        from scipy.sparse import csr_array

        sizes = np.bincount(annotations.item, minlength=len(annotations.items))
        kept = sizes[annotations.item] > 1
        item, label = annotations.item[kept], annotations.label[kept]
        order = np.lexsort((label, item))
        item, label = item[order], label[order]
        starts = np.flatnonzero(np.append(True, item[1:] != item[:-1]))[: len(item)]
        place = np.arange(len(item)) - np.repeat(starts, np.diff(starts, append=len(item)))
        profiles = np.full((len(starts), int(place.max(initial=-1)) + 1), -1)
        profiles[np.repeat(np.arange(len(starts)), np.diff(starts, append=len(item))), place] = label
        distinct, n = np.unique(profiles, axis=0, return_counts=True)
        kind, column = np.nonzero(distinct >= 0)
        ones, shape = np.ones(len(kind)), (len(distinct), len(annotations.labels))
        counts = csr_array((ones, (kind, distinct[kind, column])), shape=shape)
        return cls(counts, np.asarray(counts.sum(axis=1), dtype=np.float64), n)

    def draws(self, seed: int) -> Floats:
        """(1 + DRAWS, kinds) how often each kind comes: as it is, and in each resample."""
        total = int(self.n.sum())
        if not total:
            return np.zeros((1, 0))
        resampled = np.random.default_rng(seed).multinomial(total, self.n / total, size=DRAWS)
        return np.vstack([self.n, resampled]).astype(np.float64)

    def alpha(self, draws: Floats, level: Level, numbers: Floats | None) -> Floats:
        """(draws,) 1 - observed / expected disagreement, NaN where none is to be expected."""
        totals = draws @ self.counts
        if level == "nominal" or numbers is None:
            observed = draws @ ((self.sizes**2 - self.counts.power(2).sum(axis=1)) / (self.sizes - 1))
            return _one_less(observed, _apart(totals), totals.sum(axis=1))
        values = np.broadcast_to(numbers, totals.shape) if level == "interval" else _ranks(totals, numbers)
        totals_apart = 2 * (totals.sum(1) * (totals * values**2).sum(1) - (totals * values).sum(1) ** 2)
        return _one_less(self._distances(draws, values), totals_apart, totals.sum(axis=1))

    def _distances(self, draws: Floats, values: Floats) -> Floats:
        """(draws,) the squared differences within items, if labels have these values (draws, labels)."""
        step = max(1, _AT_ONCE // max(1, len(self.n)))
        found = np.empty(len(draws))
        for first in range(0, len(draws), step):
            own = values[first : first + step]
            squares, sums = (self.counts @ (own**2).T).T, (self.counts @ own.T).T
            each = 2 * (self.sizes * squares - sums**2) / (self.sizes - 1)
            found[first : first + step] = (draws[first : first + step] * each).sum(axis=1)
        return found

    def alpha_of_each(self, draws: Floats) -> Floats:
        """(draws, labels) the alpha of each label against all others."""
        from scipy.sparse import diags_array

        totals = draws @ self.counts
        n = totals.sum(axis=1, keepdims=True)
        apart = self.counts.multiply(self.sizes[:, None]) - self.counts.power(2)
        observed = 2 * (draws @ (diags_array(1 / (self.sizes - 1)) @ apart))
        return _one_less(observed, 2 * totals * (n - totals), n)


def _apart(totals: Floats) -> Floats:
    """How many ordered pairs of all annotations name two labels."""
    apart: Floats = totals.sum(axis=1) ** 2 - (totals**2).sum(axis=1)
    return apart


def _one_less(observed: Floats, apart: Floats, n: Floats) -> Floats:
    """1 - observed / expected disagreement, where `apart` is summed over all ordered pairs of n annotations."""
    expected = apart / np.maximum(n - 1, 1)
    ratio = np.divide(observed, expected, out=np.full_like(observed, np.nan), where=expected > 0)
    return 1 - ratio


def _ranks(totals: Floats, numbers: Floats) -> Floats:
    """The middle rank of each label among all annotations: their differences are the ordinal metric."""
    order = np.argsort(numbers, kind="stable")
    ranks = np.empty_like(totals)
    ranks[:, order] = totals[:, order].cumsum(axis=1) - totals[:, order] / 2
    return ranks


def _alpha(draws: Floats) -> Alpha:
    """The first of the draws is the value, the others give the interval."""
    if not len(draws) or np.isnan(draws[0]):
        return Alpha(None, None, None)
    low, high = np.nanquantile(draws[1:], [_LOW, _HIGH])
    return Alpha(float(draws[0]), float(low), float(high))
