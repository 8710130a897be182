"""Whether the labels of training agree with an answer, from their neighbourhoods."""

import numpy as np

from dataaudit.coverage.support import agreeing, among_their_kind

#: Eight inputs in two kinds of four; each has the other three of its kind as neighbours.
NEIGHBOURS = np.array([[j for j in range(4 * (i // 4), 4 * (i // 4) + 4) if j != i] for i in range(8)], np.int32)


def test_most_neighbours_of_one_label_make_it_among_its_kind() -> None:
    labels = np.array([0, 0, 0, 1, 1, 1, 0, 0])
    assert among_their_kind(labels, NEIGHBOURS).tolist() == [True, True, True, False, False, False, False, False]


def test_of_a_class_with_two_inputs_one_neighbour_is_all_there_can_be() -> None:
    labels = np.array([0, 0, 1, 1, 2, -1, 3, 3])
    assert among_their_kind(labels, NEIGHBOURS).tolist() == [True, True, True, True, False, False, True, True]


def test_the_wanted_label_counts_where_it_is_among_its_kind() -> None:
    labels = np.array([0, 0, 0, 1, 1, 1, 1, 1])
    alike = np.array([True, True, True, False, True, True, True, True])
    nearest = np.array([[0, 1, 3], [0, 1, 3], [0, 4, 5], [0, 1, 2]], np.int32)
    wanted = np.array([0, 1, 1, 2])
    most, any_of_them = agreeing(labels, alike, nearest, wanted)
    assert most.tolist() == [True, False, True, False]
    assert any_of_them.tolist() == [True, False, True, False]


def test_where_any_label_is_right_all_that_are_near_count() -> None:
    labels = np.array([0, 0, 1, -1])
    alike = np.array([True, True, False, False])
    nearest = np.array([[0, 1, 2], [2, 3, 3]], np.int32)
    most, any_of_them = agreeing(labels, alike, nearest, np.array([-1, -1]))
    assert (most.tolist(), any_of_them.tolist()) == ([True, False], [True, False])


def test_one_of_two_that_is_among_its_kind_is_not_most() -> None:
    nearest = np.array([[0, 1]], np.int32)
    most, any_of_them = agreeing(np.array([0, 0]), np.array([True, False]), nearest, np.array([0]))
    assert (most.tolist(), any_of_them.tolist()) == ([False], [True])
