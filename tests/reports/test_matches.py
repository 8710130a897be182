import pytest
from sample_duplicates import difference, match

from dataaudit.model import Finding
from dataaudit.reports.matches import Difference, matches


def read(item: object) -> list[object]:
    return [
        (found.row, found.likeness, found.differences)
        for found in matches(Finding("", "", evidence={"matches": [item]}))
    ]


def test_a_pair_says_how_alike_its_rows_are_and_what_differs() -> None:
    item = match(12, 0.97, difference("input", "for my", "on the"), output=1.0)
    assert read(item) == [(12, "input 97 % alike, output the same", (Difference("input", "for my", "on the"),))]


def test_a_part_of_a_text_is_alike_in_full_and_not_the_same() -> None:
    item = match(12, 1.0, difference("output", "", "very"), output=1.0)
    assert read(item) == [(12, "input the same, output 100 % alike", (Difference("output", "", "very"),))]


@pytest.mark.parametrize("share", [None, "0.9", float("nan"), -0.1, 1.1, []])
def test_a_side_without_a_similarity_is_left_out(share: object) -> None:
    assert read({"row": 1, "input": share, "output": 0.5}) == [(1, "output 50 % alike", ())]


@pytest.mark.parametrize("item", [None, 5, "text", [], {}, {"row": 3}, {"differs": [None, {}, {"field": "input"}]}])
def test_what_is_no_pair_is_left_out(item: object) -> None:
    assert read(item) == []


def test_differences_without_a_field_or_a_row_are_still_told() -> None:
    assert read({"row": [1], "differs": [{"kept": "a"}, "text"]}) == [(None, "", (Difference("", "a", ""),))]


@pytest.mark.parametrize(
    ("kept", "other", "short"), [("a b", "c", "[-a b-]{+c+}"), ("a", "", "[-a-]"), ("", "c", "{+c+}")]
)
def test_a_difference_in_short_is_written_as_wdiff_does(kept: str, other: str, short: str) -> None:
    assert Difference("input", kept, other).short == short
