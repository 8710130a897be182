import pytest
from sample_triage import with_accepted

from dataaudit.report import Report
from dataaudit.reports.annotations import is_file, log_line, lone_reasons, main_file, newness
from dataaudit.reports.selection import open_findings


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a.csv:1: DUP001 bad", "a.csv:1: DUP001 bad"),
        ("::error::x", "\\x3a:error::x"),
        ("  ::set-output name=a::b", "  \\x3a:set-output name=a::b"),
        ("a ##[group]b", "a \\x23#[group]b"),
        ("###[x] ##vso[y]", "#\\x23#[x] \\x23#vso[y]"),
        ("## title [x]", "## title [x]"),
        ("a\n::error::b", "a\\n::error::b"),
    ],
)
def test_no_line_of_a_log_is_a_command(text: str, line: str) -> None:
    assert log_line(text) == line


def test_reasons_without_a_finding_become_one(no_go: Report) -> None:
    (size,) = lone_reasons(no_go)
    assert (size.code, size.severity, size.locations) == ("SIZE001", "warning", ())


def test_what_was_accepted_is_not_open(no_go: Report) -> None:
    assert {one.code for one in no_go.findings} - {one.code for one in open_findings(with_accepted(no_go, "DUP001"))}


def test_nothing_is_new_without_an_earlier_report(no_go: Report) -> None:
    with pytest.raises(ValueError, match="compared with no earlier one"):
        newness(no_go)


@pytest.mark.parametrize(
    ("source", "expected"), [("a.csv", True), ("<a>.csv", True), ("-", False), ("<list>", False), (None, False)]
)
def test_data_in_memory_are_no_file(source: str | None, expected: bool) -> None:
    assert is_file(source) is expected


def test_the_whole_data_stand_at_the_first_file(no_go: Report) -> None:
    assert main_file(no_go) == "data/tickets.jsonl"
