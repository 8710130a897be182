"""Canonical and normalised text, the keys that say which examples are equal, and the distinct topics."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
import orjson
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


class TextEvidence:
    """What the texts of a corpus say about each other; arrays are aligned to its n positions.

    Each attribute is computed at its first use.

    Parameters
    ----------
    frame
        Of a corpus, or any frame with the columns of `Dataset.examples`.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self._normalised_columns: dict[str, Texts] = {}

    @cached_property
    def exact(self) -> Keys:
        """(n,) 128-bit keys of (system, input, output, label, extra), equal where all are after `canonical`.

        Missing differs from empty.
        """
        return _keys(map(self._canonical, _EXAMPLE))

    @cached_property
    def normalised(self) -> Keys:
        """(n,) the same after `normalise`."""
        return _keys(map(self._normalised, _EXAMPLE))

    @cached_property
    def input_exact(self) -> Keys:
        """(n,) keys of (system, input) after `canonical`."""
        return _keys(map(self._canonical, _INPUT))

    @cached_property
    def input_normalised(self) -> Keys:
        """(n,) the same after `normalise`."""
        return _keys(map(self._normalised, _INPUT))

    @cached_property
    def answer(self) -> Keys:
        """(n,) keys of the normalised answers: the label where there is one, else the output."""
        return _keys([_first_of(self._normalised("label"), self._normalised("output"))])

    @property
    def nodes(self) -> list[str]:
        """The distinct normalised topics (see `topics`), sorted, so independent of the order of rows."""
        return self._topics[0]

    @property
    def node(self) -> Positions:
        """(n,) int, the index of each position's topic in `nodes`."""
        return self._topics[1]

    @cached_property
    def canonical_order(self) -> Positions:
        """(n,) int, the positions sorted by exact key, then position, for whatever depends on order."""
        return np.argsort(self.exact, kind="stable")

    def groups(self, keys: Keys) -> list[Positions]:
        """Positions that share a key: ascending, two or more of them, ordered by the first of each group."""
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        runs = np.split(order, starts[1:])
        return sorted((run for run in runs if len(run) > 1), key=lambda run: int(run[0]))

    @cached_property
    def _topics(self) -> tuple[list[str], Positions]:
        return _topics_of(self._normalised("input"), _texts(self._frame, "output"))

    def _canonical(self, column: str) -> Texts:
        return _each(canonical, _texts(self._frame, column))

    def _normalised(self, column: str) -> Texts:
        if column not in self._normalised_columns:
            self._normalised_columns[column] = _each(normalise, _texts(self._frame, column))
        return self._normalised_columns[column]


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
    return _topics_of(_each(normalise, _texts(examples, "input")), _texts(examples, "output"))


def _topics_of(inputs: Texts, outputs: Texts) -> tuple[list[str], Positions]:
    outputs = [None if said else output for said, output in zip(inputs, outputs, strict=True)]
    texts = [text or "" for text in _first_of(inputs, _each(normalise, outputs))]
    nodes = sorted(set(texts))
    index = {text: i for i, text in enumerate(nodes)}
    return nodes, np.fromiter((index[text] for text in texts), dtype=np.int64, count=len(texts))


def key(*parts: str | None) -> bytes:
    """A 128-bit key (XXH3) of texts: of their JSON, in which ("ab", "c") is not ("a", "bc")."""
    try:
        return xxh3_128_digest(orjson.dumps(parts))
    except TypeError:  # half a surrogate pair, which UTF-8 can't write
        return xxh3_128_digest(json.dumps(parts).encode())


def _fold(text: str) -> str:
    visible = text.translate(_INVISIBLE)
    folded = unicodedata.normalize("NFKC", visible).casefold().replace("−", "-")
    return unicodedata.normalize("NFKC", folded)


def _keys(columns: Iterable[Texts]) -> Keys:
    return np.frombuffer(b"".join(map(key, *columns)), dtype="S16")


def _texts(frame: pd.DataFrame, column: str) -> Texts:
    if column not in frame:
        return [None] * len(frame)
    return [value if isinstance(value, str) else None for value in frame[column].tolist()]


def _each(change: Callable[[str], str], texts: Texts) -> Texts:
    changed = {text: change(text) for text in set(texts) if text is not None}
    return [None if text is None else changed[text] for text in texts]


def _first_of(texts: Texts, others: Texts) -> Texts:
    """Of each the first text that there is and that is not empty, else the second."""
    return [text or other for text, other in zip(texts, others, strict=True)]
