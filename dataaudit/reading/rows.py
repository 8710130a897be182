"""What every reader returns, and how a value becomes a record."""

from __future__ import annotations

from typing import Any, NamedTuple

from dataaudit.dataset import Problem, Record

#: JSON nested deeper than this can't be written again by orjson, and no training row needs it.
MAX_DEPTH = 254

TOO_DEEP = Problem("too-deep", f"nested more than {MAX_DEPTH} levels deep", fatal=True)

_KINDS = {str: "a string", bool: "a boolean", int: "a number", float: "a number", type(None): "null"}
_LONGEST_NAME = 60
_MOST_NAMES = 6


class Found(NamedTuple):
    """The records of one source, and what is wrong with it as a whole."""

    records: list[Record]
    problems: tuple[Problem, ...] = ()


def as_record(
    source: str, line: int | None, value: Any, problems: tuple[Problem, ...] = (), raw: bytes | None = None
) -> Record:
    """Make a record of a value: an object as it is, an array with its positions as columns."""
    if problems and any(problem.fatal for problem in problems):
        return Record(source, line, None, problems, raw)
    if isinstance(value, dict):
        return Record(source, line, value, problems, raw)
    if isinstance(value, list):
        return Record(source, line, {str(index): cell for index, cell in enumerate(value)}, problems, raw)
    kind = _KINDS.get(type(value), f"a {type(value).__name__}")
    problem = Problem("not-an-object", f"{kind}, where a row must be an object", fatal=True)
    return Record(source, line, None, (*problems, problem), raw)


def quoted(*names: str) -> str:
    """Names of columns or keys for a message: in quotes, escaped, and not too many or too long."""
    shown = [repr(name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…") for name in names]
    more = f" and {len(shown) - _MOST_NAMES} more" if len(shown) > _MOST_NAMES else ""
    return ", ".join(shown[:_MOST_NAMES]) + more
