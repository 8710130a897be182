"""How an output is written, whatever it says: layout, list marker, case, white space, dates, numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

#: A line that is an item of a list: "- x", "* x", "• x", "1. x", "1) x".
_ITEM = re.compile(r"^[ \t]*(?:([-*+•‣▪●–])|\d{1,3}([.)]))[ \t]+\S", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t:|-]*$", re.MULTILINE)
_BOLD = re.compile(r"\*\*[^\s*][^*\n]*\*\*|__[^\s_][^_\n]*__")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_CLOSERS = "\"'”’»)]*_`"
_SENTENCE_ENDS = tuple(".!?:;…。！？：；")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FIRST_WORDS = re.compile(r"\W*(\w[\w'’]*)(?:\W+(\w[\w'’]*))?")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DATES = {
    "2024-01-31": r"\d{4}-\d{2}-\d{2}",
    "2024/01/31": r"\d{4}/\d{1,2}/\d{1,2}",
    "31/01/2024": r"\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})",
    "31.01.2024": r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})",
    "31 January 2024": rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\.?,? \d{{4}}",
    "January 31, 2024": rf"{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}",
}
_NUMBERS = {
    "1,234.5": r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,2}",
    "1.234,5": r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}",
    "1 234": r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+",
    "1234": r"\d{5,}",
}


def _families(patterns: dict[str, str], flags: int = 0) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern of all families; the number of the group that matched is that of the family."""
    either = "|".join(f"({pattern})" for pattern in patterns.values())
    return re.compile(rf"(?<![\w.,/-])(?:{either})(?![\w/]|[.,-]\d)", flags), tuple(patterns)


_DATE, _DATE_NAMES = _families(_DATES, re.IGNORECASE)
_NUMBER, _NUMBER_NAMES = _families(_NUMBERS)
#: What every date and every such number has in it, and hardly a text without one: quick to look for.
_DATE_HINT = re.compile(r"[0-9](?:\d{3}|[/.]\d)")
_BEFORE_HINT = 40
_NUMBER_HINT = re.compile(r"[0-9](?:\d{4}|[.,]\d|[ \u00a0\u202f]\d{3})")


def words(text: str) -> int:
    """How many words it has; where words aren't spaced apart (Han, kana, Hangul) each letter counts."""
    if text.isascii():
        return len(text.split())
    spaced, letters = _UNSPACED.subn(" ", text)
    return len(spaced.split()) + letters


def list_items(text: str) -> Mapping[str, int]:
    """How many items of lists it has, by what marks them: "-", "*", "•", "1.", "1)"."""
    found = _ITEM.findall(text) if "\n" in text else _ITEM.findall(text, 0, 20)
    return Counter(sign or f"1{closer}" for sign, closer in found) if found else {}


def list_marker(items: Mapping[str, int]) -> str | None:
    """The most frequent marker of items, None where there is no item."""
    return max(sorted(items), key=lambda marker: items[marker]) if items else None


def layout(text: str, items: Mapping[str, int]) -> str:
    """How a free text is laid out: "list" where items make most of its lines, "markdown", or "prose"."""
    if items and 2 * sum(items.values()) >= sum(1 for line in text.splitlines() if line.strip()):
        return "list"
    return "markdown" if has_heading(text) or has_table(text) or has_bold(text) or "```" in text else "prose"


def has_heading(text: str) -> bool:
    """Whether it has a Markdown heading ("# x")."""
    return "#" in text and _HEADING.search(text) is not None


def has_table(text: str) -> bool:
    """Whether it has a Markdown table."""
    return "|" in text and _TABLE_RULE.search(text) is not None


def has_bold(text: str) -> bool:
    """Whether it sets words in bold as Markdown does."""
    return ("**" in text or "__" in text) and _BOLD.search(text) is not None


def has_emoji(text: str) -> bool:
    """Whether it has an emoji or a pictogram."""
    return not text.isascii() and _EMOJI.search(text) is not None


def casing(text: str) -> str | None:
    """Which letters are capitals: "lower case", "UPPER CASE", "Title Case", "Sentence case" or "mixed case".

    None where there is no letter that has a case. "Title Case" takes two words or more.
    """
    if text.islower():
        return "lower case"
    if text.isupper():
        return "UPPER CASE"
    if text.istitle() and len(text.split()) > 1:
        return "Title Case"
    first = next((character for character in text if character.isalpha()), "")
    if not first:
        return None
    return "Sentence case" if not first.islower() else "mixed case"


def label_case(label: str) -> str | None:
    """The same of a label, which has "Sentence case" only if its first letter is the only capital."""
    case = casing(label)
    if case not in ("Sentence case", "mixed case"):
        return case
    if label.istitle():
        return "Title Case"
    return "Sentence case" if label.strip()[1:].islower() else "mixed case"


def separator(label: str) -> str | None:
    """What joins the words of a label: "_", "-", " ", or "camelCase"; None where it is one word."""
    core = label.strip()
    for joint in ("_", " ", "-"):
        if joint in core:
            return joint
    return "camelCase" if any(a.islower() and b.isupper() for a, b in pairwise(core)) else None


def edge_space(text: str) -> str:
    """Where white space stands at its edges: "none", "leading", "trailing" or "both"."""
    leading, trailing = text[:1].isspace(), text[-1:].isspace()
    return {(0, 0): "none", (1, 0): "leading", (0, 1): "trailing"}.get((leading, trailing), "both")


def ends_sentence(text: str) -> bool:
    """Whether its last sign ends a sentence or announces what follows, closing quotes and brackets apart."""
    return text.rstrip().rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)


def opening(text: str) -> str | None:
    """Its first two words in lower case, None where there is none."""
    found = _FIRST_WORDS.match(text[:80])
    return " ".join(filter(None, found.groups())).lower() if found else None


def date_format(text: str) -> str | None:
    """How its first date is written, as the last day of January 2024 would be; None without a date."""
    return _family(_DATE, _DATE_NAMES, text, _DATE_HINT)


def number_format(text: str) -> str | None:
    """How its first number of many digits or with decimals is written: "1,234.5", "1.234,5", "1 234" or "1234"."""
    return _family(_NUMBER, _NUMBER_NAMES, text, _NUMBER_HINT)


def _family(pattern: re.Pattern[str], names: tuple[str, ...], text: str, hint: re.Pattern[str]) -> str | None:
    """The family of the first match; it begins at most _BEFORE_HINT before the first hint."""
    if (near := hint.search(text)) is None:
        return None
    found = pattern.search(text, max(0, near.start() - _BEFORE_HINT))
    return names[found.lastindex - 1] if found and found.lastindex else None
