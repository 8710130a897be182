"""System prompts: which are the same but for what a program fills in, and which were meant to be the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from dataaudit.formats.base import is_blank

_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th)?\b")
#: Words with a capital within a sentence: names, days, months, languages.
_NAME = re.compile(r"(?<=[\w,;:(\"'“‘-] )(?!I\b)[A-Z][\w'’.-]*\w(?: [A-Z0-9][\w'’.-]*\w)*")
_WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
#: difflib's ratio from which two words are one misspelt: `helpfull` and `helpful` have .93, `tutor` and `actor` .6.
#: Ours.
_MISSPELT = 0.75
#: As much of a prompt may be left out or added and it is still the same one. Ours.
_EDITED = 0.15
#: Prompts with fewer words in common are not compared word by word, which is slow. Ours.
_IN_COMMON = 0.5
#: Longer prompts are compared by their beginnings; difflib's time grows with the square.
_COMPARED_WORDS = 600
#: Characters before the place where two prompts depart.
_BEFORE = 40


def template_of(prompt: str) -> str:
    """The prompt with white space collapsed, and numbers, dates and names made equal."""
    return " ".join(_NUMBER.sub("0", _NAME.sub("Name", " ".join(prompt.split()))).split())


def rows_by_prompt(rows: Iterable[int], prompts: Iterable[str | None]) -> tuple[dict[str, list[int]], list[int]]:
    """The rows of each prompt, those made equal together under the first of them, and the rows without one."""
    prompts = list(prompts)
    template = {prompt: template_of(prompt) for prompt in set(prompts) if prompt and not is_blank(prompt)}
    shown: dict[str, str] = {}
    for first in sorted(template):
        shown.setdefault(template[first], first)
    rows_of: dict[str, list[int]] = {}
    without = []
    for row, prompt in zip(rows, prompts, strict=True):
        if prompt is not None and prompt in template:
            rows_of.setdefault(shown[template[prompt]], []).append(row)
        else:
            without.append(row)
    return rows_of, without


def is_copy_of(prompt: str, other: str) -> bool:
    """Whether a prompt is another one with slips: misspelt words, other case or punctuation, a piece more or less.

    A word in place of a quite different word is none: such prompts are one template with two values.
    """
    words, others = _WORD.findall(prompt)[:_COMPARED_WORDS], _WORD.findall(other)[:_COMPARED_WORDS]
    common = len(set(words) & set(others))
    if common < _IN_COMMON * max(len(set(words)), len(set(others))):
        return False
    edited = 0
    for edit, start, end, other_start, other_end in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        removed, added = words[start:end], others[other_start:other_end]
        if edit == "replace" and not _is_misspelt(removed, added):
            return False
        if edit in ("insert", "delete"):
            edited += sum(word.isalnum() for word in removed + added)
    return edited <= max(1, _EDITED * max(len(words), len(others)))


def departing(prompt: str, other: str) -> str:
    """The prompt from a little before the place where it departs from another."""
    part = next((i for i, pair in enumerate(zip(prompt, other, strict=False)) if pair[0] != pair[1]), 0)
    begin = max(0, part - _BEFORE)
    return ("…" if begin else "") + prompt[begin:]


def _is_misspelt(words: list[str], others: list[str]) -> bool:
    """Whether two stretches read the same but for case, punctuation, spaces and spelling."""
    one, other = ("".join(filter(str.isalnum, "".join(part).casefold())) for part in (words, others))
    if one == other:
        return True
    if len(words) != len(others) or any(map(str.isdigit, one + other)):
        return False
    return all(_alike(a.casefold(), b.casefold()) for a, b in zip(words, others, strict=True))


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _MISSPELT
