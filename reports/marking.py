"""Which words of quoted rows are to be marked: those in which copies differ from what they repeat."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dataaudit.reports.excerpts import Quote
from dataaudit.reports.matches import Difference, Match
from dataaudit.wording import ELLIPSIS

_WORD = re.compile(r"\w+")

#: A part of a text, and whether it is marked.
Piece = tuple[str, bool]
Span = tuple[int, int]


def marked(rows: Sequence[Quote], matches: Iterable[Match]) -> list[dict[str, list[Piece]]]:
    """The texts of each row, by field, in pieces."""
    original = next((i for i, row in enumerate(rows) if row.role == "keep"), None)
    spans: dict[tuple[int, str], list[Span]] = defaultdict(list)
    for i, row, field, differences in _differing(rows, matches):
        text = row.texts.get(field, "")
        if original is None:
            spans[i, field] += spans_alone(text, differences)
        else:
            kept, other = spans_of_pair(rows[original].texts.get(field, ""), text, differences)
            spans[original, field] += kept
            spans[i, field] += other
    return [
        {field: list(pieces(text, spans.get((i, field), ()))) for field, text in row.texts.items()}
        for i, row in enumerate(rows)
    ]


def spans_of_pair(kept: str, other: str, differences: Iterable[Difference]) -> tuple[list[Span], list[Span]]:
    """Where two texts of a pair differ: the spans of the differing words in each.

    Both are read side by side: a word like "the" stands in many places and differs in one. Where the texts part
    in another way than `differences` says, as at the end of an excerpt, the rest is left alone.
    """
    left, right = _words(kept), _words(other)
    of_kept: list[Span] = []
    of_other: list[Span] = []
    i = j = 0
    for gone, new in _runs(differences):
        shared = _shared(left[i:], right[j:])
        fitting = (n for n in range(shared, -1, -1) if _is_at(i + n, gone, left) and _is_at(j + n, new, right))
        start = next(fitting, None)
        if start is None:
            break
        of_kept.append((i + start, i + start + len(gone)))
        of_other.append((j + start, j + start + len(new)))
        i, j = of_kept[-1][1], of_other[-1][1]
    return _spans(kept, of_kept), _spans(other, of_other)


def spans_alone(text: str, differences: Iterable[Difference]) -> list[Span]:
    """Where the words of a row stand that differ from a text that is not at hand; only those that stand there once."""
    words = _words(text)
    found = []
    for _, run in _runs(differences):
        starts = [start for start in range(len(words)) if _is_at(start, run, words)]
        found += [(start, start + len(run)) for start in starts if len(starts) == 1]
    return _spans(text, found)


def pieces(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """The text in pieces; spans may overlap."""
    done = 0
    for start, end in sorted(spans):
        if start > done:
            yield text[done:start], False
        if end > done:
            yield text[max(start, done) : end], True
            done = end
    if text[done:]:
        yield text[done:], False


def _differing(rows: Sequence[Quote], matches: Iterable[Match]) -> Iterator[tuple[int, Quote, str, list[Difference]]]:
    """Each quoted row that is one too many, with how it differs, field by field."""
    for match in matches:
        of_match = [(i, row) for i, row in enumerate(rows) if any(place.row == match.row for place in row.places)]
        for field in dict.fromkeys(difference.field for difference in match.differences):
            differences = [difference for difference in match.differences if difference.field == field]
            yield from ((i, row, field, differences) for i, row in of_match if row.role != "keep")


def _runs(differences: Iterable[Difference]) -> Iterator[tuple[list[str], list[str]]]:
    """The words of either side, without those with which both begin or end; of one that was cut short what is left.

    Where a text goes on behind a difference that was cut short is not known.
    """
    for difference in differences:
        gone, new = _uncut(difference.kept), _uncut(difference.other)
        while gone and new and gone[0] == new[0]:
            del gone[0], new[0]
        while gone and new and gone[-1] == new[-1]:
            del gone[-1], new[-1]
        if gone or new:
            yield gone, new
        if difference.kept.endswith(ELLIPSIS) or difference.other.endswith(ELLIPSIS):
            return


def _uncut(text: str) -> list[str]:
    return _words(text)[:-1] if text.endswith(ELLIPSIS) else _words(text)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _shared(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words two texts begin with in common."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(left), len(right)))


def _is_at(start: int, run: Sequence[str], words: Sequence[str]) -> bool:
    return words[start : start + len(run)] == run


def _spans(text: str, ranges: Sequence[Span]) -> list[Span]:
    """The places in a text of ranges of its words; a range of no words has none."""
    places = [found.span() for found in _WORD.finditer(text)] if ranges else []
    return [(places[first][0], places[end - 1][1]) for first, end in ranges if end > first]
