"""What CI is told of a report: findings at files and lines, and the reasons for the verdict that none stands for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeGuard

from dataaudit.model import Finding, Severity
from dataaudit.report import Report
from dataaudit.reports.selection import blocking
from dataaudit.wording import visible

#: Data that is in no file: standard input, and what was handed over in memory ("<DataFrame>").
_NO_FILE = re.compile(r"-|<[^<>]*>")
#: How commands to a build server begin, wherever in a line they stand: ##[error] and ##vso[...].
_SERVER_COMMAND = re.compile(r"##(?=\w*\[)")


def lone_reasons(report: Report) -> list[Finding]:
    """The reasons for the verdict whose check has no finding, as findings about the whole data.

    Too few examples are no row's fault; without these a NO-GO for nothing else would show no problem at all.
    """
    blockers, told = blocking(report), {finding.code for finding in report.findings}
    return [
        Finding(reason.code, reason.message, (), Severity.ERROR if reason in blockers else Severity.WARNING)
        for reason in report.verdict.reasons
        if reason.code not in told
    ]


def newness(report: Report) -> Callable[[Finding], bool]:
    """Whether a finding is new since the previous report; ValueError where there was none."""
    changes = report.changes
    if changes is None:
        raise ValueError("the report was compared with no earlier one")
    new, gaps = {id(finding) for finding in changes.new}, set(changes.new_gaps)
    return lambda finding: id(finding) in new or finding.evidence.get("gap") in gaps


def is_file(source: str | None) -> TypeGuard[str]:
    """Whether a source is a file, and not standard input or data in memory."""
    return source is not None and _NO_FILE.fullmatch(source) is None


def main_file(report: Report) -> str | None:
    """The file at which stands what is about the whole data: the first."""
    paths = [str(source["path"]) for source in report.dataset["sources"]]
    return next(filter(is_file, paths), None)


def log_line(text: str) -> str:
    """A text as one line of a log: its control characters made visible, and no command to a build server."""
    return without_commands(visible(text))


def without_commands(line: str) -> str:
    r"""A line that no build server obeys.

    GitHub obeys what stands behind `::` at the beginning of a line, blanks left out; GitHub and Azure also what
    stands behind `##[` or `##vso[` anywhere. The first of these characters becomes `\x3a` or `\x23`.
    """
    line = _SERVER_COMMAND.sub(r"\\x23#", line)
    return line.replace("::", "\\x3a:", 1) if line.lstrip().startswith("::") else line
