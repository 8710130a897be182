"""Which annotators give a label more or less often than others do, to items that are alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dataaudit.drift.settings import Settings
from dataaudit.drift.significance import q_values
from dataaudit.labels.annotations import Annotations, Indices
from dataaudit.labels.expectation import Expectation
from dataaudit.labels.likeness import Likeness
from dataaudit.labels.strata import Strata

Floats = NDArray[np.float64]

#: Of an annotator's items so many must have been labelled by others too to be compared item by item. Ours.
_SHARED = 0.5
#: More others than that tell no more.
_OTHERS = 10_000


@dataclass(frozen=True, eq=False)
class Tendency:
    """An annotator who gives a label more or less often than others do.

    Attributes
    ----------
    annotator, label
        Indices into those of the annotations.
    by_item
        Whether others labelled the same items; else alike ones are compared.
    strata
        The annotator's annotations and others', in each of which items are alike.
    own, others
        Indices of the annotator's annotations that are compared, and of those they are compared with.
    expected
        (own,) how often others give the label to such an item.
    p, q
        The chance of such a difference, and the same adjusted for the number of tests.
    """

    annotator: int
    label: int
    by_item: bool
    strata: Strata
    own: Indices
    others: Indices
    expected: Floats
    p: float
    q: float = 1.0

    @cached_property
    def difference(self) -> float:
        """By how much the annotator's share exceeds the others'."""
        own, other = self.strata.shares
        return own - other


@dataclass(frozen=True, eq=False)
class Tendencies:
    """What was found; how many annotators were judged, and of whom nothing can be said: too few items to compare."""

    found: tuple[Tendency, ...]
    judged: tuple[int, ...]
    unjudged: tuple[int, ...]


def find_tendencies(
    annotations: Annotations, vectors: Callable[[], Floats], audited: int, settings: Settings, seed: int = 0
) -> Tendencies:
    """Compare every annotator with the others, label by label, on items that are alike.

    Where others labelled most of an annotator's items too, each item is a stratum. Elsewhere items are alike that
    are as probable to come to the annotator and to have the label: a regression on the texts tells both of items
    that it has not seen. Where a topic is one annotator's alone there is nobody to compare with, and it doesn't
    count.

    Parameters
    ----------
    vectors
        Gives (items, d) vectors of the items' texts, of length 1, if they are needed.
    audited
        Annotations at positions from there on are only compared with.
    settings
        `min_rows` items, a difference of `min_share`, and `max_q` after Benjamini and Hochberg (1995).

    Notes
    -----
    Mantel and Haenszel 1959. Strata by the propensity and the prognostic score: Rosenbaum and Rubin 1983, Hansen
    2008, Leacy and Stuart 2014.
    """
    comparison = _Comparison(annotations, vectors, audited, settings, seed)
    sides = {annotator: comparison.of(annotator) for annotator in comparison.annotators}
    judged = tuple(annotator for annotator, side in sides.items() if side is not None)
    found = [tendency for side in sides.values() if side is not None for tendency in side]
    tests = len(judged) * (len(annotations.labels) if len(annotations.labels) > 2 else 1)
    adjusted = q_values([tendency.p for tendency in found], tests).tolist()
    alarms = [replace(tendency, q=q) for tendency, q in zip(found, adjusted, strict=True) if q < settings.max_q]
    unjudged = tuple(annotator for annotator, side in sides.items() if side is None)
    return Tendencies(tuple(_told_once(alarms, annotations)), judged, unjudged)


def _told_once(alarms: Iterable[Tendency], annotations: Annotations) -> list[Tendency]:
    """Without labels that are avoided by somebody who prefers another, which says why; the greatest first."""
    alarms = list(alarms)
    prefers = {tendency.annotator for tendency in alarms if tendency.difference > 0}
    kept = [tendency for tendency in alarms if tendency.difference > 0 or tendency.annotator not in prefers]
    names = annotations.annotators
    return sorted(kept, key=lambda one: (-round(abs(one.difference), 9), names[one.annotator], one.label))


@dataclass(frozen=True, eq=False)
class _Comparison:
    """Every annotator of DATA against the others."""

    annotations: Annotations
    vectors: Callable[[], Floats]
    audited: int
    settings: Settings
    seed: int

    @property
    def annotators(self) -> list[int]:
        """Those who labelled something of DATA."""
        return [int(i) for i in np.unique(self.annotations.annotator[self.annotations.position < self.audited])]

    def of(self, annotator: int) -> list[Tendency] | None:
        """The labels that differ by enough, None where there is too little to compare."""
        mine = self._by_annotator[self._first[annotator] : self._first[annotator + 1]]
        own = mine[self.annotations.position[mine] < self.audited]
        place, others = self._beside(annotator, own)
        shared = np.unique(place)
        if len(shared) >= max(self.settings.min_rows, _SHARED * len(own)):
            return list(self._by_item(annotator, own[shared], np.searchsorted(shared, place), others))
        if len(own) < self.settings.min_rows:
            return None
        return self._by_likeness(annotator, own)

    def _by_item(self, annotator: int, own: Indices, place: Indices, others: Indices) -> Iterator[Tendency]:
        """Each item is a stratum, with the annotator's label and those of the others, who label item `place`."""
        given, k = self.annotations.label, len(self.annotations.labels)
        n = np.bincount(place, minlength=len(own))
        weight = n / (n + 1)
        excess = np.bincount(given[own], weight, minlength=k)
        excess -= np.bincount(given[others], (weight / n)[place], minlength=k)
        for label in self._beyond(excess / weight.sum(), self.settings.min_share):
            hits = np.bincount(place[given[others] == label], minlength=len(own))
            strata = Strata((given[own] == label).astype(np.int64), np.ones_like(n), hits, n)
            yield Tendency(annotator, label, True, strata, own, others, hits / n, strata.p_value())

    def _by_likeness(self, annotator: int, own: Indices) -> list[Tendency] | None:
        """Items are alike if they are as probable to come to the annotator, and to have the label."""
        others = self._shuffled[self.annotations.annotator[self._shuffled] != annotator][:_OTHERS]
        if len(others) < self.settings.min_rows:
            return None
        alike = Likeness.of(self.annotations, self._expectation, annotator, own, others)
        if alike.comparable < self.settings.min_rows:
            return None
        found = []
        for label in self._beyond(alike.excess(), self.settings.min_share / 2):
            strata, expected = alike.strata(label)
            one = Tendency(annotator, label, False, strata, own, others, expected, strata.p_value())
            enough = abs(one.difference) >= self.settings.min_share
            if enough and not alike.is_topic(label, one.difference, self.settings.min_share):
                found.append(one)
        return found

    def _beyond(self, difference: Floats, least: float) -> list[int]:
        """The labels that differ by enough; of two only the one that is given more often, which says it all."""
        amount = difference if len(difference) == 2 else np.abs(difference)
        return [int(label) for label in np.flatnonzero(amount >= least)]

    def _beside(self, annotator: int, own: Indices) -> tuple[Indices, Indices]:
        """Pairs of a place in `own` and another annotator's annotation of the same item."""
        item = self.annotations.item
        starts, ends = np.searchsorted(item, [item[own], item[own] + 1])
        sizes = ends - starts
        place = np.repeat(np.arange(len(own)), sizes)
        beside = np.arange(len(place)) - np.repeat(sizes.cumsum() - sizes - starts, sizes)
        another = self.annotations.annotator[beside] != annotator
        return place[another], beside[another]

    @cached_property
    def _by_annotator(self) -> Indices:
        """Annotations by annotator; `_first` says where each begins."""
        return np.argsort(self.annotations.annotator, kind="stable")

    @cached_property
    def _first(self) -> Indices:
        sizes = np.bincount(self.annotations.annotator, minlength=len(self.annotations.annotators))
        return np.append(0, sizes.cumsum())

    @cached_property
    def _shuffled(self) -> Indices:
        """All annotations in an order drawn by lot."""
        return np.random.default_rng(self.seed).permutation(len(self.annotations))

    @cached_property
    def _expectation(self) -> Expectation:
        own = self.annotations
        targets = [(own.label, len(own.labels)), (own.annotator, len(own.annotators))]
        return Expectation.learn(self.vectors(), own.item, targets, self.seed)
