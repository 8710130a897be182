"""Dataset: the same examples, whatever the file format was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from dataaudit.model import Location

Task = Literal["classification", "generation"]

CORE_COLUMNS = ("source", "line", "id", "system", "input", "output", "label", "turns")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with how a record is written; with `fatal` there is no value to go on with."""

    kind: str
    message: str
    fatal: bool = False
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One raw row as found: `value` is None where it can't be read, and `problems` says why.

    `line` is the 1-based physical line on which the record starts; None for Parquet and frames.
    `raw` is the record as it stands in its file, readable or not: of JSON Lines the line without its b"\\n", of
    other JSON the value, of CSV and TSV the physical lines without the last b"\\n". What was read from UTF-16
    or UTF-32 it holds as UTF-8. None for Parquet and frames, which have no text.
    """

    source: str
    line: int | None
    value: Mapping[str, Any] | None
    problems: tuple[Problem, ...] = ()
    raw: bytes | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A file or frame that was read. `problems` are about the file as a whole (a byte-order mark, say)."""

    path: str
    sha256: str
    bytes: int
    rows: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """The audited examples, and the records they came from.

    Attributes
    ----------
    examples
        One row per readable record of the majority format, indexed by `row`, the 0-based position over all
        records. Columns: CORE_COLUMNS, and where the data has them annotator, batch, timestamp, reviewed, group,
        annotations and extra. `system`, `input`, `output`, `label` and `id` are str or None; `turns` is the number
        of messages; `extra` is a canonical text of what else makes two examples different (the rejected answer, the
        tools). `annotations`, where several annotators labelled a row, is a JSON object of what each of them said;
        where one did, `annotator` says who.
    records
        All records in order; `records[row]` is the record of that row.
    format
        The majority format, a name of FORMATS (`dataaudit.formats`).
    record_formats
        The detected format of each record, None where it is unreadable or unknown.
    task
        "classification" where the answers are a closed set; `label` then holds the answer.
    columns
        Which column of the records each field came from.
    identity
        What tells its content from any other, where something about it is to be kept on disk; else None.
    """

    examples: pd.DataFrame
    records: Sequence[Record]
    sources: tuple[Source, ...]
    format: str
    task: Task
    columns: Mapping[str, str] = field(default_factory=dict)
    record_formats: Sequence[str | None] = ()
    identity: str | None = None

    def locate(self, row: int, field: str | None = None) -> Location:
        """The place of one row, readable or not."""
        record = self.records[row]
        return Location(record.source, record.line, row, self._ids.get(row), field)

    def locate_all(self, rows: Iterable[int], field: str | None = None) -> tuple[Location, ...]:
        """The places of several rows, in the order given."""
        return tuple(self.locate(int(row), field) for row in rows)

    def has(self, column: str) -> bool:
        """Whether the data has this field at all."""
        return column in self.examples and bool(self.examples[column].notna().any())

    def at(self, row: int, column: str) -> Any:
        """What an example has in a column, many times as fast as by pandas."""
        return self._columns[column][self.examples.index.get_loc(row)]

    @cached_property
    def _columns(self) -> _Columns:
        return _Columns(self.examples)

    @cached_property
    def _ids(self) -> Mapping[int, str]:
        """The id of each row that has one."""
        if "id" not in self.examples:
            return {}
        pairs = zip(self.examples.index.tolist(), self.examples["id"].tolist(), strict=True)
        return {row: value for row, value in pairs if isinstance(value, str)}


@dataclass(frozen=True, eq=False)
class Corpus:
    """DATA's examples followed by those already accepted (`--against`), which are evidence and not audited.

    Attributes
    ----------
    frame
        One row per example; its RangeIndex is the position. The columns of `Dataset.examples`, and `row`, the
        row in DATA, -1 for accepted examples.
    audited
        How many positions are DATA's: they are those below it.
    """

    frame: pd.DataFrame
    audited: int

    @classmethod
    def of(cls, dataset: Dataset, accepted: Dataset | None = None) -> Corpus:
        """Join a dataset and what was accepted before it."""
        own = dataset.examples.assign(row=dataset.examples.index.to_numpy())
        frames = [own] if accepted is None else [own, accepted.examples.assign(row=-1)]
        return cls(pd.concat(frames, ignore_index=True), len(own))

    def at(self, position: int, column: str) -> Any:
        """What an example has in a column, many times as fast as by pandas."""
        return self._columns[column][position]

    @cached_property
    def _columns(self) -> _Columns:
        return _Columns(self.frame)

    def place(self, position: int) -> dict[str, Any]:
        """Where an example stands, as JSON values for `Finding.evidence`; `row` is None where accepted."""
        line, row = self.at(position, "line"), self.at(position, "row")
        return {
            "source": self.at(position, "source"),
            "line": None if pd.isna(line) else int(line),
            "row": int(row) if row >= 0 else None,
        }

    def named_place(self, position: int) -> str:
        """The same in a word, for messages: "train.jsonl:12"."""
        place = self.place(position)
        return f"{place['source']}:{place['line']}" if place["line"] is not None else str(place["source"])


class _Columns(dict[str, list[Any]]):
    """The columns of a frame as lists, each made when it is first asked for."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def __missing__(self, column: str) -> list[Any]:
        self[column] = self._frame[column].tolist()
        return self[column]
