"""Pairs of labels that people don't tell apart: each is given where the other is meant."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dataaudit.intervals import wilson
from dataaudit.labels.noise import NoiseModel
from dataaudit.labels.witnesses import Numbers


class ConfusablePair(NamedTuple):
    """Two classes, and of each the inputs that pass for the other, those that do most so first."""

    first: int
    second: int
    first_as_second: Numbers
    second_as_first: Numbers


def confusable_pairs(model: NoiseModel, labels: Numbers, least_share: float) -> list[ConfusablePair]:
    """The pairs of which each class passes for the other more often than `least_share`, even at the low end.

    Noise of single labels is spread over several classes: so the share must also exceed half of the noise in all.

    Notes
    -----
    An input passes for another class if the probability of that one reaches what is usual among its own inputs:
    the confident joint (Northcutt et al. 2021, arXiv 1911.00068), by cleanlab. A class that nobody can tell
    from another has a low threshold there, so that half of it is counted, where an argmax would be a coin.
    """
    from cleanlab.count import compute_confident_joint

    joint = compute_confident_joint(labels, model.probabilities, calibrate=False)
    sizes = np.bincount(labels, minlength=len(joint))
    share = np.minimum(1.0, joint / sizes[:, None])
    least = max(least_share, model.rate / 2)
    pairs = np.argwhere(np.triu(np.minimum(share, share.T) > least, 1)).tolist()
    return [
        _pair(model, labels, one, other)
        for one, other in pairs
        if min(wilson(share[one, other], sizes[one])[0], wilson(share[other, one], sizes[other])[0]) > least
    ]


def _pair(model: NoiseModel, labels: Numbers, one: int, other: int) -> ConfusablePair:
    return ConfusablePair(one, other, _passing(model, labels, one, other), _passing(model, labels, other, one))


def _passing(model: NoiseModel, labels: Numbers, given: int, other: int) -> Numbers:
    """The inputs of a class whose probability of the other is greater, by how much."""
    members: Numbers = np.flatnonzero(labels == given)
    lead = model.probabilities[members, other] - model.probabilities[members, given]
    order = np.argsort(-lead, kind="stable")
    passing: Numbers = members[order[lead[order] > 0]]
    return passing
