"""Parquet to records."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from dataaudit.dataset import Problem, Record
from dataaudit.errors import InputError
from dataaudit.reading.plain import check_row
from dataaudit.reading.rows import Found, as_record, quoted


def read_parquet(name: str, data: bytes) -> Found:
    """The records of a Parquet file; the Nones with which Arrow pads nested objects are left in.

    Raises
    ------
    InputError
        If the file is damaged or two columns have the same name.
    """
    table = table_of(name, data)
    repeated = [column for column, count in Counter(table.column_names).items() if count > 1]
    if repeated:
        raise InputError(f"{name}: two columns are named {quoted(repeated[0])}; rename one.")
    return Found([record for batch in table.to_batches() for record in _records(name, batch)])


def table_of(name: str, data: bytes) -> Any:
    """The Arrow table in a Parquet file; InputError if it is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(io.BytesIO(data)).read()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{name} is no intact Parquet file ({' '.join(str(error).split())}).") from error


def _records(name: str, batch: Any) -> Iterator[Record]:
    try:
        rows = batch.to_pylist()
    except (ValueError, OverflowError):  # some value, such as a string that is not UTF-8: find the row
        rows = [_row(batch.slice(index, 1)) for index in range(batch.num_rows)]
    for row in rows:
        if isinstance(row, Problem):
            yield Record(name, None, None, (row,))
        else:
            value, _, problems = check_row(row)
            yield as_record(name, None, value, problems)


def _row(batch: Any) -> Any:
    try:
        return batch.to_pylist()[0]
    except UnicodeDecodeError as error:
        message = f"byte 0x{error.object[error.start]:02X} at offset {error.start} of a string is not UTF-8"
        return Problem("not-utf-8", message, fatal=True)
    except (ValueError, OverflowError) as error:
        return Problem("unreadable-value", f"a value can't be read: {error}", fatal=True)
