"""Canonical and normalised text, the keys that say which examples are equal, and the distinct topics."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from xxhash import xxh3_128_digest

Keys = NDArray[np.bytes_]
Positions = NDArray[np.int64]
Texts = list[str | None]

_INPUT = ("system", "input")
_EXAMPLE = ("system", "input", "output", "label", "extra")
_CONTEXT = ("label", "extra")
_KEYS = ("exact", "normalised", "input_normalised", "context")
#: Rows whose normalised texts are held at once.
_CHUNK = 8192

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

    Attributes
    ----------
    exact
        (n,) 128-bit keys of (system, input, output, label, extra), equal where all are after `canonical`. Missing
        differs from empty.
    normalised
        (n,) the same after `normalise`.
    input_normalised
        (n,) keys of (system, input) after `normalise`.
    context
        (n,) keys of (label, extra) after `normalise`.
    topics
        (n,) Arrow array of strings, what each example is about: its normalised input, or output where there is
        no input.
    """

    def __init__(
        self, exact: Keys, normalised: Keys, input_normalised: Keys, context: Keys, topics: pa.LargeStringArray
    ) -> None:
        self.exact = exact
        self.normalised = normalised
        self.input_normalised = input_normalised
        self.context = context
        self.topics = topics

    @classmethod
    def of(cls, frame: pd.DataFrame) -> TextEvidence:
        """Of a frame with the columns of `Dataset.examples`; only a chunk of its normalised texts is held at once."""
        starts = range(0, max(1, len(frame)), _CHUNK)
        tables = [_describe(frame.iloc[start : start + _CHUNK]) for start in starts]
        return cls.from_table(pa.concat_tables(tables))

    @classmethod
    def from_table(cls, table: pa.Table) -> TextEvidence:
        """What `to_table` made a table of."""
        keys = {
            name: np.frombuffer(table.column(name).combine_chunks().buffers()[1], "S16", len(table)) for name in _KEYS
        }
        return cls(**keys, topics=table.column("topics").combine_chunks())

    def to_table(self) -> pa.Table:
        """One row a position, to be kept on disk."""
        return _table([getattr(self, name) for name in _KEYS], self.topics)

    def followed_by(self, other: TextEvidence) -> TextEvidence:
        """The evidence of this corpus and another as one."""
        return self.from_table(pa.concat_tables([self.to_table(), other.to_table()]))

    @property
    def nodes(self) -> list[str]:
        """The distinct topics, sorted, so independent of the order of rows."""
        return self._distinct[0]

    @property
    def node(self) -> Positions:
        """(n,) int, the index of each position's topic in `nodes`."""
        return self._distinct[1]

    @cached_property
    def canonical_order(self) -> Positions:
        """(n,) int, the positions sorted by exact key, then position, for whatever depends on order."""
        return np.argsort(self.exact, kind="stable")

    def groups(self, keys: Keys) -> list[Positions]:
        """Positions that share a key: ascending, two or more of them, ordered by the first of each group."""
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
        sizes = np.diff(starts, append=len(keys))
        runs = (order[start : start + size] for start, size in zip(starts, sizes, strict=True) if size > 1)
        return sorted(runs, key=lambda run: int(run[0]))

    @cached_property
    def _distinct(self) -> tuple[list[str], Positions]:
        return distinct(self.topics)


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


def topics(frame: pd.DataFrame) -> pa.LargeStringArray:
    """(n,) what each example is about: its normalised input, or output where there is no input."""
    return _topics(normalised_column(frame, "input"), frame)


def distinct(texts: pa.LargeStringArray) -> tuple[list[str], Positions]:
    """The distinct texts, sorted, and of each of n texts its index among them."""
    encoded = texts.dictionary_encode()
    found = encoded.dictionary.to_pylist()
    order = sorted(range(len(found)), key=found.__getitem__)
    place = np.empty(len(found), dtype=np.int64)
    place[order] = np.arange(len(found))
    return [found[i] for i in order], place[encoded.indices.to_numpy()]


def normalised_column(frame: pd.DataFrame, column: str) -> Texts:
    """Each text of a column after `normalise`, None where there is none."""
    return _each(normalise, _texts(frame, column))


def normalised_inputs(frame: pd.DataFrame, separator: str = " ") -> list[str]:
    """Each input after `normalise`, its system prompt before it; empty where there is neither."""
    pairs = zip(normalised_column(frame, "system"), normalised_column(frame, "input"), strict=True)
    return [separator.join(filter(None, pair)) for pair in pairs]


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


def _describe(frame: pd.DataFrame) -> pa.Table:
    """The keys and topics of some examples."""
    folded = {column: normalised_column(frame, column) for column in _EXAMPLE}
    exact = (_each(canonical, _texts(frame, column)) for column in _EXAMPLE)
    keys = (_keys(map(folded.__getitem__, columns)) for columns in (_EXAMPLE, _INPUT, _CONTEXT))
    return _table([_keys(exact), *keys], _topics(folded["input"], frame))


def _table(keys: Iterable[Keys], topics: pa.LargeStringArray) -> pa.Table:
    arrays = (pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(own), [None, pa.py_buffer(own)]) for own in keys)
    return pa.table({**dict(zip(_KEYS, arrays, strict=True)), "topics": topics})


def _topics(inputs: Texts, frame: pd.DataFrame) -> pa.LargeStringArray:
    outputs = [None if said else output for said, output in zip(inputs, _texts(frame, "output"), strict=True)]
    pairs = zip(inputs, _each(normalise, outputs), strict=True)
    return _strings([said or output or "" for said, output in pairs])


def _strings(texts: Sequence[str]) -> pa.LargeStringArray:
    try:
        return pa.array(texts, pa.large_string())
    except UnicodeEncodeError:  # half a surrogate pair, which UTF-8 can't write
        return pa.array([text.encode("utf-8", "replace").decode() for text in texts], pa.large_string())


def _keys(columns: Iterable[Texts]) -> Keys:
    return np.frombuffer(b"".join(map(key, *columns)), dtype="S16")


def _texts(frame: pd.DataFrame, column: str) -> Texts:
    if column not in frame:
        return [None] * len(frame)
    return [value if isinstance(value, str) else None for value in frame[column].tolist()]


def _each(change: Callable[[str], str], texts: Texts) -> Texts:
    changed = {text: change(text) for text in set(texts) if text is not None}
    return [None if text is None else changed[text] for text in texts]
