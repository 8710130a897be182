"""The parts of a report as JSON values, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from dataaudit.model import (
    Action,
    CheckResult,
    Finding,
    Gap,
    Location,
    Measure,
    NotJudged,
    Outcome,
    Pillar,
    Reason,
    Recommendation,
    Severity,
    Verdict,
)


def plain(value: Any) -> dict[str, Any]:
    """A frozen type as a dictionary, tuples as lists."""
    return {key: list(item) if isinstance(item, tuple) else item for key, item in asdict(value).items()}


def verdict_dict(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON values."""
    return {
        "decision": verdict.decision,
        "score": verdict.score,
        "reasons": [reason._asdict() for reason in verdict.reasons],
        "not_judged": [item._asdict() for item in verdict.not_judged],
        "recommendation": {
            "choice": verdict.recommendation.choice,
            "reasons": [reason._asdict() for reason in verdict.recommendation.reasons],
        },
        "path_to_go": [plain(action) for action in verdict.path_to_go],
    }


def result_dict(result: CheckResult) -> dict[str, Any]:
    """A check's result as JSON values, but for its findings."""
    return {
        "code": result.code,
        "name": result.name,
        "pillar": result.pillar,
        "outcome": result.outcome,
        "reason": result.reason,
        "measures": [measure_dict(measure) for measure in result.measures],
        "affected_rows": len(result.rows),
        "seconds": result.seconds,
    }


def measure_dict(measure: Measure) -> dict[str, Any]:
    """A measure as JSON values."""
    keys = ("name", "value", "limit", "direction", "unit", "low", "high")
    return {key: getattr(measure, key) for key in keys}


def finding_dict(finding: Finding) -> dict[str, Any]:
    """A finding as JSON values."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        "locations": [place._asdict() for place in finding.locations],
        "evidence": dict(finding.evidence),
        "suggestion": finding.suggestion,
    }


def build(kind: type, item: Mapping[str, Any]) -> Any:
    """A frozen type from its dictionary; lists become tuples."""
    values = {key.name: item[key.name] for key in fields(kind) if key.name in item}
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()})


def verdict_from(item: Mapping[str, Any]) -> Verdict:
    """The verdict that `verdict_dict` wrote."""
    return Verdict(
        decision=item["decision"],
        score=item["score"],
        reasons=tuple(Reason(**reason) for reason in item["reasons"]),
        not_judged=tuple(NotJudged(**entry) for entry in item["not_judged"]),
        recommendation=Recommendation(
            item["recommendation"]["choice"],
            tuple(Reason(**reason) for reason in item["recommendation"]["reasons"]),
        ),
        path_to_go=tuple(build(Action, action) for action in item["path_to_go"]),
    )


def result_from(
    item: Mapping[str, Any], findings: Iterable[Finding], gaps: tuple[Gap, ...], missing: set[str]
) -> CheckResult:
    """The result that `result_dict` wrote, with those of all findings and gaps that are its own."""
    code = item["code"]
    return CheckResult(
        code=code,
        name=item["name"],
        pillar=Pillar(item["pillar"]),
        outcome=Outcome(item["outcome"]),
        reason=item["reason"],
        missing=code in missing and item["outcome"] == Outcome.NOT_APPLICABLE,
        measures=tuple(build(Measure, measure) for measure in item["measures"]),
        findings=tuple(sorted((finding for finding in findings if finding.code == code), key=lambda one: one.place)),
        gaps=gaps if code == "COV001" else (),
        seconds=item["seconds"],
    )


def finding_from(item: Mapping[str, Any]) -> Finding:
    """The finding that `finding_dict` wrote."""
    return Finding(
        code=item["code"],
        message=item["message"],
        locations=tuple(Location(**place) for place in item["locations"]),
        severity=Severity(item["severity"]),
        confidence=item["confidence"],
        evidence=item["evidence"],
        suggestion=item["suggestion"],
    )
