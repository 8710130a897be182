"""Blocks to learn from: what belongs together, and how evenly the rest is dealt."""

import numpy as np
import pandas as pd

from dataaudit.evidence.neighbours import build_graph
from dataaudit.sufficiency.splits import BLOCKS, deal, group_inputs

LABELS = np.repeat(np.arange(6), 45)


def test_a_group_is_in_one_block() -> None:
    groups = np.arange(270) // 3
    for repeat in deal(LABELS, groups, 3, seed=0):
        assert all(len(set(repeat.block[groups == group].tolist())) == 1 for group in range(90))


def test_classes_are_dealt_out_evenly() -> None:
    for repeat in deal(LABELS, np.arange(270), 3, seed=0):
        counts = np.bincount(LABELS * BLOCKS + repeat.block)
        assert set(counts.tolist()) == {5}


def test_every_block_is_held_out_once_from_all_others() -> None:
    (repeat,) = deal(LABELS, np.arange(270), 1, seed=0)
    assert [split.held_out for split in repeat.splits] == list(range(BLOCKS))
    assert all(sorted([*split.order.tolist(), split.held_out]) == list(range(BLOCKS)) for split in repeat.splits)


def test_repeats_differ_and_can_be_repeated() -> None:
    once, twice = (list(deal(LABELS, np.arange(270), 2, seed=0)) for _ in range(2))
    assert not np.array_equal(once[0].block, once[1].block)
    assert all(np.array_equal(a.block, b.block) for a, b in zip(once, twice, strict=True))


def vectors() -> np.ndarray:
    """Ten that have nothing in common, but that the last is a near copy of the first."""
    points = np.eye(10, dtype=np.float32)
    points[9] = 0.99 * points[0] + np.sqrt(1 - 0.99**2) * points[9]
    return points


def test_near_copies_are_one_group() -> None:
    groups = group_inputs(build_graph(vectors(), 5), np.arange(10), None)
    assert groups.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 0]


def test_what_the_data_group_is_together_with_its_copies() -> None:
    node, group = np.array([*range(10), 3]), [None] * 11
    group[3], group[9], group[10], group[5] = "ann", "bob", "bob", "ann"
    groups = group_inputs(build_graph(vectors(), 5), node, pd.Series(group, dtype=object))
    assert groups.tolist() == [0, 1, 2, 0, 3, 0, 4, 5, 6, 0]
