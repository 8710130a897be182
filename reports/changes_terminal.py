"""What changed between two reports, on a terminal."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dataaudit.changes import Changes
from dataaudit.reports.changes import Change, Side, facts, headline, sides, summary
from dataaudit.wording import excerpt, plural, visible

_LONGEST = 400
_STYLE = {"Worse": "bold red", "Better": "bold green"}


def print_changes(changes: Changes, console: Console) -> None:
    """Print what got worse, what got better, and the figures, on a rich console."""
    for part in [*changes_parts(changes), *(Text(visible(fact), "dim") for fact in facts(changes))]:
        console.print(Padding(part, (0, 0, 0, 1)))


def changes_parts(changes: Changes, title: str = "") -> list[RenderableType]:
    """What got worse and what got better, under a heading with the verdicts."""
    heading = "  ".join(filter(None, (title, headline(changes))))
    parts: list[RenderableType] = [Text.assemble((heading, "bold"), "  ", (summary(changes), "dim"))]
    for side in sides(changes):
        parts += [Text(), Text(side.title, _STYLE[side.title]), _table(side)]
        parts += [Text(f"and {plural(side.more, 'more finding')}: --output json", "dim")] if side.more else []
    return [*parts, Text()] if sides(changes) else [*parts, Text("Nothing got better or worse.")]


def _table(side: Side) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for change in [*side.changes, *side.findings]:
        grid.add_row(Text(change.code, "bold"), _line(change))
    return grid


def _line(change: Change) -> Text:
    place = Text(f"{visible(change.place)}  ", "cyan") if change.place else Text()
    return place + Text(excerpt(change.text, _LONGEST))
