"""By what a row is known again, wherever it stands: its content."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from dataaudit.evidence.text import canonical, key

#: A letter goes first, or a spreadsheet would take 12e34567 for a number.
_LETTER = "k"
_DIGITS = 16


class RowKey(NamedTuple):
    """What is asked, and what is asked and answered: equal where the texts are after Unicode NFC."""

    asked: str
    whole: str

    @classmethod
    def parse(cls, text: str) -> RowKey | None:
        """The key that `str` wrote; None of anything else."""
        asked, hyphen, whole = text.strip().removeprefix(_LETTER).partition("-")
        return cls(asked, whole) if hyphen and len(asked) == len(whole) == _DIGITS else None

    def __str__(self) -> str:
        return f"{_LETTER}{self.asked}-{self.whole}"


def row_keys(examples: pd.DataFrame) -> list[RowKey]:
    """The key of each of these examples (columns as in `Dataset.examples`), the same for copies.

    A label that repeats the answer is left out, so that it doesn't matter whether a small file was taken for
    classification.
    """
    columns = ("system", "input", "output", "label", "extra")
    texts = (examples[name].tolist() if name in examples else [None] * len(examples) for name in columns)
    return [_key(*map(_text, row)) for row in zip(*texts, strict=True)]


def _key(system: str | None, asked: str | None, output: str | None, label: str | None, extra: str | None) -> RowKey:
    answer = (output, None if label == output else label)
    return RowKey(_hash(system, asked), _hash(system, asked, *answer, extra))


def _hash(*texts: str | None) -> str:
    return key(*texts).hex()[:_DIGITS]


def _text(value: Any) -> str | None:
    return canonical(value) if isinstance(value, str) else None
