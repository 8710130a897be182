import re
from dataclasses import replace

import pytest
from sample_parts import place, places, result
from sample_triage import with_accepted, with_changes

from dataaudit.model import Finding, Location, Outcome, Severity
from dataaudit.report import Report
from dataaudit.reports.github import render


def lines_of(report: Report) -> list[str]:
    return render(report).splitlines()


def with_findings(report: Report, *findings: Finding) -> Report:
    return replace(report, results=(result("DUP001", "exact-duplicate", Outcome.FAIL, findings),))


def codes(report: Report) -> set[str]:
    return set(re.findall(r"title=([A-Z]+\d+) ", render(report)))


def test_a_finding_is_an_annotation_of_its_line(no_go: Report) -> None:
    where = "file=data/tickets.jsonl,line=513,title=PRV001 secret"
    assert f"::error {where}::an AWS access key%0ARemove the row and revoke the key." in lines_of(no_go)


def test_of_a_group_the_other_lines_are_named(no_go: Report) -> None:
    group = "3 rows repeat the first of these exactly [also lines 206, 891; keep line 12]"
    assert f",line=205,title=DUP001 exact-duplicate::{group}%0A" in render(no_go)


def test_each_severity_has_its_kind(no_go: Report) -> None:
    findings = [Finding("DUP001", "bad", places(row), one) for row, one in enumerate(Severity)]
    kinds = [line.split()[0] for line in lines_of(with_findings(no_go, *findings))[1:4]]
    assert kinds == ["::error", "::warning", "::notice"]


@pytest.mark.parametrize(("name", "kind"), [("no_go", "error"), ("undecided", "error"), ("go", "notice")])
def test_the_verdict_comes_first_and_last(request: pytest.FixtureRequest, name: str, kind: str) -> None:
    report = request.getfixturevalue(name)
    first, *_, last = lines_of(report)
    assert first.startswith(f"::{kind} title=dataaudit%3A {report.verdict.decision}::")
    assert last.startswith(f"{report.verdict.decision}: ")


def test_the_first_annotation_says_why(no_go: Report) -> None:
    text = lines_of(no_go)[0].partition("::COV001")[2]
    assert text.startswith(" uncovered inputs: 23.6 %25 [20.4–27 %25], at most 20 %25 allowed%0ADUP001 redundant rows")


def test_of_each_check_the_first_finding_comes_before_any_second(large: Report) -> None:
    titles = [line.partition("title=")[2].partition("::")[0] for line in lines_of(large)[1:-2]]
    assert titles[:3] == ["LAB001 conflicting-labels"] * 3
    assert len(titles) == 50


def test_what_is_left_out_is_counted(large: Report) -> None:
    *_, left, last = lines_of(large)
    assert left == "and 4,953 more findings: --output concise, or --report report.json"
    assert last == "NO-GO: 5,003 findings"


def test_what_was_accepted_is_left_out(no_go: Report) -> None:
    assert codes(no_go) - codes(with_accepted(no_go, "LAB001")) == {"LAB001"}


def test_of_a_comparison_only_what_is_new_is_told(no_go: Report) -> None:
    compared = with_changes(no_go, "DUP001")
    assert codes(compared) == {"DUP001"}
    assert lines_of(compared)[-1] == "NO-GO: 2 new findings"


def test_where_nothing_got_worse_even_a_no_go_annotates_nothing(no_go: Report) -> None:
    assert lines_of(with_changes(no_go, "")) == ["NO-GO: 0 new findings"]


def test_what_is_about_the_whole_data_has_no_line(no_go: Report) -> None:
    assert "::error file=data/tickets.jsonl,title=SIZE002 thin-class::card_swallowed has 5" in render(no_go)


def test_a_row_without_a_line_is_named(no_go: Report) -> None:
    rows = [Finding("DUP001", "bad", (Location(source, None, 7),)) for source in ("x.parquet", "<DataFrame>")]
    assert lines_of(with_findings(no_go, *rows))[1:3] == [
        "::error file=x.parquet,title=DUP001 exact-duplicate::row 7: bad",
        "::error title=DUP001 exact-duplicate::row 7: bad",
    ]


def test_everything_is_escaped_as_the_runner_reads_it(no_go: Report) -> None:
    finding = Finding("DUP001", "100 %: a,b\n::x", (place(1, source="a,b:c%.csv"),))
    line = lines_of(with_findings(no_go, finding))[1]
    assert line == "::error file=a%2Cb%3Ac%25.csv,line=2,title=DUP001 exact-duplicate::100 %25: a,b\\n::x"
