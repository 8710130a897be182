"""Labels that look like slips of other labels: a letter off, or a plural."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from dataaudit.duplicates.words import known_words
from dataaudit.evidence.text import normalise

#: A word of fewer letters is too often another one with a letter off: "cat", "car".
_LEAST_LETTERS = 4


class Twin(NamedTuple):
    """A label that is probably another one: indices of both, and what makes it look so."""

    label: int
    usual: int
    kind: Literal["typo", "plural"]


def find_twins(names: Sequence[str], counts: Sequence[int], ratio: float) -> Iterator[Twin]:
    """The labels that differ from a more frequent one in a letter of one word.

    A letter more at the end is a plural. Any other letter left out, added, replaced or exchanged with the next is a
    typo if the word is none that is known, or the usual one isn't either (another language), and the usual label has
    `ratio` times as many rows.

    Parameters
    ----------
    names, counts
        The labels and how many rows have each.
    """
    words = [tuple(normalise(name).split()) for name in names]
    for one, other in _candidates(words):
        label, usual = sorted((one, other), key=lambda i: (counts[i], names[i]))
        kind = _difference(words[label], words[usual])
        if kind == "plural" or (kind == "typo" and counts[usual] >= ratio * counts[label]):
            yield Twin(label, usual, kind)


def _candidates(words: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Pairs of labels that are equal once a letter is left out of each, or of one: the idea of SymSpell."""
    holders: dict[str, list[int]] = {}
    for i, own in enumerate(words):
        text = " ".join(own)
        for variant in {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}:
            holders.setdefault(variant, []).append(i)
    alike = (sorted(own) for own in holders.values() if len(own) > 1)
    return sorted({(own[i], own[j]) for own in alike for j in range(len(own)) for i in range(j)})


def _difference(label: Sequence[str], usual: Sequence[str]) -> Literal["typo", "plural"] | None:
    if len(label) != len(usual):
        return None
    pairs = [(one, other) for one, other in zip(label, usual, strict=True) if one != other]
    if len(pairs) != 1:
        return None
    (one, other), known = pairs[0], known_words()
    if min(len(one), len(other)) < _LEAST_LETTERS or not (one + other).isalpha():
        return None
    if one + "s" == other or other + "s" == one:
        return "plural"
    return "typo" if one not in known and _one_edit(one, other) else None


def _one_edit(one: str, other: str) -> bool:
    """Whether one letter is left out, added, replaced or exchanged with the next."""
    begin = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    one, other = one[begin:], other[begin:]
    if one[:2] == other[1::-1] and one[2:] == other[2:] and len(one) > 1:
        return True
    return one[1:] == other[1:] or one[1:] == other or one == other[1:]
