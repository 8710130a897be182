"""The facts that an answer states: amounts, dates, names, addresses and ids. Precision goes before recall."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from dataaudit.answers.amounts import Amount, amounts, text_forms
from dataaudit.duplicates.words import bases, kind
from dataaudit.evidence.text import normalise
from dataaudit.formats.languages import language
from dataaudit.formats.objects import json_object
from dataaudit.formats.prose import looks_like_code, without_code

AMOUNT, DATE, NAME, ADDRESS, ID = "amount", "date", "name", "address", "id"

#: Of longer texts only the beginning is read.
_LONGEST = 20_000
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+\w", re.IGNORECASE)
#: Letters and three digits or more, or seven digits or more, in one piece; "1800s", "18th" and "100-year" are none.
_ID = re.compile(
    r"(?<![\w.,/:-])(?!\d+[a-z-]*[a-z]\b)(?=[\w-]*[A-Za-z])(?=(?:[\w-]*?\d){3})[A-Za-z0-9][\w-]{3,}[A-Za-z0-9]"
    r"(?![\w/:-])|(?<![\w.,-])\d{7,}(?![\w,-])"
)
#: Names with a number in them: "COVID-19".
_NUMBERED = re.compile(r"(?<![^\W\d_])[^\W\d_]+-\d+")
_MADE_UP = re.compile(r"example|your|placeholder|xxx|12345|lorem", re.IGNORECASE)
#: Capitalised words in a row of which the first doesn't begin a sentence, a heading or an item of a list.
_NAME = re.compile(
    r"(?:(?<=[^\W\d_] )|(?<=[^\W\d_][,;] ))[A-ZÀ-ÖØ-ÞΑ-ΩА-Я][^\W\d_]*[a-zà-öø-ÿα-ωа-я][\w'’-]*"
    r"(?: [A-ZÀ-ÖØ-ÞΑ-ΩА-Я][\w'’-]+)*"
)
#: Of terms: "APIs".
_SHORT_FORM = re.compile(r"[A-Z]{2,}s")
_WORD = re.compile(r"[^\W\d_]+")
#: With more of its words but the first capitalised a line without a full stop is a heading.
_HEADING = 0.5
#: Titles of people and words that English capitalises anywhere are no names.
_NO_NAMES = frozenset(
    {"i", "mr", "mrs", "ms", "dr", "prof", "sir", "madam", "dear", "internet", "earth", "english", "god"}
)
#: Counts up to a dozen say how many tips or steps there are.
_SMALL = 12
_COUNTED = frozenset({"word", "character", "letter", "syllable", "sentence", "line", "page", "dozen", "digit"})
_DATE_OR_TIME = re.compile(r"\d{1,4}([-./])\d\d?\1\d{1,4}|\d\d?(?::\d\d){1,2}")
_DECADE = re.compile(r"(?<![\w./])\d{2,4}s(?!\w)")
_PARTS = frozenset({"1/2", "1/3", "1/4", "2/3", "3/4"})
_RELATIVE = frozenset({"today", "tomorrow", "yesterday", "tonight"})


class Fact(NamedTuple):
    """Something that can be looked up; `text` is how it is shown, `words` what is compared."""

    kind: str
    text: str
    words: str


def facts(text: str) -> list[Fact]:
    """The facts in an answer, in order of kind; code states none, and of JSON only the texts are read.

    Not counted are numbers of list items, whole numbers up to a dozen without a unit, ordinals, and made-up
    addresses; of languages that capitalise common nouns (German) no names are read.
    """
    prose = _prose(text[:_LONGEST])
    addresses = list(_addresses(prose))
    rest = _ADDRESS.sub(" ", prose)
    ids = [Fact(ID, found[0], normalise(found[0])) for found in _ID.finditer(rest) if not _MADE_UP.search(found[0])]
    rest = _NUMBERED.sub(" ", _ID.sub(" ", rest))
    decades = [Fact(DATE, found[0], normalise(found[0])) for found in _DECADE.finditer(rest)]
    rest = _DECADE.sub(" ", rest)
    return list(dict.fromkeys([*addresses, *ids, *decades, *_amounts(rest), *_names(rest)]))


def has_amounts(text: str) -> bool:
    """Whether there is a number or a date in a text, but ids, with which something could be worked out."""
    rest = _ID.sub(" ", _ADDRESS.sub(" ", text[:_LONGEST]))
    return any(amount.is_cardinal and amount.value not in _RELATIVE for amount in amounts(text_forms(rest)))


def _prose(text: str) -> str:
    """What of an answer is neither code nor the keys and numbers of JSON."""
    found = json_object(text)
    if found is not None:
        return "\n".join(value for value in found.values() if isinstance(value, str))
    return "\n".join(line for line in without_code(text).splitlines() if not looks_like_code(line))


def _addresses(text: str) -> Iterator[Fact]:
    for found in _ADDRESS.finditer(text):
        shown = found[0].rstrip(".,;:!?")
        if not _MADE_UP.search(shown):
            yield Fact(ADDRESS, shown, normalise(shown))


def _amounts(text: str) -> Iterator[Fact]:
    forms = [form for form in text_forms(text) if form not in _PARTS]
    for amount in amounts(forms):
        if isinstance(amount.value, str):
            if _is_date(amount.value):
                yield Fact(DATE, amount.value, amount.value)
        elif amount.unit not in _COUNTED and (amount.unit or _is_large(amount)):
            shown = _written(amount)
            yield Fact(AMOUNT, f"{shown} {amount.unit}".strip(), shown)


def _is_date(form: str) -> bool:
    """A month, a weekday, a date or a time of day; no ordinal and no range of numbers."""
    return (kind(form) == "date" and form not in _RELATIVE) or _DATE_OR_TIME.fullmatch(form) is not None


def _is_large(amount: Amount) -> bool:
    return isinstance(amount.value, Fraction) and (abs(amount.value) > _SMALL or amount.places > 0)


def _written(amount: Amount) -> str:
    assert isinstance(amount.value, Fraction)
    return f"{float(amount.value):.12g}" if amount.places > 0 else str(int(amount.value))


def _names(text: str) -> Iterator[Fact]:
    if language(text) == "German":
        return
    common = {word for word in _WORD.findall(text) if word.islower()}
    for line in re.split(r"\n|(?<=:) ", text):
        if _is_heading(line):
            continue
        for found in _NAME.finditer(line):
            words = [word.removesuffix("'s").removesuffix("’s") for word in found[0].split()]
            own = [word for word in words if not (word.lower() in common | _NO_NAMES or _SHORT_FORM.fullmatch(word))]
            if own and not any(kind(form) == "date" for word in own for form in bases(word.lower())):
                yield Fact(NAME, " ".join(words), normalise(" ".join(own)))


def _is_heading(line: str) -> bool:
    words = _WORD.findall(line)[1:]
    is_sentence = line.rstrip().endswith((".", "!", "?"))
    return not is_sentence and sum(word[0].isupper() for word in words) > _HEADING * len(words)
