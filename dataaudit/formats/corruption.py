"""What export and conversion leave behind in a text: wrong decoding, control characters, escapes, entities."""

from __future__ import annotations

import re
from typing import NamedTuple

from dataaudit.formats.prose import looks_like_code, without_code

REPLACED, CONTROL, MOJIBAKE = "replacement character", "control character", "mojibake"
ESCAPED, ENTITY = "escape sequence", "HTML entity"
_AROUND = 20

_SUSPICIOUS = bytes([*range(9), 11, 12, *range(14, 32), *range(127, 256), *b"<[{&\\#"])
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
#: U+0085 is a line end, the others of their block are nobody's: bytes of Windows-1252 taken for Latin-1.
_CONTROLS_BEYOND_ASCII = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
#: A first byte of UTF-8 followed by a further one, both read as Latin-1 or one of its Windows relatives. Few
#: texts have such a pair; only these are worth a closer look, which is slow.
_MISREAD = re.compile(
    "[\u00c2-\u00f4\u0102\u0139\u0393\u221a\u251c][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6"
    "\u02dc\u2013-\u203a\u20ac\u2122]"
)
#: Two line breaks, or one before a sentence or an item; "\nu" is a Greek letter and "C:\new" a folder.
_LINE_BREAKS = re.compile(r"(?<!\\)\\n(?:\\n|(?=[A-Z0-9*•-]))")
_UNICODE = re.compile(
    r"(?<!\\)\\u(?:00[89a-f][0-9a-f]|0[1-9a-f][0-9a-f]{2}|20[0-9a-f]{2}|d8[0-9a-f]{2})", re.IGNORECASE
)
_ENTITY = re.compile(
    r"&(?:amp;)*(?:amp|lt|gt|quot|apos|nbsp|hellip|[mn]dash|[lr][sd]quo|bull|middot|copy|reg|deg|euro|pound|"
    r"[aeiouAEIOU](?:acute|grave|circ|uml|tilde)|[nN]tilde|[cC]cedil|szlig|#\d{2,6}|#x[0-9a-fA-F]{2,5});"
)


class Fault(NamedTuple):
    """A fault of a text: what it is, the text around it, and how sure it is that it is one."""

    kind: str
    shown: str
    confidence: float


def is_plain(text: str) -> bool:
    """Whether a text has no character that any fault of this kind or of a template's residue has.

    Most texts are of ASCII letters, digits and common punctuation; nothing more needs to be looked for in them.
    """
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _SUSPICIOUS)) == len(data)


def corruptions(text: str) -> list[Fault]:
    """The faults of a text that no reader would take for meant, at most one of each kind."""
    ascii_only = text.isascii()
    found = [_fault(CONTROL, text, (_CONTROLS if ascii_only else _CONTROLS_BEYOND_ASCII).search(text), 0.95)]
    if not ascii_only:
        found.append(_fault(REPLACED, text, re.search("\ufffd", text), 0.95))
        found.append(_mojibake(text))
    if "\\" in text:
        found.append(_escapes(text))
    return [fault for fault in found if fault is not None]


def entities(text: str) -> list[Fault]:
    """The first HTML entity in a text that is not about HTML: none in code, and none beside tags."""
    if "&" not in text or not _ENTITY.search(text) or looks_like_code(_ENTITY.sub("", text)):
        return []
    prose = without_code(text)
    fault = _fault(ENTITY, prose, _ENTITY.search(prose), 0.8)
    return [] if fault is None else [fault]


def _fault(kind: str, text: str, match: re.Match[str] | None, confidence: float) -> Fault | None:
    if match is None:
        return None
    return Fault(kind, text[max(0, match.start() - _AROUND) : match.end() + _AROUND], confidence)


def _mojibake(text: str) -> Fault | None:
    """UTF-8 that was read in another encoding.

    ftfy's badness grows with the length of a text, which is why it is no measure of a long one; whether
    decoding it anew makes sense of it is, and that is what ftfy then does.
    """
    suspect = _MISREAD.search(text)
    if suspect is None:
        return None
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    return _fault(MOJIBAKE, text, suspect, 0.95) if is_bad(text) and fix_encoding(text) != text else None


def _escapes(text: str) -> Fault | None:
    """Line breaks or letters that were escaped twice: "\\\\n\\\\n" or "\\\\u00e9" in prose."""
    if not (_LINE_BREAKS.search(text) or _UNICODE.search(text)) or looks_like_code(text):
        return None
    prose = without_code(text)
    breaks = list(_LINE_BREAKS.finditer(prose))
    doubled = next((match for match in breaks if match[0] == r"\n\n"), None)
    several = breaks[0] if len(breaks) > 1 and "\n" not in prose.strip() else None
    return _fault(ESCAPED, prose, doubled or several or _UNICODE.search(prose), 0.8)
