"""Failures for want of knowledge: the right answer states facts that the prompt doesn't hold, or that change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dataaudit.answers.closed import NAME as CLOSED_NAME
from dataaudit.answers.prompts import ClosedSets
from dataaudit.answers.replies import Reply
from dataaudit.baselines.facts import AMOUNT, DATE, NAME, Fact, facts, has_amounts
from dataaudit.duplicates.words import bases, forms_of
from dataaudit.evidence.text import normalise

#: What more of the training answers say is a way to write, which is learnt: a signature, the house's name. Ours.
_USUAL = 0.05
#: A text has a fact here and there in passing; one that rests on them has one in so many words. Ours.
_WORDS_A_FACT = 50
#: Wishes that anything will do for.
_ANYTHING = re.compile(
    r"\b(?:recipe|menu|itinerary|schedule|invitation|story|storie|screenplay|cite|citation)s?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Question:
    """What a prompt was asked, what it should have said and what it said, None where that isn't known."""

    system: str
    input: str
    expected: str
    output: str | None


class Wording:
    """What training answers say again and again.

    Parameters
    ----------
    outputs
        Some of them.
    """

    def __init__(self, outputs: Iterable[str]) -> None:
        self._outputs = [f" {normalise(output)} " for output in outputs]
        self._is_usual = lru_cache(None)(self._count)

    def holds(self, fact: Fact) -> bool:
        """Whether a fact is usual in them."""
        return self._is_usual(fact.words)

    def _count(self, words: str) -> bool:
        least = _USUAL * len(self._outputs)
        return sum(f" {words} " in output for output in self._outputs) > least


def missing_facts(question: Question, wording: Wording) -> list[Fact]:
    """The facts of the expected answer that neither the prompt nor its output holds, and training doesn't repeat.

    None where something was to be made up or one of many named, or where they are few for its length. Amounts and
    dates count only where the prompt has none, since from those in it they may be worked out.
    """
    reply = Reply(question.system, question.input, question.expected, ClosedSets(()))
    if reply.is_free or reply.prompt.wants_one_of_many or _ANYTHING.search(question.input):
        return []
    prompt = f"{question.system}\n{question.input}"
    known = _Known([prompt, question.output or ""])
    stated = [*facts(question.expected), *_closed_name(reply)]
    if has_amounts(prompt):
        stated = [fact for fact in stated if fact.kind not in (AMOUNT, DATE)]
    missing = [fact for fact in dict.fromkeys(stated) if not known.holds(fact) and not wording.holds(fact)]
    return missing if _WORDS_A_FACT * len(missing) >= len(question.expected.split()) else []


def _closed_name(reply: Reply) -> list[Fact]:
    """The name that alone is the answer to a question for one thing."""
    closed = reply.closed.values() if reply.prompt.asks_for_one_thing else ()
    return [Fact(NAME, found.text, normalise(found.text)) for found in closed if found.kind == CLOSED_NAME]


class _Known:
    """The words of some texts, inflections folded."""

    def __init__(self, texts: Sequence[str]) -> None:
        words = [normalise(text) for text in texts]
        self._padded = f" {' '.join(words)} "
        self._bases = frozenset().union(*(bases(form) for text in words for form in forms_of(text.split())))

    def holds(self, fact: Fact) -> bool:
        """Whether they state a fact; of a name its words may stand anywhere."""
        if f" {fact.words} " in self._padded:
            return True
        own = [bases(form) for form in forms_of(fact.words.split())]
        return not own or all(not self._bases.isdisjoint(base) for base in own)
