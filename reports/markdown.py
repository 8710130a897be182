"""Markdown, for a comment on a pull request or the summary of a step: the verdict, why, what to do, a part a pillar.

GitHub refuses a comment of more than 65,536 characters, so that sections which would go beyond LONGEST are left out
whole, and named. All foreign text goes through `markdown_text.inert`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from dataaudit.model import Action, CheckResult, Finding, Measure, PillarScore
from dataaudit.report import Report
from dataaudit.reports.advice import COLUMNS, COSTS, advice, cost_rows
from dataaudit.reports.changes_markdown import section
from dataaudit.reports.markdown_text import inert, inert_excerpt
from dataaudit.reports.places import data_name, finding_place, message_with_places
from dataaudit.reports.selection import (
    SENTENCE,
    blocking,
    capped,
    outcome_word,
    result_names,
    spread,
    steadiness,
    unjudged,
)
from dataaudit.reports.steps import condensed
from dataaudit.wording import estimate, number, plural, requirement

#: Characters of the whole report, its last lines included.
LONGEST = 60_000

MOST_REASONS, MOST_STEPS, MOST_GAPS, MOST_UNJUDGED = 12, 12, 20, 12
MOST_FINDINGS, MOST_ACCEPTED = 8, 3
LONGEST_TEXT, LONGEST_NAME, NAMED_LINES = 240, 80, 5

_ROOM_FOR_END = 1_000
_SIGN = {"GO": "✅", "NO-GO": "❌", "UNDECIDED": "⚠️"}


class Section(NamedTuple):
    """A part of the report, and what it is called where it is left out; it may have nothing to say."""

    title: str
    text: str


def render(report: Report) -> str:
    """The report, at most LONGEST characters of it."""
    texts, left_out = [_head(report)], []
    room = LONGEST - _ROOM_FOR_END - len(texts[0])
    for part in _sections(report):
        if len(part.text) + 1 > room:
            left_out.append(part.title)
        elif part.text:
            texts.append(part.text)
            room -= len(part.text) + 1
    return "\n".join([*texts, _end(report, left_out)])


def _sections(report: Report) -> Iterator[Section]:
    """What follows the verdict, in this order."""
    yield Section("Why", _list("Why", _reasons(report)))
    if report.changes is not None:
        title = "Since the previous report"
        yield Section(title, _list(title, [*section(report.changes)]))
    yield Section("Path to GO", _list("Path to GO", _steps(condensed(report.verdict.path_to_go))))
    yield Section(COSTS, _costs(report))
    yield Section("Gaps", _gaps(report))
    yield Section("Not judged", _list("Not judged", _unjudged(report)))
    for pillar in report.pillars:
        yield Section(f"Pillar {pillar.name}", _pillar(pillar, report))


def _head(report: Report) -> str:
    """The verdict in a sentence, and the numbers that matter."""
    verdict, counts = report.verdict, report.counts
    score = "no score" if verdict.score is None else f"score {verdict.score} of 100"
    lines = [
        f"## {_SIGN[verdict.decision]} {verdict.decision}",
        "",
        f"**{SENTENCE[verdict.decision]}** {inert_excerpt(data_name(report), LONGEST_TEXT)} · "
        + " · ".join(filter(None, (score, steadiness(report)))),
    ]
    if (told := advice(report)) is not None:
        lines += ["", f"Worth training? **{inert(told.choice)}**"]
        lines += [f"- {_coded(code)} {inert_excerpt(message, LONGEST_TEXT)}" for code, message in told.reasons]
    numbers = {"rows": counts.rows, "readable": counts.readable, "clean": counts.clean}
    numbers["effective"] = counts.effective
    if counts.reviewed is not None:
        numbers["reviewed"] = counts.reviewed
    return "\n".join([*lines, "", *_table(numbers, [[f"{n:,}" for n in numbers.values()]], numbers), ""])


def _reasons(report: Report) -> list[str]:
    blockers = blocking(report)
    reasons = [*blockers, *(reason for reason in report.verdict.reasons if reason not in blockers)]
    shown = capped(reasons, MOST_REASONS)
    lines = [f"- {_coded(reason.code)} {inert_excerpt(reason.message, LONGEST_TEXT)}" for reason in shown]
    return [*lines, *_rest(len(reasons) - len(shown), "more reason")]


def _steps(steps: Sequence[Action]) -> list[str]:
    shown = capped(steps, MOST_STEPS)
    lines = [f"- [ ] {_coded(step.code)} {inert_excerpt(step.message, LONGEST_TEXT)}" for step in shown]
    return [*lines, *_rest(len(steps) - len(shown), "more step")]


def _gaps(report: Report) -> str:
    if not report.gaps:
        return ""
    shown = capped(report.gaps, MOST_GAPS)
    rows = [
        [
            inert_excerpt(gap.name, LONGEST_NAME),
            estimate(gap.share, gap.low, gap.high),
            f"{gap.train_examples:,}",
            f"{gap.needed:,}",
        ]
        for gap in shown
    ]
    table = _table(
        ("real inputs about", "share of all", "examples there", "needed"), rows, ("examples there", "needed")
    )
    return "\n".join(["### Gaps", "", *table, "", *_rest(len(report.gaps) - len(shown), "more gap")])


def _costs(report: Report) -> str:
    """When training has paid for itself, the stated volume of requests in bold."""
    rows = [[f"**{cell}**" if row.stated else cell for cell in row[:-1]] for row in cost_rows(report)]
    return "\n".join([f"### {COSTS}", "", *_table(COLUMNS, rows, COLUMNS), ""]) if rows else ""


def _unjudged(report: Report) -> list[str]:
    groups, names = unjudged(report), result_names(report)
    shown = capped(groups, MOST_UNJUDGED)
    lines = []
    for group in shown:
        name = names.get(group.codes[0], "") if len(group.codes) == 1 else ""
        codes = " ".join(filter(None, [*map(_coded, group.codes), inert_excerpt(name, LONGEST_NAME)]))
        lines.append(f"- {codes}: {'crashed: ' * group.crashed}{inert_excerpt(group.reason, LONGEST_TEXT)}")
    return [*lines, *_rest(len(groups) - len(shown), "more reason")]


def _pillar(pillar: PillarScore, report: Report) -> str:
    """A pillar that folds out: its checks, what they measured, and their worst findings."""
    results = [result for result in report.results if result.pillar is pillar.name]
    score = "" if pillar.score is None else f" · {pillar.score} of 100"
    lines = [
        f"<details><summary><b>{pillar.name}</b> · {outcome_word(pillar.outcome)}{score}</summary>",
        "",
        f"**Summary** {inert_excerpt(pillar.summary, LONGEST_TEXT)}",
        "",
        *_checks(results),
        "",
        *_findings(results, report),
        "</details>",
        "",
    ]
    return "\n".join(lines)


def _checks(results: Iterable[CheckResult]) -> list[str]:
    rows = [
        [
            _coded(result.code),
            inert_excerpt(result.name, LONGEST_NAME),
            outcome_word(result.outcome),
            "; ".join(map(_measured, result.measures)) or inert_excerpt(result.reason or "", LONGEST_TEXT),
            f"{len(result.rows):,}",
        ]
        for result in results
    ]
    return _table(("code", "check", "outcome", "measured", "rows"), rows, ("rows",)) if rows else []


def _measured(measure: Measure) -> str:
    name = inert_excerpt(measure.name.replace("_", " "), LONGEST_NAME)
    text = f"{name} {inert(estimate(measure.value, measure.low, measure.high, measure.unit))}"
    if measure.limit is None or measure.direction is None:
        return text
    return f"{text} ({requirement(measure.limit, measure.direction, measure.unit)})"


def _findings(results: Iterable[CheckResult], report: Report) -> list[str]:
    """The worst findings of some checks, some of each, and what was accepted."""
    codes = {result.code for result in results}
    own = [finding for finding in report.findings if finding.code in codes]
    accepted = [finding for finding in own if finding.accepted]
    still_open = [finding for finding in own if not finding.accepted]
    lines = [_finding(finding, report) for finding in islice(spread(still_open), MOST_FINDINGS)]
    lines += _rest(len(still_open) - len(lines), "more finding")
    lines += [_accepted(finding, report) for finding in accepted[:MOST_ACCEPTED]]
    lines += _rest(len(accepted) - MOST_ACCEPTED, "more accepted finding")
    return [*lines, ""] if lines else []


def _finding(finding: Finding, report: Report) -> str:
    place = inert_excerpt(finding_place(finding, report), LONGEST_TEXT) if finding.locations else ""
    text = inert_excerpt(message_with_places(finding, NAMED_LINES), LONGEST_TEXT)
    return " ".join(filter(None, ["-", _coded(finding.code), place, text]))


def _accepted(finding: Finding, report: Report) -> str:
    reason = inert_excerpt(str(finding.evidence["decision"]["reason"]), LONGEST_TEXT)
    return f"{_finding(finding, report)} · accepted: {reason}"


def _coded(code: str) -> str:
    return f"**{inert_excerpt(code, LONGEST_NAME)}**"


def _list(title: str, lines: Sequence[str]) -> str:
    return "\n".join([f"### {title}", "", *lines, ""]) if lines else ""


def _rest(left: int, noun: str) -> list[str]:
    return [f"- and {plural(left, noun)}"] if left > 0 else []


def _table(columns: Iterable[str], rows: Iterable[Sequence[str]], numeric: Iterable[str]) -> list[str]:
    """A table; the numeric columns stand on the right."""
    names, right = list(columns), set(numeric)
    rule = ["--:" if name in right else "---" for name in names]
    return [f"| {' | '.join(cells)} |" for cells in (names, rule, *rows)]


def _end(report: Report, left_out: Sequence[str]) -> str:
    """What was left out, and by what and of what data the report was made."""
    lines = [f"Left out to stay below {number(LONGEST)} characters: {', '.join(left_out)}.", ""] if left_out else []
    made = f"dataaudit {inert_excerpt(report.version, LONGEST_NAME)}"
    data = f"data {inert_excerpt(str(report.dataset['fingerprint']), LONGEST_NAME)}"
    return "\n".join([*lines, f"<sub>by {made} · {data} · {inert_excerpt(report.created, LONGEST_NAME)}</sub>", ""])
