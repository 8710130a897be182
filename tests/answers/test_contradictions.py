"""Which answers to one question contradict each other."""

import pytest

from dataaudit.answers.contradictions import FORMAT, NUMBER, POLARITY, REFUSED, VALUE, contradiction
from dataaudit.answers.prompts import ClosedSets
from dataaudit.answers.replies import Reply
from dataaudit.formats.phrases import boilerplate_kinds

NO_SETS = ClosedSets([])
LONG = "The bridge was opened by the mayor, is {} metres long, and carries four lanes of cars and a path for bicycles."

SIDES = ("increase", "decrease")


def rung(question: str, one: str, other: str) -> str | None:
    said = zip((one, other), boilerplate_kinds([one, other]), strict=True)
    replies = [Reply("", question, answer, NO_SETS, kind) for answer, kind in said]
    found, turned = contradiction(*replies), contradiction(*reversed(replies))
    assert (found and (found.rung, found.left, found.right)) == (turned and (turned.rung, turned.right, turned.left))
    return found and found.rung


@pytest.mark.parametrize(
    ("question", "one", "other", "found"),
    [
        ("What is 2 + 2?", "4", "The answer is: 5", VALUE),
        ("Read the invoice.", '{"total": 12, "currency": "EUR"}', '{"total": 15, "currency": "EUR"}', VALUE),
        ("How many weeks has a year?", "There are 52 weeks in a year.", "A year has 50 weeks.", NUMBER),
        ("Find the longest river.", "It is the Nile, 4,258 miles.", "It is the Nile, 6,650 km (4,130 miles).", NUMBER),
        ("Describe the bridge.", LONG.format(80), LONG.format(120), NUMBER),
        ("When is the party?", "The party begins on Monday evening.", "The party begins on Friday evening.", NUMBER),
        ("Is a whale a fish?", "No. It is a mammal.", "Yes, it swims.", POLARITY),
        ("Explain inertia.", "Mass is changed by motion.", "Mass is not changed by motion.", POLARITY),
        ("Explain supply.", *(f"When the price goes up, the supply of a good will {s}." for s in SIDES), POLARITY),
        ("Write a poem.", "A tree. A sea.", "I'm sorry, but I can't help with that.", REFUSED),
        ("Where is the shop?", "In Kiel.", '{"city": "Kiel"}', FORMAT),
        ("Where is the shop?", '{"place": "Kiel"}', '{"city": "Kiel", "street": "Markt"}', FORMAT),
        ("Where is it?", "It is in the town and not on the hill.", "Es ist in der Stadt und nicht auf ihm.", FORMAT),
    ],
)  # fmt: skip
def test_these_contradict_each_other(question: str, one: str, other: str, found: str) -> None:
    assert rung(question, one, other) == found


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("What is 2 + 2?", "4", "Two and two are 4."),
        ("Convert 4 km to miles.", "4 km is equal to 2.48 miles.", "4 kilometers is equal to 2.49 miles."),
        ("How far is it?", "878 km", "It is 546 miles."),
        ("How many words are there?", "It has 24 words.", "It is 57 characters long."),
        ("Write a story.", LONG.format(80), LONG.format(120)),
        ("Generate a number.", "7", "9"),
        ("Name an even number.", "The number 4 is even.", "The number 6 is even."),
        ("List three rivers.", "1. Nile\n2. Po\n3. Elbe", "The Elbe, the Po and the Nile"),
        ("Sum up 1 to 100.", "It is python('sum(range(1, 101))').", "It is python('sum(range(0, 101))')."),
        ("Is it easy?", "No one says so, but it is easy.", "Yes, it is easy."),
        ("Who are you?", "As an AI language model, I have no name.", "I'm sorry, but I can't help with that."),
        ("Show the page.", "<p>Kiel</p>", "Kiel"),
    ],
)
def test_these_do_not(question: str, one: str, other: str) -> None:
    assert rung(question, one, other) is None
