"""What to show first, what to leave out, and what to do next."""

from __future__ import annotations

import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from dataaudit.model import CheckResult, Finding, Measure, Outcome, Reason
from dataaudit.report import Report
from dataaudit.wording import number

Item = TypeVar("Item")

#: The verdict in words, before the name of the data.
SENTENCE = {
    "GO": "Ready to fine-tune on",
    "NO-GO": "Not ready to fine-tune on",
    "UNDECIDED": "Not enough could be judged of",
}

_NAMED_FILES = 3
_WORD: dict[str, str] = {Outcome.NOT_APPLICABLE: "n/a", Outcome.ERROR: "crashed"}


class Step(NamedTuple):
    """A command worth running next, its words quoted for a shell, and what it is good for."""

    command: tuple[str, ...]
    purpose: str


class Unjudged(NamedTuple):
    """Checks that could not judge, all for the same reason."""

    codes: tuple[str, ...]
    reason: str
    crashed: bool


def open_findings(report: Report) -> list[Finding]:
    """The findings that nobody accepted, the worst first."""
    return [finding for finding in report.findings if not finding.accepted]


def by_code(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings grouped by code, in the order in which the codes come."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.code].append(finding)
    return dict(groups)


def spread(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings in turns: the first of each code, then the second of each, and so on."""
    groups = by_code(findings)
    longest = max(map(len, groups.values()), default=0)
    return (group[turn] for turn in range(longest) for group in groups.values() if turn < len(group))


def capped(items: Sequence[Item], most: int) -> Sequence[Item]:
    """The first `most` items; all of them where a line "and 1 more" would take the place of the last."""
    return items if len(items) <= most + 1 else items[:most]


def blocking(report: Report) -> list[Reason]:
    """The reasons that made a NO-GO."""
    failed = {result.code for result in report.results if result.outcome is Outcome.FAIL}
    return [reason for reason in report.verdict.reasons if reason.code in failed]


def steadiness(report: Report) -> str | None:
    """How many resamples have the verdict, "GO in 19 of 20 resamples"; None where nobody drew any."""
    from dataaudit.stability import RESAMPLES

    measures = (m for result in report.results for m in result.measures if m.name == "same_verdict")
    share = next((measure.value for measure in measures if measure.value is not None), None)
    return (
        None if share is None else f"{report.verdict.decision} in {round(share * RESAMPLES)} of {RESAMPLES} resamples"
    )


def unjudged(report: Report) -> list[Unjudged]:
    """What was not judged, crashed checks first, checks with the same reason together."""
    crashed = {result.code for result in report.results if result.outcome is Outcome.ERROR}
    groups: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for item in report.verdict.not_judged:
        groups[item.code not in crashed, item.reason].append(item.code)
    ordered = sorted(groups.items(), key=lambda entry: entry[0][0])
    return [Unjudged(tuple(codes), reason, not judged) for (judged, reason), codes in ordered]


def outcome_word(outcome: str) -> str:
    """How a check ended, in a word."""
    return _WORD.get(outcome, str(outcome))


def taken_by(report: Report) -> Finding | None:
    """The finding that lists which trainers take the data as they are; None where trainers were chosen."""
    return next((finding for finding in report.findings if "taken_by" in finding.evidence), None)


def shared_measures(report: Report) -> dict[str, str]:
    """The totals of measures with a limit that several checks found a part of: "11.9 % over DUP001, DUP002"."""
    parts: dict[str, list[tuple[str, Measure]]] = defaultdict(list)
    for result in report.results:
        for measure in result.measures:
            if measure.direction is not None:
                parts[measure.name].append((result.code, measure))
    return {name: _total(found) for name, found in parts.items() if len(found) > 1}


def _total(parts: Sequence[tuple[str, Measure]]) -> str:
    value = sum(measure.value or 0 for _, measure in parts)
    return f"{number(value, parts[0][1].unit)} over {', '.join(code for code, _ in parts)}"


def result_names(report: Report) -> dict[str, str]:
    """The name of each check by its code."""
    return {result.code: result.name for result in report.results}


def worst_result(report: Report) -> CheckResult | None:
    """The check to read about first: of the first reason, else a crashed one, else the first that warns."""
    results = {result.code: result for result in report.results}
    reasons = [results[reason.code] for reason in report.verdict.reasons if reason.code in results]
    order = (Outcome.FAIL, Outcome.ERROR, Outcome.WARN)
    open_ends = [result for outcome in order for result in report.results if result.outcome is outcome]
    return next(iter([*reasons, *open_ends]), None)


def report_command(report: Report, file: str) -> tuple[str, ...]:
    """The words that write this report into a file: the command, or Python where the data is in memory."""
    if _is_in_memory(report):
        return (f'report.save("{file}")',)
    return _audit_command(report, "--report", file)


def next_steps(report: Report) -> list[Step]:
    """What to run next."""
    steps = [Step(report_command(report, "report.html"), "the whole report, to read and forward")]
    if report.verdict.path_to_go and not _is_in_memory(report):
        steps.append(
            Step(_audit_command(report, "--plan"), "the path to GO as a checklist, the rows of each step as files")
        )
    worst = worst_result(report)
    if worst is not None:
        steps.append(Step(("dataaudit", "explain", worst.code), f"what {worst.name} means, what to do"))
    if not report.dataset.get("reference") and not _is_in_memory(report):
        command = _audit_command(report, "--reference", "FILE")
        steps.append(Step(command, "which real inputs the data does not cover"))
    return steps


def _is_in_memory(report: Report) -> bool:
    paths = [str(source["path"]) for source in report.dataset["sources"]]
    return any(path.startswith("<") and path.endswith(">") for path in paths)


def _audit_command(report: Report, *options: str) -> tuple[str, ...]:
    """This audit's command, its files as they were given, with further options."""
    words = ["dataaudit", "audit", *_files(report.dataset)]
    for name in ("against", "reference", "eval", "baseline"):
        if report.dataset.get(name):
            words += [f"--{name}", *_files(report.dataset[name])]
    for trainer in report.settings["params"].get("FMT002", {}).get("trainers", ()):
        words += ["--trainer", trainer]
    return (*words, *options)


def _files(data: Mapping[str, Any]) -> list[str]:
    paths = [str(source["path"]) for source in data["sources"]]
    return [shlex.quote(path) for path in paths] if 0 < len(paths) <= _NAMED_FILES else ["FILES..."]
