"""What differs between two similar texts: whether one of them says something else.

Fine-tuning data is templated: "a flight to Paris on Monday" and "a flight to Boston on Friday" are alike in all but
what matters. So texts that are near by their words are duplicates only if no fact differs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from dataaudit.duplicates.shingles import spaced
from dataaudit.duplicates.words import bases, forms_of, is_slip, kind

#: With more words, a few more don't make another text; with fewer, each can. Ours.
LONG = 50
#: Of the words of a long text so many may be more. Ours: copies are edited in 1 to 3 % of their words.
_MOST_EDITS = 0.03
#: An answer of so few words is a closed one, of which each counts. Ours.
CLOSED = 20
#: Answers of 100 words of which 3 are edited share .83 of their runs of three words.
_SIMILAR_ANSWERS = 0.7

#: Texts go on alike where so many words are the same; a longer run of others is another text.
_ALIKE, _LONGEST_RUN = 2, 20
#: Up to so many words lists are searched faster than tables are made.
_FEW = 30

#: The person in "how do you" may be anybody.
_ANYBODY = re.compile(r"\bhow (?:do|does|did|to|can|could|should|would|will) (?:i|you|we|one|he|she|they)\b")


class Difference(NamedTuple):
    """What one text says and the other doesn't.

    Attributes
    ----------
    kind
        "number", "date", "negation", "person", "word" or "order"; of paraphrases see `semantic.contradiction`.
    left, right
        The forms that differ (see `words.forms`); empty where the other text only says more.
    """

    kind: str
    left: str
    right: str


class Residue(NamedTuple):
    """The forms of which one text has more than the other, and all forms in order from where the texts differ."""

    left: list[str]
    right: list[str]
    left_order: list[str]
    right_order: list[str]


def differing_fact(a: str, b: str) -> Difference | None:
    """What keeps two texts that are near by their words from being duplicates.

    They may differ in articles, auxiliaries, politeness, contractions, inflection, spelling and slips of the
    keyboard (see `words`). Of long texts one may have 3 % more words, if none of these states a fact.

    Parameters
    ----------
    a, b
        Normalised texts.

    Returns
    -------
    The first difference of the gravest kind, None where they say the same.
    """
    residue = compare(a, b)
    if difference := other_fact(residue) or other_person(residue, a, b) or _nothing_said(a, b):
        return difference
    left, right = contents(residue.left), contents(residue.right)
    if not (left or right):
        return _other_order(residue)
    if max(len(left), len(right)) > _allowance(a, b):
        return Difference("word", " ".join(left), " ".join(right))
    return _replaced(a, b)


def answers_agree(a: str, b: str, similarity: float) -> bool:
    """Whether two answers to the same question are copies of one, so that none contradicts the other.

    Every word of a closed answer counts, a number or negation in a longer one. Of a long answer that was edited at
    random each fact may be hit, so it is judged by its similarity alone.

    Parameters
    ----------
    a, b
        Normalised answers.
    similarity
        Of their runs of words (Jaccard), in [0, 1].
    """
    words = min(map(_words, (a, b)))
    if words <= CLOSED:
        return differing_fact(a, b) is None
    if similarity < _SIMILAR_ANSWERS:
        return False
    return words >= LONG or other_fact(compare(a, b)) is None


def compare(a: str, b: str) -> Residue:
    """The forms that two normalised texts don't have in common, inflections and slips paired off."""
    left_order, right_order = map(forms_of, _middles(a, b))
    if left_order == right_order:
        return Residue([], [], [], [])
    left, right = _surplus(left_order, right_order), _surplus(right_order, left_order)
    if left and right and (same := _same_words(left, right)):
        left, right = _without(left, same.values()), _without(right, same)
        right_order = [same.get(form, form) for form in right_order]
    return Residue(left, right, left_order, right_order)


def other_fact(residue: Residue) -> Difference | None:
    """Numbers, dates or negations of which one text has more."""
    found = [(kind(form), form, side) for side in (0, 1) for form in residue[side]]
    kinds = {which for which, _, _ in found}
    for gravest in ("number", "date", "negation"):
        if gravest in kinds:
            left, right = (" ".join(f for which, f, of in found if which == gravest and of == side) for side in (0, 1))
            return Difference(gravest, left, right)
    return None


def other_person(residue: Residue, a: str, b: str) -> Difference | None:
    """A person replaced by another: "my name", "your name"; not anybody, as in "how do I" and "how do you"."""
    left, right = ([form for form in side if kind(form) == "person"] for side in residue[:2])
    if not (left and right) or (len(left + right) == 2 and _ANYBODY.search(a) and _ANYBODY.search(b)):
        return None
    return Difference("person", " ".join(left), " ".join(right))


def contents(side: Iterable[str]) -> list[str]:
    """The forms that are no persons."""
    return [form for form in side if kind(form) != "person"]


def _nothing_said(a: str, b: str) -> Difference | None:
    """Words that may be passed over are all that there is: "in" and "on" as answers."""
    if a == b or forms_of(a.split()):
        return None
    return Difference("word", a, b)


def _other_order(residue: Residue) -> Difference | None:
    """Whether the forms come in another order."""
    left, right = contents(residue.left_order), contents(residue.right_order)
    return None if left == right else Difference("order", " ".join(left), " ".join(right))


def _middles(one: str, other: str) -> tuple[list[str], list[str]]:
    """The words from the one before the first that differs to the one after the last."""
    a, b = spaced(one).split(), spaced(other).split()
    shorter = min(len(a), len(b))
    start = next((i for i in range(shorter) if a[i] != b[i]), shorter)
    end = next((i for i in range(shorter - start) if a[-1 - i] != b[-1 - i]), shorter - start)
    start, end = max(0, start - 1), max(0, end - 1)
    return a[start : len(a) - end], b[start : len(b) - end]


def _surplus(these: list[str], those: list[str]) -> list[str]:
    """Forms of which these have more than those."""
    if len(those) > _FEW:
        return list((Counter(these) - Counter(those)).elements())
    rest, more = those.copy(), []
    for form in these:
        if form in rest:
            rest.remove(form)
        else:
            more.append(form)
    return more


def _same_words(left: list[str], right: list[str]) -> dict[str, str]:
    """Of the forms on the right those that say the same as one on the left, and which."""
    beginning: dict[str, list[str]] = {}
    for other in right:
        for letter in _letters(other):
            beginning.setdefault(letter, []).append(other)
    same: dict[str, str] = {}
    for form in left:
        others = (other for letter in sorted(_letters(form)) for other in beginning.get(letter, ()))
        found = (other for other in others if other not in same and _is_same(form, other))
        if kind(form) == "word" and (first := next(found, None)) is not None:
            same[first] = form
    return same


def _letters(form: str) -> set[str]:
    """The first letters of what a form may be an inflection of; no two are the same without one in common."""
    return {base[:1] for base in bases(form)}


def _is_same(form: str, other: str) -> bool:
    return not bases(form).isdisjoint(bases(other)) or is_slip(form, other)


def _without(side: list[str], forms: Iterable[str]) -> list[str]:
    left_out = set(forms)
    return [form for form in side if form not in left_out]


def _allowance(a: str, b: str) -> int:
    """How many words more the longer of two texts may have."""
    words = max(map(_words, (a, b)))
    return int(_MOST_EDITS * words) if words > LONG else 0


def _words(text: str) -> int:
    return spaced(text).count(" ") + 1


def _replaced(a: str, b: str) -> Difference | None:
    """A word in the place of another, or a fact that stands elsewhere."""
    left, right = _middles(a, b)
    i = j = 0
    while i < len(left) or j < len(right):
        if left[i : i + 1] == right[j : j + 1]:
            i, j = i + 1, j + 1
            continue
        more, other = _run(left, right, i, j)
        here, there = " ".join(left[i : i + more]), " ".join(right[j : j + other])
        unlike = contents(chain(*compare(here, there)[:2]))
        if unlike and here and there:
            return Difference("word", here, there)
        if any(kind(form) != "word" for form in unlike):
            return Difference("order", here, there)
        i, j = i + more, j + other
    return None


def _run(left: list[str], right: list[str], i: int, j: int) -> tuple[int, int]:
    """How many words from i and from j on are passed over until the texts go on alike, the fewest of both."""
    for both in range(1, _LONGEST_RUN + 1):
        for more in range(both + 1):
            start, other = i + more, j + both - more
            if left[start : start + _ALIKE] == right[other : other + _ALIKE]:
                return more, both - more
    return _LONGEST_RUN, _LONGEST_RUN
