from dataclasses import replace
from typing import Any

import orjson
import pytest
from sample_parts import SOURCE, place, places, result
from sample_triage import REASON, with_accepted, with_changes

from dataaudit.model import Finding, Location, Outcome, Reason, Severity
from dataaudit.report import Report
from dataaudit.reports import sarif
from dataaudit.reports.sarif import plain_text, render

PRINT = "dataauditFingerprint/v1"


def run_of(report: Report) -> Any:
    return orjson.loads(render(report))["runs"][0]


def results_of(report: Report, code: str) -> list[Any]:
    return [item for item in run_of(report)["results"] if item["ruleId"] == code]


def with_findings(report: Report, *findings: Finding) -> Report:
    return replace(report, results=(result("DUP001", "exact-duplicate", Outcome.FAIL, findings),))


def at(*locations: Location, message: str = "bad", **evidence: Any) -> Finding:
    return Finding("DUP001", message, locations, evidence=evidence)


def test_a_finding_stands_at_file_and_line(no_go: Report) -> None:
    (secret,) = results_of(no_go, "PRV001")
    assert secret["level"] == "error"
    assert secret["message"]["text"] == "an AWS access key. Remove the row and revoke the key."
    assert secret["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": SOURCE, "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 513},
            }
        }
    ]


def test_the_worst_comes_first(no_go: Report) -> None:
    levels = [item["level"] for item in run_of(no_go)["results"]]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)


def test_the_other_rows_of_a_group_are_related(no_go: Report) -> None:
    group = results_of(no_go, "DUP001")[0]
    lines = [item["physicalLocation"]["region"]["startLine"] for item in group["relatedLocations"]]
    assert lines == [12, 206, 891]
    assert [item["message"]["text"] for item in group["relatedLocations"]] == ["keep", "also", "also"]
    assert [item["id"] for item in group["relatedLocations"]] == [1, 2, 3]


def test_of_a_large_group_twenty_rows_are_related_and_the_message_says_so(no_go: Report) -> None:
    (item,) = results_of(with_findings(no_go, at(*places(*range(0, 200, 2)))), "DUP001")
    assert len(item["relatedLocations"]) == 20
    assert item["message"]["text"].endswith("and 79 more]")


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("./data/live inputs.jsonl", {"uri": "data/live%20inputs.jsonl", "uriBaseId": "%SRCROOT%"}),
        ("größe#1.csv", {"uri": "gr%C3%B6%C3%9Fe%231.csv", "uriBaseId": "%SRCROOT%"}),
        ("a:b.csv", {"uri": "a%3Ab.csv", "uriBaseId": "%SRCROOT%"}),
        ("/srv/a b.csv", {"uri": "file:///srv/a%20b.csv"}),
    ],
)
def test_a_file_is_named_by_its_address(no_go: Report, source: str, address: dict[str, str]) -> None:
    (item,) = results_of(with_findings(no_go, at(place(4, source=source))), "DUP001")
    assert item["locations"][0]["physicalLocation"]["artifactLocation"] == address


def test_a_row_without_a_line_is_named(no_go: Report) -> None:
    (item,) = results_of(with_findings(no_go, at(Location("x.parquet", None, 7))), "DUP001")
    (where,) = item["locations"]
    assert where["physicalLocation"] == {"artifactLocation": {"uri": "x.parquet", "uriBaseId": "%SRCROOT%"}}
    assert where["logicalLocations"] == [{"fullyQualifiedName": "x.parquet:row 7"}]
    assert item["message"]["text"] == "row 7: bad"


@pytest.mark.parametrize("source", ["<DataFrame>", "-"])
def test_data_in_no_file_have_no_address(no_go: Report, source: str) -> None:
    (item,) = results_of(with_findings(no_go, at(Location(source, None, 7))), "DUP001")
    assert item["locations"] == [{"logicalLocations": [{"fullyQualifiedName": f"{source}:row 7"}]}]


def test_what_is_about_the_whole_data_stands_at_its_file(no_go: Report) -> None:
    (thin,) = results_of(no_go, "SIZE002")
    assert thin["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": SOURCE, "uriBaseId": "%SRCROOT%"}}


def test_a_reason_that_no_finding_stands_for_is_a_result(go: Report) -> None:
    verdict = replace(go.verdict, decision="NO-GO", reasons=(Reason("SIZE001", "clean examples: 9"),))
    failed = tuple(replace(r, outcome=Outcome.FAIL) if r.code == "SIZE001" else r for r in go.results)
    (item,) = results_of(replace(go, verdict=verdict, results=failed), "SIZE001")
    assert (item["level"], item["message"]["text"]) == ("error", "clean examples: 9")


def keyed(row: int, *keys: str) -> Finding:
    return at(*places(*range(row, row + len(keys))), keys=list(keys))


def test_fingerprints_are_stable_and_different(no_go: Report) -> None:
    first = with_findings(no_go, keyed(1, "a" * 16), keyed(5, "b" * 16), keyed(9, "a" * 16))
    moved = with_findings(no_go, keyed(2, "b" * 16), keyed(4, "a" * 16), keyed(7, "a" * 16))
    prints = [[item["partialFingerprints"][PRINT] for item in results_of(one, "DUP001")] for one in (first, moved)]
    assert sorted(prints[0]) == sorted(prints[1])
    assert len(set(prints[0])) == 3
    assert sorted(text[-2:] for text in prints[0]) == [":1", ":1", ":2"]


def test_what_was_accepted_is_suppressed(no_go: Report) -> None:
    found = results_of(with_accepted(no_go, "LAB001"), "LAB001")
    expected = [{"kind": "external", "status": "accepted", "justification": REASON}]
    assert [(item["level"], item["suppressions"]) for item in found] == [("note", expected)] * 2
    assert not any("suppressions" in item for item in results_of(no_go, "LAB001"))


def test_what_is_new_is_told_from_what_was_there(no_go: Report) -> None:
    compared = with_changes(no_go, "DUP001")
    states = {item["ruleId"]: item["baselineState"] for item in run_of(compared)["results"]}
    assert {code for code, state in states.items() if state == "new"} == {"DUP001"}
    assert {*states.values()} == {"new", "unchanged"}
    assert not any("baselineState" in item for item in run_of(no_go)["results"])


def test_a_new_gap_is_new(no_go: Report) -> None:
    gap = Finding("COV001", "a gap", evidence={"gap": "closing the account"})
    covered = replace(no_go, results=(result("COV001", "uncovered-inputs", Outcome.FAIL, [gap]),))
    (item,) = results_of(with_changes(covered, "", ("closing the account",)), "COV001")
    assert item["baselineState"] == "new"


def test_every_check_is_a_rule_with_its_help(no_go: Report) -> None:
    run = run_of(no_go)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [one.code for one in no_go.results]
    assert all(rules[item["ruleIndex"]]["id"] == item["ruleId"] for item in run["results"])
    near = next(rule for rule in rules if rule["id"] == "DUP003")
    assert near["name"] == "NearDuplicate"
    assert near["shortDescription"]["text"] == "Rows that repeat another row but for a few words."
    assert near["fullDescription"]["text"].startswith("Finds examples whose input and output")
    assert "## How it is measured" in near["help"]["markdown"]
    assert near["properties"] == {"tags": ["dataset", "duplicates"], "problem.severity": "error"}


def test_a_check_that_is_not_installed_is_a_rule_all_the_same(no_go: Report) -> None:
    other = replace(result("FMT001", "odd-thing", Outcome.PASS), code="FMT999")
    (rule,) = run_of(replace(no_go, results=(other,)))["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"], rule["shortDescription"]) == ("FMT999", "OddThing", {"text": "odd-thing"})


def test_a_check_that_never_fails_warns_by_default(no_go: Report) -> None:
    rules = {rule["id"]: rule for rule in run_of(no_go)["tool"]["driver"]["rules"]}
    assert rules["COV004"]["defaultConfiguration"] == {"level": "warning"}


def test_what_crashed_or_was_not_judged_is_told(undecided: Report) -> None:
    (invocation,) = run_of(undecided)["invocations"]
    told = {item["associatedRule"]["id"]: item["level"] for item in invocation["toolExecutionNotifications"]}
    assert not invocation["executionSuccessful"]
    assert told == {"COV001": "warning", "COV003": "warning", "LAB001": "error"}


@pytest.mark.parametrize(("name", "successful"), [("go", True), ("no_go", False)])
def test_a_run_in_which_something_crashed_was_not_successful(
    request: pytest.FixtureRequest, name: str, successful: bool
) -> None:
    (invocation,) = run_of(request.getfixturevalue(name))["invocations"]
    assert invocation["executionSuccessful"] is successful


def test_the_verdict_is_among_the_properties(no_go: Report) -> None:
    properties = run_of(no_go)["properties"]
    assert (properties["verdict"], properties["score"], properties["cleanRows"]) == ("NO-GO", 43, 914)
    assert properties["reasons"][1] == "DUP001 redundant rows: 11.9 %, at most 10 % allowed"


def test_what_github_would_not_take_is_left_out_and_said(large: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 10)
    run = run_of(large)
    assert len(run["results"]) == 10
    assert {item["level"] for item in run["results"]} >= {"error"}
    notes = [item["message"]["text"] for item in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes[-1].endswith("more findings in the JSON report: this log has the worst 10")


def test_no_text_is_a_link() -> None:
    assert plain_text("[a](javascript:b) [c] (d)") == "[a] (javascript:b) [c] (d)"


def test_severities_have_levels(no_go: Report) -> None:
    findings = [replace(at(place(row)), severity=one) for row, one in enumerate(Severity)]
    levels = [item["level"] for item in results_of(with_findings(no_go, *findings), "DUP001")]
    assert levels == ["error", "warning", "note"]
