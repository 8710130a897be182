"""Results of a prompt (`--baseline`): real inputs, what the prompt made of them, and whether that was right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dataaudit.dataset import Dataset, Record, Source
from dataaudit.errors import FormatError
from dataaudit.evidence.text import normalise
from dataaudit.formats.base import canonical, is_blank, scalar_text
from dataaudit.formats.detect import listed, where
from dataaudit.formats.shaping import shape_inputs
from dataaudit.wording import excerpt

_PASSED = {
    "true": True, "yes": True, "y": True, "pass": True, "passed": True, "1": True,
    "false": False, "no": False, "n": False, "fail": False, "failed": False, "0": False,
}  # fmt: skip
_NAMES = ("passed", "score", "expected", "output")


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """What a prompt made of m inputs.

    Attributes
    ----------
    dataset
        The inputs as they were read.
    passed
        (m,) 1 where the prompt was right, 0 where it was wrong, -1 where that can't be told.
    expected, output
        (m,) texts, None where there is none; of other JSON values their canonical text.
    earlier
        What an earlier prompt made of the same inputs, if that is known.
    """

    dataset: Dataset
    passed: NDArray[np.int8]
    expected: Sequence[str | None]
    output: Sequence[str | None]
    earlier: Results | None = None

    @property
    def untold(self) -> int:
        """How many rows say nothing: unreadable, of another shape, or without an outcome."""
        return len(self.dataset.records) - int((self.passed >= 0).sum())


def shape_results(records: Sequence[Record], sources: tuple[Source, ...], pass_score: float) -> Results:
    """Make results of records.

    The column `passed` (true or false, also as yes/no, pass/fail, 1/0) says what was right, else `score` from
    `pass_score` on, else whether `output` is `expected` after `normalise`. One of them holds for all rows: where it
    has no value nothing is guessed from the others.

    Raises
    ------
    DataAuditError
        The inputs can't be found, two columns go by one name, none says what was right, no row has a value in it, or
        scores are not in [0, 1].
    """
    there = {column for record in records for column in record.value or ()}
    raw = "input" in there and "instruction" not in there
    dataset = shape_inputs(records, sources, columns={"input": "input"} if raw else None)
    own = [records[row] for row in dataset.examples.index.tolist()]
    columns = _columns(own)
    passed = np.array(_outcomes(own, columns, pass_score), dtype=np.int8)
    passed[[is_blank(text) for text in dataset.examples["input"].tolist()]] = -1
    if not (passed >= 0).any():
        raise FormatError(_nothing_told(own[0], columns))
    return Results(dataset, passed, _texts(own, columns.get("expected")), _texts(own, columns.get("output")))


def _columns(records: Sequence[Record]) -> dict[str, str]:
    """The column of each name that is known, whatever its case."""
    there = dict.fromkeys(column for record in records for column in record.value or ())
    found: dict[str, str] = {}
    for column in there:
        name = column.casefold().strip()
        if name in _NAMES and found.setdefault(name, column) != column:
            raise FormatError(f"{where(records[0])}: both {found[name]!r} and {column!r} are {name}: leave out one")
    return found


def _outcomes(records: Sequence[Record], columns: Mapping[str, str], pass_score: float) -> list[int]:
    if "passed" in columns:
        return [_passed(_value(record, columns["passed"])) for record in records]
    if "score" in columns:
        scores = [_score(record, columns["score"]) for record in records]
        return [-1 if score is None else int(score >= pass_score) for score in scores]
    if {"expected", "output"} <= columns.keys():
        pairs = zip(_texts(records, columns["expected"]), _texts(records, columns["output"]), strict=True)
        return [-1 if None in pair else int(normalise(pair[0] or "") == normalise(pair[1] or "")) for pair in pairs]
    raise FormatError(
        f"{where(records[0])}: nothing says what the prompt got right: there are {listed(records[0].value or {})}; "
        "add passed (true or false), score (0 to 1), or expected beside output"
    )


def _passed(value: Any) -> int:
    return int(_PASSED.get((scalar_text(value) or "").strip().casefold(), -1))


def _score(record: Record, column: str) -> float | None:
    """A number in [0, 1], None where there is none; FormatError for one beyond, since its scale is unknown."""
    value = _value(record, column)
    try:
        score = float(scalar_text(value) or "nan")
    except ValueError:
        return None
    if math.isnan(score):
        return None
    if not 0 <= score <= 1:
        raise FormatError(
            f"{where(record)}: {column} is {excerpt(str(value), 40)}, not in [0, 1]: bring the scores to that scale, "
            "or say in a column passed which rows are right"
        )
    return score


def _nothing_told(record: Record, columns: Mapping[str, str]) -> str:
    name = next(name for name in ("passed", "score", "output") if name in columns)
    needed = {"passed": "true or false", "score": "a number from 0 to 1", "output": "and expected have a text"}[name]
    value = excerpt(str(_value(record, columns[name])), 40)
    return f"{where(record)}: {columns[name]} is {value}, and no row says more: write {needed} where there is an input"


def _value(record: Record, column: str) -> Any:
    return (record.value or {}).get(column)


def _texts(records: Sequence[Record], column: str | None) -> list[str | None]:
    values = [None if column is None else _value(record, column) for record in records]
    return [None if value is None else _text(value) for value in values]


def _text(value: Any) -> str:
    text = scalar_text(value)
    return canonical(value) if text is None else text
