"""The path to GO where room is short: of many steps of one kind the first, and a line for the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from dataaudit.model import Action
from dataaudit.wording import plural

#: So many steps of one kind are told one by one; a line for a single one more would take as much room.
_TOLD = 4


def condensed(steps: Sequence[Action]) -> list[Action]:
    """The steps in their order, those of one action and check in at most `_TOLD` lines and one for the rest."""
    return [step for _, run in groupby(steps, key=_kind) for step in _run(list(run))]


def _kind(step: Action) -> tuple[str, str]:
    return step.action, step.code


def _run(steps: Sequence[Action]) -> Iterator[Action]:
    if len(steps) <= _TOLD + 1:
        yield from steps
        return
    yield from steps[:_TOLD]
    rest = steps[_TOLD:]
    count, rows = sum(step.count for step in rest), tuple(row for step in rest for row in step.rows)
    message = f"and so on: {plural(len(rest), 'more step')} of this kind, {plural(count, 'row' if rows else 'example')}"
    yield Action(rest[0].action, rest[0].code, count, message, rows)
