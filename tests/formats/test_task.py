"""Classification or generation, told by the answers."""

import random

import pytest

from dataaudit.formats.task import infer_task, is_closed_set

LABELS = [
    f"{verb}_{noun}" for verb in ("track", "cancel", "change", "return") for noun in ("order", "gift", "card", "bill")
]
WORDS = ["red", "old", "new", "tall", "kind", "loud", "deep", "flat", "warm", "cold", "wide", "thin", "rich"]


def drawn(labels: list[str], n: int) -> list[str]:
    generator = random.Random(0)
    return [generator.choice(labels) for _ in range(n)]


def test_fourteen_labels_over_a_thousand_rows_are_closed() -> None:
    assert is_closed_set(drawn(LABELS[:14], 1000))


def test_ten_labels_in_a_batch_of_thirty_are_closed() -> None:
    assert is_closed_set(drawn(LABELS[:10], 30))


@pytest.mark.parametrize(
    "answers",
    [["Yes", "No"], ["yes.", "No."], ["positive", "negative", "neutral"], ["1", "2", "3", "4", "5"]],
)
def test_few_words_or_ratings_are_closed(answers: list[str]) -> None:
    assert is_closed_set(drawn(answers, 60))


def test_other_spellings_sentences_and_wrappings_do_not_open_the_set() -> None:
    answers = drawn(LABELS, 200)
    answers[:8] = [label.replace("_", " ").title() for label in answers[:8]]
    answers[8:16] = [f"The intent is {label}." for label in answers[8:16]]
    answers[16:24] = [f'{{"intent": "{label}"}}' for label in answers[16:24]]
    answers[24:30] = [f"rare_label_{i}" for i in range(6)]
    assert is_closed_set(answers)


def test_short_answers_to_open_questions_are_not_closed() -> None:
    assert not is_closed_set(f"{one} {other}" for one in WORDS for other in WORDS)


def test_open_questions_asked_twice_are_not_closed() -> None:
    assert not is_closed_set([f"{one} {other}" for one in WORDS for other in WORDS] * 2)


def test_a_few_frequent_answers_do_not_close_a_set_of_many_rare_ones() -> None:
    rare = [f"{word} thing" for word in [*WORDS, "poor", "calm", "grey"]]
    assert not is_closed_set(["yes"] * 35 + ["no"] * 35 + rare)


def test_repeated_sentences_are_not_closed() -> None:
    talk = [
        "You too!",
        "I am a model.",
        "Nice to meet you, I am a model.",
        "Goodbye, and thanks for the talk.",
    ]
    assert not is_closed_set(drawn(talk, 500))


def test_many_numbers_are_quantities() -> None:
    assert not is_closed_set(str(number % 40) for number in range(1000))


def test_one_answer_is_no_choice() -> None:
    assert not is_closed_set(["done"] * 100)


def test_few_answers_show_nothing() -> None:
    assert not is_closed_set(["yes", "no"] * 9)


def test_labels_need_no_test() -> None:
    assert infer_task(["a long text", "b"], ["x", None]) == "classification"
    assert infer_task(["a long text", "b"], [None, None]) == "generation"
    assert infer_task(["yes", "no", " ", None] * 15, [None] * 60) == "classification"
