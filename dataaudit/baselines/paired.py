"""Two prompts on the same inputs: whether one is right more often."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from dataaudit.evidence.text import distinct, topics
from dataaudit.formats.results import Results
from dataaudit.intervals import Estimate

#: The quantile of the normal distribution for 95 %.
_Z = 1.96
#: Halvings of an interval in [-1, 1]: its ends are exact to 2**-40.
_HALVINGS = 40


@dataclass(frozen=True, slots=True)
class PairedOutcomes:
    """How the inputs that two baselines have in common ended.

    Attributes
    ----------
    inputs
        How many there are.
    mended, broken
        On how many only the newer prompt is right, and on how many only the older one.
    """

    inputs: int
    mended: int
    broken: int

    @property
    def change(self) -> Estimate:
        """The pass rate of the newer prompt less that of the older, with Tango's score interval (95 %).

        Tango 1998, Equivalence test and confidence interval for the difference in proportions for the paired-sample
        design: it says something even where no input ended differently.
        """
        change = (self.mended - self.broken) / self.inputs
        return Estimate(change, self._end(-1.0, change), self._end(1.0, change))

    @property
    def p_value(self) -> float:
        """How often chance alone makes as great a difference: McNemar's exact test, two-sided (McNemar 1947)."""
        from scipy.stats import binomtest

        differing = self.mended + self.broken
        return float(binomtest(self.mended, differing).pvalue) if differing else 1.0

    def _end(self, beyond: float, within: float) -> float:
        """The last change on the way from `within` to `beyond` that the outcomes don't rule out."""
        if not self._rules_out(beyond):
            return beyond
        for _ in range(_HALVINGS):
            middle = (beyond + within) / 2
            beyond, within = (middle, within) if self._rules_out(middle) else (beyond, middle)
        return within

    def _rules_out(self, change: float) -> bool:
        """Whether the outcomes are more than _Z standard errors from what this change makes likely."""
        n, differing, gained = self.inputs, self.mended + self.broken, self.mended - self.broken
        rest = change * (1 - change)
        half = differing - (2 * n - gained) * change
        broken = (half + math.sqrt(max(0.0, half * half + 8 * n * self.broken * rest))) / (4 * n)
        variance = max(0.0, n * (2 * broken + rest))
        return abs(gained - n * change) > _Z * math.sqrt(variance)


def pair_outcomes(older: Results, newer: Results) -> PairedOutcomes:
    """Pair the inputs, by their normalised text, that have an outcome in both baselines.

    Of an input with several results the majority counts; where they are even there is no outcome.
    """
    before, after = _outcomes(older), _outcomes(newer)
    both = sorted(before.keys() & after.keys())
    mended = sum(after[text] and not before[text] for text in both)
    broken = sum(before[text] and not after[text] for text in both)
    return PairedOutcomes(len(both), mended, broken)


def _outcomes(results: Results) -> dict[str, bool]:
    told = np.flatnonzero(results.passed >= 0)
    texts, node = distinct(topics(results.dataset.examples.iloc[told]))
    balance = np.bincount(node, weights=2.0 * results.passed[told] - 1, minlength=len(texts))
    return {text: bool(ahead > 0) for text, ahead in zip(texts, balance.tolist(), strict=True) if ahead}
