"""The gate: what a report means for whoever waits for it, as an exit code. Never a false green."""

from __future__ import annotations

from enum import StrEnum

from dataaudit.report import Report

PASSED, FAILED, COULD_NOT_JUDGE, INTERRUPTED = 0, 1, 2, 130

_CODES = {"GO": PASSED, "NO-GO": FAILED, "UNDECIDED": COULD_NOT_JUDGE}


class FailOn(StrEnum):
    """What fails: whatever blocks, or only what got worse since an earlier report."""

    ANY = "any"
    NEW = "new"


def exit_code(report: Report, fail_on: FailOn = FailOn.ANY) -> int:
    """0 passed, 1 failed, 2 could not judge.

    With NEW, a report with `changes` fails only where something got worse; what the verdict needs and what was judged
    before must have been judged all the same.
    """
    changes = report.changes
    if fail_on is FailOn.ANY or changes is None:
        return _CODES[report.verdict.decision]
    if report.verdict.open_questions or changes.unjudged:
        return COULD_NOT_JUDGE
    return FAILED if changes.worse else PASSED
