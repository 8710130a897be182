"""Which prompts have one right answer."""

import pytest

from dataaudit.answers.closed import LABEL, NAME, NUMBER
from dataaudit.answers.prompts import ClosedSets, Prompt

NO_SETS = ClosedSets([])


def kinds(question: str, answer: str, system: str = "", sets: ClosedSets = NO_SETS) -> dict[str, str]:
    return {key: closed.kind for key, closed in Prompt(system, question).closed(answer, sets).items()}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who wrote Faust?", "Goethe"),
        ("Choose the correct answer.\nWhat is the capital of Canada?", "Ottawa"),
        ("To which country does Madrid belong?", "Spain"),
        ("Is this a question or an order? Come here.", "order"),
        ("Classify: noun, verb, adverb\nwalk", "Noun."),
    ],
)
def test_a_name_is_closed_where_it_is_offered_or_asked_for(question: str, answer: str) -> None:
    assert kinds(question, answer) == {"": NAME}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Give me a synonym of funny.", "Humorous"),
        ("What is a good name for a dog?", "Rex"),
        ("Find a verb in it.\nShe sings and dances.", "sings"),
        ("Who is your favourite painter?", "Klee"),
        ("Where should I go on holiday?", "Norway"),
        ("Think of a person who sings.", "Adele"),
        ("Pick a number between 1 and 10.", "7"),
        ("Given two dates, generate a random one in between.", "7"),
        ("user: Who is it?\nassistant: Me.\nuser: I see.", "Right"),
    ],
)
def test_a_wish_that_many_answers_fulfil_has_no_right_one(question: str, answer: str) -> None:
    assert kinds(question, answer) == {}


def test_a_value_is_closed_whatever_the_question() -> None:
    assert kinds("2 + 2", "4") == {"": NUMBER}
    assert kinds("两个加两个", "4") == {"": NUMBER}


def test_the_system_prompt_may_offer_names() -> None:
    assert kinds("where is it", "change_address", "Labels: track_order, change_address") == {"": NAME}


def test_usual_answers_out_of_a_closed_set_are_labels() -> None:
    sets = ClosedSets(["refund", "damage", "Refund."] * 10 + ["other"] + ["A text is none of the short answers."] * 99)
    assert kinds("hello", "refund", sets=sets) == {"": LABEL}
    assert kinds("hello", "other", sets=sets) == {}


def test_every_key_of_an_object_has_its_own_set() -> None:
    answers = [f'{{"intent": "{intent}", "title": "Case {n}"}}' for n in range(20) for intent in ("refund", "damage")]
    assert kinds("hello", answers[0], sets=ClosedSets(answers)) == {"intent": LABEL}
