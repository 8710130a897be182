from dataclasses import replace
from xml.etree import ElementTree

import pytest
from sample_parts import places, result
from sample_triage import with_accepted

from dataaudit.model import Finding, Outcome
from dataaudit.report import Report
from dataaudit.reports.junit import render

Element = ElementTree.Element


def root_of(report: Report) -> Element:
    return ElementTree.fromstring(render(report))


def case_of(report: Report, name: str) -> Element:
    (case,) = (case for case in root_of(report).iter("testcase") if case.get("name", "").startswith(name))
    return case


def ending(case: Element) -> tuple[str, str, str]:
    (child,) = case
    return child.tag, child.get("message", ""), child.text or ""


def test_each_pillar_is_a_suite_behind_the_verdict(no_go: Report) -> None:
    names = [suite.get("name") for suite in root_of(no_go)]
    assert names == ["verdict", "size", "duplicates", "labels", "coverage", "format", "privacy"]


def test_each_check_is_a_test_of_its_pillar(no_go: Report) -> None:
    cases = [case for suite in root_of(no_go)[1:] for case in suite.iter("testcase")]
    assert sorted(case.get("name", "") for case in cases) == sorted(f"{r.code} {r.name}" for r in no_go.results)
    assert case_of(no_go, "DUP001").get("classname") == "dataaudit.duplicates"


def test_what_fails_says_why_and_where(no_go: Report) -> None:
    tag, message, text = ending(case_of(no_go, "DUP001"))
    assert (tag, message) == ("failure", "redundant rows: 11.9 %, at most 10 % allowed")
    assert text.splitlines() == [
        "data/tickets.jsonl:205: 3 rows repeat the first of these exactly [also lines 206, 891; keep line 12]",
        "data/tickets.jsonl:734: this row is already in the accepted data",
    ]


def test_a_failure_that_is_part_of_another_check_s_reason_tells_its_measures(no_go: Report) -> None:
    tag, message, _ = ending(case_of(no_go, "DUP003"))
    assert (tag, message) == ("failure", "redundant rows: 2.9 %")


def test_what_crashed_is_an_error_and_what_was_not_judged_is_skipped(no_go: Report) -> None:
    crash = "ZeroDivisionError: division by zero (batch_drift.py:48)"
    assert ending(case_of(no_go, "FMT005")) == ("error", crash, "")
    assert ending(case_of(no_go, "LAB005")) == ("skipped", "the answers are a closed set of labels", "")
    assert ending(case_of(no_go, "COV005"))[0] == "skipped"


def test_a_warning_passes_and_is_told(no_go: Report) -> None:
    (output,) = case_of(no_go, "PRV002")
    assert output.tag == "system-out"
    assert output.text == "data/tickets.jsonl:514: an e-mail address"


@pytest.mark.parametrize(("name", "tag"), [("no_go", "failure"), ("undecided", "error"), ("go", "system-out")])
def test_only_a_go_is_green(request: pytest.FixtureRequest, name: str, tag: str) -> None:
    report = request.getfixturevalue(name)
    case = case_of(report, "verdict")
    (child,) = (child for child in case if child.tag != "properties")
    assert child.tag == tag
    assert (child.get("message") or child.text or "").startswith(report.verdict.decision)


def test_the_verdict_says_what_to_do(no_go: Report) -> None:
    _, message, text = ending(case_of(no_go, "verdict"))
    assert message.startswith("NO-GO: uncovered inputs: 23.6 % [20.4–27 %], at most 20 % allowed; redundant rows")
    assert "to do: Remove 148 redundant rows (DUP001)" in text.splitlines()
    assert "not judged: COV005 no results of a prompt baseline were given (--baseline)" in text.splitlines()


@pytest.mark.parametrize("name", ["no_go", "go", "undecided", "hostile", "large"])
def test_the_numbers_add_up(request: pytest.FixtureRequest, name: str) -> None:
    root = root_of(request.getfixturevalue(name))
    tags = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert {key: int(suite.get(key, "")) for key in tags} == {
            key: len(suite.findall(f"testcase/{tag}")) for key, tag in tags.items()
        }
    assert int(root.get("failures", "")) == sum(int(suite.get("failures", "")) for suite in root)


def test_many_findings_are_cut_and_it_says_so(large: Report) -> None:
    (output,) = case_of(large, "LAB002")
    lines = (output.text or "").splitlines()
    assert len(lines) == 21
    assert lines[-1] == "and 4,980 more findings in the JSON report"


def test_what_was_accepted_is_left_out(no_go: Report) -> None:
    report = with_accepted(no_go, "LAB001")
    assert ending(case_of(report, "LAB001"))[2] == ""


def test_what_xml_forbids_is_written_out(no_go: Report) -> None:
    finding = Finding("DUP001", "a\x00b\ud800c\ufffed]]>", places(1))
    failed = result("DUP001", "exact\x01duplicate", Outcome.FAIL, [finding])
    tag, _, text = ending(case_of(replace(no_go, results=(failed,)), "DUP001 exact\\x01duplicate"))
    assert (tag, text) == ("failure", "data/tickets.jsonl:2: a\\x00b\\ud800c\\ufffed]]>")


def test_the_audit_trail_is_there(no_go: Report) -> None:
    found = {item.get("name"): item.get("value") for item in root_of(no_go).iter("property")}
    assert found["verdict"] == "NO-GO"
    assert found["fingerprint"] == no_go.dataset["fingerprint"]
