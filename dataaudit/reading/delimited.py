"""CSV and TSV to records. All cells are text: "NA" and "null" are words like any other."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from typing import Literal, NamedTuple

from dataaudit.dataset import Problem, Record
from dataaudit.errors import InputError
from dataaudit.reading.jsonlines import blank_lines
from dataaudit.reading.jsonscan import decode, encode
from dataaudit.reading.rows import Found, quoted

DELIMITERS = {".csv": ",", ".tsv": "\t"}

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_LARGEST_CELL = 2**31 - 1
_ROWS_TO_CONFIRM = 20
#: `pandas.read_csv`: default of `na_values`, the empty cell apart.
_MISSING_TO_PANDAS = frozenset({
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
})  # fmt: skip
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_FAULTS = {
    "unexpected end": "a quote that opens in this row is never closed: it takes in the rest of the file",
    "expected after": 'text follows a closing quote; write a quote inside a cell twice ("")',
}

_Quoting = Literal[0, 3]  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE


class _Row(NamedTuple):
    """A row, the physical line on which it starts, and its text without the last line feed."""

    line: int
    text: str
    cells: list[str]
    fault: str | None = None


def read_delimited(name: str, data: bytes, delimiter: str, header: bool) -> Found:
    """The records of a CSV or TSV file.

    Raises
    ------
    InputError
        If two columns have the same name, or the names are not UTF-8.
    """
    text = decode(data)
    rows, problems = _parse(text, delimiter)
    if delimiter == "\t" and any(row.fault for row in rows):
        rows, problems = _parse(text, delimiter, csv.QUOTE_NONE)
        problems = (Problem("quotes", "quotes are part of the cells here, not around them"), *problems)
    if (other := _other_delimiter(text, rows, delimiter)) is not None:
        rows, problems = _parse(text, other)
        message = f"cells are separated by a {_NAMES[other]}, not by a {_NAMES[delimiter]}"
        problems = (Problem("delimiter", message), *problems)
    columns = _columns(name, rows, header)
    body = rows[1:] if header else rows
    return Found([_record(name, row, columns) for row in body], (*problems, *_missing_words(body, columns)))


def _parse(text: str, delimiter: str, quoting: _Quoting = csv.QUOTE_MINIMAL) -> tuple[list[_Row], tuple[Problem, ...]]:
    """All rows with the line on which each starts; blank lines are a problem, not rows."""
    with _any_cell_size():
        rows = list(_rows(text, delimiter, quoting))
    width = max((len(row.cells) for row in rows), default=0)
    blank = [row.line for row in rows if _is_blank(row, width)]
    return [row for row in rows if not _is_blank(row, width)], blank_lines(blank)


def _rows(text: str, delimiter: str, quoting: _Quoting) -> Iterator[_Row]:
    chunks = io.StringIO(text, newline="").readlines()
    line_end = "\n" if "\n" in text else "\r"
    line_after = list(accumulate((chunk.endswith(line_end) for chunk in chunks), initial=1))
    reader = csv.reader(chunks, delimiter=delimiter, quoting=quoting, strict=True)
    while True:
        start = reader.line_num
        cells: list[str] = []
        fault: str | None = None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            fault = _fault(str(error))
        written = "".join(chunks[start : reader.line_num]).removesuffix("\n")
        yield _Row(line_after[start], written, cells, fault)


def _is_blank(row: _Row, width: int) -> bool:
    if row.fault:
        return False
    return not row.cells or (len(row.cells) == 1 and width > 1 and row.cells[0].isspace())


def _fault(message: str) -> str:
    return next((meaning for words, meaning in _FAULTS.items() if words in message), message)


def _other_delimiter(text: str, rows: list[_Row], delimiter: str) -> str | None:
    """The delimiter that is really used: the first row is one cell, and the next agree how to split it."""
    if not rows or len(rows[0].cells) != 1:
        return None
    found = Counter(char for char in rows[0].cells[0] if char in _NAMES and char != delimiter)
    if not found:
        return None
    candidate = found.most_common(1)[0][0]
    widths = {len(row.cells) for row in _parse(text, candidate)[0][:_ROWS_TO_CONFIRM]}
    return candidate if len(widths) == 1 and widths != {1} else None


def _columns(name: str, rows: list[_Row], header: bool) -> list[str]:
    """The names in the first row; without a header the positions in a row of the commonest width."""
    if not rows:
        return []
    if not header:
        width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
        return [str(index) for index in range(width)]
    line, _, columns, fault = rows[0]
    if fault or any(map(_NOT_UTF8.search, columns)):
        raise InputError(f"{name}:{line}: the header can't be read: {fault or 'it is not UTF-8'}.")
    repeated = [column for column, count in Counter(columns).items() if count > 1]
    if repeated:
        raise InputError(f"{name}:{line}: two columns are named {quoted(repeated[0])}; rename one.")
    return columns


def _record(name: str, row: _Row, columns: list[str]) -> Record:
    problem, raw = _problem(row, columns), encode(row.text)
    if problem is not None:
        return Record(name, row.line, None, (problem,), raw)
    return Record(name, row.line, dict(zip(columns, row.cells, strict=True)), raw=raw)


def _missing_words(rows: list[_Row], columns: list[str]) -> tuple[Problem, ...]:
    """The problem of words that pandas reads as missing values by default, if there are any."""
    found = [
        (row.line, column, cell)
        for row in rows
        for column, cell in zip(columns, row.cells, strict=False)
        if cell in _MISSING_TO_PANDAS
    ]
    if not found:
        return ()
    line, column, cell = found[0]
    cells = _count(len(found), "cell")
    message = (
        f"{cells} that pandas reads as missing, the first {quoted(cell)} in column {quoted(column)} at line {line}"
    )
    return (Problem("missing-words", message),)


def _problem(row: _Row, columns: list[str]) -> Problem | None:
    if row.fault:
        return Problem("quoting", row.fault, fatal=True)
    if len(row.cells) != len(columns):
        message = f"{_count(len(row.cells), 'cell')} where there are {_count(len(columns), 'column')}"
        return Problem("ragged-row", message, fatal=True)
    for column, cell in zip(columns, row.cells, strict=True):
        if not cell.isascii() and (match := _NOT_UTF8.search(cell)):
            return _not_utf8(column, cell, match.start())
    return None


def _not_utf8(column: str, cell: str, position: int) -> Problem:
    offset = len(cell[:position].encode())
    byte = ord(cell[position]) - 0xDC00
    message = f"byte 0x{byte:02X} at offset {offset} of column {quoted(column)} is not UTF-8"
    return Problem("not-utf-8", message, fatal=True, field=column)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


@contextmanager
def _any_cell_size() -> Iterator[None]:
    """The limit is the csv module's own, so it is put back."""
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
