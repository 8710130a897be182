"""What repeats a held-out input, what only resembles it, and what is another question."""

import random

import numpy as np
import pytest

from dataaudit.duplicates.leakage import Leak, Tier, alike_in_meaning, find_leaks
from dataaudit.evidence.neighbours import NeighbourGraph
from dataaudit.evidence.text import normalise

#: 55 words.
LETTER = (
    "my order arrived on a rainy afternoon and the box had been left open in front of the garage so that the paper "
    "around the lamp was soaked and the cable showed rust at both ends i have dried everything as well as i could but "
    "the switch sticks and the light flickers whenever somebody walks past"
)
#: 19 words.
QUESTION = "could you explain to my uncle in plain words how the valve of the old boiler is closed at night"


def found(held_out: str, *training: str) -> list[Leak]:
    return find_leaks([normalise(text) for text in training], [normalise(held_out)])


def tiers(held_out: str, *training: str) -> list[str | None]:
    """Of each training text how it repeats the held-out one; in brackets where a reader must decide."""
    names = {
        leak.training: f"({leak.tier})" if leak.to_review else str(leak.tier) for leak in found(held_out, *training)
    }
    return [names.get(i) for i in range(len(training))]


@pytest.mark.parametrize(
    ("held_out", "training", "tier"),
    [
        ("Where is my parcel?", "where is my PARCEL", "normalised"),
        ("what is my new password", "what is my new pasword", "characters"),
        ("add milk to my to do list", "add milk to my todo list", "characters"),
        ("please tell me when the shop in Ghent opens", "tell me when the shop in Ghent opens", "characters"),
        (LETTER, LETTER.replace("lamp", "lantern"), "n-gram"),
        (LETTER, f"what does this customer want of us and how soon does he want it answered {LETTER}", "n-gram"),
        (QUESTION, QUESTION.replace("to my uncle", "my uncle"), "n-gram"),
    ],
)
def test_a_copy_leaks(held_out: str, training: str, tier: str) -> None:
    assert tiers(held_out, training) == [tier]


@pytest.mark.parametrize(
    ("held_out", "training", "tier"),
    [
        (QUESTION, QUESTION.replace("boiler", "heater"), "(n-gram)"),
        (LETTER, LETTER.replace("both", "3"), "(n-gram)"),
        ("what is on my list", "what's on my list", "(characters)"),
    ],
)
def test_what_may_be_another_question_is_for_a_reader(held_out: str, training: str, tier: str) -> None:
    assert tiers(held_out, training) == [tier]


@pytest.mark.parametrize(
    ("held_out", "training"),
    [
        ("What is 12 x 13?", "What is 12 x 14?"),
        ("book a table in lisbon on monday", "book a table in lisbon on friday"),
        ("can i pay the parcel with a cheque", "can i pay the parcel with a card"),
        ("is the museum open on holidays", "is the museum not open on holidays"),
        ("do you know where my luggage is", "do you know where my luggage is not"),
        ("freeze my bank account", "freeze my back account"),
        ("order item 12 3 for me", "order item 1 23 for me"),
        (QUESTION, QUESTION.replace("night", "7")),
        ("yes", "no"),
    ],
)
def test_another_fact_is_another_question(held_out: str, training: str) -> None:
    assert tiers(held_out, training) == [None]


def test_a_name_is_known_by_its_capital() -> None:
    written = LETTER.replace("garage", "Bruges house"), LETTER.replace("garage", "Leuven house")
    held_out, training = map(normalise, written)
    assert [leak.to_review for leak in find_leaks([training], [held_out])] == [False]
    (leak,) = find_leaks([training], [held_out], written=lambda *_: written)
    assert leak.to_review
    assert leak.difference is not None
    assert leak.difference.kind == "name"


def test_wording_that_many_share_is_no_leak() -> None:
    colours = ["red", "green", "blue", "white"]
    training = [QUESTION.replace("boiler", colour) for colour in colours]
    assert tiers(QUESTION, *training[:3]) == ["(n-gram)"] * 3
    assert tiers(QUESTION, *training) == [None] * 4


def test_scaffolding_is_taken_out_and_still_must_not_differ() -> None:
    frame = "you are given a word and asked to answer in one word only without any explanation of it"

    def strip(text: str) -> str:
        return text.removeprefix(frame).strip()

    training = [
        f"{frame} paint a ladder",
        f"{frame} read the whole novel aloud to a child",
        "read the whole novel aloud to a child",
    ]
    leaks = find_leaks(training, [f"{frame} read the whole novel aloud to a child please"], strip=strip)
    assert [(leak.training, leak.to_review) for leak in leaks] == [(1, False)]


def test_text_without_spaces_has_passages_too() -> None:
    text = (
        "我想知道怎样才能把上个月在你们店里买的那盏台灯退回去因为它的开关总是卡住而且灯光一直在闪烁我已经试过很多次了"
    )
    assert tiers(text, text.replace("总是", "常常"))[0] in {"n-gram", "(n-gram)"}
    assert tiers(
        text, "今天天气很好我们一起去公园里散步吧顺便在路上买一些水果和面包回来当作明天的早饭你觉得怎么样"
    ) == [None]


def test_the_order_of_texts_does_not_matter() -> None:
    training = [normalise(LETTER.replace(word, "other")) for word in LETTER.split()[::3]]
    training += [QUESTION, "where is it", "where is that", "wheres it"]
    held_out = [LETTER, QUESTION.replace("boiler", "heater"), "where is it", "where's it"]
    straight = {(held_out[leak.held_out], training[leak.training], leak[2:]) for leak in find_leaks(training, held_out)}
    mixed, asked = random.Random(1).sample(training, len(training)), held_out[::-1]
    assert {(asked[leak.held_out], mixed[leak.training], leak[2:]) for leak in find_leaks(mixed, asked)} == straight


def test_pairs_come_in_the_order_of_the_held_out_texts() -> None:
    leaks = find_leaks(["b", "a"], ["a", "b"])
    assert leaks == [Leak(0, 1, Tier.NORMALISED, 1.0), Leak(1, 0, Tier.NORMALISED, 1.0)]


def test_likeness_in_meaning_is_for_a_reader_unless_a_fact_contradicts_it() -> None:
    training, held_out = ["how do i get money back", "set a timer for 5 minutes"], ["refund please", "a 3 minute timer"]
    nearest = NeighbourGraph(np.array([[0, 1], [1, 0]], np.int32), np.array([[0.97, 0.1], [0.98, 0.2]], np.float32))
    (leak,) = alike_in_meaning(training, held_out, nearest, 0.95)
    assert (leak.held_out, leak.training, leak.tier, leak.to_review) == (0, 0, Tier.SEMANTIC, True)
