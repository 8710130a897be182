"""Results of a prompt: where the outcome stands, what is no outcome, what can't be told."""

from typing import Any

import pytest

from dataaudit.errors import FormatError
from dataaudit.formats.results import Results, shape_results
from dataaudit.reading import read

Row = dict[str, Any]


def results(*rows: Row, pass_score: float = 0.5) -> Results:
    reading = read(list(rows))
    return shape_results(reading.records, reading.sources, pass_score)


def outcomes(*values: Any, column: str = "passed", **more: Any) -> list[int]:
    return results(*({"input": f"text {n}", column: value} for n, value in enumerate(values)), **more).passed.tolist()


def test_passed_is_read_in_words_numbers_and_json() -> None:
    assert outcomes(True, False, "Yes", "fail", "1", 0, "PASS ") == [1, 0, 1, 0, 1, 0, 1]


def test_what_is_neither_true_nor_false_is_not_guessed() -> None:
    found = results(
        {"input": "a", "passed": True}, {"input": "b", "passed": "maybe", "score": 1}, {"input": " ", "passed": True}
    )
    assert found.passed.tolist() == [1, -1, -1]
    assert found.untold == 2


def test_a_score_passes_from_the_setting_on() -> None:
    assert outcomes(0, 0.5, "0.7", 1, None, "n/a", column="score") == [0, 1, 1, 1, -1, -1]
    assert outcomes(0.5, 0.8, column="score", pass_score=0.8) == [0, 1]


def test_passed_goes_before_score() -> None:
    assert results({"input": "a", "passed": False, "score": 1}).passed.tolist() == [0]


def test_output_is_held_against_expected_but_for_case_and_punctuation() -> None:
    rows = [("refund", "Refund."), ("refund", "track"), (None, "refund"), ({"a": 1}, '{"a": 1}'), ("", "")]
    found = results(*({"input": f"text {n}", "expected": e, "output": o} for n, (e, o) in enumerate(rows)))
    assert found.passed.tolist() == [1, 0, -1, 1, 1]
    assert found.expected[3] == '{"a":1}'


def test_the_input_may_be_a_conversation() -> None:
    found = results({"messages": [{"role": "user", "content": "hello"}], "passed": True})
    assert found.dataset.examples["input"].tolist() == ["hello"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [{"input": "a", "output": "b"}],
            "nothing says what the prompt got right: there are input, output; add",
        ),
        ([{"input": "a", "score": 4}], r"score is 4, not in \[0, 1\]: bring the scores to that scale"),
        ([{"input": "a", "passed": "maybe"}], "passed is maybe, and no row says more: write true or false"),
        ([{"input": "a", "passed": 1, "Passed": 0}], "both 'passed' and 'Passed' are passed: leave out one"),
    ],
)
def test_what_says_nothing_is_refused_in_a_sentence(rows: list[Row], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        results(*rows)
