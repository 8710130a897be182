"""One line a finding, `file:line: CODE message`, for editors, logs and grep; the verdict last.

A finding stands at its first row to act on, as in ruff and flake8; the other rows of a group are named behind
its message. What is about the data as a whole stands as `file: CODE message`: findings without a row, the
reasons for the verdict and what was not judged, so that a log alone says why a build is red. What was accepted is
counted and not listed.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataaudit.report import Report
from dataaudit.reports.annotations import log_line
from dataaudit.reports.places import data_name, finding_place, message_with_places
from dataaudit.reports.selection import blocking, open_findings
from dataaudit.wording import plural


def render(report: Report) -> str:
    """The report, one line each, no control character of the data and no command to a build server in it."""
    return "".join(f"{log_line(line)}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    findings = open_findings(report)
    for finding in findings:
        yield f"{finding_place(finding, report)}: {finding.code} {message_with_places(finding)}"
    name = data_name(report)
    for reason in report.verdict.reasons:
        yield f"{name}: {reason.code} {reason.message}"
    for item in report.verdict.not_judged:
        yield f"{name}: {item.code} not judged: {item.reason}"
    yield _verdict(report, len(findings))


def _verdict(report: Report, findings: int) -> str:
    reasons, open_ends = len(blocking(report)), len(report.verdict.not_judged)
    parts = [plural(reasons, "reason")] if reasons else []
    if report.verdict.decision == "UNDECIDED":
        parts.append(f"{plural(open_ends, 'check')} not judged")
    accepted = len(report.findings) - findings
    parts += [plural(findings, "finding"), *([f"{accepted:,} accepted"] if accepted else [])]
    return f"{report.verdict.decision}: {', '.join(parts)}"
