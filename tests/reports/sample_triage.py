"""Reports in which findings were accepted, or that were compared with an earlier one."""

from __future__ import annotations

from dataclasses import replace

from dataaudit.changes import Changes
from dataaudit.model import Finding, Severity
from dataaudit.report import Report

REASON = "both labels | are <b>right</b>"


def accepted_finding(finding: Finding, reason: str = REASON) -> Finding:
    evidence = {**finding.evidence, "decision": {"decision": "keep", "reason": reason}}
    return replace(finding, evidence=evidence, severity=Severity.INFO, suggestion="")


def with_accepted(report: Report, code: str) -> Report:
    """The report with all findings of a code accepted."""
    results = (
        replace(result, findings=tuple(map(accepted_finding, result.findings))) if result.code == code else result
        for result in report.results
    )
    return replace(report, results=tuple(results))


def with_changes(report: Report, code: str, gaps: tuple[str, ...] = ()) -> Report:
    """The report compared with an earlier one that had all but the findings of a code."""
    new = tuple(finding for finding in report.findings if finding.code == code)
    changes = Changes(
        decision=("GO", report.verdict.decision),
        score=(89, report.verdict.score),
        counts={},
        outcomes=(),
        measures=(),
        new=new,
        gone=(),
        new_gaps=gaps,
        closed_gaps=(),
        unjudged=(),
        added=None,
        removed=None,
        settings=(),
    )
    return replace(report, changes=changes)
