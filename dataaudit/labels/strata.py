"""Two sides compared within strata: their difference, its interval, and the exact chance of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

#: Below it the rounding of the transform shows.
_LEAST_P = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """How many have something on either side, in each of K strata: (K,) `hits` of `n`, `other_hits` of `others`."""

    hits: Counts
    n: Counts
    other_hits: Counts
    others: Counts

    @property
    def shares(self) -> tuple[float, float]:
        """The share on either side, standardised to common strata as Mantel and Haenszel (1959) weigh them."""
        weight = self._weight
        total = weight.sum() or 1.0
        own = weight * self.hits / np.maximum(self.n, 1)
        other = weight * self.other_hits / np.maximum(self.others, 1)
        return float(own.sum() / total), float(other.sum() / total)

    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the difference of the shares, for many small and for few large strata (Sato 1989)."""
        total = self.n + self.others
        a, c, n1, n0 = self.hits, self.other_hits, self.n, self.others
        p = (n1**2 * c - n0**2 * a + n1 * n0 * (n0 - n1) / 2) / np.maximum(total, 1) ** 2
        q = (a * (n0 - c) + c * (n1 - a)) / (2 * np.maximum(total, 1))
        own, other = self.shares
        difference = own - other
        variance = (difference * p.sum() + q.sum()) / (self._weight.sum() or 1.0) ** 2
        half = 1.96 * float(np.sqrt(max(variance, 0.0)))
        return max(-1.0, difference - half), min(1.0, difference + half)

    def p_value(self) -> float:
        """The chance of such a difference, two-sided, if who is on which side of a stratum were drawn by lot.

        Exact: the hits of the first side are a sum of hypergeometric variables (Birch 1964), whose distribution is
        found by the discrete Fourier transform.
        """
        from scipy.stats import hypergeom

        total, all_hits = self.n + self.others, self.hits + self.other_hits
        least, most = np.maximum(0, self.n - (total - all_hits)), np.minimum(self.n, all_hits)
        free = most > least
        if not free.any():
            return 1.0
        size = int((most - least)[free].sum()) + 1
        kinds, count = np.unique(np.stack([total, all_hits, self.n])[:, free], axis=1, return_counts=True)
        transform = np.ones(size // 2 + 1, dtype=np.complex128)
        for (n, hits, own), times in zip(kinds.T.tolist(), count.tolist(), strict=True):
            first = max(0, own - (n - hits))
            chances = hypergeom.pmf(np.arange(first, min(own, hits) + 1), n, hits, own)
            transform *= np.fft.rfft(chances, size) ** times
        chances = np.fft.irfft(transform, size)
        seen = int((self.hits - least)[free].sum())
        tails = chances[: seen + 1].sum(), chances[seen:].sum()
        return float(np.clip(2 * min(tails), _LEAST_P, 1.0))

    @property
    def _weight(self) -> NDArray[np.float64]:
        weight: NDArray[np.float64] = self.n * self.others / np.maximum(self.n + self.others, 1)
        return weight
