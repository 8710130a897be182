"""What a group of texts is about: the words that set it apart, and its most typical texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
#: How many times more often than elsewhere a term must occur in a group to name it.
_DISTINCTIVE = 2
#: Shorter words begin too many others.
_LEAST_STEM = 4

#: Words that say nothing about a topic. Others that are frequent everywhere are found by their frequency.
_FUNCTION_WORDS = (
    "about after again all also am an and any are as at back be because been before being but by can cannot could "
    "did didn do does doesn doing don done down during each few for from further get give go got had has have "
    "having he hello help her here hers hey hi him his how if in into is isn it its just know let like ll made "
    "make many may me might more most much must my need no nor not now of off on once one only or other our ours "
    "out over own please put re same say see shall she should so some such take tell than thank thanks that the "
    "their theirs them then there these they thing things this those through to too under until up us use using "
    "ve very want was we were what when where whether which while who whom whose why will with would yes yet you "
    "your yours"
)
_MEANINGLESS = frozenset(_FUNCTION_WORDS.split())


def term_frequencies(texts: Iterable[str]) -> Counter[str]:
    """In how many of the normalised texts each word and each pair of neighbouring words occurs."""
    return Counter(term for text in texts for term in _terms(_WORD.findall(text)))


def distinctive_terms(own: Counter[str], everywhere: Counter[str], most: int) -> tuple[str, ...]:
    """The terms that a group of texts uses and the others don't, best first.

    Parameters
    ----------
    own, everywhere
        Term frequencies of the group and of all texts; those outside the group count as one more class.
    most
        How many terms at most; none repeats a word of another, or an inflection of it.

    Notes
    -----
    Class-based TF-IDF, tf · log(1 + A / f), with A the mean number of terms of a class and f the frequency in all
    classes (Grootendorst 2022, BERTopic). Terms are counted once a text, so that no single text names the group;
    those that the others say half as often, such as a greeting, don't name it either.
    """
    total, all_terms = own.total(), everywhere.total()
    mean, rest = all_terms / 2, max(1, all_terms - total)
    usual = {term: total * max(0, everywhere[term] - n) / rest for term, n in own.items()}
    scores = {
        term: n * math.log(1 + mean / max(n, everywhere[term]))
        for term, n in own.items()
        if n > _DISTINCTIVE * usual[term]
    }
    terms: list[str] = []
    for term in sorted(scores, key=lambda term: (-round(scores[term], 9), term)):
        if len(terms) < most and not any(_repeats(term, other) for other in terms):
            terms.append(term)
    return tuple(terms)


def _repeats(term: str, other: str) -> bool:
    """Whether two terms have a word in common, or one that the other goes on from (card, cards)."""
    pairs = (sorted((one, two), key=len) for one in term.split() for two in other.split())
    return any(short == long or (len(short) >= _LEAST_STEM and long.startswith(short)) for short, long in pairs)


def most_typical(vectors: NDArray[np.float32], most: int) -> list[int]:
    """Indices of the texts that are most similar to all of their group on average, best first."""
    similarities = np.round(vectors.astype(np.float64) @ vectors.mean(axis=0, dtype=np.float64), 6)
    order: list[int] = np.argsort(-similarities, kind="stable")[:most].tolist()
    return order


def _terms(words: Sequence[str]) -> set[str]:
    """Words with a meaning, and pairs of them that stand side by side."""
    meaningful = [word not in _MEANINGLESS and not word.isdigit() and len(word) > 1 for word in words]
    single = {word for word, kept in zip(words, meaningful, strict=True) if kept}
    pairs = zip(words, words[1:], meaningful, meaningful[1:], strict=False)
    return single | {f"{one} {other}" for one, other, first, second in pairs if first and second}
