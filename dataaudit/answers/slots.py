"""What prompts of one wording are filled with: whether two ask about the same things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dataaudit.answers.amounts import amount_of
from dataaudit.duplicates.facts import LONG
from dataaudit.duplicates.shingles import spaced
from dataaudit.duplicates.words import bases, forms, forms_of, kind
from dataaudit.evidence.text import normalise

#: A capitalised word that doesn't begin a sentence.
_NAME = re.compile(r"(?:(?<=[^\W_] )|(?<=[,;] ))[A-ZÀ-ÖØ-ÞΑ-ΩА-Я][\w’'-]*")
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"\"([^\"\n]+)\"|“([^”\n]+)”|«([^»\n]+)»|(?<!\w)['‘]([^'‘’\n]+)['’](?!\w)")
#: "Convert it to binary", "translate into French": what it is to become.
_TARGET = re.compile(
    r"\b(?:convert|translate|transform|change|turn|rewrite|express|render)\b.{0,200}?\b(?:in)?to((?: \S+){1,3})"
)
#: Prompts of more than LONG words are a wording with a text in it: of their words so many must be the same.
_SAME_WORDS = 0.8


@dataclass(frozen=True)
class Slots:
    """A prompt, read for what it is filled with."""

    text: str

    def equal(self, other: Slots) -> bool:
        """Whether both have the same numbers and dates in the same order, and the same names and quotations.

        What something is to be converted or translated to must be the same.
        An abbreviation of its initials is the same name. Besides, they must have a word that counts in common; of
        long ones four in five words must be the same.
        """
        if self._amounts != other._amounts or not self._quotes_occur(other) or not other._quotes_occur(self):
            return False
        if None not in (self._target, other._target) and self._target != other._target:
            return False
        here, there = self._names_beside(other), other._names_beside(self)
        if (here or there) and not (_abbreviates(here, there) or _abbreviates(there, here)):
            return False
        shared = len(self._words & other._words)
        if max(len(self._forms), len(other._forms)) > LONG:
            return shared >= _SAME_WORDS * len(self._words | other._words)
        return shared > 0 or not (self._words and other._words)

    def _quotes_occur(self, other: Slots) -> bool:
        return all(f" {quote} " in other._padded for quote in self._quotes)

    def _names_beside(self, other: Slots) -> list[str]:
        """The names that the other doesn't have."""
        return [name for name in self._names if name not in other._own_words and bases(name).isdisjoint(other._bases)]

    @cached_property
    def _padded(self) -> str:
        return f" {normalise(self.text)} "

    @cached_property
    def _own_words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self._padded))

    @cached_property
    def _forms(self) -> list[str]:
        return forms_of(spaced(self._padded).split())

    @cached_property
    def _words(self) -> frozenset[str]:
        """One base of each form, so that inflections count as one."""
        return frozenset(min(bases(form)) for form in self._forms if kind(form) != "person")

    @cached_property
    def _bases(self) -> frozenset[str]:
        return frozenset().union(*map(bases, self._forms))

    @cached_property
    def _target(self) -> frozenset[str] | None:
        found = _TARGET.search(self._padded)
        target = forms_of(found[1].split()) if found else []
        return bases(target[0]) if target else None

    @cached_property
    def _amounts(self) -> list[str]:
        return [form for form in self._forms if amount_of(form) is not None]

    @cached_property
    def _quotes(self) -> list[str]:
        return [normalise(next(filter(None, found))) for found in _QUOTED.findall(self.text)]

    @cached_property
    def _names(self) -> list[str]:
        """The words of its names."""
        names = (normalise(name.removesuffix("'s").removesuffix("’s")) for name in _NAME.findall(self.text))
        return [word for name in names for word in _WORD.findall(name) if forms(word)]


def _abbreviates(short: Sequence[str], names: Sequence[str]) -> bool:
    """Whether one of the two is a single name made of the initials of the others."""
    return len(short) == 1 < len(names) and short[0].replace(" ", "") == "".join(name[0] for name in names)
