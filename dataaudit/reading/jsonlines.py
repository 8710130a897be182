"""One JSON value per line."""

from __future__ import annotations

from dataaudit.dataset import Problem
from dataaudit.reading.jsonvalue import parse
from dataaudit.reading.rows import Found, as_record


def read_lines(name: str, data: bytes) -> Found:
    """A record of every line that is not blank.

    Only b"\\n" ends a line: U+2028 and U+0085 may stand inside a string, and JSON lets b"\\r" pass as space.
    """
    lines = data.split(b"\n")
    if not lines[-1]:  # what follows the last line end is no line
        lines.pop()
    records, blank = [], []
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            blank.append(number)
        else:
            records.append(as_record(name, number, *parse(line, number)))
    return Found(records, blank_lines(blank))


def blank_lines(numbers: list[int]) -> tuple[Problem, ...]:
    """The problem of blank lines in a file, if there are any."""
    if not numbers:
        return ()
    count = "1 blank line" if len(numbers) == 1 else f"{len(numbers)} blank lines, the first"
    return (Problem("blank-lines", f"{count} at line {numbers[0]}; some readers refuse them"),)
