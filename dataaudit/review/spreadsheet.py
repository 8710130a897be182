"""Tables for people: CSV that a spreadsheet opens without harm, and CSV as spreadsheets save it."""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataaudit.errors import InputError
from dataaudit.formats.base import scalar_text
from dataaudit.reading import content
from dataaudit.reading.jsonscan import decode
from dataaudit.reading.paths import shown
from dataaudit.wording import visible
from dataaudit.writing import write_file

if TYPE_CHECKING:
    import pandas as pd

#: Characters of a cell; Excel keeps 32,767, and nobody reads more than this in one.
LONGEST_CELL = 10_000
CUT = " […cut here]"

#: How a cell begins that a spreadsheet takes for a formula (OWASP, CSV Injection), in wide characters too; apostrophes
#: before it included.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_DELIMITERS = ",;\t|"
_HINT = re.compile(r"sep=.\s*", re.IGNORECASE)
_FRAME = "<reviewed>"


class Row(NamedTuple):
    """A row of a table that was filled in: where it stands, and its cells by column, in lower case."""

    where: str
    cells: Mapping[str, str]


def check_place(path: Path) -> None:
    """Raise InputError where a table can't be written: what is there may hold somebody's work."""
    if path.suffix.lower() != ".csv":
        raise InputError(f"{path}: the table is CSV: let its name end in .csv")
    if path.exists():
        raise InputError(f"{path} is there already and may hold verdicts or answers: choose another name")


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table for a spreadsheet; InputError where it can't be, or something is there already."""
    check_place(path)
    write_file(path, csv_of(table))


def csv_of(table: pd.DataFrame) -> bytes:
    """The table as `write_table` writes it."""
    return to_csv(list(table.columns), table.to_numpy().tolist())


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as Excel reads it: UTF-8 with a byte-order mark, CRLF, no cell a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + file.getvalue().encode("utf-8", "backslashreplace")


def defused(text: str) -> str:
    """The text with an apostrophe before what would be a formula; `restored` takes it away again."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(cell: str) -> str:
    """The text that was defused, or typed, into a cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def cell_text(text: str | None) -> str:
    """A text to be read in a cell: nothing invisible in it, and the end of a very long one cut off."""
    seen = visible(text or "", lines=True)
    return seen if len(seen) <= LONGEST_CELL else seen[: LONGEST_CELL - len(CUT)] + CUT


def read_table(table: Any, needed: Sequence[str]) -> tuple[str, list[Row]]:
    """The name of a table and its rows, blank ones left out.

    Parameters
    ----------
    table
        A path of a CSV file, however a spreadsheet saved it: separated by commas, semicolons or tabs, with or
        without byte-order mark, in UTF-8 or UTF-16; or a DataFrame. What is not UTF-8 stands in the cells as
        lone surrogates.
    needed
        Columns that tell the header from any other line.

    Raises
    ------
    InputError
        It can't be read, or a needed column is missing.
    """
    if hasattr(table, "columns"):
        name, lines = _FRAME, _frame_lines(table)
    elif not isinstance(table, str | os.PathLike):
        raise InputError(f"verdicts are read from a CSV file or a DataFrame, not from a {type(table).__name__}")
    else:
        name = shown(os.fsdecode(table))
        lines = _file_lines(name, content.to_utf8(name, content.load(Path(table)))[0], needed)
    (_, header), *body = lines or [("", [])]
    columns = [cell.strip().casefold() for cell in header]
    for column in needed:
        if columns.count(column) != 1:
            found = "no column" if column not in columns else "more than one column"
            raise InputError(f"{name}: {found} {column!r}: is it a table that `dataaudit sample` wrote?")
    rows = (Row(where, dict(zip(columns, map(restored, cells), strict=False))) for where, cells in body if any(cells))
    return name, list(rows)


def _file_lines(name: str, data: bytes, needed: Sequence[str]) -> list[tuple[str, list[str]]]:
    lines = io.StringIO(decode(data), newline="").readlines()
    hinted = bool(lines) and _HINT.fullmatch(lines[0]) is not None
    header = lines[hinted] if lines[hinted:] else ""
    delimiter = max(_DELIMITERS, key=lambda one: len({*_names(header, one)} & {*needed}))
    return list(_numbered(name, lines[hinted:], delimiter, 1 + hinted))


def _names(header: str, delimiter: str) -> list[str]:
    return [cell.strip().casefold() for cell in next(csv.reader([header], delimiter=delimiter), [])]


def _numbered(name: str, lines: Iterable[str], delimiter: str, first: int) -> Iterator[tuple[str, list[str]]]:
    """The rows with the lines on which they start; the first is that of the header."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    done = 0
    try:
        for cells in reader:
            yield f"{name}:{done + first}", cells
            done = reader.line_num
    except csv.Error as error:
        raise InputError(f"{name}:{done + first}: this row is no CSV: {error}") from error


def _frame_lines(frame: Any) -> list[tuple[str, list[str]]]:
    import pandas as pd

    values = frame.astype(object).where(pd.notna(frame), None).to_numpy().tolist()
    cells = [[scalar_text(value) or "" for value in row] for row in values]
    places = (f"{_FRAME} row {number}" for number in range(len(cells)))
    return [(_FRAME, list(map(str, frame.columns))), *zip(places, cells, strict=True)]
