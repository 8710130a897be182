"""How many independent examples a set with redundancy is worth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dataaudit.duplicates.grouping import stars
from dataaudit.evidence import Evidence, EvidenceView
from dataaudit.labels.witnesses import class_sums

Groups = NDArray[np.int64]


def effective_number(sizes: Groups, alike: NDArray[np.float64]) -> float:
    """Σ m / (1 + (m − 1) ρ) over groups of m examples that are alike by ρ: m where ρ is 0, one where ρ is 1.

    The effective size of a sample by clusters, with its design effect 1 + (m − 1) ρ (Kish 1965, Survey Sampling).

    Parameters
    ----------
    sizes, alike
        (g,) how many examples each group has, and how alike they are on average, in [0, 1].
    """
    return float((sizes / (1 + (sizes - 1) * alike)).sum())


def effective_examples(evidence: Evidence | EvidenceView, usable: NDArray[np.bool_]) -> float:
    """How many independent examples the usable ones are worth.

    Examples with the same input are one group, and with an encoder also those that say the same in other words
    (DUP004). ρ is the mean cosine of all pairs of a group, 1 for the same input.

    Parameters
    ----------
    usable
        (n,) bool, which positions of the corpus count.
    """
    nodes = evidence.text.node[usable]
    if not evidence.has("semantic"):
        return float(len(np.unique(nodes)))
    group = _topic_of_group(evidence, usable)[nodes]
    _, number, sizes = np.unique(group, return_inverse=True, return_counts=True)
    total = class_sums(evidence.embeddings[nodes], number, len(sizes))
    pairs = np.maximum(sizes * (sizes - 1), 1)
    alike = np.clip(((total**2).sum(axis=1) - sizes) / pairs, 0.0, 1.0)
    return effective_number(sizes, alike)


def _topic_of_group(evidence: Evidence | EvidenceView, usable: NDArray[np.bool_]) -> Groups:
    """(n_nodes,) the topic that each topic says the same as in other words; itself where there is none."""
    units, pairs = evidence.units, evidence.semantic
    own = units.of[usable]
    there = np.isin(np.arange(len(units.node)), own[own >= 0])
    kept = pairs.agree & there[pairs.first] & there[pairs.second]
    topic: Groups = np.arange(len(evidence.text.nodes))
    first = pairs.first[kept]
    for joined, pair in stars(first, pairs.second[kept], pairs.similarity[kept]).items():
        topic[units.node[joined]] = topic[units.node[first[pair]]]
    return topic
