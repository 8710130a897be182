"""Stretches of rows, in the order of the file or of time, in which a signal is not what it is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dataaudit.drift.effects import Counts, Floats, hits, is_hit
from dataaudit.evidence.signals import Scale

Codes = NDArray[np.int64]

#: Rows are counted in batches of at least so many rows, at most so many of them; too few batches show nothing.
_BATCH, _MAX_BATCHES, _MIN_BATCHES = 10, 100, 8
#: Where there is no change point the tenths of the order are looked at.
_TENTHS = 10
_SHUFFLES = 199
#: Rows that were written together are alike. How much more than by chance their shares vary is seen between
#: neighbouring blocks of so many rows, at a quantile of chi-squared that a few change points leave alone.
_BLOCK, _QUANTILE, _CHI_SQUARED = 30, 0.8, 1.642


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """A signal along an order of rows.

    Attributes
    ----------
    scale, levels
        Of the signal, and how many levels it has.
    codes
        (m,) the level of each row in order, -1 where the signal doesn't apply.
    runs
        (r,) where each run of rows that belong together begins: every row, or every group.
    least
        The fewest outputs that a stretch, and what is outside it, may have.
    excess
        A share is looked at only if so many outputs are on either side of it: else no stretch can stand out by them.
    seed
        Of the shuffles.
    """

    scale: Scale
    levels: int
    codes: Codes
    runs: Codes
    least: int
    excess: int
    seed: int

    def stretches(self) -> list[tuple[int, int]]:
        """The stretches [first, end) of rows that differ, if any can.

        They lie between the change points that PELT (Killick, Fearnhead and Eckley 2012) finds in the standardised
        batch means of the share that deviates most in any stretch, with a penalty of 3 log(batches).
        """
        if len(self._bounds) <= _MIN_BATCHES or self._counts.sum() < 2 * self.least:
            return []
        scores = self._scores(self._counts)
        if scores.max() / 2 < np.log(scores.size):  # the chance of some stretch among so many, bounded from above
            return []
        column = int(np.argmax(scores.max(0)))
        cuts = [self._refined(cut, column) for cut in self._change_points(column)]
        cuts = cuts or [len(self.codes) * i // _TENTHS for i in range(1, _TENTHS)]
        edges = sorted({0, *cuts, len(self.codes)})
        best = self._ends[int(np.argmax(scores.sum(-1)))].tolist()
        inner = range(1, len(self._bounds) - 1)
        first, end = (self._refined(cut, column) if cut in inner else int(self._bounds[cut]) for cut in best)
        return sorted({*pairwise(edges), (first, end)})

    def chance(self, first: int, end: int) -> float:
        """The chance that any stretch deviates as much as this one when runs of rows are shuffled.

        A Gumbel distribution is fitted to the greatest scores of the shuffles, which tells small chances from few
        of them (Abrams, Kulldorff and Kleinman 2010).
        """
        mean, spread = self._null
        counts = np.array([self._tally(self.codes[:first]), self._tally(self.codes[first:end])])
        counts = np.vstack([counts, self._tally(self.codes[end:])])
        score = self._scores(counts, np.array([[1, 2]]), least=1).max() / 2
        beyond = max((score - mean) / spread + np.euler_gamma, -20.0)
        return float(-np.expm1(-np.exp(-beyond)))

    @cached_property
    def _null(self) -> tuple[float, float]:
        """Mean and scale of the Gumbel distribution of the greatest score without drift."""
        rng = np.random.default_rng(self.seed)
        shuffled = (self._shuffled(rng) for _ in range(_SHUFFLES))
        greatest = np.array([self._scores(self._batched(codes)).max() / 2 for codes in shuffled])
        return float(greatest.mean()), max(float(greatest.std(ddof=1) * np.sqrt(6) / np.pi), 1e-9)

    def _shuffled(self, rng: np.random.Generator) -> Codes:
        """The levels with the runs in another order."""
        if len(self.runs) == len(self.codes):
            return rng.permutation(self.codes)
        lengths, order = np.diff(self.runs, append=len(self.codes)), rng.permutation(len(self.runs))
        offsets = self.runs[order] - lengths[order].cumsum() + lengths[order]
        return self.codes[np.repeat(offsets, lengths[order]) + np.arange(len(self.codes))]

    @cached_property
    def _bounds(self) -> Codes:
        """(K + 1,) where each batch begins, and the end; no run is divided."""
        m = len(self.codes)
        batches = min(_MAX_BATCHES, m // _BATCH)
        starts = np.arange(batches) * m // max(batches, 1)
        starts = self.runs[np.searchsorted(self.runs, starts).clip(max=len(self.runs) - 1)]
        return np.unique(np.append(starts, m))

    @cached_property
    def _counts(self) -> Counts:
        return self._batched(self.codes)

    @cached_property
    def _ends(self) -> Codes:
        """(S, 2) the stretches of batches; the outside of one that reaches the end is one from the beginning."""
        batches = len(self._bounds) - 1
        first, last = np.triu_indices(batches)
        inner = last < batches - 1
        return np.stack([first[inner], last[inner] + 1], axis=-1)

    @cached_property
    def _inflation(self) -> Floats:
        """(C,) how much more shares vary between neighbouring blocks than by chance, 1 where they don't."""
        counts = self._tallies(self.codes, np.arange(len(self.codes)) // _BLOCK)
        counts = counts[2 * counts.sum(-1) >= _BLOCK]
        if len(counts) < _MIN_BATCHES:
            return np.ones(1)
        n, hit = counts.sum(-1, keepdims=True), hits(self.scale, counts)
        share = hit.sum(0) / n.sum()
        steps = np.diff(hit / n, axis=0)
        variance = share * (1 - share) * (1 / n[1:] + 1 / n[:-1])
        squares = np.divide(steps**2, variance, out=np.zeros_like(steps), where=variance > 0)
        inflation: Floats = np.quantile(squares, _QUANTILE, axis=0) / _CHI_SQUARED
        return np.maximum(1.0, inflation)

    def _scores(self, counts: Counts, ends: Codes | None = None, least: int | None = None) -> Floats:
        """(S, C) the squared z of each share in each stretch of batches (K, L)."""
        ends, least = self._ends if ends is None else ends, self.least if least is None else least
        sums = np.vstack([np.zeros((1, counts.shape[1]), dtype=np.int64), counts.cumsum(0)])
        inside, total = sums[ends[:, 1]] - sums[ends[:, 0]], int(counts.sum())
        n = inside.sum(-1, keepdims=True)
        all_hits = hits(self.scale, sums[-1])
        excess, variance = _excess(hits(self.scale, inside), n, all_hits, total)
        frequent = np.minimum(all_hits, total - all_hits) >= self.excess
        enough = (n >= least) & (total - n >= least) & frequent & (variance > 0)
        scores: Floats = np.divide(excess**2, variance, out=np.zeros_like(excess), where=enough)
        return scores / self._inflation

    def _change_points(self, column: int) -> list[int]:
        from ruptures import KernelCPD

        hit, n = hits(self.scale, self._counts)[:, column], self._counts.sum(-1)
        share, size = hit.sum() / n.sum(), n.sum() / len(n)
        means = np.where(n > 0, hit / np.maximum(n, 1), share)
        inflation = float(np.broadcast_to(self._inflation, hits(self.scale, self._counts).shape[1:])[column])
        signal = (means - share) * np.sqrt(size / (share * (1 - share) * inflation))
        model = KernelCPD(kernel="linear", min_size=max(1, int(np.ceil(self.least / size))))
        return [int(cut) for cut in model.fit(signal[:, None]).predict(pen=3 * np.log(len(signal)))[:-1]]

    def _refined(self, cut: int, column: int) -> int:
        """The row at which the share changes, within the batches on either side of a cut."""
        first, middle, end = (int(bound) for bound in self._bounds[cut - 1 : cut + 2])
        codes = self.codes[first:end]
        hit, applies = is_hit(self.scale, codes, column), codes >= 0
        before, after = (
            hit[side].sum() / max(applies[side].sum(), 1)
            for side in (slice(middle - first), slice(middle - first, None))
        )
        drift = np.where(applies, hit - (before + after) / 2, 0.0).cumsum() * np.sign(after - before)
        return first + int(np.argmin(drift)) + 1

    def _batched(self, codes: Codes) -> Counts:
        return self._tallies(codes, np.repeat(np.arange(len(self._bounds) - 1), np.diff(self._bounds)))

    def _tally(self, codes: Codes) -> Counts:
        tally: Counts = self._tallies(codes, np.zeros(len(codes), dtype=np.int64))[0]
        return tally

    def _tallies(self, codes: Codes, batch: Codes) -> Counts:
        """(K, L) the levels of the rows of each batch."""
        batches, applies = int(batch.max(initial=0)) + 1, codes >= 0
        cells = batch[applies] * self.levels + codes[applies]
        return np.bincount(cells, minlength=batches * self.levels).reshape(batches, self.levels)


def _excess(hit: Counts, n: Counts, all_hits: Counts, total: int) -> tuple[Floats, Floats]:
    """How many hits there are beyond their due among n of all outputs, and the variance of that by chance."""
    share = all_hits / total
    return hit - n * share, n * (total - n) / total * share * (1 - share)
