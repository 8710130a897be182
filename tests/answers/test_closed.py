"""What closed answers say, and which of them say the same."""

import pytest

from dataaudit.answers.closed import LETTER, NUMBER, YES_NO, agree, closed_name, closed_value, statements


@pytest.mark.parametrize(
    ("answer", "stated"),
    [
        ("4", {"": "4"}),
        ("**Answer:** 4", {"": "4"}),
        ("The answer is: 4", {"": "4"}),
        ("Sentiment Score: 8/10", {"": "8/10"}),
        ("<think>Two and two: four.</think>\n4", {"": "4"}),
        ('{"answer": 4.5}', {"": "4.5"}),
        ('```json\n{"label": "refund"}\n```', {"": "refund"}),
        ('{"intent": "refund", "urgent": true, "score": 0.93, "tags": []}', {"intent": "refund", "urgent": "true"}),
        ('{"name": "search", "arguments": {"query": "shoes"}}', {}),
    ],
)
def test_what_stands_around_a_statement_is_no_part_of_it(answer: str, stated: dict[str, str]) -> None:
    assert statements(answer) == stated


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-5 °C", NUMBER),
        ("$1,000.50", NUMBER),
        ("8/10", NUMBER),
        ("Yes.", YES_NO),
        ("FALSE", YES_NO),
        ("b", LETTER),
        ("(B)", LETTER),
        ("C. Nitrogen", LETTER),
    ],
)
def test_values_are_told_from_names(text: str, kind: str) -> None:
    value = closed_value(text)
    assert value is not None
    assert value.kind == kind


@pytest.mark.parametrize("text", ["", "A dog", "4/0", "1.2.3", "Yes, it is.", "9" * 61, "Four", "x" * 80, "4\n5"])
def test_anything_else_is_no_value(text: str) -> None:
    assert closed_value(text) is None


@pytest.mark.parametrize("text", ["", "Hello there!", "search('shoes')", "one two three four five six", "a\nb"])
def test_sentences_and_code_are_no_names(text: str) -> None:
    assert closed_name(text) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("4", "5", False),
        ("4", "4.0", True),
        ("1,000", "1000", True),
        ("1,5", "1.5", True),
        ("3.14", "3.1416", True),
        ("1/3", "0.33", True),
        ("8/10", "7/10", False),
        ("-5", "5", False),
        ("1 year", "2 years", False),
        ("365 days", "12 months", None),
        ("43 %", "0.43", None),
        ("yes", "True", True),
        ("yes", "No.", False),
        ("A", "(a)", True),
        ("A. Mars", "B. Venus", False),
        ("4", "yes", None),
    ],
)
def test_values_agree(one: str, other: str, same: bool | None) -> None:
    first, second = closed_value(one), closed_value(other)
    assert first is not None
    assert second is not None
    assert agree(first, second) is agree(second, first) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Paris", "London", False),
        ("Paris", "paris.", True),
        ("Paris", "Paris, France", True),
        ("Einstein", "Albert Einstein", True),
        ("4 July 1776", "July 4, 1776", True),
        ("spam", "not spam", False),
        ("toxic", "non-toxic", False),
    ],
)
def test_names_agree(one: str, other: str, same: bool) -> None:
    first, second = closed_name(one), closed_name(other)
    assert first is not None
    assert second is not None
    assert agree(first, second) is agree(second, first) is same
