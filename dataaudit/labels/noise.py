"""A model of label noise: what an input is about, by all witnesses, and which labels people give in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.labels.witnesses import Floats, Numbers, class_sums

Matrix = NDArray[np.float64]

#: A handful of numbers is fitted: more inputs, or probabilities, than this change nothing but the time it takes.
_FITTED, _CELLS = 5_000, 1_000_000
#: After this many nothing changes in the third decimal.
_ROUNDS, _STEPS = 5, 20
#: What is contradicted may be hard to tell, or noise: the fit starts at either end, and the likelier end wins.
_STARTS = 2.0, 6.0
_FIRST_RATE = 0.03
_LEAST, _MOST = 1e-4, 0.5
#: On the weights, so that they end somewhere even if no label is contradicted.
_RIDGE = 0.03
#: Wrong labels that each class is taken to have beforehand, shared out by what its right ones are like besides. With
#: 1, the few that a class of ten loses are taken for a habit: BANKING77's ten-shot part has 8 % of them instead of 3.
_PRIOR_LOSSES = 10.0
#: Inputs that each class, or part of the data, is taken to have beforehand with the rate of all.
PRIOR_INPUTS = 50
#: Of the probability that a label is right, see `suspect`.
_TEMPER = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class NoiseModel:
    """What n inputs of k classes are about, how many labels are wrong, and in whose place they are given.

    Attributes
    ----------
    weights
        (v,) of the witnesses' scores, whose weighted sum gives the probabilities (softmax).
    probabilities
        (n, k) of the classes, by all that is known but the given label.
    rate
        The share of wrong labels.
    pattern
        (k, k) how often each other class (column) is given for a true one (row), as a multiple of the rate. A class
        may lose more labels than others, to one in particular: people's errors aren't symmetric.
    """

    weights: Matrix
    probabilities: NDArray[np.floating]
    rate: float
    pattern: Matrix


class Suspicion(NamedTuple):
    """What to think of n labels: (n,) the probability that it is wrong, and the class that it then should be."""

    wrong: Matrix
    suggested: Numbers


def fit_noise(scores: Floats, labels: Numbers, seed: int) -> NoiseModel:
    """Weigh the witnesses, and estimate the noise, by the likelihood of the given labels.

    An input's true class has the probabilities softmax(weights @ scores). The given label is another one as often
    as `rate` and `pattern` say. So a witness that knows little gets little weight, and what all contradict is
    noise as far as their probabilities, calibrated by the same fit, leave room for it.

    Parameters
    ----------
    scores
        (v, n, k), from `hear_witnesses`.
    labels
        (n,) the given classes; each of the k occurs.

    Notes
    -----
    The noise channel of Sukhbaatar et al. 2014 (arXiv 1406.2080) behind stacked classifiers (Wolpert 1992),
    by maximum likelihood, weights and pattern in turn.
    """
    from threadpoolctl import threadpool_limits

    chosen = np.sort(np.random.default_rng(seed).permutation(len(labels))[: min(_FITTED, _CELLS // scores.shape[2])])
    spread = np.maximum(scores.std(axis=(1, 2), dtype=np.float64), 1e-9)
    part, given = scores[:, chosen] / spread[:, None, None], labels[chosen]
    with threadpool_limits(1):  # threads would wait for each other's few numbers
        model = max((_fit(part, given, start) for start in _STARTS), key=lambda fitted: _likelihood(fitted, given))
    everything = _initial(_softmax(scores, model.weights / spread), model.weights / spread, model.rate)
    return _with_channel(everything, labels)


def suspect(model: NoiseModel, labels: Numbers) -> Suspicion:
    """Which labels are wrong, and what they should be.

    Notes
    -----
    The model takes an unusual input for a wrong label too readily: of those labels of TREC, CLINC150's small part and
    HINT3 that it holds wrong at 99 % (2 to 10 % were planted), 69 to 96 % were. The square root of its probability
    that a label is right fits what was planted (of the powers tried, it has the best likelihood, and as good an F1
    as any); the order stays.
    """
    true, row = true_classes(model, labels, model.rate), np.arange(len(labels))
    wrong = 1.0 - np.minimum(true[row, labels], 1.0) ** _TEMPER
    true[row, labels] = -1
    return Suspicion(wrong, true.argmax(axis=1))


def true_classes(model: NoiseModel, labels: Numbers, rate: float) -> NDArray[np.floating]:
    """(n, k) the probabilities of the true classes, given the labels of which a share is wrong: Bayes' rule."""
    true = model.probabilities * _channel(model.pattern, _bounded(rate)).T[labels]
    true /= true.sum(axis=1, keepdims=True)
    return true


def wrong_share(model: NoiseModel, labels: Numbers, rate: float) -> float:
    """The share of wrong labels that is expected where it was taken to be `rate`."""
    return 1.0 - float(true_classes(model, labels, rate)[np.arange(len(labels)), labels].mean(dtype=np.float64))


def _channel(pattern: Matrix, rate: float) -> Matrix:
    """(k, k) the probability of each given class (column) for a true one (row)."""
    channel = min(rate, _greatest(pattern)) * pattern
    np.fill_diagonal(channel, 1 - channel.sum(axis=1))
    return channel


def _fit(scores: Matrix, labels: Numbers, start: float) -> NoiseModel:
    """The likeliest model near to where it starts: the witnesses' weights add up to `start`."""
    weights = np.full(len(scores), start / len(scores))
    model = _with_channel(_initial(_softmax(scores, weights), weights), labels)
    for _ in range(_ROUNDS):
        model = _with_pattern(_climb(scores, labels, model), labels)
    return model


def _likelihood(model: NoiseModel, labels: Numbers) -> float:
    given = (model.probabilities * _channel(model.pattern, model.rate).T[labels]).sum(axis=1)
    return float(np.log(given).mean())


def _greatest(pattern: Matrix) -> float:
    """The rate at which half of the labels of the class that loses most are wrong."""
    return _MOST / float(pattern.sum(axis=1).max(initial=1.0))


def _initial(probabilities: NDArray[np.floating], weights: Matrix, rate: float = _FIRST_RATE) -> NoiseModel:
    """A model before anything is known of the pattern: labels are mistaken as the witnesses mistake them."""
    k = probabilities.shape[1]
    return NoiseModel(weights, probabilities, rate, np.zeros((k, k)))


def _with_channel(model: NoiseModel, labels: Numbers) -> NoiseModel:
    """The model with the pattern and the rate that fit its probabilities."""
    for _ in range(_ROUNDS):
        model = _with_pattern(model, labels)
        model = replace(model, rate=_bounded(wrong_share(model, labels, model.rate)))
    return model


def _with_pattern(model: NoiseModel, labels: Numbers) -> NoiseModel:
    """The model with the pattern of its wrong labels; its prior is what the witnesses mistake, at the rate of all."""
    k, row = model.probabilities.shape[1], np.arange(len(labels))
    if not model.pattern.any():
        return replace(model, pattern=_shares(class_sums(model.probabilities, labels, k)))
    true = true_classes(model, labels, model.rate)
    confused = class_sums(model.probabilities * true[row, labels][:, None], labels, k)
    wrong = class_sums(true, labels, k).T
    sizes = wrong.sum(axis=1)
    np.fill_diagonal(wrong, 0)
    rates = (wrong.sum(axis=1) + PRIOR_INPUTS * model.rate) / (sizes + PRIOR_INPUTS)
    relative = np.minimum(rates, _MOST) / model.rate
    return replace(model, pattern=relative[:, None] * _shares(wrong + _PRIOR_LOSSES * _shares(confused)))


def _shares(counts: Matrix) -> Matrix:
    """Off the diagonal, as shares of each row; none is 0."""
    counts = counts + 1e-6 * counts.sum(axis=1, keepdims=True) + 1e-12
    np.fill_diagonal(counts, 0)
    shares: Matrix = counts / counts.sum(axis=1, keepdims=True)
    return shares


def _climb(scores: Matrix, labels: Numbers, model: NoiseModel) -> NoiseModel:
    """The model with the most likely weights and rate for its pattern."""
    from scipy.optimize import minimize

    v, row, losses = len(scores), np.arange(len(labels)), model.pattern.sum(axis=1)
    ridge = _RIDGE / len(labels)

    def loss(point: Matrix) -> tuple[float, Matrix]:
        rate = float(1 / (1 + np.exp(-point[v])))
        probabilities = _softmax(scores, point[:v])
        true = probabilities * _channel(model.pattern, rate).T[labels]
        likelihood = true.sum(axis=1)
        true /= likelihood[:, None]
        right = true[row, labels]
        loss_of_right = (losses / (1 - rate * losses))[labels]
        drift = (1 - rate) * float((right * (1 + rate * loss_of_right)).mean() - 1)
        excess = probabilities - true
        gradient = np.array([(score * excess).sum() for score in scores]) / len(labels) + 2 * ridge * point[:v]
        return -float(np.log(likelihood).mean()) + ridge * float(point[:v] @ point[:v]), np.append(gradient, drift)

    start = np.append(model.weights, np.log(model.rate / (1 - model.rate)))
    greatest = _greatest(model.pattern)
    bounds = [(0, None)] * v + [(float(np.log(_LEAST)), float(np.log(greatest / (1 - greatest))))]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": _STEPS}).x
    rate = _bounded(float(1 / (1 + np.exp(-found[v]))))
    return replace(model, weights=found[:v], rate=rate, probabilities=_softmax(scores, found[:v]))


def _bounded(rate: float) -> float:
    return min(max(rate, _LEAST), _MOST)


def _softmax(scores: NDArray[np.floating], weights: Matrix) -> NDArray[np.floating]:
    """(n, k) probabilities of the classes."""
    logits: NDArray[np.floating] = np.zeros_like(scores[0])
    for score, weight in zip(scores, weights.astype(scores.dtype), strict=True):
        logits += score * weight
    logits -= logits.max(axis=1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=1, keepdims=True)
    return logits
