"""Canonical and normalised text, the keys that say which examples are equal, and the distinct topics."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from xxhash import xxh3_128_digest

Keys = NDArray[np.bytes_]
Positions = NDArray[np.int64]
Texts = list[str | None]

_INPUT = ("system", "input")
_EXAMPLE = ("system", "input", "output", "label", "extra")

#: Punctuation by its Unicode category, but it tells "3*5" from "3/5" and "C#" from "C".
_MEANINGFUL = frozenset("#%&*/@\\")
#: The mark is matched before what stands around it: that is five times as fast.
_NUMBER_MARK = re.compile(r"([.,:-])(?=\d)(?:(?<=\d.)|(?<=[.-])(?<![^\W\d_].))")


class _Translation(dict[int, str]):
    """A table for `str.translate` that asks for every character once."""

    def __init__(self, replacement: Callable[[str, str], str]) -> None:
        self._replacement = replacement

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = self._replacement(character, unicodedata.category(character))
        return self[code]


def _space_for_separator(character: str, category: str) -> str:
    separates = category[0] in "ZP" or category == "Cc"
    return " " if separates and character not in _MEANINGFUL else character


_SEPARATORS = _Translation(_space_for_separator)
_INVISIBLE = _Translation(lambda character, category: "" if category == "Cf" else character)


@dataclass(frozen=True, slots=True, eq=False)
class TextEvidence:
    """What the texts of a corpus say about each other; arrays are aligned to its n positions.

    Attributes
    ----------
    exact, normalised
        (n,) 128-bit keys of (system, input, output, label, extra), equal where all of these are equal after
        `canonical` or after `normalise`. Missing differs from empty.
    input_exact, input_normalised
        The same of (system, input).
    answer
        (n,) key of the normalised answer: the label where there is one, else the output.
    nodes
        The distinct normalised topics (see `topics`), sorted, so independent of the order of rows.
    node
        (n,) int, the index of each position's topic in `nodes`.
    canonical_order
        (n,) int, the positions sorted by exact key, then position, for whatever depends on order.
    """

    exact: Keys
    normalised: Keys
    input_exact: Keys
    input_normalised: Keys
    answer: Keys
    node: Positions
    nodes: list[str]
    canonical_order: Positions

    def groups(self, keys: Keys) -> list[Positions]:
        """Positions that share a key: ascending, two or more of them, ordered by the first of each group."""
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        runs = np.split(order, starts[1:])
        return sorted((run for run in runs if len(run) > 1), key=lambda run: int(run[0]))


def canonical(text: str) -> str:
    """The text in Unicode normalisation form C: what "exactly equal" compares."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def normalise(text: str) -> str:
    """Fold what a reader would not call a difference: Unicode variants, case, white space and punctuation.

    Invisible format characters (Unicode category Cf) go, and the text is brought to NFKC and case-folded (and
    to NFKC again, which folding can undo; the minus sign U+2212 becomes a hyphen). Then every run of white
    space, control characters and punctuation (categories Z, Cc and P) becomes one space, none at the ends.
    What carries meaning stays: symbols (S: + = < $ € ©, emoji), the characters ``# % & * / @ \\``, a comma or
    colon between digits, and a full stop or minus before a digit unless a letter stands before it
    ("1.5", ".5", "-5", "2020-01-31", but "covid 19"). A text of nothing but punctuation keeps it.
    """
    folded = text.lower() if text.isascii() else _fold(text)
    pieces = _NUMBER_MARK.split(folded)
    pieces[::2] = [piece.translate(_SEPARATORS) for piece in pieces[::2]]
    return " ".join("".join(pieces).split()) or " ".join(folded.split())


def topics(examples: pd.DataFrame) -> tuple[list[str], Positions]:
    """The distinct topics of examples, sorted, and of every example the index of its topic.

    A topic is what an example is about: its normalised input, or output where there is no input.
    """
    return _distinct(_each(normalise, _texts(examples, name)) for name in ("input", "output"))


def text_evidence(frame: pd.DataFrame) -> TextEvidence:
    """Compute the text evidence of a corpus frame, or of any frame with the columns of `Dataset.examples`."""
    exact = {name: _each(canonical, _texts(frame, name)) for name in _EXAMPLE}
    normalised = {name: _each(normalise, _texts(frame, name)) for name in _EXAMPLE}
    exact_keys = _keys(exact[name] for name in _EXAMPLE)
    nodes, node = _distinct(normalised[name] for name in ("input", "output"))
    return TextEvidence(
        exact=exact_keys,
        normalised=_keys(normalised[name] for name in _EXAMPLE),
        input_exact=_keys(exact[name] for name in _INPUT),
        input_normalised=_keys(normalised[name] for name in _INPUT),
        answer=_keys([_answers(normalised["label"], normalised["output"])]),
        node=node,
        nodes=nodes,
        canonical_order=np.argsort(exact_keys, kind="stable"),
    )


def key(*parts: str | None) -> bytes:
    """A 128-bit key (XXH3) of texts; each is prefixed with its length, so ("ab", "c") is not ("a", "bc")."""
    return xxh3_128_digest(b"".join(map(_prefixed, parts)))


def _fold(text: str) -> str:
    visible = text.translate(_INVISIBLE)
    folded = unicodedata.normalize("NFKC", visible).casefold().replace("−", "-")
    return unicodedata.normalize("NFKC", folded)


def _prefixed(part: str | None) -> bytes:
    if part is None:
        return b"-"
    data = part.encode("utf-8", "surrogatepass")
    return b"%d:%b" % (len(data), data)


def _keys(columns: Iterable[Texts]) -> Keys:
    return np.frombuffer(b"".join(map(key, *columns)), dtype="S16")


def _texts(frame: pd.DataFrame, column: str) -> Texts:
    if column not in frame:
        return [None] * len(frame)
    return [value if isinstance(value, str) else None for value in frame[column].tolist()]


def _each(change: Callable[[str], str], texts: Texts) -> Texts:
    changed = {text: change(text) for text in set(texts) if text is not None}
    return [None if text is None else changed[text] for text in texts]


def _answers(labels: Texts, outputs: Texts) -> Texts:
    return [output if label is None else label for label, output in zip(labels, outputs, strict=True)]


def _distinct(columns: Iterable[Texts]) -> tuple[list[str], Positions]:
    texts = [text or fallback or "" for text, fallback in zip(*columns, strict=True)]
    nodes = sorted(set(texts))
    index = {text: i for i, text in enumerate(nodes)}
    return nodes, np.fromiter((index[text] for text in texts), dtype=np.int64, count=len(texts))
