"""The numbers and dates in a text: what they say, in which unit, and whether two say the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dataaudit.duplicates.shingles import spaced
from dataaudit.duplicates.words import bases, forms_of, kind
from dataaudit.evidence.text import normalise

#: Of longer texts only the beginning is read.
_LONGEST = 20_000
#: The numbers of a list's items are no answer, nor are those of steps and questions.
_ITEM = re.compile(r"^[ \t]*(?:(?:step|q|question|day|part)[ \t]*)?\d{1,3}[.):][ \t]", re.MULTILINE | re.IGNORECASE)
_DIGITS = re.compile(r"([-+]?\d{1,30}(?:\.\d{1,30})?)°?")
_FRACTION = re.compile(r"(\d{1,30})/([1-9]\d{0,29})")
#: Dates, times, ordinals, ranges: "2024-01-31", "10:30", "3.", "5-7"; formulas ("5**2") are none.
_WRITTEN = re.compile(r"\d[\d.,:/-]*")
#: What stands behind a number and multiplies it.
_MULTIPLIERS = frozenset({"1000", "1000000", "1000000000"})
_NAMES_OF_UNITS = """
mile|kilometer kilometre km|meter metre m|centimeter centimetre cm|millimeter millimetre mm|inch in|foot feet ft|yard yd
acre|hectare ha|kilogram kilo kg|gram g|milligram mg|pound lb lbs|ounce oz|ton tonne|liter litre l|milliliter ml|gallon
pint|cup|tablespoon tbsp|teaspoon tsp|calorie kcal|joule j|watt w|volt v|celsius c|fahrenheit f|kelvin k|degree
percent %|dollar $|euro €|cent|yen|rupee|second s|minute min|hour h|day|week|month|year|decade|century|mph|kph kmh km/h
byte|bit|kilobyte kb|megabyte mb|gigabyte gb|terabyte tb|dozen|people person
word|character|letter|syllable|vowel|consonant|digit|sentence|line|page
"""
_UNITS = {name: names.split()[0] for names in re.split(r"[|\n]", _NAMES_OF_UNITS) for name in names.split()}
_POWER = re.compile(r"\^?[23]$")
#: A number of four digits may be a year, which nobody rounds.
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
#: From here on zeros at the end of a whole number are taken for rounding.
_ROUND_FROM = 1000
_REMEMBERED = 2**16
#: 3.14 for pi is .05 % too little.
_INEXACT = Fraction(1, 1000)


class Amount(NamedTuple):
    """A number or a date.

    Attributes
    ----------
    value
        The number; a date, a time or an ordinal as its form says it (see `words.forms`).
    places
        Decimals that it is written with; negative for zeros at the end of a large whole number.
    unit
        "" where none of the usual ones follows it.
    """

    value: Fraction | str
    places: int = 0
    unit: str = ""

    @property
    def is_cardinal(self) -> bool:
        """Whether it is more than a place in an order, "first"."""
        return not (isinstance(self.value, str) and self.value.endswith("."))

    def says(self, other: Amount) -> bool:
        """Whether both are the same number, one of them perhaps rounded or cut off; units are not looked at."""
        one, two = self.value, other.value
        if isinstance(one, str) or isinstance(two, str) or one == two:
            return one == two
        places = min(self.places, other.places)
        unsure = Fraction(10) ** -places / (2 if places <= 0 else 1)
        if max(self.places, other.places) > 0:
            unsure = max(unsure, _INEXACT * max(abs(one), abs(two)))
        return abs(one - two) <= unsure


def text_forms(text: str) -> list[str]:
    """The forms of the words of a text as it was written, in order, without the numbers of list items."""
    return forms_of(spaced(normalise(_ITEM.sub(" ", text[:_LONGEST]))).split())


@lru_cache(_REMEMBERED)
def amount_of(form: str) -> Amount | None:
    """The number or date that a form is."""
    if digits := _DIGITS.fullmatch(form):
        return Amount(Fraction(digits[1]), _places(digits[1]))
    if fraction := _FRACTION.fullmatch(form):
        return Amount(Fraction(int(fraction[1]), int(fraction[2])), 6)
    return Amount(form) if kind(form) == "date" or _WRITTEN.fullmatch(form) else None


def amounts(forms: Sequence[str]) -> list[Amount]:
    """The numbers and dates among the forms of a text, in order, with their units."""
    found: list[Amount] = []
    for form, after in pairwise([*forms, ""]):
        amount = amount_of(form)
        before = found[-1] if found and found[-1].unit == _JOINED else None
        if amount is None:
            continue
        if before is not None and form in _MULTIPLIERS and isinstance(before.value, Fraction):
            factor = int(form)
            found[-1] = Amount(before.value * factor, before.places - len(form) + 1, _unit(after))
        else:
            found.append(amount._replace(unit=_JOINED if after in _MULTIPLIERS else _unit(after)))
    return found


#: Stands for the unit of a number that a multiplier follows, until that is read.
_JOINED = "*"


def _unit(form: str) -> str:
    plain = _POWER.sub("", form)
    known = sorted({_UNITS[base] for base in bases(plain) if base in _UNITS})
    return known[0] + form[len(plain) :].lstrip("^") if known else ""


def _places(digits: str) -> int:
    decimals = len(digits.partition(".")[2])
    number = abs(int(digits)) if not decimals else 0
    if number < _ROUND_FROM or (_FIRST_YEAR <= number <= _LAST_YEAR):
        return decimals
    return len(digits.rstrip("0")) - len(digits)
