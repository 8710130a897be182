"""Annotations for tests."""

from collections.abc import Iterable

import numpy as np

from dataaudit.labels.annotations import Annotations

Vote = tuple[int, str, str]


def annotated(votes: Iterable[Vote]) -> Annotations:
    """Annotations of (item, annotator, label) in any order; each is a row of its own, in the order of items."""
    rows = sorted(votes)
    annotators, labels = (tuple(sorted({row[i] for row in rows})) for i in (1, 2))
    item, annotator, label = np.array(
        [(i, annotators.index(who), labels.index(what)) for i, who, what in rows], dtype=np.int64
    ).T
    items = np.unique(item, return_index=True)[1]
    return Annotations(item, annotator, label, np.arange(len(rows)), items, annotators, labels)


def table(*items: str) -> Annotations:
    """Items whose labels are letters, given by annotators 0, 1, 2 ...; a dot is none."""
    return annotated((i, str(who), what) for i, own in enumerate(items) for who, what in enumerate(own) if what != ".")
