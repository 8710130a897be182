"""Verdict: pure policy over results. Judge again with other thresholds, and nothing is measured again.

NO-GO if any measure is beyond its failing limit. UNDECIDED if none is, but something that the policy requires
could not be judged, or any check crashed. GO otherwise, with its warnings and with what was not judged. A
blocker is never averaged away: the score is for progress only and decides nothing (OpenSSF Scorecard and
Lighthouse came to the same rule: an aggregate hides single failures, an errored part makes it unknown).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dataaudit.config import Policy
from dataaudit.model import (
    CheckResult,
    Decision,
    Finding,
    Limit,
    Measure,
    NotJudged,
    Outcome,
    Pillar,
    PillarScore,
    Reason,
    Severity,
    Verdict,
)
from dataaudit.scores import credit, overall_score, pillar_score
from dataaudit.wording import estimate, plural, requirement

_RANK = {Outcome.PASS: 0, Outcome.WARN: 1, Outcome.FAIL: 2}
_SEVERITY = {Outcome.PASS: Severity.INFO, Outcome.WARN: Severity.WARNING, Outcome.FAIL: Severity.ERROR}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, with the results and pillars as it sees them."""

    verdict: Verdict
    results: tuple[CheckResult, ...]
    pillars: tuple[PillarScore, ...]


def judge(
    results: Sequence[CheckResult],
    params: Mapping[str, Any],
    policy: Policy,
    deselected: Mapping[str, str] | None = None,
) -> Judgement:
    """Judge what was measured.

    Parameters
    ----------
    results
        The results of the checks that ran, by code.
    params
        The settings of each check by code; their `Limit` fields are the thresholds.
    deselected
        Checks that weren't run at all, with the reason.
    """
    thresholds = Thresholds(params, _totals(results))
    judged, not_judged = _held_against(results, thresholds, policy, deselected)
    pillars = tuple(_pillar(name, judged, thresholds) for name in Pillar)
    verdict = Verdict(
        decision=_decision(judged, not_judged, policy),
        score=overall_score(pillars),
        reasons=(*_reasons(judged, thresholds), *_open_questions(judged, not_judged, policy)),
        not_judged=tuple(not_judged),
    )
    return Judgement(verdict, judged, pillars)


def decide(
    results: Sequence[CheckResult],
    params: Mapping[str, Any],
    policy: Policy,
    deselected: Mapping[str, str] | None = None,
) -> Decision:
    """The decision that `judge` comes to, without what it says about it."""
    judged, not_judged = _held_against(results, Thresholds(params, _totals(results)), policy, deselected)
    return _decision(judged, not_judged, policy)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The limits of all checks, and each measure added up over the checks that measured a part of it."""

    params: Mapping[str, Any]
    totals: Mapping[str, Measure]

    def limit(self, code: str, measure: Measure) -> Limit | None:
        """The limit of a check's measure; None where it has none."""
        limit = getattr(self.params.get(code), measure.name, None)
        return limit if isinstance(limit, Limit) else None

    def total(self, measure: Measure) -> Measure:
        """The whole that a measure is a part of."""
        return self.totals[measure.name]

    def outcome(self, code: str, measure: Measure) -> Outcome:
        """What the total means for one part of it: a part that adds nothing isn't to blame for the sum."""
        limit, total = self.limit(code, measure), self.total(measure)
        added_nothing = measure.value == 0 and total.value != 0
        return Outcome.PASS if limit is None or added_nothing else assess(total, limit)


def assess(measure: Measure, limit: Limit) -> Outcome:
    """Pass, warn or fail; a measure without a value passes, since there was nothing to hold against it."""
    if limit.fail is not None and _beyond(measure.end(limit.fail_on), limit.fail, limit.direction):
        return Outcome.FAIL
    if limit.warn is not None and _beyond(measure.end(limit.warn_on), limit.warn, limit.direction):
        return Outcome.WARN
    return Outcome.PASS


def _totals(results: Iterable[CheckResult]) -> dict[str, Measure]:
    totals: dict[str, Measure] = {}
    for measure in (measure for result in results for measure in result.measures):
        before = totals.get(measure.name)
        totals[measure.name] = _sum(before, measure) if before else measure
    return totals


def _sum(one: Measure, other: Measure) -> Measure:
    return replace(
        one,
        value=_add(one.value, other.value),
        low=_add(one.low, other.low),
        high=_add(one.high, other.high),
    )


def _add(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else one + other


def _held_against(
    results: Sequence[CheckResult], thresholds: Thresholds, policy: Policy, deselected: Mapping[str, str] | None
) -> tuple[tuple[CheckResult, ...], list[NotJudged]]:
    """The results with their outcomes, and what could not be judged."""
    judged = tuple(_judge_result(result, thresholds) for result in results)
    return judged, _not_judged(judged, deselected or {}, policy)


def _judge_result(result: CheckResult, thresholds: Thresholds) -> CheckResult:
    if result.outcome in (Outcome.NOT_APPLICABLE, Outcome.ERROR):
        return result
    limited = _worst(thresholds.outcome(result.code, measure) for measure in result.measures)
    measures = tuple(_with_limit(result.code, measure, thresholds) for measure in result.measures)
    findings = tuple(_graded(finding, limited) for finding in result.findings)
    warned = any(finding.severity is Severity.WARNING for finding in findings)
    outcome = _worst([limited, Outcome.WARN if warned else Outcome.PASS])
    return replace(result, outcome=outcome, measures=measures, findings=findings)


def _beyond(value: float | None, limit: float, direction: str) -> bool:
    if value is None:
        return False
    return {"at_least": value < limit, "at_most": value > limit, "below": value >= limit and value > 0}[direction]


def _with_limit(code: str, measure: Measure, thresholds: Thresholds) -> Measure:
    """The measure with the limit that matters next: the one it broke, else the first it could break."""
    limit = thresholds.limit(code, measure)
    if limit is None:
        return measure
    failed = assess(thresholds.total(measure), limit) is Outcome.FAIL
    bound = limit.fail if failed or limit.warn is None else limit.warn
    return replace(measure, limit=bound, direction=limit.direction)


def _graded(finding: Finding, limited: Outcome) -> Finding:
    if finding.severity is not Severity.ERROR:
        return finding
    return replace(finding, severity=_SEVERITY[limited])


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    return max(outcomes, key=_RANK.__getitem__, default=Outcome.PASS)


def _not_judged(results: Iterable[CheckResult], deselected: Mapping[str, str], policy: Policy) -> list[NotJudged]:
    """What has no judgement although it should: crashed, without its input, left out, or never run."""
    open_ends = dict.fromkeys(policy.require, "no check of this code was run") | dict(deselected)
    for result in results:
        open_ends.pop(result.code, None)
        if result.outcome is Outcome.ERROR or result.missing:
            open_ends[result.code] = result.reason or ""
    return [NotJudged(code, reason) for code, reason in sorted(open_ends.items())]


def _decision(results: Sequence[CheckResult], not_judged: Iterable[NotJudged], policy: Policy) -> Decision:
    if any(result.outcome is Outcome.FAIL for result in results):
        return "NO-GO"
    return "UNDECIDED" if _open_questions(results, not_judged, policy) else "GO"


def _open_questions(results: Iterable[CheckResult], not_judged: Iterable[NotJudged], policy: Policy) -> list[Reason]:
    """What stands between a dataset without a failure and GO: required and not judged, or crashed."""
    blocking = {result.code for result in results if result.outcome is Outcome.ERROR} | set(policy.require)
    return [Reason(item.code, f"could not be judged: {item.reason}") for item in not_judged if item.code in blocking]


def _reasons(results: Iterable[CheckResult], thresholds: Thresholds) -> list[Reason]:
    """One sentence a broken limit, the failed ones first; a total that several checks share is named once."""
    found: dict[str, tuple[int, Reason]] = {}
    for result in results:
        for measure in result.measures:
            outcome = thresholds.outcome(result.code, measure)
            limit = thresholds.limit(result.code, measure)
            if limit is not None and outcome is not Outcome.PASS and measure.name not in found:
                reason = Reason(result.code, _sentence(thresholds.total(measure), limit, outcome))
                found[measure.name] = (-_RANK[outcome], reason)
    return [reason for _, reason in sorted(found.values())]


def _sentence(measure: Measure, limit: Limit, outcome: Outcome) -> str:
    bound = limit.fail if outcome is Outcome.FAIL else limit.warn
    return f"{measured(measure)}, {requirement(bound or 0, limit.direction, measure.unit)}"


def measured(measure: Measure) -> str:
    """A measure in words: "redundant rows: 3.4 % [2–5 %]"."""
    amount = estimate(measure.value, measure.low, measure.high, measure.unit)
    return f"{measure.name.replace('_', ' ')}: {amount}"


def _pillar(name: Pillar, results: Iterable[CheckResult], thresholds: Thresholds) -> PillarScore:
    own = [result for result in results if result.pillar is name]
    judged = [result for result in own if result.outcome in _RANK]
    credits = {
        measure.name: credit(thresholds.total(measure), limit)
        for result in judged
        for measure in result.measures
        if (limit := thresholds.limit(result.code, measure)) is not None
    }
    if any(result.outcome is Outcome.ERROR for result in own):
        outcome = Outcome.ERROR
    else:
        outcome = _worst(result.outcome for result in judged) if judged else Outcome.NOT_APPLICABLE
    return PillarScore(name, pillar_score(own, credits.values()), outcome, _summary(own, thresholds))


def _summary(results: Sequence[CheckResult], thresholds: Thresholds) -> str:
    """A pillar in a phrase: what broke a limit, else what was found, else what was measured."""
    judged = [result for result in results if result.outcome in _RANK]
    if not judged:
        return "; ".join(sorted({result.reason for result in results if result.reason})) or "no check was run"
    worst = max(judged, key=lambda result: _RANK[result.outcome])
    limited = [measure for measure in worst.measures if measure.direction is not None]
    if limited:
        return measured(thresholds.total(limited[0]))
    if worst.outcome is Outcome.PASS:
        return f"{plural(len(judged), 'check')}, nothing to report"
    return f"{worst.name}: {plural(len(worst.findings), 'finding')}"
