"""Two answers to compare: what all formats of comparisons share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dataaudit.formats.base import Value, Violation, is_blank, present
from dataaudit.formats.messages import Turn, turns_of
from dataaudit.model import Severity


def pair_violations(value: Value, columns: tuple[str, str]) -> Iterator[Violation]:
    """What keeps the better answer from being told from the worse one.

    Parameters
    ----------
    columns
        Those of the better and of the worse answer, each a text, a message or several. Answers without text are
        left to `Format.blanks`.
    """
    chosen, rejected = (turns_of(value.get(column), "assistant") for column in columns)
    if not chosen or not rejected or is_blank(chosen[-1].text) or is_blank(rejected[-1].text):
        return
    better, worse = columns
    if chosen == rejected:
        yield Violation("equal-answers", f"{better} and {worse} are equal: there is nothing to prefer", worse)
        return
    yield from _system_violations(chosen, rejected, columns)
    begun_by = [_is_beginning(chosen, rejected), _is_beginning(rejected, chosen)]
    if all(begun_by):
        message = f"{better} and {worse} differ in white space only"
        yield Violation("answers-differ-in-space", message, worse, Severity.WARNING)
    elif any(begun_by):
        short, long = (better, worse) if begun_by[0] else (worse, better)
        message = f"{short} is the beginning of {long}: only where to stop can be learnt"
        yield Violation("answer-begins-other", message, short, Severity.WARNING)


def has_own_prompt(value: Value) -> bool:
    """Whether the answers have a prompt besides `messages`: a column, or turns of others before the answer."""
    sides = [value.get(column) for column in ("chosen", "rejected")]
    turns = [turns_of(side, "assistant") for side in sides if isinstance(side, list)]
    return present(value, "prompt") or any(turn.role == "user" for said in turns for turn in said)


def _system_violations(
    chosen: Sequence[Turn], rejected: Sequence[Turn], columns: tuple[str, str]
) -> Iterator[Violation]:
    """A system prompt on one side only: chat templates put their default one there."""
    prompted = [any(turn.role == "system" for turn in turns) for turns in (chosen, rejected)]
    if prompted[0] != prompted[1]:
        own, other = columns if prompted[0] else columns[::-1]
        message = f"{own} has a system message and {other} has none: that is no difference between answers"
        yield Violation("one-sided-system", message, own, Severity.WARNING)


def _is_beginning(short: Sequence[Turn], long: Sequence[Turn]) -> bool:
    """Whether one answer is how the other begins; a single word must be a word of it ("4" doesn't begin "42")."""
    last = len(short) - 1
    if len(long) <= last or list(short[:last]) != list(long[:last]) or short[last].role != long[last].role:
        return False
    begun, said = short[last].text.strip(), long[last].text.strip()
    rest = said[len(begun) :]
    return said.startswith(begun) and (not rest or rest[0].isspace() or len(begun.split()) > 1)
