"""Foreign text in Markdown: it shows as what it is, whatever it says."""

from __future__ import annotations

import re

from dataaudit.wording import excerpt, visible

#: Letters, digits and punctuation that mean nothing to Markdown where they stand: a full stop or colon only before a
#: blank or between digits (www.x.org, :smile:), a hyphen only between letters (GH-1).
_PROSE = re.compile(
    r"(?:[^\W_]|(?<! ) (?! |$)|[,;%()…–—“”‘’≥≤≈·→'\"?\[\]]|[.:](?=[ )\]]|$)|(?<=[0-9])\.(?=[0-9])"
    r"|(?<=[^\W\d_])-(?=[^\W\d_]))*"
)
#: What GitHub may take for a commit.
_COMMIT = re.compile(r"\b[0-9a-f]{7,40}\b", re.IGNORECASE)
_BRACKETS = {ord("["): "&#91;", ord("]"): "&#93;"}
_NO_CODE = re.compile("([`|]+)")


def inert(text: str) -> str:
    """The text, on one line, as Markdown that shows just this text; never put it at the beginning of a line.

    Harmless prose stays as it is. All else becomes a code span, since nothing else is safe on GitHub: it looks for
    e-mail addresses, mentions, issues, commits and emoji once Markdown is parsed, when entities and backslashes are
    gone, and it passes over code. Backticks, which would end a span, and bars, which would end the cell of a table,
    stand as entities between two spans.
    """
    line = visible(text)
    if _PROSE.fullmatch(line) and not line.startswith(" ") and not _COMMIT.search(line):
        return line.translate(_BRACKETS)
    return "".join(_entities(part) if part[0] in "`|" else _span(part) for part in _NO_CODE.split(line) if part)


def inert_excerpt(text: str, width: int) -> str:
    """The beginning of a text as `inert` shows it."""
    return inert(excerpt(text, width))


def _entities(characters: str) -> str:
    return "".join(f"&#{ord(character)};" for character in characters)


def _span(part: str) -> str:
    """A code span; of a text with a blank at both ends Markdown would take one away from each."""
    padded = part.strip(" ") and part.startswith(" ") and part.endswith(" ")
    return f"` {part} `" if padded else f"`{part}`"
