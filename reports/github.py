"""Workflow commands, by which GitHub Actions shows findings beside the lines of a pull request.

GitHub shows ten annotations of each kind of one step, the first ones. So the verdict and its reasons come first, in
one annotation, then the worst findings, the first of each check before the second of any. Accepted findings are left
out. Where the report was compared with an earlier one, only what is new is annotated: findings, and limits newly
broken. The last line is the verdict, for the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice

from dataaudit.changes import Changes
from dataaudit.model import Finding, Severity
from dataaudit.report import Report
from dataaudit.reports.annotations import is_file, log_line, main_file, newness
from dataaudit.reports.changes import broken_limits
from dataaudit.reports.places import main_place, message_with_places
from dataaudit.reports.selection import open_findings, result_names, spread
from dataaudit.wording import excerpt, plural

#: GitHub shows ten of each kind a step and 50 a job; more would only make the log long.
MOST_FINDINGS = 50
LONGEST_TEXT = 1000

_KIND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_DECISION = {"GO": "notice", "NO-GO": "error", "UNDECIDED": "error"}


def render(report: Report) -> str:
    """The report as workflow commands, one a line, and the verdict as the last line."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    findings = open_findings(report)
    if report.changes is None:
        yield _verdict(report)
    else:
        findings = list(filter(newness(report), findings))
        yield from _broken(report.changes)
    names, home = result_names(report), main_file(report)
    told = list(islice(_worst(findings), MOST_FINDINGS))
    yield from (_annotation(finding, names.get(finding.code, ""), home) for finding in told)
    if left := len(findings) - len(told):
        yield log_line(f"and {plural(left, 'more finding')}: --output concise, or --report report.json")
    new = "" if report.changes is None else "new "
    yield log_line(f"{report.verdict.decision}: {plural(len(findings), f'{new}finding')}")


def _verdict(report: Report) -> str:
    """The verdict and what it rests on as an annotation about the whole run."""
    verdict = report.verdict
    lines = [f"{reason.code} {reason.message}" for reason in verdict.reasons]
    if verdict.decision == "UNDECIDED":
        lines += [f"{item.code} not judged: {item.reason}" for item in verdict.not_judged]
    texts = [excerpt(line, LONGEST_TEXT) for line in lines] or ["nothing that was judged is beyond its limits"]
    return _command(_DECISION[verdict.decision], {"title": f"dataaudit: {verdict.decision}"}, texts)


def _broken(changes: Changes) -> Iterator[str]:
    """The limits that are newly broken and of which no finding tells."""
    told = {finding.code for finding in changes.new}
    for code, text in broken_limits(changes):
        if code not in told:
            yield _command("error", {"title": f"dataaudit: {code}"}, [excerpt(text, LONGEST_TEXT)])


def _worst(findings: list[Finding]) -> Iterator[Finding]:
    """By severity, of each the first of each code, then the second of each."""
    for _, group in groupby(findings, key=lambda finding: finding.severity):
        yield from spread(group)


def _annotation(finding: Finding, name: str, home: str | None) -> str:
    place = main_place(finding)
    source = home if place is None else place.source
    where: dict[str, str] = {"file": source} if is_file(source) else {}
    if place is not None and place.line is not None and where:
        where["line"] = str(place.line)
    row = f"row {place.row}: " if place is not None and place.line is None and place.row is not None else ""
    texts = [f"{row}{message_with_places(finding)}", finding.suggestion]
    title = f"{finding.code} {name}".strip()
    return _command(_KIND[finding.severity], {**where, "title": title}, [excerpt(t, LONGEST_TEXT) for t in texts if t])


def _command(kind: str, properties: dict[str, str], texts: list[str]) -> str:
    """`::error file=data.jsonl,line=3,title=…::message`, all of it escaped as the runner reads it."""
    pairs = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = "%0A".join(map(_data, texts))
    return f"::{kind} {pairs}::{message}"


def _data(text: str) -> str:
    return log_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
