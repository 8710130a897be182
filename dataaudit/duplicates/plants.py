"""Plants: copies of a sample of examples, edited in known ways, by which a search for copies is put to the test.

Three levels of editing, one for each tier: other spelling (case, spacing, closing punctuation), other words (two in
a hundred of a long text, a slip of the keyboard in a short one), other wording (courtesies and articles, as people
vary a question).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

#: So many words in a hundred are changed: the middle of the 1 to 3 that edited copies usually differ in.
CHANGED_WORDS = 0.02

_LONG_WORD = re.compile(r"\b[a-z]{7,}\b")
_ENDING = re.compile(r"[.!?…]*\s*$")
_ARTICLES = re.compile(r"\b(?:the|a|an) (?=[a-z])", re.IGNORECASE)
_BEFORE = ("hi, ", "hello, ", "please ", "ok so ")
_AFTER = (" please", " thanks", ", thank you")


def respelled(text: str, random: Random) -> str:
    """The text in other case, with other spacing, or with another end."""
    edit: Callable[[str], str] = random.choice((str.upper, str.lower, _spaced, _ended))
    return edit(text)


def reworded(text: str, words: Sequence[str], random: Random) -> str:
    """The text with two words in a hundred, one at least, replaced by others, left out, or followed by another."""
    parts = re.split(r"(\s+)", text)
    places = range(0, len(parts), 2)
    for place in random.sample(places, max(1, round(CHANGED_WORDS * len(places)))):
        other = random.choice(words)
        parts[place] = random.choice(("", other, f"{parts[place]} {other}"))
    return "".join(parts)


def slipped(text: str, random: Random) -> str | None:
    """The text with two letters inside of a long word exchanged; None where no word is that long."""
    words = list(_LONG_WORD.finditer(text))
    if not words:
        return None
    word = random.choice(words)
    place = random.randrange(word.start() + 1, word.end() - 2)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def rephrased(text: str, random: Random) -> str:
    """An English text with a courtesy before or after it, or without its first article."""
    without_article = _ARTICLES.sub("", text, count=1)
    if without_article != text and random.random() < 0.5:
        return without_article
    if random.random() < 0.5:
        return random.choice(_BEFORE) + text
    return _ENDING.sub("", text) + random.choice(_AFTER)


def _spaced(text: str) -> str:
    return f" {'  '.join(text.split(' '))}\n"


def _ended(text: str) -> str:
    return _ENDING.sub("", text) + "!"
