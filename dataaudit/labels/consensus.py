"""What annotators say together: Dawid and Skene's consensus, which weighs each by how often the others confirm them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dataaudit.labels.annotations import Annotations, Indices

Floats = NDArray[np.float64]

#: Annotators are taken for as careful as all together, and errors for as rare, until so many errors say otherwise:
#: of a kind among all annotators, and of any or a kind with one of them. Ours.
_ERRORS, _OWN_ERRORS = 1.0, 2.0
#: No probability is taken for less, so that it has a logarithm.
_LEAST = 1e-12
#: EM ends when no probability changes by more, or after so many steps; what is held out needs less exactness.
_TOLERANCE, _ITERATIONS, _ROUGHLY = 1e-4, 200, 50
#: Temperatures that are tried, and how many items must bear witness to one.
_TEMPERATURES = 2.0 ** np.arange(0, 4.25, 0.25)
_WITNESSES = 30


@dataclass(frozen=True, slots=True, eq=False)
class Consensus:
    """What annotators say together about items.

    Attributes
    ----------
    label
        (items,) int, the most probable label of each; of one with a single annotation that label.
    probability
        (items,) how probable it is.
    split
        (items,) bool, whether annotators gave the item several labels.
    temperature
        How much surer the model was than annotators that were held out bear out; 1 for not at all.
    quality
        (annotators,) how often each agrees with the consensus where somebody else labelled the item too, NaN where
        nobody did.
    shared
        (annotators,) int, how many items that are.
    """

    label: Indices
    probability: Floats
    split: NDArray[np.bool_]
    temperature: float
    quality: Floats
    shared: Indices


def find_consensus(annotations: Annotations, seed: int = 0) -> Consensus:
    """The consensus of annotations, by Dawid and Skene's model with a hierarchical prior, made as sure as it is right.

    Every annotator has a table of which label they give to items of which label. The most probable tables and the
    items' labels are found in turn (EM), from the majority on. The tables are drawn towards the table of all
    annotators, so that one with few annotations counts as an average one, and that one towards being right as often
    as the majority is. What comes into question for an item are the labels that somebody gave to it, and that all
    are wrong.

    The model takes errors for independent. Where an item is hard they are not, and it is far too sure of what four
    of five say. So one annotation of each item is held out (`seed` says which), and the logarithms of the
    probabilities are divided by the temperature with which the others tell best whether it agrees.

    Notes
    -----
    Dawid and Skene 1979, Applied Statistics 28; the hierarchical prior as in Paun et al. 2018, Comparing Bayesian
    Models of Annotation (TACL 6), where it did best in most comparisons, here with fixed weight. Temperature: Guo et
    al. 2017 (arXiv 1706.04599), there for classifiers.
    """
    fit = _fit(annotations, _ITERATIONS)
    temperature = _temperature(annotations, fit.accuracy, seed)
    label, probability = fit.best(temperature)
    who, n_who = annotations.annotator, len(annotations.annotators)
    shared = np.bincount(annotations.item, minlength=len(annotations.items))[annotations.item] > 1
    agrees = label[annotations.item] == annotations.label
    n = np.bincount(who[shared], minlength=n_who)
    right = np.bincount(who[shared & agrees], minlength=n_who)
    quality = np.divide(right, n, out=np.full(n_who, np.nan), where=n > 0)
    return Consensus(label, probability, fit.candidates.split, temperature, quality, n)


def _temperature(annotations: Annotations, accuracy: float, seed: int) -> float:
    """With which the annotations that are held out are most probable."""
    held_out = _held_out(annotations, seed)
    kept = np.setdiff1d(np.arange(len(annotations)), held_out)
    names = ("item", "annotator", "label", "position")
    fit = _fit(replace(annotations, **{name: getattr(annotations, name)[kept] for name in names}), _ROUGHLY)
    held_out = held_out[fit.candidates.split[annotations.item[held_out]]]
    if len(held_out) < _WITNESSES:
        return 1.0
    item, given = annotations.item[held_out], annotations.label[held_out]
    elsewhere = (1 - accuracy) / max(len(annotations.labels) - 1, 1)

    def log_likelihood(temperature: float) -> float:
        label, probability = fit.best(temperature)
        expected = elsewhere + probability[item] * (accuracy - elsewhere)
        return float(np.log(np.where(label[item] == given, expected, 1 - expected)).sum())

    return float(max(_TEMPERATURES, key=log_likelihood))


def _held_out(annotations: Annotations, seed: int) -> Indices:
    """One annotation of each item with three or more."""
    order = np.lexsort((np.random.default_rng(seed).random(len(annotations)), annotations.item))
    first = order[_starts(annotations.item[order])]
    sizes = np.bincount(annotations.item, minlength=len(annotations.items))
    return first[sizes[annotations.item[first]] > 2]


@dataclass(frozen=True, slots=True, eq=False)
class _Candidates:
    """The labels that come into question: c pairs of an item, ascending, and a label that somebody gave to it.

    `votes` (c,) is how many did. `pair` (e,) and `annotation` (e,) put every annotation beside every candidate of
    its item.
    """

    item: Indices
    label: Indices
    votes: Indices
    pair: Indices
    annotation: Indices
    items: int

    @classmethod
    def of(cls, annotations: Annotations) -> _Candidates:
        labels = max(len(annotations.labels), 1)
        keys, votes = np.unique(annotations.item * labels + annotations.label, return_counts=True)
        item, label = keys // labels, keys % labels
        starts, ends = np.searchsorted(annotations.item, [item, item + 1])
        sizes = ends - starts
        pair = np.repeat(np.arange(len(item)), sizes)
        place = np.arange(len(pair)) - np.repeat(sizes.cumsum() - sizes, sizes)
        return cls(item, label, votes, pair, starts[pair] + place, len(annotations.items))

    @property
    def split(self) -> NDArray[np.bool_]:
        """(items,) which items have several."""
        return np.bincount(self.item, minlength=self.items) > 1

    def shares(self, logs: Floats, none: Floats) -> Floats:
        """(c,) probabilities from logarithms (c,) and those (items,) of none; with it they add up to 1 per item."""
        most = none.copy()
        np.maximum.at(most, self.item, logs)
        weights = np.exp(logs - most[self.item])
        total = np.bincount(self.item, weights, minlength=self.items) + np.exp(none - most)
        shares: Floats = weights / total[self.item]
        return shares


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    """The candidates, the logarithms of their probabilities (c,) and of none (items,), annotators' accuracy."""

    candidates: _Candidates
    logs: Floats
    none: Floats
    accuracy: float

    def best(self, temperature: float) -> tuple[Indices, Floats]:
        """(items,) the most probable label of each item, and how probable it is; -1 and 0 without annotations."""
        own = self.candidates
        share = own.shares(self.logs / temperature, self.none / temperature)
        order = np.lexsort((own.label, -np.round(share, 9), own.item))
        first = order[_starts(own.item[order])]
        label, probability = np.full(own.items, -1), np.zeros(own.items)
        label[own.item[first]], probability[own.item[first]] = own.label[first], share[first]
        return label, probability


def _fit(annotations: Annotations, iterations: int) -> _Fit:
    candidates = _Candidates.of(annotations)
    tables = _Tables.of(candidates, annotations)
    share = candidates.votes / np.bincount(candidates.item, candidates.votes)[candidates.item]
    logs, none = tables.log_likelihoods(candidates, share)
    for _ in range(iterations):
        before, share = share, candidates.shares(logs, none)
        if np.abs(share - before).max(initial=0.0) < _TOLERANCE:
            break
        logs, none = tables.log_likelihoods(candidates, share)
    return _Fit(candidates, logs, none, tables.accuracy(tables.weight(candidates, share)))


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """Where the annotators' tables are counted: only the cells that occur, one for each of e entries.

    `informs` (e,) leaves out items with one annotation, which show nothing; `right` (e,) marks the annotations that
    name the candidate. `cell` (e,) is the cell of the annotator's table and `row` (e,) its row; `pool_cell` and
    `pool_row` are the same in the table of all annotators.
    """

    informs: NDArray[np.bool_]
    right: NDArray[np.bool_]
    annotator: Indices
    cell: Indices
    row: Indices
    pool_cell: Indices
    pool_row: Indices
    labels: int

    @classmethod
    def of(cls, candidates: _Candidates, annotations: Annotations) -> _Tables:
        k = len(annotations.labels)
        truth, given = candidates.label[candidates.pair], annotations.label[candidates.annotation]
        annotator = annotations.annotator[candidates.annotation]
        row = annotator * k + truth
        sizes = np.bincount(annotations.item, minlength=len(annotations.items))
        return cls(
            informs=sizes[candidates.item[candidates.pair]] > 1,
            right=truth == given,
            annotator=annotator,
            cell=np.unique(row * k + given, return_inverse=True)[1],
            row=np.unique(row, return_inverse=True)[1],
            pool_cell=np.unique(truth * k + given, return_inverse=True)[1],
            pool_row=truth,
            labels=k,
        )

    def weight(self, candidates: _Candidates, share: Floats) -> Floats:
        """(e,) how much each entry counts."""
        return np.where(self.informs, share[candidates.pair], 0.0)

    def accuracy(self, weight: Floats) -> float:
        """How often annotators are right."""
        return float(weight[self.right].sum() / weight.sum()) if weight.any() else 1.0

    def _error_rate(self, weight: Floats, accuracy: float) -> Floats:
        """(e,) how often each entry's annotator is wrong on other items."""
        wrong = np.where(self.right, 0.0, weight)
        n, errors = (np.bincount(self.annotator, counted)[self.annotator] - counted for counted in (weight, wrong))
        prior = _OWN_ERRORS / max(1 - accuracy, _LEAST)
        rate: Floats = (np.maximum(errors, 0.0) + _OWN_ERRORS) / (np.maximum(n, 0.0) + prior)
        return rate

    def log_likelihoods(self, candidates: _Candidates, share: Floats) -> tuple[Floats, Floats]:
        """(c,) the logarithms of the joint probability of a candidate and its item's annotations; (items,) of none."""
        weight = self.weight(candidates, share)
        accuracy = self.accuracy(weight)
        elsewhere = max((1 - accuracy) / max(self.labels - 1, 1), _LEAST)
        usual = np.where(self.right, accuracy, elsewhere)
        pooled = _shares(weight, self.pool_cell, self.pool_row, usual, _ERRORS / elsewhere)
        careless = self._error_rate(weight, accuracy) / max(1 - accuracy, _LEAST)
        usual = np.where(self.right, np.maximum(1 - (1 - pooled) * careless, _LEAST), pooled * careless)
        own = _shares(weight, self.cell, self.row, usual, _OWN_ERRORS / elsewhere)
        counts = np.bincount(candidates.label, share, minlength=self.labels) + 1
        prior = (counts / counts.sum())[candidates.label]
        logs = np.bincount(candidates.pair, np.log(np.maximum(own, _LEAST)), minlength=len(candidates.item))
        others = 1 - np.bincount(candidates.item, prior, minlength=candidates.items)
        sizes = np.bincount(candidates.item, candidates.votes, minlength=candidates.items)
        return logs + np.log(prior), np.log(np.maximum(others, _LEAST)) + sizes * np.log(elsewhere)


def _shares(weight: Floats, cell: Indices, row: Indices, usual: Floats, prior: float) -> Floats:
    """(e,) the share of each cell in its row of a table, without the entry's own item.

    The table counts `prior` items of the usual kind more.
    """
    cells, rows = np.bincount(cell, weight)[cell] - weight, np.bincount(row, weight)[row] - weight
    shares: Floats = (np.maximum(cells, 0.0) + prior * usual) / (np.maximum(rows, 0.0) + prior)
    return shares


def _starts(sorted_items: Indices) -> Indices:
    """Where each item begins."""
    return np.flatnonzero(np.append(True, sorted_items[1:] != sorted_items[:-1])[: len(sorted_items)])
