"""What topics explain of a difference: a change of what is asked is no change of how it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from dataaudit.drift.effects import comparable, effect, is_hit
from dataaudit.evidence.signals import Signal

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]

_DIMENSIONS, _BUCKETS = 100, 2**15
#: Fitting to more rows makes the estimates no better.
_ENOUGH = 5_000
_FOLDS = 5
#: The vectors have length 1: with so little regularisation single topics count.
_C = 30.0


class Explanation(NamedTuple):
    """What topics explain of a difference.

    Attributes
    ----------
    share
        Of the difference, how much is to be expected from the topics alone; None where the two sides have no
        topics in common.
    told_apart
        How well the inputs tell which side they are from: the area under the curve, 0.5 by chance; None where the
        topics are labels.
    """

    share: float | None
    told_apart: float | None = None


class Topics(Protocol):
    """Knows what is asked in every position of a corpus."""

    def explain(self, signal: Signal, column: int, inside: Codes, rest: Codes) -> Explanation:
        """What the topics explain of the difference in a column of `hits` between two sets of positions."""


@dataclass(frozen=True, eq=False)
class LabelTopics:
    """Topics that are known: `labels` (n,) int, -1 for none. The effect is taken within each (Mantel-Haenszel).

    `least` is how many rows of each side there must be with common labels.
    """

    labels: Codes
    least: int

    def explain(self, signal: Signal, column: int, inside: Codes, rest: Codes) -> Explanation:
        """What the labels explain."""
        del column
        part, others = (self._table(signal, positions) for positions in (inside, rest))
        if comparable(part, others) < self.least / 2:
            return Explanation(None)
        raw = effect(signal.scale, part.sum(0), others.sum(0)).size
        return Explanation(1 - effect(signal.scale, part, others).size / raw)

    def _table(self, signal: Signal, positions: Codes) -> Codes:
        levels, labels = len(signal.levels), int(self.labels.max()) + 2
        cells = (self.labels[positions] + 1) * levels + signal.codes[positions]
        return np.bincount(cells, minlength=labels * levels).reshape(labels, levels)


@dataclass(frozen=True, eq=False)
class InputTopics:
    """Topics as the words of the inputs tell them: latent semantic analysis of words and pairs of words.

    Attributes
    ----------
    texts
        The distinct inputs, in an order that doesn't depend on that of the rows.
    node
        (n,) int, the text of each position.
    """

    texts: Sequence[str]
    node: Codes
    seed: int

    def explain(self, signal: Signal, column: int, inside: Codes, rest: Codes) -> Explanation:
        """What the inputs explain.

        A logistic regression learns from the rest for which inputs the outputs have what is looked at. How often
        it expects that for the part's inputs is explained. Another tells, out of sample, the part from the rest.
        """
        from threadpoolctl import threadpool_limits

        inside, rest = self._chosen(inside, signal), self._chosen(rest, signal)
        hit = is_hit(signal.scale, signal.codes, column)
        own, usual = hit[inside].mean(), hit[rest].mean()
        with threadpool_limits(1):
            vectors = self.vectors(np.concatenate([self.node[inside], self.node[rest]]))
            expected = _expected(vectors[len(inside) :], hit[rest], vectors[: len(inside)])
            apart = _told_apart(vectors, np.arange(len(vectors)) < len(inside), self.seed)
        return Explanation(float((expected - usual) / (own - usual)) if own != usual else 0.0, apart)

    def _chosen(self, positions: Codes, signal: Signal) -> Codes:
        """At most _ENOUGH of the positions, in an order that doesn't depend on that of the rows."""
        ordered = positions[np.lexsort((signal.codes[positions], self.node[positions]))]
        chosen = np.random.default_rng(self.seed).permutation(len(ordered))[:_ENOUGH]
        return ordered[np.sort(chosen)]

    @cached_property
    def _model(self) -> Any:
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import Normalizer

        words = HashingVectorizer(
            n_features=_BUCKETS, ngram_range=(1, 2), token_pattern=r"\w+", alternate_sign=False, norm=None
        )
        chosen = np.sort(np.random.default_rng(self.seed).permutation(len(self.texts))[: 2 * _ENOUGH])
        dimensions = max(1, min(_DIMENSIONS, len(chosen) - 1))
        reduced = TruncatedSVD(dimensions, random_state=self.seed)
        model = make_pipeline(words, TfidfTransformer(sublinear_tf=True), reduced, Normalizer())
        return model.fit([self.texts[i] for i in chosen])

    def vectors(self, nodes: Codes) -> Floats:
        """(m, d) vectors of length 1 of these texts; each is made once, however many parts are explained."""
        distinct, index = np.unique(nodes, return_inverse=True)
        new = [node for node in distinct.tolist() if node not in self._made]
        if new:
            self._made.update(zip(new, self._model.transform([self.texts[node] for node in new]), strict=True))
        vectors: Floats = np.stack([self._made[node] for node in distinct.tolist()])[index]
        return vectors

    @cached_property
    def _made(self) -> dict[int, Floats]:
        """(d,) the vector of each text that was asked for."""
        return {}


def _expected(vectors: Floats, hit: NDArray[np.bool_], others: Floats) -> float:
    """The share of hits to be expected for other vectors."""
    if hit.all() or not hit.any():
        return float(hit[0])
    return float(_regression().fit(vectors, hit).predict_proba(others)[:, 1].mean())


def _told_apart(vectors: Floats, inside: NDArray[np.bool_], seed: int) -> float:
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    scores = cross_val_predict(_regression("balanced"), vectors, inside, cv=folds, method="decision_function")
    return float(roc_auc_score(inside, scores))


def _regression(class_weight: str | None = None) -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=_C, class_weight=class_weight, max_iter=500)
