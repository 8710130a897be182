"""The search for drift: every part against the rest, and every order of rows, in every signal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dataaudit.drift.changes import Line
from dataaudit.drift.effects import Counts, Effect, effect, is_hit, sizes
from dataaudit.drift.parts import KINDS, Order, Partition
from dataaudit.drift.settings import Settings
from dataaudit.drift.significance import grouped_p_value, p_value, q_values, sharpest
from dataaudit.drift.topics import Explanation, Topics
from dataaudit.evidence.signals import Signal

Codes = NDArray[np.int64]

#: Two parts are the same, and two signals say the same, if they share so many of their rows. Ours.
_SAME = 0.8
_ORDERS = frozenset(KINDS[4:])


@dataclass(frozen=True, eq=False)
class Drift:
    """A part that is written otherwise than the rest, in one signal.

    Attributes
    ----------
    kind, name
        What kind of part, one of KINDS, and which.
    inside, rest
        Positions of the part and of what it is held against, ascending, to which the signal applies.
    p, q
        The chance of such a difference, and the same adjusted for the number of tests.
    explanation
        What topics explain of it; None where there are none.
    also
        Other signals in which the same rows deviate.
    """

    kind: str
    name: str
    signal: Signal
    inside: Codes
    rest: Codes
    effect: Effect
    p: float
    q: float = 1.0
    explanation: Explanation | None = None
    also: tuple[Drift, ...] = ()

    @cached_property
    def deviating(self) -> Codes:
        """The positions in the part that set it apart."""
        return self.inside[np.isin(self.signal.codes[self.inside], self.effect.typical)]

    @cached_property
    def usual(self) -> Codes:
        """The positions in the rest that are not like these."""
        return self.rest[~np.isin(self.signal.codes[self.rest], self.effect.typical)]

    def counts(self) -> tuple[Counts, Counts]:
        """(L,) how often each level comes in the part and in the rest."""
        return tally(self.signal, self.inside), tally(self.signal, self.rest)


@dataclass(frozen=True, kw_only=True, eq=False)
class Search:
    """A search through a corpus.

    Attributes
    ----------
    group
        (n,) int, the same for rows that belong together and are no independent witnesses; None without groups.
    topics
        Called if something differs; None where nothing is known of topics.
    """

    signals: Mapping[str, Signal]
    settings: Settings
    group: Codes | None = None
    topics: Callable[[], Topics | None] = lambda: None
    seed: int = 0

    def run(self, partitions: Iterable[Partition], orders: Iterable[Order]) -> list[Drift]:
        """What deviates, the greatest effect first; no two of them blame the same rows for the same signal."""
        results = [self._compare(partition, signal) for partition in partitions for signal in self.signals.values()]
        results += [self._follow(order, signal) for order in orders for signal in self.signals.values()]
        found = [drift for _, drifts in results for drift in drifts]
        adjusted = q_values([drift.p for drift in found], sum(tests for tests, _ in results)).tolist()
        alarms = [replace(drift, q=q) for drift, q in zip(found, adjusted, strict=True) if q < self.settings.max_q]
        topics = self.topics() if alarms else None
        explained = (self._explained(drift, topics) for drift in self._isolated(alarms))
        return self._merged(drift for drift in explained if drift is not None)

    def _compare(self, partition: Partition, signal: Signal) -> tuple[int, list[Drift]]:
        """How many parts are held against the rest, and those that differ by enough."""
        counts = self._counts(partition, signal)
        n = counts.sum(-1)
        tested = np.minimum(n, n.sum() - n) >= self.settings.min_rows
        tested[len(partition.names) :] = False
        if len(partition.names) == len(counts) == 2:  # one is the rest of the other, and the larger is the usual
            tested[int(n[1] > n[0])] = False
        differs = tested & (sizes(signal.scale, counts) >= self.settings.min_size)
        found = []
        for part in np.flatnonzero(differs).tolist():
            own = effect(signal.scale, counts[part], counts.sum(0) - counts[part])
            if own.reaches(self.settings):
                applies = (partition.codes >= 0) & (signal.codes >= 0)
                inside = np.flatnonzero(applies & (partition.codes == part))
                rest = np.flatnonzero(applies & (partition.codes != part))
                p = self._p_value(signal, inside, rest)
                found.append(Drift(partition.kind, partition.names[part], signal, inside, rest, own, p))
        return int(tested.sum()), found

    def _counts(self, partition: Partition, signal: Signal) -> Counts:
        """(P, L) the levels in each part."""
        applies = (partition.codes >= 0) & (signal.codes >= 0)
        parts, levels = int(partition.codes.max()) + 1, len(signal.levels)
        cells = partition.codes[applies] * levels + signal.codes[applies]
        return np.bincount(cells, minlength=parts * levels).reshape(parts, levels)

    def _p_value(self, signal: Signal, inside: Codes, rest: Codes) -> float:
        part, others = tally(signal, inside), tally(signal, rest)
        p = p_value(signal.scale, part, others)
        if self.group is None:
            return p
        both = np.concatenate([inside, rest])
        hit = is_hit(signal.scale, signal.codes[both], sharpest(signal.scale, part, others))
        return max(p, grouped_p_value(hit, np.arange(len(both)) < len(inside), self.group[both]))

    def _follow(self, order: Order, signal: Signal) -> tuple[int, list[Drift]]:
        """One test: the stretches of the order that differ by enough, each as surely as any stretch could."""
        line = Line(
            scale=signal.scale,
            levels=len(signal.levels),
            codes=signal.codes[order.positions],
            runs=self._runs(order),
            least=max(self.settings.min_stretch, int(self.settings.min_stretch_share * len(order.positions))),
            excess=self.settings.min_excess,
            seed=self.seed,
        )
        found = []
        for first, end in line.stretches():
            drift = self._stretch(order, signal, first, end)
            if drift is not None:
                found.append(replace(drift, p=line.chance(first, end)))
        return 1, found

    def _stretch(self, order: Order, signal: Signal, first: int, end: int) -> Drift | None:
        """A stretch that differs by enough from what is outside it, which must be more: that is the usual."""
        outside = np.concatenate([order.positions[:first], order.positions[end:]])
        inside, rest = (applying(signal, rows) for rows in (order.positions[first:end], outside))
        if not self.settings.min_rows <= len(inside) <= len(rest):
            return None
        own = effect(signal.scale, tally(signal, inside), tally(signal, rest))
        if not own.reaches(self.settings) or own.size * len(inside) < self.settings.min_excess:
            return None
        return Drift(order.kind, f"{first}:{end}", signal, inside, rest, own, 1.0)

    def _runs(self, order: Order) -> Codes:
        """Where runs of rows that belong together begin."""
        if self.group is None:
            return np.arange(len(order.positions))
        group = self.group[order.positions]
        return np.flatnonzero(np.append(True, group[1:] != group[:-1]))

    def _isolated(self, alarms: Sequence[Drift]) -> Iterator[Drift]:
        """Each alarm against a rest without the parts that deviate more: what they did isn't the rest's style."""
        taken: dict[tuple[str, str], Codes] = {}
        for drift in sorted(alarms, key=lambda drift: (-drift.effect.size, len(drift.inside), drift.name)):
            key = drift.kind, drift.signal.name
            rest = np.setdiff1d(drift.rest, taken.get(key, []))
            if len(rest) < self.settings.min_rows:
                continue
            part, others = tally(drift.signal, drift.inside), tally(drift.signal, rest)
            own = effect(drift.signal.scale, part, others)
            if own.reaches(self.settings) and p_value(drift.signal.scale, part, others) < self.settings.max_q:
                taken[key] = np.append(taken.get(key, np.empty(0, dtype=np.int64)), drift.inside)
                yield replace(drift, rest=rest, effect=own)

    def _explained(self, drift: Drift, topics: Topics | None) -> Drift | None:
        """The drift with what topics explain of it, None where that is all or can't be told from it.

        A place in the order of rows is no reason for another style: where its inputs are others too, these are.
        """
        if topics is None:
            return drift
        column = sharpest(drift.signal.scale, *drift.counts())
        explanation = topics.explain(drift.signal, column, drift.inside, drift.rest)
        another = drift.kind in _ORDERS and (explanation.told_apart or 0) >= self.settings.told_apart
        if another or explanation.share is None or not drift.effect.reaches(self.settings, explanation.share):
            return None
        return replace(drift, explanation=explanation)

    def _merged(self, drifts: Iterable[Drift]) -> list[Drift]:
        """The drifts but those whose rows another one of the same signal has; those that say the same as one."""
        kept: list[Drift] = []
        for drift in sorted(drifts, key=self._rank):
            same_signal = (other for other in kept if other.signal.name == drift.signal.name)
            if not any(_overlap(drift.deviating, other.inside) >= 0.5 for other in same_signal):
                kept.append(drift)
        found: list[Drift] = []
        for drift in kept:
            i = next((i for i, other in enumerate(found) if _says_the_same(drift, other)), None)
            if i is None:
                found.append(drift)
            else:
                found[i] = replace(found[i], also=(*found[i].also, drift))
        return found

    def _rank(self, drift: Drift) -> tuple[float, int, str, int]:
        """The greatest effect first; of equal ones the kind of part, and the signal, that come first."""
        effect_first = -round(drift.effect.size, 9)
        return effect_first, KINDS.index(drift.kind), drift.name, list(self.signals).index(drift.signal.name)


def tally(signal: Signal, positions: Codes) -> Counts:
    """(L,) how often each level comes at these positions."""
    return np.bincount(signal.codes[positions], minlength=len(signal.levels))


def applying(signal: Signal, positions: Codes) -> Codes:
    """Those positions to which a signal applies, ascending."""
    return np.sort(positions[signal.codes[positions] >= 0])


def _says_the_same(drift: Drift, other: Drift) -> bool:
    both = np.intersect1d(drift.inside, other.inside)
    same_part = len(both) >= _SAME * max(len(drift.inside), len(other.inside))
    return same_part and _overlap(drift.deviating, other.deviating) >= _SAME


def _overlap(rows: Codes, others: Codes) -> float:
    """The share of some rows that are among others."""
    return float(np.isin(rows, others).mean()) if len(rows) else 0.0
