"""One line a finding, `file:line: CODE message`, for editors, logs and grep; the verdict last.

A finding stands at its first row to act on, as in ruff and flake8; the other rows of a group are named behind its
message. What is about the data as a whole stands as `file: CODE message`: findings without a row, the reasons
for the verdict and what was not judged, so that a log alone says why a build is red.
"""

from __future__ import annotations

from collections.abc import Iterator

from dataaudit.model import Finding
from dataaudit.report import Report
from dataaudit.reports.places import data_name, finding_place, line_list, main_place, other_places
from dataaudit.reports.selection import blocking
from dataaudit.wording import plural, visible


def render(report: Report) -> str:
    """The report, one line each, every control character of the data escaped."""
    return "".join(f"{visible(line)}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    findings = report.findings
    for finding in findings:
        yield f"{finding_place(finding, report)}: {finding.code} {finding.message}{_others(finding)}"
    name = data_name(report)
    for reason in report.verdict.reasons:
        yield f"{name}: {reason.code} {reason.message}"
    for item in report.verdict.not_judged:
        yield f"{name}: {item.code} not judged: {item.reason}"
    yield _verdict(report, len(findings))


def _others(finding: Finding) -> str:
    """The group's other rows: " [also lines 205, 890; keep line 12]"."""
    main = main_place(finding)
    kept = finding.evidence.get("keep_row")
    home = main.source if main else None
    others = other_places(finding)
    named = (
        ("also", [place for place in others if place.row != kept]),
        ("keep", [place for place in others if place.row == kept and kept is not None]),
    )
    texts = [f"{word} {line_list(places, home)}" for word, places in named if places]
    return f" [{'; '.join(texts)}]" if texts else ""


def _verdict(report: Report, findings: int) -> str:
    reasons, open_ends = len(blocking(report)), len(report.verdict.not_judged)
    parts = [plural(reasons, "reason")] if reasons else []
    if report.verdict.decision == "UNDECIDED":
        parts.append(f"{plural(open_ends, 'check')} not judged")
    return f"{report.verdict.decision}: {', '.join([*parts, plural(findings, 'finding')])}"
