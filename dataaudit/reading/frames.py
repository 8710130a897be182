"""DataFrames and lists of rows to records."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pandas as pd

from dataaudit.dataset import Record, Source
from dataaudit.errors import InputError
from dataaudit.reading.plain import check_row
from dataaudit.reading.rows import as_record, quoted

FRAME = "<DataFrame>"
LIST = "<list>"


def is_frame(data: Any) -> bool:
    """Whether this is a DataFrame or can be made one."""
    return isinstance(data, pd.DataFrame) or callable(getattr(data, "to_pandas", None))


def read_frame(data: Any) -> tuple[list[Record], Source]:
    """The records of a DataFrame, or of anything with `to_pandas()`.

    Raises
    ------
    InputError
        If it has no rows, two columns of the same name, or doesn't become a DataFrame.
    """
    frame = data if isinstance(data, pd.DataFrame) else data.to_pandas()
    if not isinstance(frame, pd.DataFrame):
        kinds = type(data).__name__, type(frame).__name__
        raise InputError(f"A {kinds[0]} becomes a {kinds[1]} in pandas: give a DataFrame.")
    columns = [str(column) for column in frame.columns]
    repeated = [column for column, count in Counter(columns).items() if count > 1]
    if repeated:
        raise InputError(f"Two columns of the DataFrame are named {quoted(repeated[0])}; rename one.")
    cells = [frame.iloc[:, index].tolist() for index in range(len(columns))]
    return _read(FRAME, (dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)))


def read_rows(rows: Iterable[Any]) -> tuple[list[Record], Source]:
    """The records of rows that are dicts or lists.

    Raises
    ------
    InputError
        If there are none.
    """
    return _read(LIST, rows)


def _read(name: str, rows: Iterable[Any]) -> tuple[list[Record], Source]:
    """Records, and as the source's hash that of the rows written as JSON, one per line."""
    records: list[Record] = []
    digest = hashlib.sha256()
    size = 0
    for row in rows:
        value, written, problems = check_row(row)
        records.append(as_record(name, None, value, problems))
        digest.update(written + b"\n")
        size += len(written) + 1
    if not records:
        raise InputError(f"The {name.strip('<>')} holds no records.")
    return records, Source(name, digest.hexdigest(), size, len(records))
