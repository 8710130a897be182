"""Words that say the same, and words that don't."""

import pytest

from dataaudit.duplicates.words import bases, forms, forms_of, is_slip, kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("colour", "color"), ("organised", "organized"), ("travelling", "traveling"), ("theatre", "theater"),
        ("dialogue", "dialog"), ("two", "2"), ("first", "1st"), ("1,000", "1000"), ("jan", "january"), ("nicht", "not"),
        ("my", "me"), ("us", "our"), ("grey", "gray"), ("二", "2"),
    ],
)  # fmt: skip
def test_one_form_for_all_ways_to_write_it(one: str, other: str) -> None:
    assert forms(one) == forms(other) != ()


@pytest.mark.parametrize("word", ["the", "please", "would", "which", "thanks"])
def test_what_may_be_passed_over_has_no_form(word: str) -> None:
    assert forms(word) == ()


def test_an_amount_and_its_unit_are_told_apart() -> None:
    assert forms("5kg") == ("5", "kg")
    assert forms("$5") == ("5", "dollar")
    assert forms("mp3") == ("mp3",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("i don t know", "i not know"), ("you shouldn t go", "you should not go"), ("it s a dog", "dog"),
        ("vitamin d", "vitamin d"), ("answer a", "answer a"), ("athlete s foot", "athlete foot"), ("t", "t"),
        ("we ll see", "i see"), ("u s", "u s"),
    ],
)  # fmt: skip
def test_single_letters_are_read_with_their_neighbours(text: str, expected: str) -> None:
    assert forms_of(text.split()) == expected.split()


@pytest.mark.parametrize(
    ("form", "expected"),
    [("2", "number"), ("mp3", "number"), ("monday", "date"), ("not", "negation"), ("i", "person"), ("paris", "word")],
)
def test_kinds(form: str, expected: str) -> None:
    assert kind(form) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cats", "cat"), ("planned", "planning"), ("caring", "cares"), ("cities", "city"), ("children", "child"),
        ("bought", "buy"), ("boxes", "box"), ("tried", "tries"),
    ],
)  # fmt: skip
def test_inflections_share_a_base(one: str, other: str) -> None:
    assert bases(one) & bases(other)


@pytest.mark.parametrize(
    ("one", "other"), [("caring", "car"), ("planes", "plan"), ("speed", "spe"), ("bus", "bu"), ("rating", "rat")]
)
def test_other_words_share_none(one: str, other: str) -> None:
    assert not bases(one) & bases(other)


@pytest.mark.parametrize(("one", "other"), [("sumamry", "summary"), ("langage", "language"), ("probllem", "problem")])
def test_a_slip_makes_no_other_word(one: str, other: str) -> None:
    assert is_slip(one, other)
    assert is_slip(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("gambia", "zambia"), ("casual", "causal"), ("austria", "australia"), ("propane", "propene"), ("form", "from")],
)
def test_another_word_is_no_slip(one: str, other: str) -> None:
    assert not is_slip(one, other)
