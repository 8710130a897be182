"""What a reviewer wrote beside a row, read as a decision."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dataaudit.errors import InputError
from dataaudit.quoting import quoted
from dataaudit.review.keys import RowKey
from dataaudit.review.spreadsheet import CUT, Row, read_table


class Judged(StrEnum):
    """What a reviewer thinks of a row."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"


#: Which words say what, in any case. 1.0 is what a spreadsheet may make of 1.
_RIGHT = ("ok", "right", "correct", "good", "y", "yes", "true", "1", "1.0", "✓", "✔", "✅")
_WRONG = ("wrong", "incorrect", "bad", "n", "no", "false", "0", "0.0", "✗", "✘", "❌")
_RELABEL = ("relabel", "accept")
_DROP = ("drop", "remove", "delete")
_UNSURE = ("", "unsure", "?", "skip")
_MEANING = {
    **dict.fromkeys(_RIGHT, Judged.RIGHT),
    **dict.fromkeys((*_WRONG, *_RELABEL, *_DROP), Judged.WRONG),
    **dict.fromkeys(_UNSURE, Judged.UNSURE),
}
ACCEPTED = "ok, wrong, relabel, drop or unsure"
RANDOM = "random"
SUSPECT = "suspect"

_NOT_UTF8 = re.compile("[\ud800-\udfff]")
#: Emoji come with or without the selector of their form.
_VARIATION = "\ufe0f"


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's verdict on one row.

    Attributes
    ----------
    where
        Its place in the table, "verdicts.csv:14".
    answer
        The right label or answer of a row that is wrong; None where the reviewer names none, or wants it dropped.
    random
        Whether the row was drawn at random, and not because something was found.
    """

    where: str
    key: RowKey
    judged: Judged
    answer: str | None = None
    comment: str = ""
    random: bool = False


def read_decisions(table: Any) -> tuple[str, list[Decision]]:
    """The name of a table of verdicts, and the decisions in it.

    Parameters
    ----------
    table
        What `dataaudit sample` wrote, filled in: a path or a DataFrame. The columns `verdict` and `key` must be
        there; corrected, suggested, comment and stratum are read where they are.

    Raises
    ------
    InputError
        It can't be read, or says something that can't be understood.
    """
    name, rows = read_table(table, ("verdict", "key"))
    return name, [decision for row in rows if (decision := _decision(row)) is not None]


def _decision(row: Row) -> Decision | None:
    """What a row says; None where somebody added it and said nothing."""
    word, corrected = (_cell(row, column) for column in ("verdict", "corrected"))
    judged = _judged(row, word, corrected)
    key = RowKey.parse(row.cells.get("key", ""))
    if key is None:
        if judged is Judged.UNSURE:
            return None
        raise InputError(f"{row.where}: the cell of column 'key' is gone, so nobody knows which row is meant")
    return Decision(
        row.where,
        key,
        judged,
        _answer(row, word, corrected) if judged is Judged.WRONG else None,
        row.cells.get("comment", "").encode("utf-8", "replace").decode(),
        RANDOM in row.cells.get("stratum", ""),
    )


def _judged(row: Row, word: str, corrected: str) -> Judged:
    judged = _MEANING.get(_folded(word))
    if judged is None:
        raise InputError(f"{row.where}: {quoted(word, 40)!r} is no verdict: write {ACCEPTED}")
    stands = row.cells.get("label", row.cells.get("output", ""))
    same = corrected.strip() == stands.strip()
    if corrected and (judged is Judged.RIGHT) != same and judged is not Judged.UNSURE:
        what = "what stands there already" if same else "something else than what stands there"
        raise InputError(f"{row.where}: the verdict is {quoted(word, 40)!r}, but the correction is {what}: settle it")
    return Judged.WRONG if corrected and not same and not _folded(word) else judged


def _answer(row: Row, word: str, corrected: str) -> str | None:
    if _folded(word) in _DROP:
        return None
    if corrected.endswith(CUT.strip()):
        raise InputError(f"{row.where}: the correction ends where the cell was cut: write it out")
    if corrected or _folded(word) not in _RELABEL:
        return corrected or None
    if suggested := _cell(row, "suggested"):
        return suggested
    raise InputError(f"{row.where}: {quoted(word, 40)!r}, but there is neither a correction nor a suggestion")


def _cell(row: Row, column: str) -> str:
    cell = row.cells.get(column, "")
    if _NOT_UTF8.search(cell):
        raise InputError(f"{row.where}: column {column!r} is not UTF-8: save the table as 'CSV UTF-8'")
    return cell if cell.strip() else ""


def _folded(word: str) -> str:
    return word.strip().casefold().replace(_VARIATION, "")
