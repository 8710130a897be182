"""Kinds told by similarity, and the estimates of what is unseen."""

import numpy as np
import pytest

from dataaudit.coverage.kinds import (
    RegionTest,
    connected,
    find_regions,
    kind_sizes,
    relatedness,
    unseen_kinds,
    unseen_share,
)
from dataaudit.evidence.neighbours import build_graph

NEIGHBOURS = np.array([[1, 2], [0, 2], [1, 0], [4, 0], [3, 0], [0, 1]], np.int32)
UNLABELLED = np.full(6, -1)


def test_links_join_in_both_directions() -> None:
    assert connected(6, np.array([3, 5]), np.array([1, 3])).tolist() == [0, 1, 2, 1, 4, 1]


def test_unlinked_items_are_alone() -> None:
    none = np.array([], dtype=np.int64)
    assert connected(3, none, none).tolist() == [0, 1, 2]


def test_good_turing_by_hand() -> None:
    share = unseen_share(np.array([1, 1, 2, 6]))  # n 10, two once, one twice: 2/10 · 18 / (18 + 2)
    assert share.value == pytest.approx(0.18)
    assert share.low == 0
    assert share.high > 0.4


def test_without_single_kinds_the_upper_end_still_depends_on_the_sample() -> None:
    few, many = unseen_share(np.array([5, 5])), unseen_share(np.array([500, 500]))
    assert few.value == many.value == 0
    assert few.high > 0.2 > 0.01 > many.high


def test_chao_by_hand() -> None:
    assert unseen_kinds(np.array([1, 1, 1, 1, 2, 9])) == 3  # 4 · 3 / (2 · 2)
    assert unseen_kinds(np.array([4, 4])) == 0


def test_akin_inputs_are_one_kind() -> None:
    related = np.array([[9, 9], [9, 9], [9, 0], [9, 0], [9, 0], [1, 0]], np.float64)
    assert kind_sizes(related, NEIGHBOURS, UNLABELLED, kin=3.0).tolist() == [3, 2, 1]


def test_the_nearest_input_of_the_same_label_is_akin() -> None:
    related = np.ones((6, 2)) * [1.0, 0.5]
    labels = np.array([7, 7, 7, 8, 8, 8])
    assert kind_sizes(related, NEIGHBOURS, labels, kin=3.0).tolist() == [3, 2, 1]


def test_few_akin_inputs_apart_from_all_others_are_a_region() -> None:
    related = np.array([[4, 4], [4, 4], [4, 4], [9, 2], [9, 2], [2, 2]], np.float64)
    regions = find_regions(related, NEIGHBOURS, UNLABELLED, RegionTest(max_region=3))
    assert [members.tolist() for members in regions] == [[0, 1, 2]]


def test_a_whole_class_is_no_region() -> None:
    related = np.array([[4, 4], [4, 4], [4, 4], [9, 2], [9, 2], [2, 2]], np.float64)
    assert find_regions(related, NEIGHBOURS, np.array([1, 1, 1, 2, 2, 2]), RegionTest(max_region=3)) == []


def test_relatedness_is_measured_from_what_all_have_in_common() -> None:
    rng = np.random.default_rng(0)
    topics = np.repeat(np.eye(12)[:6], 10, axis=0) + 0.05 * rng.normal(size=(60, 12))
    shared = np.concatenate([topics, np.full((60, 1), 5.0)], axis=1)
    vectors = [(v / np.linalg.norm(v, axis=1, keepdims=True)).astype(np.float32) for v in (topics, shared)]
    apart, together = (relatedness(v, build_graph(v, 5)) for v in vectors)
    assert apart is not None
    assert together is not None
    np.testing.assert_allclose(np.median(together), np.median(apart), rtol=0.1)


def test_inputs_that_are_all_the_same_tell_nothing() -> None:
    same = np.tile(np.float32([1, 0]), (60, 1))
    assert relatedness(same, build_graph(same, 5)) is None


def test_a_link_that_is_there_many_times_is_one_link() -> None:
    assert connected(3, np.zeros(256, np.int64), np.full(256, 2)).tolist() == [0, 1, 0]
