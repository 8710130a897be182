"""JUnit XML, for the test page of a CI server: a suite for each pillar, a test for each check, the verdict first.

The verdict is a test of its own, so that no NO-GO is green, whatever failed or could not be judged. A check that fails
is a failure, one that crashed an error, one that doesn't apply or could not judge is skipped, and a warning is a pass
with something on its standard output. Accepted findings are left out. The form is that of Jenkins' junit-10.xsd.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal, NamedTuple
from xml.etree import ElementTree

from dataaudit.model import CheckResult, Finding, Outcome, Pillar, Reason
from dataaudit.report import Report
from dataaudit.reports.places import data_name, finding_place, message_with_places
from dataaudit.reports.selection import blocking
from dataaudit.wording import estimate, plural, visible

#: Findings that one test lists; the JSON report has all.
MOST_FINDINGS = 20

#: Characters that are no control characters and yet not allowed in XML 1.0 (2.2).
_NO_XML = re.compile("[\ufffe\uffff]")

Ending = Literal["failure", "error", "skipped", "passed"]


class Case(NamedTuple):
    """A test case: how it ended, why, and what there is to say of it."""

    group: str
    name: str
    ending: Ending
    message: str
    text: str
    seconds: float = 0.0


def render(report: Report) -> bytes:
    """The report as UTF-8 XML."""
    root = ElementTree.Element("testsuites", name="dataaudit", time=_time(report.seconds))
    verdict = _suite(root, "verdict", [_verdict(report)])
    verdict.set("timestamp", _xml(report.created))
    verdict.insert(0, _properties(report))
    ordered = sorted(report.results, key=lambda result: list(Pillar).index(result.pillar))
    for pillar, results in groupby(ordered, key=lambda result: result.pillar):
        _suite(root, str(pillar), [_check(result, report) for result in results])
    _count(root, [test for suite in root for test in suite.iter("testcase")], ("tests", "failures", "errors"))
    ElementTree.indent(root)
    page: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return page + b"\n"


def _verdict(report: Report) -> Case:
    """NO-GO fails, UNDECIDED is an error; what is only a warning doesn't fail."""
    verdict, reasons = report.verdict, blocking(report) or report.verdict.reasons
    lines = [f"{reason.code} {reason.message}" for reason in verdict.reasons]
    lines += [f"to do: {step.message} ({step.code})" for step in verdict.path_to_go]
    lines += [f"not judged: {item.code} {item.reason}" for item in verdict.not_judged]
    endings: dict[str, Ending] = {"NO-GO": "failure", "UNDECIDED": "error", "GO": "passed"}
    because = "; ".join(reason.message for reason in reasons) or "see what was not judged"
    return Case(
        "verdict",
        f"verdict on {data_name(report)}",
        endings[verdict.decision],
        f"{verdict.decision}: {because}",
        "\n".join([verdict.decision, *lines]),
    )


def _check(result: CheckResult, report: Report) -> Case:
    endings: dict[Outcome, Ending] = {
        Outcome.FAIL: "failure",
        Outcome.ERROR: "error",
        Outcome.NOT_APPLICABLE: "skipped",
    }
    findings = [finding for finding in result.findings if not finding.accepted]
    return Case(
        str(result.pillar),
        f"{result.code} {result.name}",
        endings.get(result.outcome, "passed"),
        _why(result, report.verdict.reasons),
        _listed(findings, report),
        result.seconds,
    )


def _why(result: CheckResult, reasons: Iterable[Reason]) -> str:
    """The reason for its outcome: that of the verdict, else its own, else what it measured."""
    own = [reason.message for reason in reasons if reason.code == result.code]
    measured = [f"{one.name}: {estimate(one.value, one.low, one.high, one.unit)}" for one in result.measures]
    return "; ".join(own) or result.reason or "; ".join(measured).replace("_", " ")


def _listed(findings: Sequence[Finding], report: Report) -> str:
    """The first findings, a line each, and how many more there are."""
    listed = findings[:MOST_FINDINGS]
    lines = [f"{finding_place(finding, report)}: {message_with_places(finding)}" for finding in listed]
    if left := len(findings) - len(lines):
        lines.append(f"and {plural(left, 'more finding')} in the JSON report")
    return "\n".join(map(visible, lines))


def _suite(root: ElementTree.Element, name: str, tests: Sequence[Case]) -> ElementTree.Element:
    seconds = sum(test.seconds for test in tests)
    suite = ElementTree.SubElement(root, "testsuite", name=name, time=_time(seconds))
    cases = [_case(suite, test) for test in tests]
    _count(suite, cases, ("tests", "failures", "errors", "skipped"))
    return suite


def _case(suite: ElementTree.Element, test: Case) -> ElementTree.Element:
    attributes = {"classname": f"dataaudit.{test.group}", "name": _xml(test.name), "time": _time(test.seconds)}
    case = ElementTree.SubElement(suite, "testcase", attributes)
    if test.ending != "passed":
        ending = ElementTree.SubElement(case, test.ending, message=_xml(test.message))
        ending.text = _xml(test.text, lines=True)
    elif text := "\n".join(filter(None, (test.message, test.text))):
        ElementTree.SubElement(case, "system-out").text = _xml(text, lines=True)
    return case


def _count(element: ElementTree.Element, cases: Sequence[ElementTree.Element], names: Iterable[str]) -> None:
    """Set the attributes that say how many tests there are, and how they ended."""
    tags = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for name in names:
        number = len(cases) if name == "tests" else sum(case.find(tags[name]) is not None for case in cases)
        element.set(name, str(number))


def _properties(report: Report) -> ElementTree.Element:
    facts = {
        "dataaudit": report.version,
        "verdict": report.verdict.decision,
        "score": "none" if report.verdict.score is None else str(report.verdict.score),
        "rows": str(report.counts.rows),
        "clean": str(report.counts.clean),
        "fingerprint": str(report.dataset["fingerprint"]),
    }
    properties = ElementTree.Element("properties")
    for name, value in facts.items():
        ElementTree.SubElement(properties, "property", name=name, value=_xml(value))
    return properties


def _xml(text: str, *, lines: bool = False) -> str:
    """The text with everything written out that XML 1.0 forbids or nobody would see."""
    return _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", visible(text, lines=lines))


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"
