import numpy as np

from dataaudit.duplicates.grouping import stars


def joined(*pairs: tuple[int, int, float]) -> dict[int, int]:
    """Which item each item joined."""
    first, second, similarity = (np.array(side) for side in zip(*pairs, strict=True))
    found = stars(first.astype(np.int32), second.astype(np.int32), similarity.astype(np.float32))
    return {item: int(first[pair]) for item, pair in found.items()}


def test_what_is_similar_to_a_member_only_stays_out() -> None:
    assert joined((0, 1, 0.8), (1, 2, 0.8)) == {1: 0}


def test_an_item_joins_the_most_similar_one() -> None:
    assert joined((0, 2, 0.8), (1, 2, 0.9)) == {2: 1}


def test_of_equally_similar_ones_it_joins_the_first() -> None:
    assert joined((0, 2, 0.8), (1, 2, 0.8)) == {2: 0}


def test_a_less_similar_original_goes_before_a_more_similar_member() -> None:
    assert joined((0, 1, 0.9), (0, 2, 0.7), (1, 2, 0.95)) == {1: 0, 2: 0}


def test_nothing_has_no_groups() -> None:
    assert stars(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32)) == {}
