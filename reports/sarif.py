"""SARIF 2.1.0, for code scanning: findings as alerts at file and line, that keep their identity from run to run.

An alert is known again by `dataauditFingerprint/v1`: the finding's fingerprint, which depends on the content of its
rows and not on their places, and a number where several have the same. What was accepted (`--decisions`) is there
and suppressed, with its reason. Reasons for the verdict that no finding stands for are results about the data file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from pathlib import PurePath
from posixpath import normpath
from typing import Any
from urllib.parse import quote

import orjson

from dataaudit.model import CheckResult, CheckSpec, Finding, Limit, Location, Outcome, Severity
from dataaudit.registry import all_checks
from dataaudit.report import Report
from dataaudit.reports.annotations import is_file, lone_reasons, main_file, newness
from dataaudit.reports.documentation import Section, sections
from dataaudit.reports.places import NAMED_LINES, main_place, message_with_places, place_text
from dataaudit.triage.identity import fingerprint
from dataaudit.wording import plural, visible

#: What GitHub takes of one run; it shows the first 5,000.
MOST_RESULTS = 25_000

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEM = {"error": "error", "warning": "warning"}


def render(report: Report) -> bytes:
    """The report as a log of one run, the worst MOST_RESULTS findings first."""
    findings = sorted([*report.findings, *lone_reasons(report)], key=lambda one: list(Severity).index(one.severity))
    rules = {result.code: number for number, result in enumerate(report.results)}
    run = _shown(_run(report, rules, len(findings)))
    run["results"] = list(_results(report, findings[:MOST_RESULTS], rules))
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return orjson.dumps(log, option=orjson.OPT_APPEND_NEWLINE)


def _run(report: Report, rules: Mapping[str, int], total: int) -> dict[str, Any]:
    """The run but for its results: by what it was made, how it went, and the verdict."""
    specs = all_checks()
    return {
        "tool": {
            "driver": {
                "name": "dataaudit",
                "semanticVersion": report.version,
                "rules": [_rule(result, specs.get(result.code)) for result in report.results],
            }
        },
        "invocations": [_invocation(report, rules, total)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which the audit was started."}}},
        "columnKind": "unicodeCodePoints",
        "properties": _properties(report),
    }


def _shown(value: Any) -> Any:
    """The value with all its texts made visible: no control characters, no lone surrogates."""
    if isinstance(value, str):
        return visible(value, lines=True)
    if isinstance(value, Mapping):
        return {key: _shown(item) for key, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, list | tuple) else value


def _properties(report: Report) -> dict[str, Any]:
    verdict, counts = report.verdict, report.counts
    return {
        "verdict": verdict.decision,
        "score": verdict.score,
        "reasons": [f"{reason.code} {reason.message}" for reason in verdict.reasons],
        "pathToGo": [f"{step.code} {step.message}" for step in verdict.path_to_go],
        "rows": counts.rows,
        "cleanRows": counts.clean,
        "dataFingerprint": report.dataset["fingerprint"],
    }


def _rule(result: CheckResult, spec: CheckSpec | None) -> dict[str, Any]:
    """A check and its documentation; of a check that is not installed its name is known."""
    parts, level = sections(result.code), _usual_level(spec)
    title = _paragraph(parts[:1]) or result.name
    rule = {
        "id": result.code,
        "name": "".join(word.capitalize() for word in re.split(r"\W+", result.name)) or result.code,
        "shortDescription": {"text": title},
        "fullDescription": {"text": _paragraph(parts[1:2]) or title},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["dataset", str(result.pillar)], "problem.severity": _PROBLEM[level]},
    }
    return {**rule, "help": {"text": _help(parts), "markdown": spec.doc}} if spec else rule


def _usual_level(spec: CheckSpec | None) -> str:
    """An error where the check can fail by default."""
    limits = [setting.default for setting in fields(spec.params)] if spec else []
    return "error" if any(isinstance(one, Limit) and one.fail is not None for one in limits) else "warning"


def _paragraph(parts: Iterable[Section]) -> str:
    return next((part.paragraphs[0] for part in parts if part.paragraphs), "")


def _help(parts: Iterable[Section]) -> str:
    return "\n\n".join(text for part in parts for text in (part.heading, *part.paragraphs) if text)


def _invocation(report: Report, rules: Mapping[str, int], total: int) -> dict[str, Any]:
    """How the audit itself went: what crashed, what could not be judged, what this log leaves out."""
    crashed = any(result.outcome is Outcome.ERROR for result in report.results)
    told = [_not_judged(report, item.code, item.reason, rules) for item in report.verdict.not_judged]
    if total > MOST_RESULTS:
        text = f"{plural(total - MOST_RESULTS, 'more finding')} in the JSON report: this log has the worst"
        told.append({"level": "warning", "message": {"text": f"{text} {MOST_RESULTS:,}"}})
    return {
        "executionSuccessful": not crashed and report.verdict.decision != "UNDECIDED",
        "endTimeUtc": report.created,
        "toolExecutionNotifications": told,
    }


def _not_judged(report: Report, code: str, reason: str, rules: Mapping[str, int]) -> dict[str, Any]:
    at = rules.get(code)
    crashed = at is not None and report.results[at].outcome is Outcome.ERROR
    rule = {"associatedRule": {"id": code} if at is None else {"id": code, "index": at}}
    return {"level": "error" if crashed else "warning", "message": {"text": f"{code} not judged: {reason}"}, **rule}


def _results(report: Report, findings: Sequence[Finding], rules: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    is_new = newness(report) if report.changes is not None else None
    home, seen = main_file(report), Counter[str]()
    for finding in findings:
        own = fingerprint(finding)
        seen[own] += 1
        result = _result(finding, home)
        result["partialFingerprints"] = {"dataauditFingerprint/v1": f"{own}:{seen[own]}"}
        if finding.code in rules:
            result["ruleIndex"] = rules[finding.code]
        if is_new is not None:
            result["baselineState"] = "new" if is_new(finding) else "unchanged"
        yield result


def _result(finding: Finding, home: str | None) -> dict[str, Any]:
    main = main_place(finding)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVEL[finding.severity],
        "message": {"text": _message(finding, main)},
        "locations": [_location(main or Location(home, None, None))],
        "relatedLocations": _related(finding, main),
        "properties": {"confidence": finding.confidence},
    }
    if finding.accepted:
        reason = finding.evidence["decision"]["reason"]
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": _shown(reason)}]
    return result


def _message(finding: Finding, main: Location | None) -> str:
    """What is wrong and how to mend it, in plain text; the row is named where the file has no lines."""
    row = f"row {main.row}: " if main is not None and main.line is None and main.row is not None else ""
    text = f"{row}{message_with_places(finding)}"
    return plain_text(visible(f"{text}. {finding.suggestion}" if finding.suggestion else text, lines=True))


def plain_text(text: str) -> str:
    """A text in which no viewer finds a link: `[text](target)` is one even in plain text (SARIF 2.1.0, 3.11.6).

    A blank parts them. The backslash of the standard is no help where the text has one of its own before it.
    """
    return text.replace("](", "] (")


def _location(place: Location) -> dict[str, Any]:
    """A place; of a row without a line, or in no file, also its name."""
    location: dict[str, Any] = {}
    if is_file(place.source):
        physical: dict[str, Any] = {"artifactLocation": _artifact(place.source)}
        if place.line is not None:
            physical["region"] = {"startLine": place.line}
        location["physicalLocation"] = physical
    if place.line is None or not location:
        location["logicalLocations"] = [{"fullyQualifiedName": visible(place_text(place))}]
    return location


@lru_cache
def _artifact(source: str) -> dict[str, str]:
    """A file by its address, relative to where the audit was started unless its path is absolute."""
    if PurePath(source).is_absolute():
        return {"uri": f"file:///{quote(source.lstrip('/'), errors='backslashreplace')}"}
    return {"uri": quote(normpath(source), errors="backslashreplace"), "uriBaseId": _ROOT}


def _related(finding: Finding, main: Location | None) -> list[dict[str, Any]]:
    """The other rows of a group or conflict; the message says how many more there are."""
    keep = finding.evidence.get("keep_row")
    others = [place for place in finding.locations if place != main][:NAMED_LINES]
    return [
        {"id": number, **_location(place), "message": {"text": "also" if keep is None or place.row != keep else "keep"}}
        for number, place in enumerate(others, 1)
    ]
