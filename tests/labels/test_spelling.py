"""Labels that look like slips of other labels."""

import pytest

from dataaudit.labels.spelling import Twin, find_twins


def twins(*labels: tuple[str, int]) -> list[Twin]:
    names, counts = zip(*labels, strict=True)
    return list(find_twins(names, counts, ratio=10))


@pytest.mark.parametrize("slip", ["refnud", "refun", "reefund", "refumd", "Refnud"])
def test_a_rare_label_with_a_letter_off_is_a_typo(slip: str) -> None:
    assert twins(("refund", 50), (slip, 2)) == [Twin(1, 0, "typo")]


@pytest.mark.parametrize(
    ("label", "usual"), [("track_ordr", "track order"), ("bestelung", "bestellung"), ("order cansel", "order_cancel")]
)
def test_one_word_of_several_and_other_languages_count(label: str, usual: str) -> None:
    assert [twin.kind for twin in twins((usual, 50), (label, 2))] == ["typo"]


@pytest.mark.parametrize(
    "labels",
    [
        (("refund", 15), ("refnud", 2)),  # too frequent for a slip
        (("from", 50), ("form", 2)),  # words, both of them
        (("cat", 50), ("czt", 1)),  # short
        (("level 1", 50), ("level 2", 1)),
        (("order 12", 50), ("order 1", 1)),
        (("top up", 50), ("top-up limit", 1)),
        (("refund", 50), ("refunding", 1)),
        (("refund card", 50), ("refnud crad", 1)),
    ],
)
def test_other_labels_are_no_slips(labels: tuple[tuple[str, int], ...]) -> None:
    assert twins(*labels) == []


def test_the_rarer_of_singular_and_plural_is_a_twin_however_frequent() -> None:
    assert twins(("refunds", 40), ("refund", 30)) == [Twin(1, 0, "plural")]
