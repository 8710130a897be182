"""What changed between two reports, as Markdown for a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from dataaudit.changes import Changes
from dataaudit.reports.changes import Change, Side, facts, headline, sides, summary
from dataaudit.reports.markdown_text import inert, inert_excerpt
from dataaudit.wording import plural

_LONGEST = 300


def render(changes: Changes) -> str:
    """The comparison as a page of its own."""
    return "".join(f"{line}\n" for line in [f"## dataaudit: {inert(headline(changes))}", "", *section(changes)])


def section(changes: Changes) -> Iterator[str]:
    """Its lines without the heading, as a part of a report."""
    yield f"{'⚠️ Something got worse' if changes.worse else 'Nothing got worse'}: {summary(changes)}."
    yield ""
    for side in sides(changes):
        yield from _side(side)
    yield from (f"- {inert(fact)}" for fact in facts(changes))


def _side(side: Side) -> Iterator[str]:
    yield f"**{side.title}**"
    yield ""
    yield from (f"- **{change.code}** {_line(change)}" for change in [*side.changes, *side.findings])
    if side.more:
        yield f"- and {plural(side.more, 'more finding')}"
    yield ""


def _line(change: Change) -> str:
    place = f"{inert(change.place)}: " if change.place else ""
    return place + inert_excerpt(change.text, _LONGEST)
