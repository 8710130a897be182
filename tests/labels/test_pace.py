"""Pace, runs and pasted answers."""

from typing import Any

import numpy as np

from dataaudit.dataset import Corpus
from dataaudit.formats import shape
from dataaudit.labels.pace import Hasty, Run, find_hasty, find_runs, pasted_answers, rows_by_annotator
from dataaudit.reading import read

People = dict[str, np.ndarray[Any, Any]]


def people(n: int, count: int = 4) -> People:
    return {f"a{who}": np.arange(who * n, (who + 1) * n) for who in range(count)}


def hasty(seconds: list[float], words: float = 60.0, n: int = 40) -> list[Hasty]:
    moments = np.concatenate([1000 * who + each * np.arange(n) for who, each in enumerate(seconds)])
    return find_hasty(
        people(n, len(seconds)), moments, np.full(len(moments), words), share=1 / 3, fastest=10.0, least=30
    )


def runs(labels: list[list[int]]) -> list[Run]:
    given = np.concatenate([np.array(own) for own in labels])
    rows = people(len(labels[0]), len(labels))
    return find_runs(rows, np.arange(len(given), dtype=np.float64), given, share=0.5, max_q=0.05, least=30)


def mixed(seed: int, n: int = 60) -> list[int]:
    found: list[int] = np.random.default_rng(seed).integers(2, size=n).tolist()
    return found


def test_who_is_faster_than_anybody_reads_is_named() -> None:
    [one] = hasty([20.0, 18.0, 22.0, 2.0])
    assert (one.annotator, one.pace.seconds, one.usual, one.pace.words_per_second) == ("a3", 2.0, 20.0, 30.0)


def test_who_is_fast_with_short_texts_is_not() -> None:
    assert hasty([20.0, 18.0, 22.0, 2.0], words=10) == []


def test_who_is_somewhat_faster_is_not() -> None:
    assert hasty([20.0, 18.0, 22.0, 7.0], words=600) == []


def test_stamps_of_an_upload_say_nothing() -> None:
    assert hasty([20.0, 18.0, 22.0, 0.0]) == []


def test_few_rows_or_few_others_say_nothing() -> None:
    assert hasty([20.0, 18.0, 2.0], n=30) == []
    assert hasty([20.0, 2.0]) == []


def test_unknown_times_are_left_out() -> None:
    moments = np.concatenate([20.0 * np.arange(40), 18.0 * np.arange(40), np.full(40, np.nan), 2.0 * np.arange(40)])
    found = find_hasty(people(40), moments, np.full(160, 60.0), share=1 / 3, fastest=10.0, least=30)
    assert [one.annotator for one in found] == ["a3"]


def test_one_label_after_the_other_is_told_with_the_longest_run() -> None:
    [one] = runs([mixed(1), mixed(2), mixed(3), [0] * 33 + [1] * 27])
    assert (one.annotator, one.changes, one.label) == ("a3", 1, 0)
    assert one.positions.tolist() == list(range(180, 213))


def test_items_that_come_sorted_to_all_are_no_habit() -> None:
    sorted_ones = [[0] * 30 + [1] * 30, [1] * 25 + [0] * 35, [0] * 20 + [1] * 40, [1] * 33 + [0] * 27]
    assert runs(sorted_ones) == []


def test_labels_in_random_order_are_no_runs() -> None:
    assert runs([mixed(seed) for seed in range(8)]) == []


def test_an_answer_to_several_inputs_is_pasted() -> None:
    answers = ["Thank you for your kind message"] * 3 + [
        "thank  you for your kind message",
        "Yes",
        "It is the third one",
    ]
    found = pasted_answers(answers, [1, 2, 2, 3, 4, 5], ["x"] * 6, words=5, times=3)
    assert found.codes.tolist() == [1, 1, 1, 1, -1, 0]


def test_the_same_answer_of_two_annotators_is_not() -> None:
    answers = ["Thank you for your kind message"] * 4
    assert pasted_answers(answers, [1, 2, 3, 4], ["x", "x", "y", None], words=5, times=3).codes.tolist() == [
        0,
        0,
        0,
        -1,
    ]


def test_rows_are_found_by_annotator() -> None:
    rows = [{"prompt": "p", "completion": "c", "annotator": name} for name in ("b", "a", None, "b")]
    reading = read(rows)
    found = rows_by_annotator(Corpus.of(shape(reading.records, reading.sources)))
    assert {name: own.tolist() for name, own in found.items()} == {"a": [1], "b": [0, 3]}
