"""What can be done to a dataset: rows dropped, mended, relabelled, reviewed, and examples added."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from dataaudit.model import Gap
from dataaudit.path_to_go.contents import Rows, no_rows


class Step(StrEnum):
    """The kinds of edit, the least effort first; those of `Remedy` are among them."""

    PROVIDE = "provide"
    DROP = "drop"
    RESPLIT = "re-split"
    FIX = "fix"
    RELABEL = "relabel"
    REVIEW = "review"
    ADD = "add"


#: The edits of rows that a check may be given instead of its remedy, the one with the least effort first.
INSTEAD = {"DUP005": (Step.DROP, Step.RESPLIT)}
EFFORT = {step: effort for effort, step in enumerate(Step)}


@dataclass(frozen=True, slots=True)
class Choice:
    """That something is to be done about a check, before it is known to which rows.

    `target` is the gap or the declared topic that is to have examples; edits of rows have none.
    """

    step: Step
    code: str
    target: Gap | str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """An edit with what it does to the data.

    Attributes
    ----------
    rows
        The rows that it is about.
    dropped, healed
        Those that are gone after it, and those with which the check finds nothing wrong any more.
    count
        How many rows it is about, or how many examples are to be added.
    groups
        How many findings the rows belong to: inputs with several labels, say.
    whole
        What is wrong with the data as a whole, and mended by it.
    label, of_label
        The number of the class to which examples are added, and how many of them at least.
    instead
        What does as well: to drop the rows; of a class to drop it, or to relabel it, which merges it with another.
    """

    choice: Choice
    count: int
    rows: Rows = field(default_factory=no_rows)
    dropped: Rows = field(default_factory=no_rows)
    healed: Rows = field(default_factory=no_rows)
    groups: int = 0
    whole: tuple[str, ...] = ()
    label: int | None = None
    of_label: int = 0
    instead: tuple[Step, ...] = ()

    @property
    def step(self) -> Step:
        """What is done."""
        return self.choice.step

    @property
    def code(self) -> str:
        """The check about which it is done."""
        return self.choice.code
