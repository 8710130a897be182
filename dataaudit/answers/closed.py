"""What a closed answer says: a number, yes or no, the letter of a choice, a name; and whether two say the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from dataaudit.evidence.text import normalise
from dataaudit.formats.base import scalar_text
from dataaudit.formats.objects import json_object
from dataaudit.formats.outputs import TOOL_CALL, output_kind
from dataaudit.formats.task import looks_like_label
from dataaudit.labels.classes import fold

NUMBER, YES_NO, LETTER, LABEL, NAME = "number", "yes or no", "letter", "label", "name"

#: More words are a text: "the United States of America". Ours.
_NAME_WORDS = 5
#: Marks around an answer, and marks that names don't have and code does.
_AROUND = " \t\n\"'“”`*_"
_CODE = frozenset("()[]{}<>=;|\\")
_SAYS = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}
_NEGATIONS = frozenset({"no", "non", "not", "never"})
#: "$1,000", "-5 °c", "8/10", "70 years": a number after `normalise`, with its unit.
_NUMBER = re.compile(
    r"(?P<money>[$€£¥₹]?) ?(?P<digits>-?(?:\d[\d.,]*|\.\d+))(?:/(?P<of>\d+))? ?"
    r"(?P<unit>[^\W\d_]\S*(?: \S+)?|[°%$€£¥₹]\S*)?"
)
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
#: As exact as a fraction is taken to be: "1/3" is "0.333".
_FRACTION_PLACES = 6
#: "B", "(b)", "B. Oxygen".
_LETTER = re.compile(r"[(\[]?([a-z])(?:[)\].:]+(?:\s.*)?)?", re.IGNORECASE)
#: "Answer: 4", "Sentiment: positive", "x = 4", "The answer is 4".
_ANNOUNCED = re.compile(
    r"(?:[^\W\d_][^:=\n]{0,40}(?::[*_]*| =)|(?:[\w']+\s+){0,3}answer\s+is:?)\s+(\S.*)", re.IGNORECASE
)


class Quantity(NamedTuple):
    """A number, with how many decimals it was written, and its unit."""

    number: Fraction
    places: int
    unit: str


class Closed(NamedTuple):
    """A closed answer: its kind, what it says, and how it is written without the marks around it."""

    kind: str
    value: str | Quantity
    text: str


def statements(answer: str) -> Mapping[str, str]:
    """What an answer states: the value of each key of a JSON object, else all of it under "".

    Reasoning before it, the key of an object that has only one, and words that announce it ("Answer:") say nothing.
    Calls of tools state nothing, nor do scores in an object, which differ from one run of a model to the next.
    """
    text = answer.rpartition("</think>")[2].strip()
    found = json_object(text)
    if found is None:
        bare = text.strip(_AROUND)
        announced = _ANNOUNCED.fullmatch(bare)
        return {"": announced[1] if announced else bare}
    if output_kind(text) == TOOL_CALL:
        return {}
    said = {key: scalar_text(value) for key, value in found.items() if len(found) == 1 or not isinstance(value, float)}
    return {key if len(found) > 1 else "": text for key, text in said.items() if text is not None}


def closed_value(text: str) -> Closed | None:
    """The number, yes or no or letter that a statement is, None where it is none of them."""
    if not looks_like_label(text):
        return None
    bare = text.strip(_AROUND)
    words = normalise(bare)
    if words in _SAYS:
        return Closed(YES_NO, _SAYS[words], bare)
    if number := _NUMBER.fullmatch(words):
        quantity = _quantity(number)
        return None if quantity is None else Closed(NUMBER, quantity, bare)
    letter = _LETTER.fullmatch(bare)
    return Closed(LETTER, letter[1].casefold(), bare) if letter else None


def closed_name(text: str) -> Closed | None:
    """The name that a statement is: a few words on a line that are neither a sentence nor code."""
    bare = text.strip(_AROUND)
    if not looks_like_label(bare) or not _CODE.isdisjoint(bare):
        return None
    words = normalise(bare).split()
    return Closed(NAME, fold(bare), bare) if 0 < len(words) <= _NAME_WORDS else None


def agree(one: Closed, other: Closed) -> bool | None:
    """Whether two closed answers say the same, None where they can't be compared.

    Answers of different kinds can't, nor numbers with different units. A number is the same as one that is
    rounded, a name as one with further words ("Paris", "Paris, France") unless they negate it.
    """
    if one.kind != other.kind:
        return None
    if isinstance(one.value, Quantity) and isinstance(other.value, Quantity):
        return _is_rounded(one.value, other.value) if one.value.unit == other.value.unit else None
    return one.value == other.value or (one.kind == NAME and _is_longer(one.text, other.text))


def _quantity(match: re.Match[str]) -> Quantity | None:
    digits = match["digits"]
    plain = digits.replace(",", "") if _THOUSANDS.fullmatch(digits) else digits.replace(",", ".")
    try:
        number = Fraction(plain) / Fraction(match["of"] or 1)
    except (ValueError, ZeroDivisionError):
        return None
    places = _FRACTION_PLACES if match["of"] else len(plain.partition(".")[2])
    return Quantity(number, places, match["money"] + (match["unit"] or "").removesuffix("s"))


def _is_rounded(one: Quantity, other: Quantity) -> bool:
    """Whether they are equal to as many places as both were given with."""
    places = min(one.places, other.places)
    return abs(one.number - other.number) <= Fraction(1, 2 * 10**places)


def _is_longer(one: str, other: str) -> bool:
    """Whether one name has all the words of the other, and none beside them that negates it."""
    first, second = (frozenset(normalise(text).split()) for text in (one, other))
    return (first <= second or second <= first) and _NEGATIONS.isdisjoint(first ^ second)
