"""Samples of real inputs (`--reference`): any known format, one text column, or one prompt a line of JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dataaudit.dataset import Record
from dataaudit.errors import FormatError
from dataaudit.formats.base import Example, Format, Value
from dataaudit.formats.custom import Mapped
from dataaudit.formats.detect import INPUT_NAMES, listed, recognise, where
from dataaudit.formats.metadata import READERS
from dataaudit.formats.registry import BY_NAME

#: `turns` is how MT-Bench names what a user says in turn.
_NAMES = (*INPUT_NAMES, "turns")


@dataclass(frozen=True, eq=False)
class Inputs(Mapped):
    """Whatever is in one column is the input; of a list of texts it is the first."""

    def example(self, value: Value) -> Example:
        """An example without an output."""
        said = self._at(value, "input")
        if isinstance(said, list) and said and all(isinstance(item, str) for item in said):
            return Example(said[0], None, turns=len(said))
        return super().example(value)


def inputs_in(column: str) -> Format:
    """The format of records whose input is in this column."""
    return Inputs("prompt-only", {"input": column})


def input_format(records: Sequence[Record], values: Sequence[Value]) -> Format:
    """How to get the inputs of these readable records.

    The known format of half of them or more, else the first column that goes by a name for inputs, else the
    only column of texts.

    Raises
    ------
    FormatError
        There is none, there are several, or they are tokens.
    """
    counts = Counter(recognition.format for recognition in map(recognise, values))
    best = max(BY_NAME.values(), key=lambda format: counts[format])
    if 2 * counts[best] >= len(values):
        if best.name == "tokenized":
            raise FormatError(f"{where(records[0])}: input_ids are no text; give the inputs as they are written")
        return inputs_in("text") if best.name == "text" else best.fitted(values)
    columns = list(dict.fromkeys(column for value in values for column in value))
    named = [column for name in _NAMES for column in columns if column.casefold() == name]
    texts = [column for column in columns if column not in READERS and _holds_texts(column, values)]
    if named or len(texts) == 1:
        return inputs_in((named or texts)[0])
    raise FormatError(
        f"{where(records[0])}: no telling which of the columns {listed(columns)} holds the inputs; "
        "name that one prompt, or leave out the others"
    )


def _holds_texts(column: str, values: Iterable[Value]) -> bool:
    kinds = [isinstance(value.get(column), str) for value in values]
    return 2 * sum(kinds) > len(kinds)
