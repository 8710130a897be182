"""Semantic duplicates: inputs that ask the same in other words, by their vectors and by what differs between them.

A cosine alone can't rank them. Encoders bring "a flight to Paris" close to "a flight to London", and vectors that
are sums of words can't tell word order. Three things are taken from it, each with one weight:

- what was put in the place of something else, the more the unliker the two are, and the more literally the rest is
  the same. A rewording changes the rest too; in a copy of the rest the one thing that differs is the point;
- a differing fact (number, date, negation, person, opposite, question word, two phrases exchanged) as much as the
  unlikest words, and no pair with one ranks above `CONTRADICTED`;
- by how much each of the two has a nearer neighbour: of several candidates the nearest is likeliest, which is what
  the margin of Artetxe & Schwenk (ACL 2019) measures too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.duplicates.contrasts import opposites
from dataaudit.duplicates.facts import LONG, Difference, Residue, compare, other_fact, other_person
from dataaudit.duplicates.shingles import spaced
from dataaudit.duplicates.words import forms, kind
from dataaudit.evidence.neighbours import NeighbourGraph
from dataaudit.formats.languages import language

Indices = NDArray[np.int32]
Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

#: Pairs that rank as high are duplicates. Of those that people judged and that rank as high .99 and .98 say the same
#: with MiniLM, .94 and .93 with the static encoder (medical question pairs, LeWiDi's Quora pairs).
LIMIT = 0.9
#: Above it no pair ranks of which a fact differs, however they are worded; copies of the rest rank far below.
CONTRADICTED = 0.88
#: What a wholly different filling of the same frame takes from the cosine; from 0.5 to 1 rank alike.
_FILLING = 0.7
#: How fast that falls with the share of word pairs in common: a frame of which half is the same counts 1/8.
_LITERAL = 3
#: What each nearer neighbour takes, of the difference in cosine. More ranks pairs better and harms groups.
_NEARER = 0.25

_DIGITS = re.compile(r"\d+")
_QUESTIONS = frozenset({"who", "when", "where", "why"})
#: To ask for something, in whatever words, is not what is asked.
_REQUESTS = frozenset({"tell", "let", "know", "want", "wanna", "need", "must"})
_ARTICLES = frozenset({"a", "an", "the"})
_COPULAS = "and or is are was were vs versus & und oder ist sind et ou est y o es e è é en 是 和 或"
#: "A or B" is "B or A", "A is B" is "B is A".
_SYMMETRIC = frozenset(_COPULAS.split()) | _ARTICLES


@dataclass(frozen=True, slots=True, eq=False)
class SemanticPairs:
    """Pairs of texts, each once, the lower index first: arrays of the same length.

    Attributes
    ----------
    first, second
        (p,) int32.
    cosine, score
        (p,) float64; the score is at most the cosine.
    """

    first: Indices
    second: Indices
    cosine: Floats
    score: Floats


def semantic_pairs(
    graph: NeighbourGraph,
    texts: Sequence[str],
    encode: Encode,
    *,
    floor: float = LIMIT,
    agreeing: NDArray[np.int64] | None = None,
) -> SemanticPairs:
    """The neighbours whose score is at least `floor` and of which no fact differs, in the order of their indices.

    Parameters
    ----------
    graph
        Of the vectors of the texts.
    texts
        n distinct normalised texts.
    encode
        The encoder that the vectors are from; it gets single words.
    agreeing
        (k, 2) pairs, the lower index first, that are known to say the same: their words are not looked at again.
    """
    first, second, cosine = _neighbours(graph, floor)
    nearest = graph.similarities[:, 0].astype(np.float64) if graph.similarities.shape[1] else np.empty(0)
    score = _less_nearer(cosine, nearest, first, second)
    possible = score >= floor
    first, second, cosine, score = first[possible], second[possible], cosine[possible], score[possible]
    contradicted = _other_digits(texts, first, second)
    open_question = ~contradicted & ~_among(first, second, agreeing, len(texts))
    score[open_question], contradicted[open_question] = _scores(
        texts, first[open_question], second[open_question], cosine[open_question], nearest, encode
    )
    kept = (score >= floor) & ~contradicted
    return SemanticPairs(first[kept], second[kept], cosine[kept], score[kept])


def semantic_scores(
    texts: Sequence[str], first: Indices, second: Indices, cosine: Floats, nearest: Floats, encode: Encode
) -> Floats:
    """How likely pairs of texts ask the same, to rank them by and to compare with `LIMIT`.

    Parameters
    ----------
    texts
        n distinct normalised texts.
    first, second, cosine
        (p,) the texts of each pair and the cosine of their vectors.
    nearest
        (n,) the cosine of each text with its nearest neighbour.
    encode
        The encoder that the vectors are from; it gets single words.

    Returns
    -------
    (p,) float64, the same for a pair either way round.
    """
    return _scores(texts, first, second, cosine, nearest, encode)[0]


def contradiction(a: str, b: str) -> Difference | None:
    """The fact in which two normalised texts differ, however they are worded.

    Returns
    -------
    A difference in numbers, dates, negation, persons, "opposite" words, the "question" word, the "order" of two
    phrases or the "language"; None where there is none of these.
    """
    return _read(a, b).contradiction


def _scores(
    texts: Sequence[str], first: Indices, second: Indices, cosine: Floats, nearest: Floats, encode: Encode
) -> tuple[Floats, NDArray[np.bool_]]:
    """(p,) the score of each pair, and whether a fact differs."""
    pairs = [(texts[i], texts[j]) for i, j in zip(first.tolist(), second.tolist(), strict=True)]
    readings = [_read(*pair) for pair in pairs]
    contradicted = np.array([reading.contradiction is not None for reading in readings], np.bool_)
    literal = np.array([reading.literal for reading in readings])
    score = _less_nearer(cosine, nearest, first, second) - _FILLING * literal**_LITERAL * _unlike(readings, encode)
    return np.where(contradicted, np.minimum(score, CONTRADICTED), score), contradicted


class _Reading(NamedTuple):
    """How two texts differ: a fact, the words on either side, whether they are unlike whatever their vectors say."""

    contradiction: Difference | None
    left: list[str]
    right: list[str]
    unlike: bool
    literal: float


def _read(a: str, b: str) -> _Reading:
    residue = compare(a, b)
    found = other_fact(residue) or other_person(residue, a, b) or _opposite(residue)
    question = _other_question(residue)
    if question and question.left and question.right:
        found = found or question
    found = found or _other_order(spaced(a).split(), spaced(b).split()) or _other_language(a, b, residue)
    left, right = (_words(side) for side in residue[:2])
    if bool(left) != bool(right):
        left, right = _exchanged_for(a.split(), b.split()) or (left, right)
    return _Reading(found, left, right, found is not None or question is not None, _literalness(a, b))


def _words(side: Iterable[str]) -> list[str]:
    return [form for form in side if kind(form) in {"word", "person"} and form not in _REQUESTS]


def _exchanged_for(a: list[str], b: list[str]) -> tuple[list[str], list[str]] | None:
    """The one word that stands in the place of one other, all else being equal: neither was only left out."""
    if len(a) != len(b):
        return None
    others = [[one, other] for one, other in zip(a, b, strict=True) if one != other]
    return (others[0][:1], others[0][1:]) if len(others) == 1 else None


def _opposite(residue: Residue) -> Difference | None:
    found = opposites(residue.left, residue.right)
    return Difference("opposite", *found) if found else None


def _other_question(residue: Residue) -> Difference | None:
    left, right = ([form for form in side if form in _QUESTIONS] for side in residue[:2])
    return Difference("question", " ".join(left), " ".join(right)) if left != right else None


def _other_order(a: list[str], b: list[str]) -> Difference | None:
    """Whether two phrases have changed places around what stays: "inch to cm", "cm to inch".

    A phrase that only moved ("please stop", "stop please") says the same, and so does "b or a" for "a or b".
    """
    return _exchanged_words(a, b) or _exchanged_phrases(a, b)


def _exchanged_words(a: list[str], b: list[str]) -> Difference | None:
    """Two words around a third, whatever else the texts say."""
    here, there = _threes(a), _threes(b)
    more = there - here
    turned = (found for found in here - there if found[::-1] in more)
    telling = sorted(f for f in turned if f[1] not in _SYMMETRIC and _matters(f[0]) and _matters(f[2]))
    return Difference("order", " ".join(telling[0]), " ".join(telling[0][::-1])) if telling else None


def _threes(text: list[str]) -> set[tuple[str, str, str]]:
    """Every three words in a row, articles left out."""
    words = [word for word in text if word not in _ARTICLES]
    return set(zip(words, words[1:], words[2:], strict=False))


def _matters(word: str) -> bool:
    return any(kind(form) != "person" for form in forms(word))


def _exchanged_phrases(a: list[str], b: list[str]) -> Difference | None:
    """Two phrases around a third, all else being equal."""
    if len(a) != len(b) or sorted(a) != sorted(b) or a == b:
        return None
    start = next(i for i, (one, other) in enumerate(zip(a, b, strict=True)) if one != other)
    end = len(a) - next(i for i in range(len(a)) if a[-1 - i] != b[-1 - i])
    left, right = a[start:end], b[start:end]
    n = len(left)
    heads = [i for i in range(1, n - 1) if left[:i] == right[n - i :]]
    tails = [j for j in range(2, n) if left[j:] == right[: n - j]]
    for i, j in product(heads, tails):
        if i < j and left[i:j] == right[n - j : n - i] and not _SYMMETRIC.issuperset(left[i:j]):
            return Difference("order", " ".join(left), " ".join(right))
    return None


def _other_language(a: str, b: str, residue: Residue) -> Difference | None:
    """Looked at only where the texts have no word in common from the first that differs to the last."""
    if len(residue.left) + len(residue.right) < len(residue.left_order) + len(residue.right_order):
        return None
    languages = language(a), language(b)
    if None in languages or languages[0] == languages[1]:
        return None
    return Difference("language", str(languages[0]), str(languages[1]))


def _literalness(a: str, b: str) -> float:
    """The share of pairs of neighbouring words that the texts have in common (Jaccard), their ends included."""
    left, right = (set(pairwise(["", *spaced(text).split(), ""])) for text in (a, b))
    return len(left & right) / len(left | right)


def _unlike(readings: Sequence[_Reading], encode: Encode) -> Floats:
    """(p,) one less the cosine of the words on either side; 0 where one text has only more."""
    unlike = np.array([float(reading.unlike) for reading in readings])
    replaced = [i for i, reading in enumerate(readings) if not reading.unlike and reading.left and reading.right]
    if replaced:
        left, right = [readings[i].left for i in replaced], [readings[i].right for i in replaced]
        unlike[replaced] = 1 - _cosines(left, right, encode)
    return unlike


def _cosines(left: Sequence[list[str]], right: Sequence[list[str]], encode: Encode) -> Floats:
    """(p,) cosines of the sums of the vectors of words."""
    words = sorted({word for side in (*left, *right) for word in side})
    number = {word: i for i, word in enumerate(words)}
    vectors = encode(words).astype(np.float64)

    def total(side: list[str]) -> Floats:
        summed: Floats = vectors[[number[word] for word in side]].sum(axis=0)
        return summed

    one, other = (np.array([total(side) for side in sides]) for sides in (left, right))
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    cosines: Floats = np.vecdot(one, other) / np.where(lengths > 0, lengths, 1)
    return cosines


def _neighbours(graph: NeighbourGraph, floor: float) -> tuple[Indices, Indices, Floats]:
    """Each pair of neighbours once, with its cosine."""
    one, rank = np.nonzero(graph.similarities >= floor)
    other = graph.indices[one, rank]
    pairs = np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1).astype(np.int32)
    pairs, place = np.unique(pairs, axis=0, return_index=True)
    first, second = pairs.T
    return first, second, graph.similarities[one[place], rank[place]].astype(np.float64)


def _other_digits(texts: Sequence[str], first: Indices, second: Indices) -> NDArray[np.bool_]:
    """(p,) whether two long texts have other numbers in digits: seen at a glance, while reading them takes long."""
    chosen = np.union1d(first, second).tolist()
    digits = {i: sorted(_DIGITS.findall(texts[i])) if texts[i].count(" ") >= LONG else None for i in chosen}
    sides = ((digits[i], digits[j]) for i, j in zip(first.tolist(), second.tolist(), strict=True))
    return np.array([None not in (one, other) and one != other for one, other in sides], np.bool_)


def _among(first: Indices, second: Indices, pairs: NDArray[np.int64] | None, n: int) -> NDArray[np.bool_]:
    """(p,) which pairs of n texts are among some."""
    if pairs is None:
        return np.zeros(len(first), np.bool_)
    return np.isin(first.astype(np.int64) * n + second, pairs[:, 0] * n + pairs[:, 1])


def _less_nearer(cosine: Floats, nearest: Floats, first: Indices, second: Indices) -> Floats:
    """The cosine less what nearer neighbours take."""
    nearer = sum(np.maximum(0, nearest[side] - cosine) for side in (first, second))
    return cosine - _NEARER * nearer
