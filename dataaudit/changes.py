"""Changes: what got better and what got worse from one report to the next.

Findings are matched by their code and the content of their rows, so neither order nor line numbers matter: a finding is
new if it says of any row what the earlier report did not. Gaps are matched by the real inputs in them. A measure is
worse where it moved away from its limit, an estimate only where it left its earlier interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from dataaudit.json_values import finding_dict, measure_dict
from dataaudit.model import CheckResult, Finding, Gap, Measure, NotJudged, Outcome, Severity
from dataaudit.registry import disqualifying_codes
from dataaudit.report import Report
from dataaudit.triage.identity import content_keys, entries

Trend = Literal["better", "worse", "same"]

_GAPS = "COV001"
#: Gaps that share so much of the smaller one are the same gap.
_SAME_GAP = 0.5
_COUNTS = ("rows", "readable", "clean", "effective", "reviewed")


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """A check that ended otherwise than before; `old` is None where it was not run."""

    code: str
    name: str
    old: Outcome | None
    new: Outcome


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure that has a limit, before and after; `broken` where it failed already and is worse all the same."""

    code: str
    old: Measure
    new: Measure
    trend: Trend
    broken: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two reports.

    Attributes
    ----------
    decision, score
        Of the verdict, before and after.
    counts
        By name, before and after; those that are the same are left out.
    outcomes
        Checks that ended otherwise.
    measures
        Those with a limit that changed.
    new, gone
        Findings of the new report that the old one didn't have, and the other way round: errors, warnings, and whatever
        keeps a row from being clean; not what was accepted.
    new_gaps, closed_gaps
        Names of kinds of real input.
    unjudged
        What was judged before and is not any more.
    added, removed
        Rows by their content; None where a report was loaded from a file and has no rows.
    settings
        What else is different, so that not all is the data's doing: "version", "encoder", "params", "seed".
    """

    decision: tuple[str, str]
    score: tuple[int | None, int | None]
    counts: Mapping[str, tuple[int | None, int | None]]
    outcomes: tuple[OutcomeChange, ...]
    measures: tuple[MeasureChange, ...]
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    new_gaps: tuple[str, ...]
    closed_gaps: tuple[str, ...]
    unjudged: tuple[NotJudged, ...]
    added: int | None
    removed: int | None
    settings: tuple[str, ...]

    @property
    def worse(self) -> bool:
        """Whether anything got worse: a new finding or gap, a limit newly broken, or something no longer judged."""
        failing = any(change.new is Outcome.FAIL for change in self.outcomes)
        broken = failing or any(change.broken for change in self.measures)
        return broken or bool(self.new or self.new_gaps or self.unjudged)

    def to_dict(self) -> dict[str, Any]:
        """The changes as JSON values, before and after as `old` and `new`."""
        return {
            "worse": self.worse,
            "decision": _pair(self.decision),
            "score": _pair(self.score),
            "counts": {name: _pair(pair) for name, pair in self.counts.items()},
            "outcomes": [asdict(change) for change in self.outcomes],
            "measures": [_measure_dict(change) for change in self.measures],
            "new": [finding_dict(finding) for finding in self.new],
            "gone": [finding_dict(finding) for finding in self.gone],
            "new_gaps": list(self.new_gaps),
            "closed_gaps": list(self.closed_gaps),
            "unjudged": [item._asdict() for item in self.unjudged],
            "rows": {"added": self.added, "removed": self.removed},
            "settings": list(self.settings),
        }


def changes_between(old: Report, new: Report) -> Changes:
    """What changed from one report to another."""
    found, lost = _unmatched(old, new), _unmatched(new, old)
    added, removed = _moved_rows(old, new)
    return Changes(
        decision=(old.verdict.decision, new.verdict.decision),
        score=(old.verdict.score, new.verdict.score),
        counts=_counts(old, new),
        outcomes=tuple(_outcomes(old, new)),
        measures=tuple(_measures(old, new)),
        new=found,
        gone=lost,
        new_gaps=_names(_unmatched_gaps(old.gaps, new.gaps)),
        closed_gaps=_names(_unmatched_gaps(new.gaps, old.gaps)),
        unjudged=tuple(_unjudged(old, new)),
        added=added,
        removed=removed,
        settings=tuple(_other_settings(old, new)),
    )


def _pair(values: tuple[Any, Any]) -> dict[str, Any]:
    return dict(zip(("old", "new"), values, strict=True))


def _measure_dict(change: MeasureChange) -> dict[str, Any]:
    old, new = measure_dict(change.old), measure_dict(change.new)
    return {"code": change.code, "old": old, "new": new, "trend": change.trend, "broken": change.broken}


def _unmatched(one: Report, other: Report) -> tuple[Finding, ...]:
    """The findings of `other` that say something of a row that `one` doesn't say."""
    known = Counter(entry for finding in one.findings for entry in entries(finding))
    found = []
    for finding in other.findings:
        if not _is_defect(finding):
            continue
        said = Counter(entries(finding))
        if said <= known:
            known -= said
        else:
            found.append(finding)
    return tuple(found)


def _is_defect(finding: Finding) -> bool:
    """Whether it is an error or a warning, or keeps rows from being clean, be they ever so few.

    Gaps are compared by themselves.
    """
    if finding.accepted or (finding.code == _GAPS and "gap" in finding.evidence):
        return False
    spoils = bool(finding.rows) and finding.disqualifies and finding.code in disqualifying_codes()
    return spoils or finding.severity is not Severity.INFO


def _unmatched_gaps(one: Sequence[Gap], other: Sequence[Gap]) -> list[Gap]:
    return [gap for gap in other if not any(_is_same(gap, known) for known in one)]


def _is_same(one: Gap, other: Gap) -> bool:
    if one.name == other.name:
        return True
    rows, others = set(one.reference_rows), set(other.reference_rows)
    return len(rows & others) >= max(1, _SAME_GAP * min(len(rows), len(others)))


def _names(gaps: Iterable[Gap]) -> tuple[str, ...]:
    return tuple(gap.name for gap in gaps)


def _counts(old: Report, new: Report) -> dict[str, tuple[int | None, int | None]]:
    pairs = {name: (getattr(old.counts, name), getattr(new.counts, name)) for name in _COUNTS}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _outcomes(old: Report, new: Report) -> Iterable[OutcomeChange]:
    before = {result.code: result.outcome for result in old.results}
    changed = (result for result in new.results if before.get(result.code) is not result.outcome)
    return (OutcomeChange(result.code, result.name, before.get(result.code), result.outcome) for result in changed)


def _measures(old: Report, new: Report) -> Iterable[MeasureChange]:
    before = {(r.code, m.name): (r, m) for r in old.results for m in r.measures if m.direction is not None}
    for result in new.results:
        for measure in result.measures:
            known = before.get((result.code, measure.name))
            if known is not None and measure.direction is not None and measure.value != known[1].value:
                trend = _trend(known[1], measure)
                yield MeasureChange(result.code, known[1], measure, trend, _is_broken(known[0], result, measure, trend))


def _trend(old: Measure, new: Measure) -> Trend:
    """Whether a measure moved to or from its limit; an estimate stays the same within its earlier interval."""
    if old.value is None or new.value is None:
        return "same"
    low = old.value if old.low is None else old.low
    high = old.value if old.high is None else old.high
    if low <= new.value <= high:
        return "same"
    return "better" if (new.value > high) == (new.direction == "at_least") else "worse"


def _is_broken(old: CheckResult, new: CheckResult, measure: Measure, trend: Trend) -> bool:
    """Whether a check that failed already has become worse, and no finding tells so."""
    return trend == "worse" and old.outcome is new.outcome is Outcome.FAIL and _speaks_for_itself(measure)


def _speaks_for_itself(measure: Measure) -> bool:
    """Whether a measure can get worse without a new finding: a count that must not shrink, or an estimate."""
    return measure.direction == "at_least" or measure.low is not None


def _unjudged(old: Report, new: Report) -> Iterable[NotJudged]:
    judged = {result.code for result in old.results if result.judged}
    return (item for item in new.verdict.not_judged if item.code in judged)


def _moved_rows(old: Report, new: Report) -> tuple[int | None, int | None]:
    """How many rows were added and removed, by their content."""
    if old.data is None or new.data is None:
        return None, None
    before, after = (Counter(content_keys(data, range(len(data.records))).values()) for data in (old.data, new.data))
    return (after - before).total(), (before - after).total()


def _other_settings(old: Report, new: Report) -> Iterable[str]:
    if old.version != new.version:
        yield "version"
    yield from (name for name in ("encoder", "params", "seed") if old.settings.get(name) != new.settings.get(name))
