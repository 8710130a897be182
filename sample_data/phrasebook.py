"""Messages out of hand-written phrases.

A phrase file has sections (`== train ==`), one phrase per line, and comments after a semicolon. In a phrase
`[a|b|c]` is a choice, which may hold further choices, and `{thing}` stands for a word of that list in
words.txt. A digit asks for another word of the same list: `{thing}` and `{thing2}` differ.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{([a-z]+)(\d?)\}")


def read_sections(path: Path) -> dict[str, list[str]]:
    """Return the phrases of each section of one file, in order."""
    sections: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            phrases = sections.setdefault(line.strip("= "), [])
        elif line and not line.startswith(";"):
            phrases.append(line)
    return sections


def choose(phrase: str, random: Random) -> str:
    """Settle every choice of a phrase, the innermost first."""
    while CHOICE.search(phrase):
        phrase = CHOICE.sub(lambda match: random.choice(match[1].split("|")), phrase, count=1)
    return phrase.strip()


def slots(phrase: str) -> set[str]:
    """Return the names of the word lists that a phrase draws from."""
    return {match[1] for match in SLOT.finditer(phrase)}


class Words:
    """The word lists that fill slots."""

    def __init__(self, path: Path) -> None:
        sections = read_sections(path)
        self.lists = {name: list(self._expand(sections, name)) for name in sections}

    def fill(self, phrase: str, random: Random) -> str:
        """Fill every slot of a phrase; no word is used for two different slots."""
        chosen: dict[str, str] = {}

        def word(match: re.Match[str]) -> str:
            if match[0] not in chosen:
                free = [each for each in self.lists[match[1]] if each not in chosen.values()]
                chosen[match[0]] = _digits(random.choice(free), random)
            return chosen[match[0]]

        return SLOT.sub(word, phrase)

    def _expand(self, sections: dict[str, list[str]], name: str) -> list[str]:
        nested = [self._expand(sections, line[1:]) if line.startswith("@") else [line] for line in sections[name]]
        return [word for words in nested for word in words]


def _digits(word: str, random: Random) -> str:
    return re.sub("#", lambda _: str(random.randint(1, 9)), word)
