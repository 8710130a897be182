"""What a prompt asks, however it is put."""

import pytest

from dataaudit.answers.requests import persons, request
from dataaudit.evidence.text import normalise


def asked(text: str) -> tuple[str, ...]:
    return request(normalise(text).split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("List the planets.", "Could you please name the planets?"),
        ("Calculate 15% of 500.", "I would like you to compute 15% of 500"),
        ("What is the capital of Peru?", "Tell me the capital of Peru."),
        ("Create a logo", "Your task: generate a logo"),
        ("Categorize this cloud", "Classify this cloud"),
    ],
)
def test_these_ask_the_same(one: str, other: str) -> None:
    assert asked(one) == asked(other) != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Summarize the text", "Translate the text"),
        ("Create a list of planets", "Classify a list of planets"),
        ("What is the colour of my car?", "What is the colour of your car?"),
        ("Convert 5 feet to miles", "Convert 5 miles to feet"),
    ],
)
def test_these_do_not(one: str, other: str) -> None:
    assert asked(one) != asked(other)


def test_of_a_prompt_that_only_asks_nothing_is_left() -> None:
    assert asked("Can you tell me?") == ()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Am I late?", {"i"}),
        ("Are you late?", {"you"}),
        ("Could you list rivers", set()),
        ("I want to know why", set()),
    ],
)
def test_who_is_spoken_of_is_not_who_asks(text: str, who: set[str]) -> None:
    assert persons(normalise(text).split()) == who
