"""Training parts of several sizes and what is held out from them; what belongs together is never on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.coverage.kinds import connected
from dataaudit.evidence.neighbours import NeighbourGraph
from dataaudit.labels.witnesses import COPY, assign_folds

Numbers = NDArray[np.int64]

#: Blocks to train on: each step is twice the one before, so that the next is what is asked about.
STEPS = (1, 2, 4, 8)
#: One more than the most, which is held out.
BLOCKS = STEPS[-1] + 1


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One block that is held out, and the others in the order in which they come to be trained on."""

    held_out: int
    order: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """One way to deal n inputs into blocks.

    Attributes
    ----------
    block
        (n,) the block of each input; groups are together, and each class is dealt out evenly.
    splits
        One for each block. Their orders are drawn by lot: a class of a few inputs lies in blocks that follow one
        another.
    """

    block: Numbers
    splits: tuple[Split, ...]


def deal(labels: Numbers, groups: Numbers, repeats: int, seed: int) -> Iterator[Repeat]:
    """Deal the inputs out several times.

    Parameters
    ----------
    labels, groups
        (n,) the class and the group of each.
    """
    for repeat in range(repeats):
        random = np.random.default_rng([seed, repeat])
        block = assign_folds(labels, groups, BLOCKS, int(random.integers(2**32)))
        others = (np.delete(np.arange(BLOCKS), held_out) for held_out in range(BLOCKS))
        yield Repeat(block, tuple(Split(i, random.permutation(rest)) for i, rest in enumerate(others)))


def group_inputs(graph: NeighbourGraph, node: Numbers, group: pd.Series | None) -> Numbers:
    """(nodes,) the number of the group of each distinct input: near copies, and what the data say belongs together.

    Parameters
    ----------
    graph
        The neighbours of each distinct input; those with a similarity of `COPY` are copies.
    node
        (n,) the distinct input of each example.
    group
        (n,) to whom or what each example belongs (a user, a conversation), None or NaN where to none.
    """
    copy, rank = np.nonzero(graph.similarities >= COPY)
    one, other, count = copy, graph.indices[copy, rank].astype(np.int64), len(graph.indices)
    if group is not None:
        known = group.notna().to_numpy()
        code, names = pd.factorize(group[known].astype(str))
        one, other = np.append(one, node[known]), np.append(other, count + code)
        count += len(names)
    found = connected(count, one, other)[: len(graph.indices)]
    groups: Numbers = np.unique(found, return_inverse=True)[1].astype(np.int64)
    return groups
