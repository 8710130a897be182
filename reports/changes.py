"""What changed between two reports, in words: what got worse, what got better, and what else is different."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dataaudit.changes import Changes, MeasureChange, OutcomeChange
from dataaudit.model import Finding, Location, Measure, Outcome
from dataaudit.reports.places import main_place, message_with_places, place_text
from dataaudit.reports.selection import outcome_word
from dataaudit.wording import interval, number, plural, requirement

#: Findings that are listed of either side; all are in the JSON.
MOST_FINDINGS = 20

_RANK = {Outcome.PASS: 0, Outcome.WARN: 1, Outcome.FAIL: 2, Outcome.ERROR: 3}
_SETTINGS = {"params": "the settings of checks", "version": "the version of dataaudit"}


class Change(NamedTuple):
    """A line of the comparison: what it is about, where it is (a finding), and what to say."""

    code: str
    place: str
    text: str


class Side(NamedTuple):
    """All that got worse, or better; `more` findings are not listed."""

    title: str
    changes: list[Change]
    findings: list[Change]
    more: int


class Told(NamedTuple):
    """A comparison in words."""

    headline: str
    summary: str
    sides: list[Side]
    facts: list[str]


def told(changes: Changes) -> Told:
    """All that is said of a comparison."""
    return Told(headline(changes), summary(changes), sides(changes), facts(changes))


def headline(changes: Changes) -> str:
    """The verdict before and after: "GO → NO-GO, score 89 → 49"."""
    decision = " → ".join(dict.fromkeys(changes.decision))
    score = " → ".join(dict.fromkeys(number(value) for value in changes.score))
    return f"{decision}, score {score}"


def sides(changes: Changes) -> list[Side]:
    """What got worse, then what got better; a side on which nothing happened is left out."""
    worse = [
        *_limits(changes, worse=True),
        *(Change(item.code, "", f"no longer judged: {item.reason}") for item in changes.unjudged),
    ]
    worse += [Change("COV001", "", f"new gap: {name}") for name in changes.new_gaps]
    better = [
        *_limits(changes, worse=False),
        *(Change("COV001", "", f"closed gap: {name}") for name in changes.closed_gaps),
    ]
    found = [Side("Worse", worse, *_listed(changes.new)), Side("Better", better, *_listed(changes.gone))]
    return [side for side in found if side.changes or side.findings]


def broken_limits(changes: Changes) -> Iterator[tuple[str, str]]:
    """What stops a gate besides findings: the code and a sentence."""
    failing = {change.code for change in changes.outcomes if change.new is Outcome.FAIL}
    failing |= {change.code for change in changes.measures if change.broken}
    return ((change.code, change.text) for change in _limits(changes, worse=True) if change.code in failing)


def summary(changes: Changes) -> str:
    """The findings in a phrase: "3 new findings, 1 gone"."""
    return f"{plural(len(changes.new), 'new finding')}, {len(changes.gone):,} gone"


def facts(changes: Changes) -> list[str]:
    """What else is different: how many rows there are, and how they were judged."""
    counts = [f"{name} {number(old)} → {number(new)}" for name, (old, new) in changes.counts.items()]
    found = [" · ".join(counts)] if counts else []
    if changes.added is not None and changes.removed is not None:
        found.append(f"{plural(changes.added, 'row')} added, {changes.removed:,} removed")
    if changes.settings:
        found.append(
            f"judged otherwise too: another {', '.join(_SETTINGS.get(name, name) for name in changes.settings)}"
        )
    return found


def _limits(changes: Changes, worse: bool) -> Iterator[Change]:
    """Measures and outcomes that went one way; an outcome is told with its measure where it has one."""
    outcomes = {change.code: change for change in changes.outcomes if _is_worse(change) is worse}
    for measure in changes.measures:
        if measure.trend == ("worse" if worse else "better"):
            told = outcomes.pop(measure.code, None)
            if told is None and _written(measure.old) == _written(measure.new):
                continue
            yield Change(measure.code, "", _measured(measure) + (f": {_ended(told)}" if told else ""))
    yield from (Change(change.code, "", f"{change.name}: {_ended(change)}") for change in outcomes.values())


def _is_worse(change: OutcomeChange) -> bool | None:
    """None where a check was not judged before or is not now: neither better nor worse."""
    if change.new is Outcome.FAIL or change.new is Outcome.ERROR:
        return True
    if change.old not in _RANK or change.new not in _RANK:
        return None
    return _RANK[change.new] > _RANK[change.old]


def _ended(change: OutcomeChange) -> str:
    before = "not run" if change.old is None else outcome_word(change.old)
    return f"{before} → {outcome_word(change.new)}"


def _measured(change: MeasureChange) -> str:
    old, new = change.old, change.new
    name, estimate = new.name.replace("_", " "), interval(new.low, new.high, new.unit)
    text = f"{name}: {_written(old)} → {' '.join(filter(None, (_written(new), estimate)))}"
    if new.limit is None or new.direction is None:
        return text
    return f"{text} ({requirement(new.limit, new.direction, new.unit)})"


def _written(measure: Measure) -> str:
    return number(measure.value, measure.unit)


def _listed(findings: tuple[Finding, ...]) -> tuple[list[Change], int]:
    shown = [_told(finding) for finding in findings[:MOST_FINDINGS]]
    return shown, len(findings) - len(shown)


def _told(finding: Finding) -> Change:
    place = main_place(finding) or Location(None, None, None)
    return Change(finding.code, place_text(place), message_with_places(finding))
