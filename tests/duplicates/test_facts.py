"""Which texts that are near by their words are copies, and which say something else."""

import pytest

from dataaudit.duplicates.facts import answers_agree, differing_fact

LONG = " ".join(f"{letter}{number}" for letter in "bcde" for number in "fghijklmnopqrstuvw")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("what is the time", "what s the time"),
        ("please book a flight to paris", "book flights to paris thanks"),
        ("i cannot find my card", "i can t find my card"),
        ("what is your favorite color", "what is your favourite colour"),
        ("name three fruits", "name 3 fruits"),
        ("how do i cancel an order", "how do you cancel orders"),
        ("summarise the article about dictionaries", "summarize the article about dictionareis"),
        ("improve english", "improve my english"),
    ],
)
def test_copies(one: str, other: str) -> None:
    assert differing_fact(one, other) is None
    assert differing_fact(other, one) is None


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("name three fruits", "name four fruits", "number"),
        ("remind me at 9am", "remind me at 10am", "number"),
        ("add 5 kg of rice", "add rice", "number"),
        ("wake me on monday", "wake me on friday", "date"),
        ("who won in may", "who won in june", "date"),
        ("is it safe", "is it not safe", "negation"),
        ("i can go", "i can t go", "negation"),
        ("tea with sugar", "tea without sugar", "negation"),
        ("what is your name", "what is my name", "person"),
        ("book a flight to paris", "book a flight to london", "word"),
        ("write a poem", "write a short poem", "word"),
        ("when was he born", "where was he born", "word"),
        ("sources of vitamin a", "sources of vitamin d", "word"),
        ("from paris to london", "from london to paris", "order"),
        ("from paris to london", "to paris from london", "order"),
        ("a", "c", "word"),
        ("in", "on", "word"),
        ("什么是机器学习", "什么是深度学习", "word"),
    ],
)
def test_what_differs(one: str, other: str, kind: str) -> None:
    difference, mirrored = differing_fact(one, other), differing_fact(other, one)
    assert difference is not None
    assert mirrored is not None
    assert difference.kind == mirrored.kind == kind
    assert (difference.left, difference.right) == (mirrored.right, mirrored.left)


def test_a_long_text_may_have_a_few_more_words() -> None:
    assert differing_fact(LONG, LONG.replace("ck", "ck indeed")) is None
    assert differing_fact(LONG, LONG.replace("ck", "ck indeed yes verily")) is not None


@pytest.mark.parametrize("other", ["london", "you", "not ck", "ck 5"])
def test_in_a_long_text_no_word_may_be_another_and_no_fact_be_more(other: str) -> None:
    assert differing_fact(LONG, LONG.replace("ck", other)) is not None


def test_in_a_long_text_no_fact_may_move() -> None:
    assert differing_fact(f"5 {LONG}", f"{LONG} indeed 5") is not None


@pytest.mark.parametrize(("one", "other"), [("yes", "no"), ("42", "43"), ("paris", "london"), ("a", "b")])
def test_closed_answers_disagree_in_a_word(one: str, other: str) -> None:
    assert not answers_agree(one, other, 0.9)


def test_longer_answers_agree_unless_a_fact_differs() -> None:
    answer = " ".join(LONG.split()[:30])
    assert answers_agree(answer, f"{answer} london", 0.9)
    assert not answers_agree(answer, f"{answer} 5", 0.9)
    assert not answers_agree(answer, f"{answer} london", 0.6)


def test_long_answers_agree_where_they_are_similar() -> None:
    assert answers_agree(LONG, LONG.replace("ck", "5"), 0.9)
    assert not answers_agree(LONG, LONG.replace("ck", "5"), 0.6)
