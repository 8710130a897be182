"""How numbers and foreign text are written, the same in messages, verdicts and reports."""

from __future__ import annotations

import math
import unicodedata
from typing import NamedTuple

from dataaudit.model import Direction

ELLIPSIS = "…"
UNKNOWN = "unknown"

_PHRASES: dict[Direction, str] = {"at_least": "at least", "at_most": "at most", "below": "below"}
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Joiners are format characters too, but Persian, Hindi and emoji are misspelt without them.
_JOINERS = "\u200c\u200d"
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Quantity(NamedTuple):
    """A number apart from its unit sign, so that an interval names the unit once."""

    digits: str
    sign: str


def percent(value: float) -> str:
    """A share in [0, 1] in per cent, with as many digits as it takes not to look like 0 % or 100 %.

    >>> percent(0.034), percent(0.1), percent(0.0004), percent(0.99999)
    ('3.4 %', '10 %', '0.04 %', '> 99.9 %')
    """
    return number(value, "share")


def number(value: float | None, unit: str = "rows") -> str:
    """A measure's value without its noun: "3.4 %" for the unit "share", else "1,240" or "0.85".

    None and NaN are "unknown".
    """
    return " ".join(filter(None, _quantity(value, unit)))


def interval(low: float | None, high: float | None, unit: str = "share") -> str:
    """An interval in brackets, "[6–12 %]"; an end that is None is left open: "[≥ 6 %]"."""
    bottom, top = _quantity(low, unit), _quantity(high, unit)
    if low is None and high is None:
        return ""
    if low is None or high is None:
        end, relation = (bottom, "≥") if high is None else (top, "≤")
        return f"[{relation} {' '.join(filter(None, end))}]"
    return f"[{' '.join(filter(None, (f'{bottom.digits}–{top.digits}', top.sign)))}]"


def estimate(value: float | None, low: float | None, high: float | None, unit: str = "share") -> str:
    """A value with its interval where it has one: "8.5 % [6–12 %]"."""
    return " ".join(filter(None, (number(value, unit), interval(low, high, unit))))


def limit_phrase(limit: float, direction: Direction, unit: str = "share") -> str:
    """What is allowed: "at most 10 %", "at least 300", "below 1 %"; at most 0, and below 0, is "none"."""
    if limit == 0 and direction != "at_least":
        return "none"
    return f"{_PHRASES[direction]} {number(limit, unit)}"


def requirement(limit: float, direction: Direction, unit: str = "share") -> str:
    """What a limit asks for: "at most 10 % allowed", "at least 300 needed"."""
    wanted = "needed" if direction == "at_least" else "allowed"
    return f"{limit_phrase(limit, direction, unit)} {wanted}"


def plural(n: int, noun: str, nouns: str | None = None) -> str:
    """A count with its noun: "1 row", "1,240 rows"; `nouns` where the plural isn't made with an s."""
    return f"{n:,} {noun if n == 1 else nouns or noun + 's'}"


def visible(text: str, *, lines: bool = False) -> str:
    r"""The text with everything written out that a reader would not see or a terminal would obey.

    Control characters (ESC and NUL among them), bidirectional overrides, line separators, invisible format
    characters and lone surrogates become `\x1b` or `\u202e`. With `lines`, line breaks and tabs stay.
    """
    if lines:
        text = text.replace("\r\n", "\n")
    if text.isprintable():
        return text
    return "".join(c if lines and c in "\n\t" else _shown(c) for c in text)


def excerpt(text: str, width: int) -> str:
    """The beginning of a text on one line of at most `width` terminal cells, made `visible`.

    What is cut off is marked with an ellipsis; nobody reads more of a long text than is shown.
    """
    text = text.strip(" \t\r\n")
    shown = visible(text[: 4 * width + 1])
    if len(text) <= 4 * width and _cells(shown) <= width:
        return shown
    return _cut(shown, width - 1) + ELLIPSIS


def _quantity(value: float | None, unit: str) -> Quantity:
    if value is None or not math.isfinite(value):
        return Quantity(UNKNOWN, "")
    if unit == "share":
        return Quantity(_percentage(100 * value), "%")
    return Quantity(f"{value:.1g}" if 0 < abs(value) < 0.005 else _trimmed(f"{value:,.2f}"), "")


def _percentage(value: float) -> str:
    if 0 < value < 0.005:
        return "< 0.01"
    if 99.95 <= value < 100:
        return "> 99.9"
    return _trimmed(f"{value:,.2f}" if 0 < value < 0.1 else f"{value:,.1f}")


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".")


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN_CATEGORIES or character in _JOINERS:
        return character
    code = ord(character)
    escaped = f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return _NAMED.get(character, escaped)


def _cells(text: str) -> int:
    """How many terminal cells a text takes: two for East Asian wide characters, none for accents."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def _cut(text: str, width: int) -> str:
    if text.isascii():
        return text[:width]
    used = 0
    for length, character in enumerate(text):
        used += _cells(character)
        if used > width:
            return text[:length]
    return text
