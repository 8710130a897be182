"""The labelled inputs that a classifier can be asked about: each distinct input once, with one label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dataaudit.dataset import Corpus
from dataaudit.evidence.text import TextEvidence
from dataaudit.labels.classes import Classes


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSample:
    """Distinct inputs with their labels, in the order of their text: independent of the order of rows.

    Attributes
    ----------
    nodes
        (n,) int, the index of each in `TextEvidence.nodes`, ascending.
    labels
        (n,) int, the class of each, an index into `names`.
    names
        The usual spelling of each class.
    item
        (positions,) int, which of the n each position of the corpus is, -1 for none.
    """

    nodes: NDArray[np.int64]
    labels: NDArray[np.int64]
    names: tuple[str, ...]
    item: NDArray[np.int64]

    def representatives(self, canonical_order: NDArray[np.int64]) -> NDArray[np.int64]:
        """(n,) a position of each item: the first in canonical order, so the same text in any order of rows."""
        chosen = np.empty(len(self.nodes), dtype=np.int64)
        positions = canonical_order[self.item[canonical_order] >= 0][::-1]
        chosen[self.item[positions]] = positions
        return chosen


def labelled_sample(corpus: Corpus, text: TextEvidence, classes: Classes, min_inputs: int) -> LabelledSample:
    """Collect the inputs that have one label, of a class with at least `min_inputs` of them.

    Left out are inputs in a conflict, those without a letter, of which no witness knows anything, and answers
    that are no bare label.
    """
    usable = classes.bare & (classes.index >= 0) & _has_words(corpus)
    label_of = _only_label(text.node[usable], classes.index[usable], len(text.nodes))
    sizes = np.bincount(label_of[label_of >= 0], minlength=len(classes.names))
    kept = np.flatnonzero(sizes >= min_inputs)
    number = np.full(len(classes.names) + 1, -1)
    number[kept] = np.arange(len(kept))
    label_of = number[label_of]
    nodes = np.flatnonzero(label_of >= 0)
    item_of = np.full(len(text.nodes), -1)
    item_of[nodes] = np.arange(len(nodes))
    return LabelledSample(
        nodes=nodes,
        labels=label_of[nodes],
        names=tuple(classes.names[i] for i in kept.tolist()),
        item=np.where(usable, item_of[text.node], -1),
    )


def _has_words(corpus: Corpus) -> NDArray[np.bool_]:
    texts = corpus.frame["input"].tolist()
    return np.array([isinstance(text, str) and any(map(str.isalpha, text)) for text in texts], dtype=np.bool_)


def _only_label(node: NDArray[Any], label: NDArray[Any], n_nodes: int) -> NDArray[np.int64]:
    """(n_nodes,) the label of each node, -1 where it has none or several."""
    least, greatest = np.full(n_nodes, np.iinfo(np.int64).max), np.full(n_nodes, -1)
    np.minimum.at(least, node, label)
    np.maximum.at(greatest, node, label)
    return np.where(least == greatest, greatest, -1)
