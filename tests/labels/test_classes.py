"""Which labels are one class, and which answers are labels at all."""

import numpy as np
import pytest

from dataaudit.labels.classes import find_classes, fold


@pytest.mark.parametrize(
    "spellings",
    [
        ("play_music", "PlayMusic", "play-music", " Play  music. ", '"play music"', "**play music**"),
        ("NUM:count", "num count", "Num/Count"),
        ("top 10", "top_10", "Top-10"),
        ("n/a", "N/A", "na"),
        ("café", "cafe\u0301", "\uff43afé", "cafe\u0301\u200b"),
        ("−1", "-1"),
        ('{"a": "b"}', '{"a":"b"}'),
    ],
)
def test_spellings_fold_together(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    "labels",
    [
        ("1", "-1", "+1", "12", "1-2", "1.2", "1 2"),
        ("A", "A+", "A-"),
        ("C", "C#", "C++"),
        ("<5", ">5", "5", "5%"),
        ("👍", "👎"),
        ("?", "!", "*", "**"),
        ("spam", "not spam", "!spam"),
        ("Refund_not_showing_up", "reverted_card_payment?"),
    ],
)
def test_different_labels_stay_apart(labels: tuple[str, ...]) -> None:
    assert len({fold(label) for label in labels}) == len(labels)


def test_a_class_is_called_by_its_commonest_spelling() -> None:
    classes = find_classes(["Refund", "refund", "refund", "card", "Card", None, "", 7])
    assert classes.names == ["Card", "refund"]
    assert classes.index.tolist() == [1, 1, 1, 0, 0, -1, -1, -1]
    assert classes.spellings == [{"Card": 1, "card": 1}, {"Refund": 1, "refund": 2}]


@pytest.mark.parametrize(
    "answer", ['{"intent": "refund"}', "The intent is refund.", "Intent: Refund", '{"intent":"refund","score":0.9}']
)
def test_an_answer_around_a_label_names_its_class(answer: str) -> None:
    classes = find_classes(["refund"] * 5 + ["card"] * 5 + [answer])
    assert classes.names[classes.index[-1]] == "refund"
    assert not classes.bare[-1]


def test_a_sentence_is_no_class_where_the_others_are_labels() -> None:
    classes = find_classes(["refund"] * 5 + ["card"] * 5 + ["I'm sorry, but I can't help with that."])
    assert (classes.index[-1], classes.bare[-1]) == (-1, False)


def test_labels_may_all_be_sentences_or_json() -> None:
    sentences = ["It is about a card.", "It is about a refund."] * 5
    objects = ['{"intent": "card"}', '{"intent": "refund"}'] * 5
    assert len(find_classes(sentences).names) == len(find_classes(objects).names) == 2


@pytest.mark.parametrize("rare", ["refund_status", "card payment", "refnud"])
def test_a_rare_label_that_contains_another_is_a_class(rare: str) -> None:
    classes = find_classes(["refund"] * 9 + ["card"] * 9 + [rare])
    assert (classes.names[classes.index[-1]], classes.bare[-1]) == (rare, True)


@pytest.mark.parametrize("text", ["." * 200_000 + "x", "a-" * 100_000, "is " * 70_000, '"' * 200_000])
def test_a_hostile_label_is_folded_in_no_time(text: str) -> None:
    assert len(find_classes(["refund", "card", text]).index) == 3


def test_lists_of_labels_name_several_classes() -> None:
    classes = find_classes(['["refund","Damaged"]', '["damaged"]', "refund", None, "[]"])
    assert classes.lists
    assert classes.names == ["Damaged", "refund"]
    assert classes.index.tolist() == [-1, 0, 1, -1, -1]
    assert list(zip(classes.holder.tolist(), classes.held.tolist(), strict=True)) == [(0, 1), (0, 0), (1, 0), (2, 1)]
    assert classes.described() == ["Damaged, refund", "Damaged", "refund", "", "[]"]
    assert classes.sizes(np.array([True, True, False, True, True])).tolist() == [2, 1]


def test_a_list_here_and_there_is_no_label() -> None:
    classes = find_classes(["refund", "refund", '["refund"]'])
    assert not classes.lists
    assert classes.index.tolist() == [0, 0, -1]
