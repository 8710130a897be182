"""Whether a prompt has one right answer, or a wish that many would fulfil."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dataaudit.answers.closed import LABEL, Closed, closed_name, closed_value, statements
from dataaudit.evidence.text import normalise
from dataaudit.formats.task import MIN_PER_LABEL, is_closed_set
from dataaudit.labels.classes import fold

_BEGINNING = r"(?:^|[.!?:,\n]\s{0,3})(?:(?:please|randomly|can you|could you) )?"
#: Wishes that many answers fulfil. English, as most instructions are.
_INVENT = re.compile(
    _BEGINNING
    + r"(?:generate|create|suggest|recommend|invent|compose|design|construct|produce|brainstorm|imagine|guess|estimate|"
    r"make up|come up with|(?:pick|choose|select|give|name|write|say|tell|think of)(?: me| us)? "
    r"(?:any|(?:an? )?random|a number))\b",
    re.IGNORECASE,
)
#: Wishes for one name of many.
_NAME_ONE = re.compile(
    _BEGINNING + r"(?:name|list|give|find|identify|extract|tell|provide|state|mention|write|say|think of)(?: me| us)? "
    r"(?:an?|some|another|two|three)\b",
    re.IGNORECASE,
)
#: Questions for one thing; what somebody should do, and who "you" are, many can say.
_ONE_THING = re.compile(
    _BEGINNING + r"(?:(?:in|on|at|by|to|of|for|from) )?(?:who|whom|whose|when|where|which|"
    r"what (?:year|date|day|month|time|city|country|number|colou?r|language)|"
    r"what(?: is| was|'s|’s) the (?:author|capital|currency|date|language|name|number|population|year)|"
    r"how (?:many|much|old|long|tall|far|high|fast|big|large))\b"
    r"(?![^?.\n]{0,80}\b(?:should|could|would|can|best|better|favou?rite|recommend|you|your)\b)[^.\n]{0,200}\?",
    re.IGNORECASE,
)


class ClosedSets:
    """The lists out of which the short answers of a dataset come, where they do.

    Parameters
    ----------
    outputs
        All answers. They are looked at when the first name is.
    """

    def __init__(self, outputs: Iterable[str]) -> None:
        self._outputs = outputs

    def holds(self, key: str, name: Closed) -> bool:
        """Whether the statements under this key are a closed set, and this is one of the usual ones in it."""
        return fold(name.text) in self._names.get(key, ())

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, Counter[str]] = {}
        for output in self._outputs:
            for key, text in statements(output).items():
                if (name := closed_name(text)) is not None:
                    found.setdefault(key, Counter())[fold(name.text)] += 1
        return {key: _usual(names) for key, names in found.items() if is_closed_set(names.elements())}


@dataclass(frozen=True)
class Prompt:
    """The system prompt and input of an example; of a conversation only the last question counts."""

    system: str
    input: str

    def closed(self, answer: str, sets: ClosedSets) -> dict[str, Closed]:
        """Those statements of an answer, by key, of which only one can be right.

        A number, yes or no, or a letter is one unless something was to be invented, or one of many named. A name must
        be out of a closed set, or be offered by the prompt or asked for: nothing in "humorous" says that it is not the
        only synonym of "funny".
        """
        found = {key: self._closed(key, text, sets) for key, text in statements(answer).items()}
        return {key: closed for key, closed in found.items() if closed is not None}

    def _closed(self, key: str, text: str, sets: ClosedSets) -> Closed | None:
        name = closed_name(text)
        if name is not None and sets.holds(key, name):
            return name._replace(kind=LABEL)
        if self.invents or self.wants_one_of_many:
            return None
        if value := closed_value(text):
            return value
        asked = key == "" and self.asks_for_one_thing
        return name if name is not None and (asked or self._offers(name)) else None

    def _offers(self, name: Closed) -> bool:
        return f" {normalise(name.text)} " in self._words

    @cached_property
    def question(self) -> str:
        """The last question of a conversation, else the input."""
        return self.input.rpartition("\nuser: ")[2]

    @cached_property
    def _words(self) -> str:
        return f" {normalise(self.system)} {normalise(self.question)} "

    @cached_property
    def invents(self) -> bool:
        """Whether it wishes for something to be made up, of which many would do."""
        return _INVENT.search(self.question) is not None

    @cached_property
    def wants_one_of_many(self) -> bool:
        """Whether it wishes for a thing or some of a kind: "name a fruit", "list two methods"."""
        return _NAME_ONE.search(self.question) is not None

    @cached_property
    def asks_for_one_thing(self) -> bool:
        """Whether it asks for a person, a place, a time or a number."""
        return _ONE_THING.search(self.question) is not None


def _usual(names: Counter[str]) -> frozenset[str]:
    return frozenset(name for name, n in names.items() if n >= MIN_PER_LABEL)
