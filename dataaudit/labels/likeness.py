"""An annotator's items beside alike ones of others, where nobody else labelled the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataaudit.labels.annotations import Annotations, Indices
from dataaudit.labels.expectation import Expectation
from dataaudit.labels.strata import Strata

Floats = NDArray[np.float64]

#: Into so many strata items are divided by either score: five take away 90 % of the bias that a score knows of
#: (Cochran 1968).
STRATA = 5
#: A mean is drawn towards that of all strata as if so many more items were there. Ours.
_PRIOR = 5.0
#: How many times the 95 % interval's half width is far. Ours.
_FAR = 1.5


@dataclass(frozen=True, eq=False)
class Likeness:
    """An annotator's annotations `own` and `others`, indices into those of `annotations`.

    `part` (own,) and `other_part` (others,) are the strata by how probable it is that the annotator gets the item,
    each with a fifth of the own ones.
    """

    annotations: Annotations
    expectation: Expectation
    own: Indices
    others: Indices
    part: Indices
    other_part: Indices

    @classmethod
    def of(
        cls, annotations: Annotations, expectation: Expectation, annotator: int, own: Indices, others: Indices
    ) -> Likeness:
        """Divide them; the annotators are the expectation's targets after the labels."""
        target = len(annotations.labels) + annotator
        scores, other_scores = (expectation.scores(annotations.item[rows], target) for rows in (own, others))
        edges = np.quantile(scores, np.arange(1, STRATA) / STRATA)
        parts = (np.searchsorted(edges, one, side="right") for one in (scores, other_scores))
        return cls(annotations, expectation, own, others, *parts)

    @property
    def comparable(self) -> int:
        """How many own items have as many others in their stratum."""
        sides = (np.bincount(part, minlength=STRATA) for part in (self.part, self.other_part))
        return int(np.minimum(*sides).sum())

    def excess(self) -> Floats:
        """(labels,) by how much the own shares exceed the others' in these strata."""
        k = len(self.annotations.labels)
        tables = [
            np.bincount(part * k + self.annotations.label[rows], minlength=STRATA * k).reshape(STRATA, k)
            for part, rows in ((self.part, self.own), (self.other_part, self.others))
        ]
        n, m = (table.sum(axis=1, keepdims=True) for table in tables)
        weight = n * m / np.maximum(n + m, 1)
        excess: Floats = (weight * (tables[0] / np.maximum(n, 1) - tables[1] / np.maximum(m, 1))).sum(axis=0)
        return excess / (weight.sum() or 1.0)

    def strata(self, label: int) -> tuple[Strata, Floats]:
        """Strata by both scores for a label, and (own,) how often others give it in an item's stratum."""
        scores, other_scores = self._scores(label)
        low, high = np.quantile(np.concatenate([scores, other_scores]), [0.01, 0.99])
        edges = np.linspace(low, high, STRATA + 1)[1:-1]
        stratum = self.part * STRATA + np.searchsorted(edges, scores, side="right")
        other_stratum = self.other_part * STRATA + np.searchsorted(edges, other_scores, side="right")
        has, other_has = self._has(label)
        chosen = (stratum[has], stratum, other_stratum[other_has], other_stratum)
        strata = Strata(*(np.bincount(one, minlength=STRATA**2) for one in chosen))
        return strata, (strata.other_hits / np.maximum(strata.others, 1))[stratum]

    def is_topic(self, label: int, difference: float, least: float) -> bool:
        """Whether a difference can be one of topics that the scores don't see.

        Then those items with the label look like others' items with it. If labels were changed they don't: their
        mean score is lower, by the share of changed ones times how far apart items with and without it are. That
        share tells topics if it can't (95 %) be `least`, or if it is far from the difference and not from none. For
        a label that is avoided the same is asked of the items without it, each beside others' items with its own
        label.

        Notes
        -----
        Ours; the reverse of how shares are corrected for another mix of classes (Lipton, Wang and Smola 2018).
        """
        sign = float(np.sign(difference))
        scores, other_scores = self._scores(label)
        changed, like = (has if sign > 0 else ~has for has in self._has(label))
        if like.all() or not like.any():
            return False
        alike = other_scores[like]
        short = sign * np.where(changed, self._usual(like, other_scores) - scores, 0.0)
        apart = sign * (alike.mean() - other_scores[~like].mean())
        error = 1.96 * np.sqrt(short.var() / len(short) + changed.mean() ** 2 * alike.var() / len(alike))
        low, high = short.mean() - error, short.mean() + error
        far = _FAR * error < abs(difference) * apart - short.mean()
        return bool(high < least * apart or (low < 0 and far))

    def _usual(self, like: NDArray[np.bool_], other_scores: Floats) -> Floats:
        """(own,) the mean score of those others with the same label, corrected for the stratum."""
        given, labels = self.annotations.label, len(self.annotations.labels)
        label, part, score = given[self.others][like], self.other_part[like], other_scores[like]
        usual = _means(label, score, labels) + score.mean()
        expected: Floats = usual[given[self.own]] + _means(part, score - usual[label], STRATA)[self.part]
        return expected

    def _scores(self, label: int) -> tuple[Floats, Floats]:
        item = self.annotations.item
        return self.expectation.scores(item[self.own], label), self.expectation.scores(item[self.others], label)

    def _has(self, label: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        given = self.annotations.label
        return given[self.own] == label, given[self.others] == label


def _means(group: Indices, values: Floats, groups: int) -> Floats:
    """(groups,) the mean of each group less that of all, drawn towards none."""
    n = np.bincount(group, minlength=groups)
    means: Floats = np.bincount(group, values - values.mean(), minlength=groups) / (n + _PRIOR)
    return means
