"""One JSON value per line."""

from __future__ import annotations

from dataaudit.dataset import Problem
from dataaudit.reading.jsonvalue import parse
from dataaudit.reading.rows import Found, as_record

#: U+0085, U+2028 and U+2029, which Python's `str.splitlines` and others take for line ends.
_SEPARATORS = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")


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
            records.append(as_record(name, number, *parse(line, number), line))
    return Found(records, (*blank_lines(blank), *_separators(data, lines)))


def blank_lines(numbers: list[int]) -> tuple[Problem, ...]:
    """The problem of blank lines in a file, if there are any."""
    if not numbers:
        return ()
    count = "1 blank line" if len(numbers) == 1 else f"{len(numbers)} blank lines, the first"
    return (Problem("blank-lines", f"{count} at line {numbers[0]}; some readers refuse them"),)


def _separators(data: bytes, lines: list[bytes]) -> tuple[Problem, ...]:
    """The problem of characters inside lines that only some readers take for line ends, if there are any."""
    if data.isascii() or not any(separator in data for separator in _SEPARATORS):
        return ()
    broken = [number for number, line in enumerate(lines, 1) if any(separator in line for separator in _SEPARATORS)]
    more = f" and {len(broken) - 1} more" if len(broken) > 1 else ""
    message = f"line {broken[0]}{more} with U+0085, U+2028 or U+2029 inside; readers that end lines there break it"
    return (Problem("line-separators", message),)
