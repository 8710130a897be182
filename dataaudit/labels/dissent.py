"""Items that deserve a second look, since annotators contradict their label, and those on which they are divided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.labels.agreement import Level, numeric_values
from dataaudit.labels.annotations import Annotations, Indices
from dataaudit.labels.consensus import Consensus

#: The label of a position whose item's annotations decide it, and one that none of them names.
NO_LABEL, ANOTHER = -1, -2


class Dissent(NamedTuple):
    """An item of DATA with a label that the consensus contradicts.

    `annotations` are the indices of those that dissent; `positions` hold the label.
    """

    item: int
    positions: tuple[int, ...]
    annotations: tuple[int, ...]
    probability: float


@dataclass(frozen=True, slots=True, eq=False)
class Doubts:
    """What to look at again, most certain first, and the items of DATA on which annotators are divided."""

    dissent: tuple[Dissent, ...]
    divided: Indices


def find_doubts(
    annotations: Annotations,
    consensus: Consensus,
    own_label: Indices,
    level: Level,
    audited: int,
    *,
    confident: float,
    undecided: float,
) -> Doubts:
    """Sort the items that annotators label differently.

    Parameters
    ----------
    own_label
        (positions,) int, the label that a row has besides its annotations, NO_LABEL or ANOTHER: it is what is
        contradicted, or else the annotations that differ from the consensus.
    level
        On ordered labels a step more or less is no contradiction.
    confident, undecided
        How probable the consensus must be to contradict, and below which annotators are divided.
    """
    here = annotations.position < audited
    contradicts = _contradictions(annotations, consensus, own_label, level) & here
    sure = consensus.split & (np.round(consensus.probability, 9) >= confident)
    chosen = np.flatnonzero(contradicts & sure[annotations.item])
    found = []
    for item, rows in zip(*_grouped(annotations.item[chosen], chosen), strict=True):
        positions = tuple(dict.fromkeys(annotations.position[rows].tolist()))
        others = rows[annotations.label[rows] != consensus.label[item]]
        found.append(Dissent(int(item), positions, tuple(others.tolist()), float(consensus.probability[item])))
    in_data = np.zeros(len(annotations.items), dtype=np.bool_)
    in_data[annotations.item[here]] = True
    divided = np.flatnonzero(consensus.split & in_data & (consensus.probability < undecided))
    order = np.lexsort((divided, np.round(consensus.probability[divided], 9)))
    return Doubts(tuple(sorted(found, key=lambda one: (-round(one.probability, 9), one.item))), divided[order])


def _contradictions(
    annotations: Annotations, consensus: Consensus, own_label: Indices, level: Level
) -> NDArray[np.bool_]:
    """(n,) whether the label that each annotation stands for is not the consensus of its item."""
    own = own_label[annotations.position]
    label = np.where(own == NO_LABEL, annotations.label, own)
    said = consensus.label[annotations.item]
    numbers = numeric_values(annotations.labels)
    if level == "nominal" or numbers is None:
        return np.not_equal(label, said)
    rank = np.argsort(np.argsort(numbers, kind="stable"), kind="stable")
    contradicts: NDArray[np.bool_] = np.abs(rank[np.maximum(label, 0)] - rank[said]) > 1
    contradicts[label == ANOTHER] = True
    return contradicts


def _grouped(item: Indices, rows: Indices) -> tuple[Indices, list[Indices]]:
    """The items and the rows of each; items ascend already."""
    items, starts = np.unique(item, return_index=True)
    return items, np.split(rows, starts[1:]) if len(items) else []
