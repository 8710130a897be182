from collections.abc import Callable

import numpy as np
import pytest

from dataaudit.duplicates.shingles import (
    Shingles,
    character_shingles,
    pieces,
    spaced,
    word_counts,
    word_shingles,
)

RANDOM = np.random.default_rng(0)
TEXTS = [" ".join(RANDOM.choice(["a", "bb", "ccc", "déjà", "x1"], size)) for size in range(12)]


def of(shingles: Shingles, text: int) -> list[int]:
    """The hashes of one text."""
    return shingles.hashes[shingles.offsets[text] : shingles.offsets[text + 1]].tolist()


def runs(items: str | list[str], n: int) -> list[str]:
    """All runs of n items, or the one run there is."""
    return ["".join(items[i : i + n]) for i in range(max(len(items) - n + 1, min(len(items), 1)))]


@pytest.mark.parametrize("n", [1, 3, 8])
def test_hashes_of_words_are_equal_where_the_runs_are(n: int) -> None:
    expected = [run for text in TEXTS for run in runs([f"{word} " for word in text.split()], n)]
    hashes = word_shingles(TEXTS, n).hashes.tolist()
    assert len(hashes) == len(expected)
    assert len(set(zip(hashes, expected, strict=True))) == len(set(hashes)) == len(set(expected))


def test_hashes_of_characters_are_equal_where_the_runs_are() -> None:
    expected = [run for text in TEXTS for run in runs(text, 5)]
    hashes = character_shingles(TEXTS).hashes.tolist()
    assert len(set(zip(hashes, expected, strict=True))) == len(set(hashes)) == len(set(expected))


@pytest.mark.parametrize("shingles_of", [word_shingles, character_shingles])
def test_a_text_has_the_same_shingles_in_any_company(shingles_of: Callable[[list[str]], Shingles]) -> None:
    together = shingles_of(TEXTS)
    assert [of(together, i) for i in range(len(TEXTS))] == [of(shingles_of([text]), 0) for text in TEXTS]


def test_hashes_are_the_same_on_every_machine() -> None:
    assert word_shingles(["one two three"]).hashes.tolist() == [4427100342308654422]
    assert character_shingles(["wörds"]).hashes.tolist() == [17301368361701527889]


def test_a_short_text_has_one_shingle_and_an_empty_one_none() -> None:
    assert np.diff(word_shingles(["one two", "", "one"]).offsets).tolist() == [1, 0, 1]
    assert np.diff(character_shingles(["abcd", "", "a"]).offsets).tolist() == [1, 0, 1]
    assert word_shingles([]).offsets.tolist() == [0]


def test_half_a_surrogate_pair_is_a_character_like_any_other() -> None:
    shingles = character_shingles(["half \ud800", "half \ud801"])
    assert of(shingles, 0) != of(shingles, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好 world", "你 好 world"),
        ("カタカナ", "カ タ カ ナ"),
        ("สวัสดี", "ส ว ั ส ด ี"),
        ("안녕 세계", "안녕 세계"),
        ("déjà vu", "déjà vu"),
        ("plain", "plain"),
    ],
)
def test_characters_of_scripts_without_spaces_are_words(text: str, expected: str) -> None:
    assert spaced(text) == expected


def test_words_are_counted() -> None:
    assert word_counts(["", "one", "one two three"]).tolist() == [0, 1, 3]


def test_pieces_follow_one_another_and_leave_nothing_out() -> None:
    sizes = RANDOM.integers(0, 300, 1000)
    found = list(pieces(sizes, 2000))
    assert np.concatenate([np.arange(1000)[piece] for piece in found]).tolist() == list(range(1000))
    assert max(np.maximum(sizes[piece], 16).sum() for piece in found) < 2000 + 300
    assert list(pieces(np.empty(0, np.int64))) == []
