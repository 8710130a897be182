"""Answers with their prompts, read for what two of them could contradict each other in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from dataaudit.answers.amounts import Amount, amount_of, amounts, text_forms
from dataaudit.answers.closed import Closed
from dataaudit.answers.prompts import ClosedSets, Prompt
from dataaudit.duplicates.words import kind
from dataaudit.formats.languages import language
from dataaudit.formats.outputs import FREE, output_kind
from dataaudit.formats.prose import looks_like_code, without_code

#: Nobody compares more words of two answers.
_MOST_WORDS = 600
#: A poem is not contradicted by another, nor an example, while one may ask who wrote the song.
_GENRE = re.compile(
    r"\b(?:(?:write|compose|create|generate|make|draft|think|come up|rewrite|complete|continue|finish|add)\b"
    r"[^.?!\n]{0,60}?|"
    r"(?:give|tell|share|provide|show|name|list|find|suggest|describe|state)\b(?: me| us)? "
    r"(?:(?:an?|some|any|another|\d+|two|three|four|five) )?"
    r"(?:(?!(?:if|whether|the|this|following|given)\b)[\w-]+ ){0,3}?)"
    r"\b(?:poem|haiku|limerick|sonnet|rhyme|song|lyric|story|stories|tale|joke|riddle|pun|slogan|tagline|headline|caption|"
    r"dialogue|scenario|scene|essay|letter|email|tweet|speech|script|password|username|example|sentence|fictional|"
    r"imaginary|random)s?\b",
    re.IGNORECASE,
)
#: "Yes, ...", "No. ..." and no more of a sentence.
_OPENING = re.compile(
    r"[\W_]*(?:(?:answer|a):\s*)?(yes|yep|yeah|true|no|nope|false)(?:\s*(?:[.,;:!)—–*\"-]|$|\n)|"
    r"(?=\s+(?:it|they|this|that|there|he|she|you|we|i|the)\b))",
    re.IGNORECASE,
)
#: A call in a sentence: "The sum is python('sum(range(1, 101))')".
_CALL = re.compile(r"\b\w+\(\s*(['\"]).{0,500}?\1\s*\)")
_YES = frozenset({"yes", "yep", "yeah", "true"})


@dataclass(frozen=True)
class Reply:
    """An answer with its prompt; what is found out about it is kept, since it is compared with several.

    Attributes
    ----------
    said_of_itself
        What the answer says of its model (`phrases.boilerplate_kinds`): that it refuses, for one.
    """

    system: str
    input: str
    output: str
    sets: ClosedSets
    said_of_itself: str | None = None

    @cached_property
    def prompt(self) -> Prompt:
        """What was asked."""
        return Prompt(self.system, self.input)

    @cached_property
    def is_free(self) -> bool:
        """Whether something is to be made up, of which many would do."""
        return self.prompt.invents or _GENRE.search(self.prompt.question) is not None

    @cached_property
    def closed(self) -> dict[str, Closed]:
        """What is closed in it, by key."""
        return self.prompt.closed(self.output, self.sets)

    @cached_property
    def forms(self) -> list[str]:
        """The forms of its words; numbers of list items, and code, in which other numbers may do the same, left out."""
        if self.kind != FREE:
            return []
        prose = without_code(_CALL.sub(" ", self.output)).splitlines()
        return text_forms("\n".join(line for line in prose if not looks_like_code(line)))[:_MOST_WORDS]

    @cached_property
    def words(self) -> frozenset[str]:
        """Its different forms without numbers."""
        return frozenset(form for form in self.forms if amount_of(form) is None)

    @cached_property
    def frame(self) -> list[str]:
        """The forms of its words, "#" for each number and date; negations are left out."""
        return ["#" if amount_of(form) is not None else form for form in self.forms if kind(form) != "negation"]

    @cached_property
    def figures(self) -> list[Amount]:
        """The numbers and dates in it."""
        return amounts(self.forms)

    @cached_property
    def asked_forms(self) -> list[str]:
        """The forms of the words of its prompt."""
        return text_forms(self.prompt.question)

    @cached_property
    def opening(self) -> bool | None:
        """Whether it begins with yes or no."""
        found = _OPENING.match(self.output)
        return None if found is None else found[1].lower() in _YES

    @cached_property
    def kind(self) -> str:
        """JSON, code, free text and so on."""
        return output_kind(self.output)

    @cached_property
    def language(self) -> str | None:
        """Its language, where that can be told."""
        return language(self.output)
