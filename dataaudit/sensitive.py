"""Searching texts for what must not be shown: in one text, or in very many at once.

A pattern is data: its kind, a hint that every match contains (all hints together are looked for first, in one
pass of RE2 over all texts), a regular expression, a test that tells the real thing from what stands for it in
documentation, and what may be shown of it. Expressions take linear time on any text: what they repeat can't
begin twice in the same run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import NamedTuple

import numpy as np

from dataaudit.wording import ELLIPSIS

#: Texts that are copied for a search at a time.
_CHUNK = 20_000
#: Of a value so much is shown, and only if it is this long: enough to find it, useless to use it.
_SHOWN, _LONG = 4, 16


def masked(value: str) -> str:
    """What may be shown of a secret: its first four characters, nothing of a short one."""
    return (value[:_SHOWN] if len(value) >= _LONG else "") + ELLIPSIS


class Pattern(NamedTuple):
    """One kind of value; the group `value` of `regex` is what must not be shown.

    `hint` is an expression that both RE2 and `re` know; `shown` makes of a value what may be shown of it. `reach`
    is how far a value goes to either side of its hint, None where there is no telling.
    """

    kind: str
    hint: str
    regex: re.Pattern[str]
    accepts: Callable[[re.Match[str]], bool]
    confidence: float = 1.0
    shown: Callable[[str], str] = masked
    reach: int | None = None


class Sensitive(NamedTuple):
    """A value in a text, from `start` to `end`, and what may be shown in its place."""

    kind: str
    start: int
    end: int
    confidence: float
    shown: str


class Finder:
    """Looks for the values of some patterns, the more specific patterns first.

    `gate` is an expression that every text with a value matches and that `re` is quick at; most texts get no
    further.
    """

    def __init__(self, patterns: Sequence[Pattern], gate: str) -> None:
        self._patterns = tuple(patterns)
        self._gate = re.compile(gate)
        self._hints = tuple(dict.fromkeys(pattern.hint for pattern in patterns))

    def find(self, text: str) -> list[Sensitive]:
        """The values in a text, in order; where two kinds overlap, the more specific one."""
        if not self._gate.search(text):
            return []
        return self._search(text, {hint for hint in self._hints if re.search(hint, text)})

    def scan(self, texts: Sequence[str]) -> Iterator[tuple[int, list[Sensitive]]]:
        """The index of each text that holds values, and these: `find` for many texts, a hundred times as fast."""
        for start in range(0, len(texts), _CHUNK):
            for i, hints in _hinted(texts[start : start + _CHUNK], self._hints):
                text = texts[start + i]
                if self._gate.search(text) and (found := self._search(text, hints)):
                    yield start + i, found

    def _search(self, text: str, hints: Set[str]) -> list[Sensitive]:
        """The values of the patterns with these hints."""
        found: list[Sensitive] = []
        taken = bytearray(len(text))
        for pattern in (pattern for pattern in self._patterns if pattern.hint in hints):
            for window in _windows(text, pattern.hint, pattern.reach):
                for match in pattern.regex.finditer(text, *window):
                    span = match.span("value")
                    if not any(taken[slice(*span)]) and pattern.accepts(match):
                        _take(taken, *span)
                        found.append(Sensitive(pattern.kind, *span, pattern.confidence, pattern.shown(match["value"])))
        return sorted(found, key=lambda one: one.start)


def _hinted(texts: Sequence[str], hints: Sequence[str]) -> Iterator[tuple[int, set[str]]]:
    """The index of each text with any hint, and its hints: all at once over all texts, then each over the few left."""
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = pa.array([text.encode("utf-8", "surrogatepass") for text in texts], type=pa.large_binary())
    some = pc.match_substring_regex(encoded, "|".join(f"(?:{hint})" for hint in hints))
    left = encoded.filter(some)
    has = [pc.match_substring_regex(left, hint).to_pylist() for hint in hints]
    for i, row in zip(
        np.flatnonzero(some.to_numpy(zero_copy_only=False)).tolist(), zip(*has, strict=True), strict=True
    ):
        yield i, {hint for hint, there in zip(hints, row, strict=True) if there}


def _windows(text: str, hint: str, reach: int | None) -> list[tuple[int, int]]:
    """The parts of a text that a value may stand in, apart from one another."""
    if reach is None:
        return [(0, len(text))] if re.search(hint, text) else []
    windows: list[tuple[int, int]] = []
    for match in re.finditer(hint, text):
        start, stop = max(0, match.start() - reach), match.end() + reach
        if windows and start <= windows[-1][1]:
            start = windows.pop()[0]
        windows.append((start, stop))
    return windows


def without(text: str, *kinds: Iterable[Sensitive]) -> str:
    """The text with what was found in it replaced by what may be shown; of overlapping values the first kind's."""
    found: list[Sensitive] = []
    taken = bytearray(len(text))
    for one in (one for values in kinds for one in values):
        if not any(taken[one.start : one.end]):
            _take(taken, one.start, one.end)
            found.append(one)
    pieces, end = [], 0
    for one in sorted(found, key=lambda one: one.start):
        pieces += [text[end : one.start], one.shown]
        end = one.end
    return "".join([*pieces, text[end:]])


def _take(taken: bytearray, start: int, end: int) -> None:
    """Mark a part of a text as one that nothing else may overlap."""
    taken[start:end] = b"\1" * (end - start)
