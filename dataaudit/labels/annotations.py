"""Annotations: who gave which item which label, whatever the columns of the data look like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import orjson
from numpy.typing import NDArray

from dataaudit.dataset import Corpus
from dataaudit.evidence.text import TextEvidence
from dataaudit.labels.classes import find_classes

Indices = NDArray[np.int64]

_COLUMNS = ("annotations", "annotator")


@dataclass(frozen=True, slots=True, eq=False)
class Annotations:
    """n annotations: labels that annotators gave to items, each annotator one to an item at most.

    They are sorted by item, then by annotator; items are in the order of their text, annotators and labels in the
    order of their names: nothing depends on the order of rows.

    Attributes
    ----------
    item, annotator, label
        (n,) int, indices into `items`, `annotators` and `labels`.
    position
        (n,) int, the position in the corpus that holds each.
    items
        (items,) int, a position of each item: the first of those that hold its annotations.
    annotators
        Their names.
    labels
        The usual spelling of each label.
    """

    item: Indices
    annotator: Indices
    label: Indices
    position: Indices
    items: Indices
    annotators: tuple[str, ...]
    labels: tuple[str, ...]

    @classmethod
    def of(cls, corpus: Corpus, text: TextEvidence) -> Self:
        """The annotations in a corpus; answers that are no labels, and unlabelled rows, have none.

        An item is a row where that holds several annotations. Where a row is one annotation, an item is all rows
        with one id if ids repeat so, else all rows with one input. Of several labels that an annotator gave to an
        item the first in the order of labels counts.
        """
        given = list(_given(corpus))
        classes = find_classes(one.label for one in given)
        kept = np.flatnonzero(classes.index >= 0)
        position = np.array([one.position for one in given], dtype=np.int64)[kept]
        names, annotator = np.unique([one.annotator for one in given], return_inverse=True)
        rank = np.empty(len(corpus.frame), dtype=np.int64)
        rank[text.canonical_order] = np.arange(len(rank))
        item, items = _numbered(_item_keys(corpus, text), position, rank)
        columns = np.stack([item, annotator[kept], classes.index[kept], rank[position], position])
        columns = columns[:, np.lexsort(columns[3::-1])]
        first = np.ones(columns.shape[1], dtype=np.bool_)
        first[1:] = (columns[:2, 1:] != columns[:2, :-1]).any(axis=0)
        item, annotator, label, _, position = columns[:, first]
        return cls(item, annotator, label, position, items, tuple(map(str, names)), tuple(classes.names))

    def __len__(self) -> int:
        return len(self.item)

    def counts(self) -> Indices:
        """(items, labels) how many annotators gave each item each label."""
        table = np.zeros((len(self.items), len(self.labels)), dtype=np.int64)
        np.add.at(table, (self.item, self.label), 1)
        return table


class _Annotation(NamedTuple):
    position: int
    annotator: str
    label: str


def _given(corpus: Corpus) -> Iterator[_Annotation]:
    """All annotations, those of a row with several of them and those that are a row."""
    frame = corpus.frame
    several, names = (frame[name].tolist() if name in frame else [None] * len(frame) for name in _COLUMNS)
    labels = frame["label"].tolist()
    for position, (votes, name, label) in enumerate(zip(several, names, labels, strict=True)):
        if isinstance(votes, str):
            yield from (_Annotation(position, *vote) for vote in orjson.loads(votes).items())
        elif isinstance(name, str) and isinstance(label, str):
            yield _Annotation(position, name, label)


def _item_keys(corpus: Corpus, text: TextEvidence) -> list[object]:
    """What is equal for positions that are one item."""
    frame = corpus.frame
    several = frame["annotations"].tolist() if "annotations" in frame else [None] * len(frame)
    inputs, ids = text.input_normalised.tolist(), frame["id"].tolist()
    named = [one if isinstance(one, str) else None for one in ids]
    inputs_of: dict[str, set[bytes]] = {}
    for name, key in zip(named, inputs, strict=True):
        if name is not None:
            inputs_of.setdefault(name, set()).add(key)
    by_id = len(inputs_of) < sum(name is not None for name in named) and all(
        len(own) == 1 for own in inputs_of.values()
    )
    return [
        position if isinstance(votes, str) else (name if by_id and name is not None else key)
        for position, (votes, name, key) in enumerate(zip(several, named, inputs, strict=True))
    ]


def _numbered(keys: list[object], position: Indices, rank: Indices) -> tuple[Indices, Indices]:
    """The item of each annotation, numbered in the order of their first positions, and these positions."""
    first: dict[object, int] = {}
    for one in sorted(set(position.tolist()), key=rank.__getitem__):
        first.setdefault(keys[one], one)
    number = {key: i for i, key in enumerate(first)}
    item = np.array([number[keys[one]] for one in position.tolist()], dtype=np.int64)
    return item, np.array(list(first.values()), dtype=np.int64)
