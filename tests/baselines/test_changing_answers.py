"""Answers of training that changed over time."""

from typing import Any

import numpy as np
import pytest
from fakes import WordEncoder

from dataaudit.baselines.changing import DatedAnswers
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.reading import read

OLD, NEW = "You may return it within 14 days.", "You may return it within 30 days."


def changed(*answers: tuple[str, str], asked: str = "how long may i return it") -> Any:
    """What changed in the dated answers to one input, among other examples."""
    rows = [{"instruction": "how long may i return it", "output": text, "timestamp": time} for time, text in answers]
    others = [{"instruction": f"question {n}", "output": f"answer {n}", "timestamp": "2025-01-01"} for n in range(30)]
    reading = read(rows + others)
    evidence = Evidence(shape(reading.records, reading.sources), encoder=WordEncoder(), cache=None)
    nearest = np.arange(len(evidence.text.nodes), dtype=np.int32)
    vector = WordEncoder().encode([asked])[0]
    return DatedAnswers(evidence.view({"text", "embeddings"})).changed(asked, vector, nearest)


def test_another_fact_from_some_day_on_is_a_change() -> None:
    answers = [("2025-01-02", OLD), ("2025-03-01", OLD), ("2025-06-01", NEW), ("2025-07-01", NEW)]
    assert changed(*answers) == (OLD, NEW)
    assert changed(*answers[::-1]) == (OLD, NEW)


def test_a_question_in_nearly_the_same_words_is_the_same() -> None:
    answers = [("2025-01-02", OLD), ("2025-06-01", NEW)]
    assert changed(*answers, asked="how long may i return it please") == (OLD, NEW)
    assert changed(*answers, asked="where is my parcel") is None


@pytest.mark.parametrize(
    "answers",
    [
        [("2025-01-02", OLD), ("2025-06-01", NEW), ("2025-07-01", OLD)],
        [("2025-01-02", OLD), ("2025-01-02", NEW)],
        [("2025-01-02", OLD), ("2025-06-01", "Within 14 days you may return it.")],
        [("2025-01-02", OLD), ("2025-06-01", "As long as you like.")],
    ],
)
def test_answers_in_turn_at_once_or_in_other_words_are_no_change(answers: list[tuple[str, str]]) -> None:
    assert changed(*answers) is None
