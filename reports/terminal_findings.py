"""The worst findings as lines of a terminal: where and what, the row's text, what differs, how to mend it."""

from __future__ import annotations

from itertools import islice
from textwrap import wrap

from rich.text import Text

from dataaudit.model import Finding, Severity
from dataaudit.report import Report
from dataaudit.reports.excerpts import quotes
from dataaudit.reports.matches import matches
from dataaudit.reports.places import finding_place, main_place, message_with_places
from dataaudit.reports.selection import open_findings, spread
from dataaudit.wording import excerpt, plural, visible

MOST_FINDINGS, FEWEST_LINES = 8, 10
LONGEST_INPUT, LONGEST_ANSWER = 64, 40
LEAST_ROOM, NAMED_LINES = 20, 5

_STYLE = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def worst_findings(report: Report, width: int, lines: int) -> list[Text]:
    """The worst findings in about so many lines, spread over the codes.

    Infos are only for a reader who asks for all, and those about no row are not even counted; gaps have a table
    of their own.
    """
    findings = [one for one in open_findings(report) if one.locations or one.severity is not Severity.INFO]
    chosen: dict[str, list[list[Text]]] = {}
    told = {finding.suggestion for finding in findings if _is_on_the_path(finding, report)}
    left, count = max(lines, FEWEST_LINES), 0
    for finding in islice(spread(_worth_showing(report)), MOST_FINDINGS):
        block = _finding(finding, report, width, with_fix=finding.suggestion not in told)
        left -= len(block)
        if left < 0:
            break
        told.add(finding.suggestion)
        chosen.setdefault(finding.code, []).append(block)
        count += 1
    shown = [line for blocks in chosen.values() for block in blocks for line in block]
    return [*shown, *_rest(count, len(findings))]


def _is_on_the_path(finding: Finding, report: Report) -> bool:
    """Whether the path to GO says how to mend it."""
    return finding.severity is Severity.ERROR and bool(report.verdict.path_to_go)


def _worth_showing(report: Report) -> list[Finding]:
    in_table = {result.code for result in report.results if result.gaps}
    weighty = (finding for finding in report.findings if finding.severity is not Severity.INFO)
    return [finding for finding in weighty if finding.locations or finding.code not in in_table]


def _rest(shown: int, total: int) -> list[Text]:
    if shown == total:
        return []
    left = plural(total - shown, "more finding" if shown else "finding")
    rest = f"and {left}" if shown else f"{left}, none of which blocks or warns"
    return [Text(f"{rest}: --output concise, or --report report.html", "dim")]


def _finding(finding: Finding, report: Report, width: int, with_fix: bool) -> list[Text]:
    """A finding in up to five lines."""
    lines = _message(finding, visible(finding_place(finding, report)), width)
    if quote := _quote(finding):
        lines.append(Text(f"  {excerpt(quote, width - 2)}", "dim"))
    if difference := _difference(finding):
        lines.append(Text(f"  {excerpt(difference, width - 2)}", "dim"))
    if finding.suggestion and with_fix:
        lines.append(Text(f"  fix: {excerpt(finding.suggestion, width - 7)}", "cyan"))
    return lines


def _message(finding: Finding, place: str, width: int) -> list[Text]:
    """`file:line  CODE  message`, the message on two lines at most."""
    code = (visible(finding.code), _STYLE[finding.severity])
    head = Text.assemble((place, "bold"), "  ", code, "  ")
    beside = width - head.cell_len >= LEAST_ROOM
    indent = " " * head.cell_len if beside else "  "
    message = visible(message_with_places(finding, NAMED_LINES))
    lines = wrap(message, width, initial_indent=indent, subsequent_indent="  ", max_lines=2, placeholder=" …")
    if beside and lines:
        head.append(lines.pop(0)[head.cell_len :])
    return [head, *map(Text, lines)]


def _quote(finding: Finding) -> str:
    """The first quoted row to act on, and its answer; of a conflict, where no row is to be kept, all answers."""
    rows = quotes(finding)
    first = next((row for row in rows if row.role != "keep"), None)
    if first is None:
        return ""
    text = excerpt(first.texts.get("input", ""), LONGEST_INPUT)
    told = [first] if any(row.role == "keep" for row in rows) else rows
    answers = dict.fromkeys(excerpt(row.answer, LONGEST_ANSWER) for row in told if row.answer)
    return " → ".join(filter(None, (f"“{text}”" if text else "no input", " | ".join(answers))))


def _difference(finding: Finding) -> str:
    """How the row to act on differs from the one that it repeats: "input 91 % alike: [-three-]{+3+}"."""
    place = main_place(finding)
    match = next((match for match in matches(finding) if place and match.row == place.row), None)
    if match is None:
        return ""
    return ": ".join(filter(None, (match.likeness, " ".join(change.short for change in match.differences))))
