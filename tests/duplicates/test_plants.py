from random import Random

import pytest

from dataaudit.duplicates.plants import rephrased, respelled, reworded, slipped
from dataaudit.evidence.text import normalise

TEXT = "Where is the parcel that I ordered for Anna on Monday, 3 May?"


@pytest.mark.parametrize("seed", range(12))
def test_other_spelling_is_the_same_once_normalised(seed: int) -> None:
    copy = respelled(TEXT, Random(seed))
    assert copy != TEXT
    assert normalise(copy) == normalise(TEXT)


def test_two_words_in_a_hundred_are_changed_and_one_at_least() -> None:
    long = " ".join(f"word{n}" for n in range(200))
    for text, changed in ((long, 4), ("one two three", 1)):
        copy = reworded(text, ["other"], Random(1)).split()
        assert len(set(text.split()) - set(copy)) <= changed
        assert copy != text.split()


def test_a_slip_exchanges_two_letters_inside_a_long_word() -> None:
    copy = slipped("the parcel is ordered", Random(2))
    assert copy is not None
    assert sorted(copy) == sorted("the parcel is ordered")
    assert copy != "the parcel is ordered"
    assert copy.startswith("the parcel is o")


def test_short_words_have_no_slip() -> None:
    assert slipped("the cat sat", Random(0)) is None


@pytest.mark.parametrize("seed", range(8))
def test_another_wording_only_adds_courtesies_or_leaves_out_an_article(seed: int) -> None:
    said, copy = (normalise(text).split() for text in (TEXT, rephrased(TEXT, Random(seed))))
    assert set(copy) - set(said) <= {"hi", "hello", "please", "ok", "so", "thanks", "thank", "you"}
    assert set(said) - set(copy) <= {"the"}
