"""Leakage: held-out inputs that training has too, as they are, in longer passages or but for a slip of the pen.

A copy of a held-out input in the training data makes the evaluation measure memory, whatever the answers are. What
only resembles it may be another question, so it is left to a reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dataaudit.duplicates.facts import LONG, Difference, differing_fact
from dataaudit.duplicates.overlaps import PASSAGE, Overlaps, shared_passages, similar_spellings
from dataaudit.duplicates.semantic import contradiction
from dataaudit.duplicates.shingles import CHARACTERS, spaced
from dataaudit.duplicates.words import forms, known_words
from dataaudit.evidence.text import normalise

if TYPE_CHECKING:
    from dataaudit.evidence.neighbours import NeighbourGraph

Strip = Callable[[str], str]
Written = Callable[[int, int], tuple[str, str]]

_METHODS = "an eight-word overlap of half in texts of 13 words or more, else Jaccard .8 of five characters"
#: Differences that are no facts.
_WORDING = frozenset({"word", "order", "person"})
#: Where more training texts have passages of a held-out text, each with something else, its wording is common.
_MOST_TO_REVIEW = 3
#: The shortest word in which a slip of the pen is told from another word.
_LEAST_LETTERS = 4


def _unchanged(text: str) -> str:
    return text


class Tier(StrEnum):
    """How a training input repeats a held-out one, the closest first."""

    EXACT = "exact"
    NORMALISED = "normalised"
    PASSAGES = "n-gram"
    CHARACTERS = "characters"
    SEMANTIC = "semantic"


class Leak(NamedTuple):
    """A held-out input and a training input that repeats it, or that a reader should see where `to_review`.

    `similarity` is in (0, 1], as its tier measures it; `difference` is what makes another question of it.
    """

    held_out: int
    training: int
    tier: Tier
    similarity: float
    to_review: bool = False
    difference: Difference | None = None


@dataclass(frozen=True, kw_only=True)
class Settings:
    """When an input repeats another."""

    passage_words: int = field(default=13, metadata={"source": _METHODS})
    passage_overlap: float = field(default=0.5, metadata={"source": _METHODS})
    short_words: int = field(
        default=24, metadata={"source": "ours: an overlap of half forgives one changed word from 23 words on"}
    )
    short_similarity: float = field(default=0.8, metadata={"source": _METHODS})


def find_leaks(
    training: Sequence[str],
    held_out: Sequence[str],
    settings: Settings | None = None,
    *,
    strip: Strip = _unchanged,
    written: Written | None = None,
) -> list[Leak]:
    """The held-out inputs that training inputs repeat.

    Parameters
    ----------
    training, held_out
        The distinct normalised inputs of each side.
    strip
        Takes scaffolding out of a normalised text. What counts as alike is so with it and without it.
    written
        How a held-out and a training input are written, by their positions; without it names are not known.

    Returns
    -------
    list of Leak
        In the order of `held_out`, then `training`; for each pair its closest tier. Equal inputs are NORMALISED:
        whether they are EXACT can't be seen here.
    """
    place = {text: i for i, text in enumerate(held_out)}
    equal = ((place[text], i) for i, text in enumerate(training) if text in place)
    found = {(one, other): Leak(one, other, Tier.NORMALISED, 1.0) for one, other in equal}
    pairs = _Pairs.of(training, held_out, settings or Settings(), strip, written)
    for leak in (*pairs.by_passages(), *pairs.by_characters()):
        known = found.setdefault((leak.held_out, leak.training), leak)
        if known.to_review and not leak.to_review:
            found[leak.held_out, leak.training] = leak
    return [found[pair] for pair in sorted(found)]


def alike_in_meaning(
    training: Sequence[str], held_out: Sequence[str], nearest: NeighbourGraph, least: float
) -> list[Leak]:
    """Pairs of inputs that a reader should compare: near in meaning, and nothing is seen to contradict it.

    Parameters
    ----------
    nearest
        The nearest training inputs of each held-out one.
    least
        The least cosine.
    """
    found = []
    for one, place in np.argwhere(nearest.similarities >= least).tolist():
        other, cosine = int(nearest.indices[one, place]), float(nearest.similarities[one, place])
        if contradiction(held_out[one], training[other]) is None:
            found.append(Leak(one, other, Tier.SEMANTIC, min(1.0, cosine), to_review=True))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Finds the inputs that are alike without being equal.

    `training` and `held_out` are the texts as a whole, `own` and `held_own` without scaffolding.
    """

    training: list[str]
    held_out: list[str]
    own: list[str]
    held_own: list[str]
    settings: Settings
    written: Written | None

    @classmethod
    def of(
        cls,
        training: Sequence[str],
        held_out: Sequence[str],
        settings: Settings,
        strip: Strip,
        written: Written | None,
    ) -> _Pairs:
        own, held_own = (list(map(spaced, map(strip, texts))) for texts in (training, held_out))
        return cls(list(map(spaced, training)), list(map(spaced, held_out)), own, held_own, settings, written)

    def by_passages(self) -> Iterator[Leak]:
        """Longer texts of which one training text has half the runs of eight words.

        In a short one another word makes another question; a passage of a long one counts although what is around
        it differs, and where a fact does it is left to a reader.
        """
        least = self.settings.passage_overlap
        doubtful = []
        for one, other, share in _each(shared_passages(self.own, self.held_own, self.settings.passage_words, least)):
            held_out, training = self.held_out[one], self.training[other]
            if held_out == training or _share(_runs(held_out), _runs(training)) < least:
                continue
            difference = self._difference(one, other)
            if difference is None or (self._is_long(one) and difference.kind in _WORDING):
                yield Leak(one, other, Tier.PASSAGES, share, False, difference)
            else:
                doubtful.append(Leak(one, other, Tier.PASSAGES, share, True, difference))
        usual = Counter(leak.held_out for leak in doubtful)
        for leak in doubtful:
            told = self._is_long(leak.held_out) or (leak.difference and leak.difference.kind in _WORDING)
            if told and usual[leak.held_out] <= _MOST_TO_REVIEW:
                yield leak

    def by_characters(self) -> Iterator[Leak]:
        """Short texts with nearly the same runs of five characters, or with a slip of the pen."""
        for one, other, similarity in _each(similar_spellings(self.own, self.held_own, self.settings.short_words)):
            held_out, training = self.held_out[one], self.training[other]
            if held_out != training:
                slip = _is_slip(held_out, training)
                if slip or all(differing_fact(*pair) is None for pair in self._both(one, other)):
                    whole = _jaccard(_characters(held_out), _characters(training))
                    alike = slip or min(similarity, whole) >= self.settings.short_similarity
                    yield Leak(one, other, Tier.CHARACTERS, similarity, to_review=not alike)

    def _difference(self, one: int, other: int) -> Difference | None:
        """What makes another question of a training text, in its own words or as a whole."""
        pairs = [(held_out, _matching_part(held_out, training)) for held_out, training in self._both(one, other)]
        found = next(filter(None, (differing_fact(*pair) for pair in pairs)), None)
        if found is None or found.kind != "word" or not self._is_long(one):
            return found
        names = frozenset().union(*map(_names, self.written(one, other))) if self.written else frozenset()
        if names.issuperset(f"{found.left} {found.right}".split()):
            return found._replace(kind="name")
        return next(filter(None, (contradiction(*pair) for pair in pairs)), found)

    def _both(self, one: int, other: int) -> list[tuple[str, str]]:
        """A pair without scaffolding, and as a whole where there is any."""
        own, whole = (self.held_own[one], self.own[other]), (self.held_out[one], self.training[other])
        return [own] if own == whole else [own, whole]

    def _is_long(self, one: int) -> bool:
        return self.held_own[one].count(" ") >= LONG


def _each(found: Overlaps) -> Iterator[tuple[int, int, float]]:
    return zip(found.held_out.tolist(), found.training.tolist(), found.similarity.tolist(), strict=True)


def _runs(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[i : i + PASSAGE]) for i in range(max(1, len(words) - PASSAGE + 1))]


def _characters(text: str) -> set[str]:
    return {text[i : i + CHARACTERS] for i in range(max(1, len(text) - CHARACTERS + 1))}


def _share(runs: Sequence[str], others: Sequence[str]) -> float:
    return len({*runs} & {*others}) / len({*runs})


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def _names(written: str) -> frozenset[str]:
    """The forms of words that are written with a capital, as the first word of a sentence is too."""
    capitalised = " ".join(word for word in written.split() if not word.islower())
    return frozenset(form for word in normalise(capitalised).split() for form in forms(word))


def _matching_part(held_out: str, training: str) -> str:
    """The part of a training text that stands where the held-out text would, and short additions to it.

    More than eight words before or after it are a text of their own.
    """
    runs, others = _runs(held_out), _runs(training)
    shared = {*runs} & {*others}
    if not shared:
        return training
    own = [i for i, run in enumerate(runs) if run in shared]
    theirs = [i for i, run in enumerate(others) if run in shared]
    words = training.split()
    start, end = theirs[0] - own[0], theirs[-1] + PASSAGE + len(runs) - 1 - own[-1]
    return " ".join(words[start if start > PASSAGE else 0 : end if end < len(words) - PASSAGE else None])


def _is_slip(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but the spelling of words, or the spaces between words without numbers."""
    words, others = one.split(), other.split()
    if "".join(words) == "".join(others):
        return not any(map(str.isdigit, one))
    return len(words) == len(others) and all(a == b or _is_misspelt(a, b) for a, b in zip(words, others, strict=True))


def _is_misspelt(one: str, other: str) -> bool:
    """Whether one is a known word and the other, which is none, has a letter less, more, other, or two exchanged."""
    if min(len(one), len(other)) < _LEAST_LETTERS or not (one + other).isalpha():
        return False
    if (one in known_words()) == (other in known_words()):
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[start:], other[start:]
    exchanged = one[:2] == other[1::-1] and one[2:] == other[2:]
    return exchanged or one[1:] == other or one == other[1:] or one[1:] == other[1:]
