"""Numbers in texts: what they say, and whether two are the same."""

from fractions import Fraction

import pytest

from dataaudit.answers.amounts import Amount, amounts, text_forms


def said(text: str) -> list[tuple[object, str]]:
    return [(amount.value, amount.unit) for amount in amounts(text_forms(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is 6,650 km (4,130 miles).", [(Fraction(6650), "kilometer"), (Fraction(4130), "mile")]),
        ("$5", [(Fraction(5), "dollar")]),
        ("1.4 billion people", [(Fraction(1400000000), "people")]),
        ("Seven players", [(Fraction(7), "")]),
        ("170 cm²", [(Fraction(170), "centimeter2")]),
        ("on 2024-01-31", [("2024-01-31", "")]),
        ("1. Boil water.\nStep 2: wait", []),
        ("5**2 * pi", []),
    ],
)
def test_numbers_have_their_unit(text: str, found: list[tuple[object, str]]) -> None:
    assert said(text) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3.14", "3.14159", True),
        ("2.48", "2.49", True),
        ("78.87", "78.69", False),
        ("300,000", "299,792", True),
        ("6,992", "6,400", False),
        ("1990", "1985", False),
        ("1/2", "0.5", True),
        ("10:30", "10:45", False),
        ("9" * 5000, "8" * 5000, False),
    ],
)
def test_a_rounded_number_is_the_same(one: str, other: str, same: bool) -> None:
    left, right = (amounts(text_forms(text))[0] for text in (one, other))
    assert left.says(right) is same
    assert right.says(left) is same


def test_a_place_in_an_order_is_no_quantity() -> None:
    assert not amounts(text_forms("the first"))[0].is_cardinal
    assert Amount(Fraction(1)).is_cardinal
