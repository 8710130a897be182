"""Annotations: who gave which item which label, whatever the columns of the data look like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Annotations:
    """n annotations: labels that annotators gave to items, each annotator one to an item at most.

    They are sorted by item, then by annotator; items are in the order of their text, annotators and labels in the
    order of their names: nothing depends on the order of rows.

    Attributes
    ----------
    item, annotator, label
        (n,) int, indices into `rows`, `annotators` and `labels`.
    row
        (n,) int, the row of DATA that holds each.
    rows
        (items,) int, a row of each item: the first of those that hold its annotations.
    annotators
        Their names.
    labels
        The usual spelling of each label.
    """

    item: Indices
    annotator: Indices
    label: Indices
    row: Indices
    rows: Indices
    annotators: tuple[str, ...]
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.item)

    def counts(self) -> Indices:
        """(items, labels) how many annotators gave each item each label."""
        table = np.zeros((len(self.rows), len(self.labels)), dtype=np.int64)
        np.add.at(table, (self.item, self.label), 1)
        return table
