"""Which format the records are in: looked at one by one, the majority decides, nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from dataaudit.dataset import Record
from dataaudit.errors import FormatError
from dataaudit.formats.base import Format, Value, answer_rank
from dataaudit.formats.registry import BY_NAME, FORMATS
from dataaudit.wording import excerpt, plural

#: Names that columns of inputs go by, the surest first.
INPUT_NAMES = (
    "prompt", "instruction", "question", "query", "input", "text", "sentence", "message", "utterance",
)  # fmt: skip
_LABEL_NAMES = ("label", "labels", "class", "intent", "intents", "sentiment", "target")
_SHOWN_COLUMNS = 12


class Recognition(NamedTuple):
    """What one record looks like.

    `format` is the first that fits, by its full signature if `strict`, else only by its columns. `rival` is
    another one whose signature fits as well and that has none of its columns.
    """

    format: Format | None
    strict: bool = False
    rival: Format | None = None


def recognise(value: Value) -> Recognition:
    """The format that a record looks like."""
    candidates = _candidates(tuple(value))
    for format in candidates:
        if format.is_plain(value):
            return Recognition(format, True)
    strict = [format for format in candidates if format.matches(value)]
    if strict:
        known = strict[0].columns | strict[0].companions
        rival = next((format for format in strict[1:] if not format.columns & known), None)
        return Recognition(strict[0], True, rival)
    return Recognition(next((format for format in candidates if format.resembles(value)), None))


def majority(records: Sequence[Record], recognitions: Sequence[Recognition]) -> Format:
    """The format of most of these readable records.

    Raises
    ------
    FormatError
        Most records are of no known format, or of two at once.
    """
    counts = Counter(recognition.format for recognition in recognitions)
    unknown = counts.pop(None, 0)
    if not counts or 2 * unknown > len(records):
        raise unknown_format(records[_first(recognition.format is None for recognition in recognitions)])
    best = max(FORMATS, key=lambda format: counts[format])
    rivals = [recognition.format is best and recognition.rival is not None for recognition in recognitions]
    if 2 * sum(rivals) > counts[best]:
        raise _two_formats(records[_first(rivals)], recognitions[_first(rivals)], sum(rivals))
    return best


def belongs(value: Value, recognition: Recognition, format: Format) -> bool:
    """Whether a record is one of the format that was found for its dataset, be it a malformed one.

    It is if it looks like it, or like a format all of whose columns `format` has too: a prompt without its
    completion is a broken prompt-completion.
    """
    found = recognition.format
    if found is format or (not recognition.strict and format.resembles(value)):
        return True
    return found is not None and found.columns < format.columns


def named(name: str) -> Format:
    """The format of this name.

    Raises
    ------
    FormatError
        There is none; the nearest is named.
    """
    if name in BY_NAME:
        return BY_NAME[name]
    raise FormatError(f"--format {name}: no such format{nearest(name, BY_NAME)}; there are {', '.join(BY_NAME)}")


def unknown_format(record: Record) -> FormatError:
    """What to say of a record that no format fits: its columns, and the option that tells what they are."""
    columns = list(record.value or {})
    if len(columns) == 1:
        question = f"if it is text to train on as it stands, say so with --map output={listed(columns)}"
    else:
        question = f"say which is the input and which the answer with {suggested_map(columns)}"
    return FormatError(
        f"{where(record)}: no known format has the columns {listed(columns)}; {question}, "
        "or name the format with --format NAME"
    )


def where(record: Record) -> str:
    """File and line of a record, as far as it has them."""
    return record.source if record.line is None else f"{record.source}:{record.line}"


def listed(columns: Iterable[str]) -> str:
    """The names of columns, the first dozen of them, fit to print."""
    names = [excerpt(str(column), 40) for column in columns]
    more = f" and {len(names) - _SHOWN_COLUMNS} more" if len(names) > _SHOWN_COLUMNS else ""
    return (", ".join(names[:_SHOWN_COLUMNS]) or "(none)") + more


def nearest(name: str, known: Iterable[str]) -> str:
    """A question to append, where a known name is near: " (did you mean label?)"."""
    found = get_close_matches(name, list(known), n=1)
    return f" (did you mean {found[0]}?)" if found else ""


def suggested_map(columns: Sequence[str]) -> str:
    """The `--map` that these columns probably need, as it is to be typed."""
    return "--map " + ",".join(f"{field}={column or 'COLUMN'}" for field, column in guessed_map(columns).items())


def guessed_map(columns: Sequence[str]) -> dict[str, str | None]:
    """Which of these columns is by its name the input, and which the answer; None where none is."""
    question = next((column for name in INPUT_NAMES for column in columns if column.casefold() == name), None)
    ranked = [(rank, column) for column in columns if column != question and (rank := answer_rank(column)) is not None]
    answer = min(ranked, default=(0, None))[1]
    field = "label" if answer and answer.casefold().endswith(_LABEL_NAMES) else "output"
    return {"input": question, field: answer}


@lru_cache(maxsize=1024)
def _candidates(columns: tuple[str, ...]) -> tuple[Format, ...]:
    """The formats that have any of these columns; most records of a file have the same ones."""
    return tuple(format for format in FORMATS if not format.columns.isdisjoint(columns))


def _first(flags: Iterable[bool]) -> int:
    return next((i for i, flag in enumerate(flags) if flag), 0)


def _two_formats(record: Record, recognition: Recognition, n: int) -> FormatError:
    names = [format.name for format in (recognition.format, recognition.rival) if format is not None]
    return FormatError(
        f"{where(record)}: the columns {listed(record.value or {})} are both {' and '.join(names)} in "
        f"{plural(n, 'row')}; say which with --format {' or --format '.join(names)}"
    )
