"""The customers: who writes what, in which voice."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from phrasebook import Words, choose, read_sections, slots

PASSES = 3  # no phrase is used more often than this in one section
TRIES = 12
MOST_ALIKE = 0.45  # Jaccard similarity of the 5-character pieces of two requests of one intent


class Customers:
    """Draws messages, no two of which are alike, from a folder of phrases.

    Parameters
    ----------
    folder
        Holds words.txt, shared.txt and one file per intent.
    seed
        Each intent and section is drawn with a seed of its own, so that a new phrase changes nothing elsewhere.
    about_order
        The intents that are about an order already placed.
    trouble
        The intents with which people come annoyed.
    """

    def __init__(self, folder: Path, seed: str, about_order: set[str], trouble: set[str]) -> None:
        self._folder = folder
        self._seed = seed
        self._words = Words(folder / "words.txt")
        self._shared = read_sections(folder / "shared.txt")
        self._extras = {"order": about_order, "trouble": trouble}
        self._seen: dict[str, list[frozenset[str]]] = {}

    def write(self, intent: str, section: str, count: int) -> list[str]:
        """Return so many messages of an intent, drawn from one section of its phrases.

        Raises
        ------
        ValueError
            If the phrases don't give so many different ones.
        """
        random = Random(f"{self._seed} {section} {intent}")
        phrases = read_sections(self._folder / f"{intent}.txt")[section]
        messages: list[str] = []
        for phrase in (phrase for _ in range(PASSES) for phrase in random.sample(phrases, len(phrases))):
            request = self._new_request(phrase, intent, random) if len(messages) < count else None
            if request and section == "production":
                messages.append(self._chat(request, random))
            elif request:
                messages.append(self._letter(request, phrase, intent, random))
        if len(messages) < count:
            raise ValueError(f"{intent}.txt, {section}: phrases for {len(messages)} of {count} messages")
        return messages

    def _new_request(self, phrase: str, intent: str, random: Random) -> str | None:
        seen = self._seen.setdefault(intent, [])
        for _ in range(TRIES):
            request = self._words.fill(choose(phrase, random), random)
            pieces = character_pieces(request)
            if all(jaccard(pieces, other) < MOST_ALIKE for other in seen):
                seen.append(pieces)
                return request[0].upper() + request[1:]
        return None

    def _letter(self, request: str, phrase: str, intent: str, random: Random) -> str:
        opener = self._around("opener", phrase, intent, random) if random.random() < 0.25 else ""
        closer = self._around("closer", phrase, intent, random) if random.random() < 0.2 else ""
        text = " ".join(filter(None, [opener, request, closer]))
        if random.random() < 0.15:
            greeting = random.choice(self._shared["greeting"])
            text = greeting + ("\n" if greeting.endswith(",") else " ") + text
        if not closer and random.random() < 0.1:
            text += "\n" + self._words.fill(random.choice(self._shared["sign-off"]) + "\n{name}", random)
        return text

    def _around(self, kind: str, phrase: str, intent: str, random: Random) -> str:
        """Return a sentence that speaks of nothing the request speaks of already."""
        extras = [name for name, intents in self._extras.items() if intent in intents]
        sentences = self._shared[kind] + [s for name in extras for s in self._shared.get(f"{name} {kind}", [])]
        fitting = [sentence for sentence in sentences if not slots(sentence) & slots(phrase)]
        return self._words.fill(random.choice(fitting), random)

    def _chat(self, request: str, random: Random) -> str:
        text = roughen(request, random)
        if random.random() < 0.15:
            text = random.choice(self._shared["chat greeting"]) + " " + text
        if random.random() < 0.12:
            text += " " + random.choice(self._shared["chat closer"])
        return text


def roughen(text: str, random: Random) -> str:
    """Return the text as it comes in by chat: small letters, slips of the finger, no full stops."""
    if random.random() < 0.6:
        text = text.lower()
    if random.random() < 0.4:
        text = text.replace("'", "")
    if random.random() < 0.3:
        text = text.replace("please", "pls")
    if random.random() < 0.15:
        text = _slip(text, random)
    return text + random.choice(["", "", "", "?", "??", "."]) if text[-1].isalnum() else text


def _slip(text: str, random: Random) -> str:
    """Swap two letters, or leave one out, inside one longer word."""
    words = list(re.finditer(r"[a-z]{5,}", text))
    if not words:
        return text
    word = random.choice(words)
    at = random.randrange(word.start() + 1, word.end() - 2)
    swapped = text[at + 1] + text[at] if random.random() < 0.5 else text[at]
    return text[:at] + swapped + text[at + 2 :]


def character_pieces(text: str) -> frozenset[str]:
    """Return the distinct 5-character pieces of a text, without case and punctuation."""
    plain = " ".join(re.findall(r"\w+", text.casefold()))
    return frozenset(plain[at : at + 5] for at in range(max(1, len(plain) - 4)))


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Return the share of common pieces."""
    return len(first & second) / len(first | second)
