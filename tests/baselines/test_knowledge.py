"""The facts of right answers that a prompt doesn't hold."""

import pytest

from dataaudit.baselines.facts import facts
from dataaudit.baselines.knowledge import Question, Wording, missing_facts

NO_WORDING = Wording([])


def missing(asked: str, expected: str, output: str | None = None, system: str = "") -> list[str]:
    return [fact.text for fact in missing_facts(Question(system, asked, expected, output), NO_WORDING)]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("Returns are free within 30 days.", [("amount", "30 day")]),
        ("It costs $1,250.", [("amount", "1250 dollar")]),
        ("We open on Monday at 10:30.", [("date", "monday"), ("date", "10:30")]),
        ("It was built in 1632.", [("amount", "1632")]),
        ("It was built in the 1920s.", [("date", "1920s")]),
        ("Ask for Maria Lopez in Lyon.", [("name", "Maria Lopez"), ("name", "Lyon")]),
        ("Write to help@larkfell.shop", [("address", "help@larkfell.shop")]),
        ("The part is LF-14729.", [("id", "LF-14729")]),
        ('{"city": "It is in Lyon", "score": 0.93}', [("name", "Lyon")]),
    ],
)
def test_what_can_be_looked_up_is_a_fact(answer: str, found: list[tuple[str, str]]) -> None:
    assert [(fact.kind, fact.text) for fact in facts(answer)] == found


@pytest.mark.parametrize(
    "answer",
    [
        "1. Open the menu.\n2. Choose a size.\n3. Pay.",
        "Follow these three steps, then the second one again.",
        "There are 5 of them, first and foremost in 3-4 words.",
        "It happened yesterday, and today it is half done.",
        "How To Write A Good Letter",
        "Most of them have APIs.",
        "```python\nx = 4711\n```",
        "See https://www.example.com/path",
        "Wir haben das Paket an die Adresse in der Stadt geschickt und nicht an die Filiale.",
    ],
)
def test_counts_form_headings_and_code_state_no_facts(answer: str) -> None:
    assert facts(answer) == []


def test_what_the_prompt_or_its_output_holds_is_not_missing() -> None:
    answer = "Returns are free within 30 days in Lyon."
    assert missing("How long?", answer) == ["30 day", "Lyon"]
    assert missing("How long in Lyon?", answer, "Within 30 days.") == []
    assert missing("How long?", answer, system="In Lyon and Paris returns are free within 30 days.") == []


def test_what_may_be_worked_out_from_numbers_in_the_prompt_is_not_missing() -> None:
    assert missing("How much are 12 tickets of $25?", "That is $300.") == []
    assert missing("How much is a ticket?", "That is $25.") == ["25 dollar"]


def test_the_number_of_an_order_is_nothing_to_work_with() -> None:
    assert missing("When does order LF-14729 arrive?", "On 5 March 2031.") == ["march", "2031"]


@pytest.mark.parametrize(
    "asked", ["Write a story about a dog.", "Name a city in France.", "Give me a recipe for bread.", "Invent a slogan."]
)
def test_what_many_answers_fulfil_needs_no_facts(asked: str) -> None:
    assert missing(asked, "Take it to Lyon for 45 minutes.") == []


def test_a_name_that_alone_is_the_answer_is_missing() -> None:
    assert missing("What is the capital of Australia?", "Canberra") == ["Canberra"]
    assert missing("Is Canberra or Sydney the capital of Australia?", "Canberra") == []


def test_what_training_answers_again_and_again_is_wording() -> None:
    question = Question("", "Can I pay by card?", "Yes, of course. Your friends at Larkfell", None)
    signed = [f"Answer {n}. Your friends at Larkfell" for n in range(100)]
    assert [fact.text for fact in missing_facts(question, NO_WORDING)] == ["Larkfell"]
    assert missing_facts(question, Wording(signed)) == []
