"""Kinds of real inputs that training lacks: branches of trees over real and training inputs, tested as a whole.

Testing single inputs first and grouping what was flagged loses gaps, since a single input says little; a branch
adds up what its inputs say. The tree holds training inputs beside the real ones, so that a kind which training
lacks is not merged with the kinds next to it. It is searched as in Kulldorff's tree-based scan statistic (2003), and
the branches that don't overlap and weigh most are taken, as HDBSCAN takes clusters (Campello et al. 2013).

One tree is a matter of chance at its edges. So many are grown, each over a part of the inputs (subsampling, Politis
and Romano 1994), and inputs that most of them put into one gap are one (consensus clustering, Monti et al. 2003).
How many of them show a gap is its stability.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.kinds import connected
from dataaudit.coverage.tree import average_linkage, branch_sums, heaviest_branches

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Vectors = NDArray[np.float32]

#: An input belongs to a gap's core if so many of the trees that it is in put it into one, to its fringe if so many.
_CORE, _FRINGE = 0.5, 0.25
#: Two inputs of the core are of one gap if so many of the trees that both are in put them into the same.
_TOGETHER = 0.4
#: A branch of a single tree needs so much of what a gap needs: the trees together decide.
_LENIENCE = 0.8
#: Inputs of a branch.
_LEAST_BRANCH = 4


@dataclass(frozen=True, kw_only=True)
class GapTest:
    """When inputs are a gap.

    The evidence of a group is the mean isolation of its inputs (z-scores, counted up to `apart`) plus the logarithm
    of how many times less training there is around them than expected. A gap has more than
    `evidence + noise / √inputs` of it, and some of both kinds.
    """

    evidence: float = field(default=1.6, metadata={"source": "ours: CLINC150 and Banking77, intents removed"})
    noise: float = field(default=2.0, metadata={"source": "ours: the same with 1,000 and all real inputs"})
    apart: float = field(default=1.5, metadata={"source": "ours: more says no more; nearer gaps are thin"})
    least_isolation: float = field(default=0.7, metadata={"source": "ours: all but 3 % of what is covered has less"})
    most_training: float = field(default=0.55, metadata={"source": "ours: all but 3 % of what is covered has more"})
    enough: int = field(default=20, metadata={"source": "providers ask for 10 to 20 examples of a class at least"})
    min_inputs: int = field(default=5, metadata={"source": "ours: fewer inputs are scattered"})
    min_share: float = field(default=0.004, metadata={"source": "ours: less traffic is scattered"})
    resamples: int = field(default=20, metadata={"source": "ours: 20 to 50 are usual for a consensus"})
    resampled: float = field(default=0.8, metadata={"source": "usual for a consensus (Monti et al. 2003)"})
    most_resampled: int = field(default=1500, metadata={"source": "ours: more inputs make a tree no better"})
    stable_from: float = field(default=0.6, metadata={"source": "default policy: below, a gap is uncertain"})


class Signs(NamedTuple):
    """What speaks for a gap at each of m real inputs.

    `isolation` is how far it is from training, in z-scores; `observed` how much training there is around it,
    `expected` how much there would be if training were spread like the real inputs; `near` counts the training
    inputs that are as near to it as to their own neighbours.
    """

    isolation: Numbers
    observed: Numbers
    expected: Numbers
    near: Counts


class FoundGap(NamedTuple):
    """The real inputs of a gap, ascending.

    `stability` is the share of the trees that show it; `thin` gaps have some training, but far less than others.
    """

    members: Counts
    stability: float
    thin: bool


class _Tree(NamedTuple):
    """The real inputs that a tree holds, and those of them that are in each of its gaps."""

    drawn: Counts
    groups: list[Counts]


def find_gaps(
    real: Vectors, training: Vectors, weights: Counts, signs: Signs, test: GapTest, seed: int
) -> list[FoundGap]:
    """Find the groups of real inputs that training doesn't serve, the one with the most traffic first.

    Parameters
    ----------
    real, training
        (m, d) and (n, d) vectors of length 1.
    weights
        (m,) how often each real input occurs.
    signs
        Of the real inputs.
    seed
        Of the drawing.
    """
    random = np.random.default_rng(seed)
    trees = [_grow(real, training, signs, test, random) for _ in range(test.resamples)]
    groups = _consensus(trees, len(real))
    gaps = [
        FoundGap(members, _stability(members, trees, len(real)), _is_thin(members, signs, test))
        for members in groups
        if weights[members].sum() >= test.min_share * weights.sum() and _is_gap(members, signs, test)
    ]
    return sorted(gaps, key=lambda gap: (-int(weights[gap.members].sum()), int(gap.members[0])))


def _grow(real: Vectors, training: Vectors, signs: Signs, test: GapTest, random: np.random.Generator) -> _Tree:
    """Grow a tree over a part of the real inputs and as many training inputs, and take its gaps."""
    m = min(round(test.resampled * len(real)), test.most_resampled)
    drawn = np.sort(random.choice(len(real), m, replace=False))
    beside = np.sort(random.choice(len(training), min(m, len(training)), replace=False))
    merges = average_linkage(np.concatenate([real[drawn], training[beside]]))
    leaves = np.zeros((m + len(beside), 5))
    leaves[:m, 0] = 1
    leaves[:m, 1:4] = np.column_stack([signs.isolation, signs.observed, signs.expected])[drawn]
    leaves[m:, 4] = 1
    size, isolated, has, wants, held = branch_sums(merges, leaves).T
    excess = _excess(size, isolated, has, wants, held * m / len(beside), test)
    eligible = (size >= _LEAST_BRANCH) & (size >= _LENIENCE * test.min_share * m)
    branches = heaviest_branches(merges, np.where(eligible, excess, 0.0))
    return _Tree(drawn, [drawn[branch[branch < m]] for branch in branches])


def _excess(size: Numbers, isolated: Numbers, has: Numbers, wants: Numbers, held: Numbers, test: GapTest) -> Numbers:
    """The evidence of every branch beyond what it needs, times its real inputs; 0 where either kind is too little.

    `held` is how many training inputs stand in the branch itself, were there as many as real inputs in the tree.
    """
    inputs = np.maximum(size, 1)
    isolation, lack, missing = isolated / inputs, _log_ratio(wants, has), _log_ratio(size, held)
    evidence = np.minimum(isolation, test.apart) + (lack + missing) / 2
    excess = size * (evidence - _LENIENCE * test.evidence - test.noise / np.sqrt(inputs))
    least = -_LENIENCE * np.log(test.most_training)
    enough = (isolation >= _LENIENCE * test.least_isolation) & (lack >= least) & (missing >= least)
    return np.where(enough, excess, 0.0)


def _log_ratio(wanted: Numbers, found: Numbers) -> Numbers:
    ratio: Numbers = np.log((wanted + 0.5) / (found + 0.5))
    return ratio


def _consensus(trees: list[_Tree], m: int) -> list[Counts]:
    """The groups on which the trees agree."""
    drawn, taken = np.zeros(m), np.zeros(m)
    for tree in trees:
        drawn[tree.drawn] += 1
        for group in tree.groups:
            taken[group] += 1
    frequency = taken / np.maximum(drawn, 1)
    core, fringe = np.flatnonzero(frequency >= _CORE), np.flatnonzero((frequency >= _FRINGE) & (frequency < _CORE))
    if not len(core):
        return []
    together = _together(trees, np.concatenate([core, fringe]), m)
    group = connected(len(core), *np.nonzero(together[: len(core), : len(core)] >= _TOGETHER))
    own_groups = [group == first for first in np.unique(group)]
    members = [core[own] for own in own_groups]
    if len(fringe):
        ties = np.stack([together[len(core) :, : len(core)][:, own].mean(axis=1) for own in own_groups])
        nearest, joins = ties.argmax(axis=0), ties.max(axis=0) >= _TOGETHER * _FRINGE / _CORE
        members = [np.concatenate([own, fringe[joins & (nearest == i)]]) for i, own in enumerate(members)]
    return [np.sort(own) for own in members]


def _together(trees: list[_Tree], items: Counts, m: int) -> Numbers:
    """(k, k) in how many of the trees that are expected to hold both, two of k inputs are in one gap."""
    place = np.full(m, -1)
    place[items] = np.arange(len(items))
    groups = [place[group] for tree in trees for group in tree.groups]
    inside = np.zeros((len(items), len(groups)), dtype=np.float32)
    for number, group in enumerate(groups):
        inside[group[group >= 0], number] = 1
    both = sum((len(tree.drawn) / m) ** 2 for tree in trees)
    shares: Numbers = (inside @ inside.T).astype(np.float64) / both
    return shares


def _is_gap(members: Counts, signs: Signs, test: GapTest) -> bool:
    isolation = float(signs.isolation[members].mean())
    lack = float(_log_ratio(signs.expected[members].sum(), signs.observed[members].sum()))
    served = signs.near[members].sum() >= max(test.enough, len(members))
    return bool(
        len(members) >= test.min_inputs
        and isolation >= test.least_isolation
        and lack >= -np.log(test.most_training)
        and min(isolation, test.apart) + lack >= test.evidence + test.noise / np.sqrt(len(members))
        and not served
    )


def _is_thin(members: Counts, signs: Signs, test: GapTest) -> bool:
    """Whether there is some training among the inputs: they are not apart from it, or as many are near."""
    near = int(signs.near[members].sum())
    return bool(near > 0 and (signs.isolation[members].mean() < test.apart or near >= len(members)))


def _stability(members: Counts, trees: list[_Tree], m: int) -> float:
    """The share of the trees that put most of the members that they hold into gaps."""
    own = np.zeros(m, dtype=np.bool_)
    own[members] = True
    shown = [2 * sum(int(own[group].sum()) for group in tree.groups) >= int(own[tree.drawn].sum()) for tree in trees]
    return float(np.mean(shown))
