from collections.abc import Sequence

import numpy as np
import pytest

from dataaudit.duplicates.near import similarities

WORDS = [f"word{i}" for i in range(100)]


def text(n: int, **changed: str) -> str:
    """The first n words, some of them others: ``word3="other"``."""
    return " ".join(changed.get(word, word) for word in WORDS[:n])


def jaccard(one: Sequence[str], other: Sequence[str], n: int) -> float:
    """Of the runs of n words or characters."""
    sets = [{tuple(items[i : i + n]) for i in range(len(items) - n + 1)} for items in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def similarity(one: str, other: str) -> float:
    found = similarities([one, other], np.array([[0, 1], [1, 0]]))
    assert found[0] == found[1]
    return float(found[0])


@pytest.mark.parametrize(("one", "other", "expected"), [("", "", 1), ("", "a", 0), ("a", "a", 1), ("a", "b", 0)])
def test_very_short_texts(one: str, other: str, expected: float) -> None:
    assert similarity(one, other) == expected


def test_long_texts_are_compared_by_runs_of_three_words() -> None:
    one, other = text(100), text(100, word50="other", word70="word2")
    assert similarity(one, other) == pytest.approx(jaccard(one.split(), other.split(), 3)) == pytest.approx(92 / 104)


def test_three_words_of_a_hundred_are_near_and_one_half_is_not() -> None:
    assert similarity(text(100), text(100, word20="other", word50="other", word80="other")) == pytest.approx(89 / 107)
    assert similarity(text(100), " ".join(WORDS[:50] + WORDS[::-1][:50])) < 0.35


def test_short_texts_are_compared_by_runs_of_five_characters() -> None:
    assert similarity("a text of few words", "a text of new words") == pytest.approx(10 / 20)


def test_the_shorter_text_decides_how_both_are_compared() -> None:
    shorter, longer, longest = text(23), text(24, word12="other"), text(25)
    assert similarity(shorter, longer) == pytest.approx(jaccard(shorter, longer, 5))
    assert similarity(longer, longest) == pytest.approx(jaccard(longer.split(), longest.split(), 3))


def test_a_text_that_was_cut_short_is_contained_in_the_whole() -> None:
    assert similarity(text(100), text(60)) == 1
    assert similarity(text(100), text(60, word30="other")) == pytest.approx(55 / 101, abs=0.01)


def test_a_text_less_than_half_as_long_is_not_contained() -> None:
    assert similarity(text(100), text(40)) == pytest.approx(38 / 98)


def test_a_short_text_is_not_contained_in_another() -> None:
    assert similarity("what is my balance", "what is my balance on the savings account") < 0.5


def test_characters_of_chinese_count_as_words() -> None:
    one = "请问我的银行卡余额是多少我想查询一下最近三个月的所有交易记录谢谢"
    assert similarity(one, one.replace("三", "六")) > 0.8


class _Texts(Sequence[str]):
    """Remembers which texts were asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __len__(self) -> int:
        return 1000

    def __getitem__(self, item: int) -> str:  # type: ignore[override]
        self.asked.append(item)
        return f"text {item}"


def test_only_texts_that_occur_are_asked_for_and_each_once() -> None:
    texts = _Texts()
    similarities(texts, np.array([[3, 900], [3, 7]]))
    assert texts.asked == [3, 7, 900]


def test_neither_the_order_of_pairs_nor_the_number_of_threads_matters() -> None:
    random = np.random.default_rng(0)
    texts = [" ".join(random.choice(WORDS[:30], size)) for size in random.integers(0, 80, 200)]
    pairs = random.integers(0, 200, (3000, 2))
    shuffled = random.permutation(3000)
    found = similarities(texts, pairs)
    assert (similarities(texts, pairs[shuffled], jobs=2) == found[shuffled]).all()


def test_no_pairs_have_no_similarities() -> None:
    assert similarities(["a"], np.empty((0, 2), dtype=np.int64)).tolist() == []
