from dataclasses import replace

from sample_parts import dataset, places, result

from dataaudit.model import Finding, NotJudged, Outcome
from dataaudit.report import Report
from dataaudit.reports.documentation import Section, parse, sections
from dataaudit.reports.selection import (
    blocking,
    capped,
    next_steps,
    report_command,
    shared_measures,
    spread,
    unjudged,
    worst_result,
)


def test_findings_take_turns() -> None:
    findings = [Finding(code, "", places(n)) for n, code in enumerate(["A1", "A1", "A1", "B1", "C1", "C1"])]
    assert [f.locations[0].row for f in spread(findings)] == [0, 3, 4, 1, 5, 2]
    assert list(spread([])) == []


def test_nobody_reads_and_one_more() -> None:
    assert capped([1, 2, 3, 4], 3) == [1, 2, 3, 4]
    assert capped([1, 2, 3, 4, 5], 3) == [1, 2, 3]


def test_warnings_do_not_block(no_go: Report) -> None:
    assert [reason.code for reason in blocking(no_go)] == ["COV001", "DUP001", "FMT001", "LAB001", "PRV001"]


def test_what_was_not_judged_is_grouped_by_reason_crashes_first(undecided: Report) -> None:
    assert [(item.codes, item.crashed) for item in unjudged(undecided)] == [
        (("LAB001",), True),
        (("COV001", "COV003"), False),
    ]


def test_a_crash_is_told_from_a_skip_of_the_same_reason(go: Report) -> None:
    crashed = result("DUP001", "exact-duplicate", Outcome.ERROR, reason="r")
    verdict = replace(go.verdict, not_judged=(NotJudged("COV001", "r"), NotJudged("DUP001", "r")))
    report = replace(go, verdict=verdict, results=(crashed,))
    assert [item.codes for item in unjudged(report)] == [("DUP001",), ("COV001",)]


def test_parts_of_a_measure_add_up(no_go: Report) -> None:
    assert shared_measures(no_go) == {"redundant_rows": "11.9 % over DUP001, DUP002, DUP003"}


def test_the_worst_check_is_behind_the_first_reason(no_go: Report, go: Report, undecided: Report) -> None:
    worst = [worst_result(report) for report in (no_go, undecided, go)]
    assert [found.code for found in worst if found] == ["COV001", "LAB001", "PRV002"]
    assert worst_result(replace(go, results=())) is None


def test_many_files_are_not_all_named(go: Report) -> None:
    sources = [{**go.dataset["sources"][0], "path": f"{n}.jsonl"} for n in range(9)]
    many = replace(go, dataset={**go.dataset, "sources": sources})
    assert report_command(many, "x.html") == ("dataaudit", "audit", "FILES...", "--report", "x.html")


def test_file_names_are_quoted_for_the_shell(go: Report) -> None:
    report = replace(go, dataset=dataset("$(rm x); 'y'.jsonl", 3))
    assert report_command(report, "x.html")[2] == "'$(rm x); '\"'\"'y'\"'\"'.jsonl'"


def test_a_reference_is_suggested_only_where_there_is_none(no_go: Report, go: Report) -> None:
    assert [("--reference" in step.command) for step in next_steps(go)] == [False, False, True]
    assert next_steps(no_go)[0].command[-1] == "report.html"
    assert next_steps(no_go)[1].command[-1] == "--plan"
    assert len(next_steps(no_go)) == 3


def test_documentation_is_cut_at_headings_paragraphs_and_items() -> None:
    doc = "Title.\n\n## What it does\n\nOne\nline.\n\nTwo.\n\n## Notes\n- a\n  b\n- c\n"
    assert parse(doc) == [
        Section("", ("Title.",)),
        Section("What it does", ("One line.", "Two.")),
        Section("Notes", ("• a b", "• c")),
    ]


def test_a_check_that_is_not_installed_has_no_documentation() -> None:
    assert sections("NONE999") == []
