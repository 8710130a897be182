from dataclasses import replace

import pytest
from sample_parts import SOURCE, place, places, result
from sample_triage import with_accepted

from dataaudit.model import Finding, Location, Outcome, Reason
from dataaudit.report import Report
from dataaudit.reports.concise import render


def with_finding(report: Report, *locations: Location, message: str = "bad", keep_row: int | None = None) -> Report:
    evidence = {} if keep_row is None else {"keep_row": keep_row}
    finding = Finding("DUP001", message, locations, evidence=evidence)
    return replace(report, results=(result("DUP001", "exact-duplicate", Outcome.FAIL, [finding]),))


def test_a_finding_is_a_line_at_its_first_row_to_act_on(no_go: Report) -> None:
    lines = render(no_go).splitlines()
    group = "3 rows repeat the first of these exactly [also lines 206, 891; keep line 12]"
    assert lines[2] == f"data/tickets.jsonl:205: DUP001 {group}"
    assert "data/tickets.jsonl:102: LAB001 2 rows with the same input have 2 different labels [also line 641]" in lines
    assert "data/tickets.jsonl:513: PRV001 an AWS access key" in lines


def test_what_is_about_the_whole_data_has_no_line(no_go: Report) -> None:
    lines = render(no_go).splitlines()
    assert "data/tickets.jsonl: SIZE002 card_swallowed has 5 clean examples, at least 8 needed" in lines
    assert "data/tickets.jsonl: SIZE001 clean examples: 914, at least 1,000 needed" in lines
    assert "data/tickets.jsonl: COV005 not judged: no results of a prompt baseline were given (--baseline)" in lines


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("no_go", "NO-GO: 5 reasons, 20 findings"),
        ("go", "GO: 1 finding"),
        ("undecided", "UNDECIDED: 3 checks not judged, 1 finding"),
    ],
)
def test_the_verdict_is_the_last_line(request: pytest.FixtureRequest, name: str, verdict: str) -> None:
    assert render(request.getfixturevalue(name)).splitlines()[-1] == verdict


def test_what_was_accepted_is_counted_and_not_listed(no_go: Report) -> None:
    lines = render(with_accepted(no_go, "PRV001")).splitlines()
    assert not [line for line in lines if ": PRV001 an AWS" in line]
    assert lines[-1] == "NO-GO: 5 reasons, 19 findings, 1 accepted"


def test_every_finding_reason_and_open_end_has_its_line(no_go: Report) -> None:
    expected = len(no_go.findings) + len(no_go.verdict.reasons) + len(no_go.verdict.not_judged) + 1
    assert len(render(no_go).splitlines()) == expected


def test_a_line_stays_a_line_whatever_the_data_says(hostile: Report) -> None:
    text = render(hostile)
    assert len(text.splitlines()) == 4
    assert "\x1b" not in text
    assert "\\x1b[31mred" in text
    assert "\u202e" not in text


def test_a_newline_in_a_message_is_escaped(no_go: Report) -> None:
    text = render(with_finding(no_go, place(4), message="a\nb"))
    assert text.startswith(f"{SOURCE}:5: DUP001 a\\nb\n")


def test_rows_without_lines_are_named_by_row(no_go: Report) -> None:
    locations = [Location("x.parquet", None, row) for row in (7, 8, 9)]
    text = render(with_finding(no_go, *locations, keep_row=7))
    assert text.startswith("x.parquet:row 8: DUP001 bad [also row 9; keep row 7]\n")


def test_other_files_are_named(no_go: Report) -> None:
    text = render(with_finding(no_go, place(4), place(8, source="b.jsonl"), place(9)))
    assert text.startswith(f"{SOURCE}:5: DUP001 bad [also b.jsonl: line 9; line 10]\n")


def test_a_group_of_thousands_stays_readable(no_go: Report) -> None:
    text = render(with_finding(no_go, *places(*range(0, 5000, 2))))
    assert text.splitlines()[0].endswith("35, 37, 39, 41 and 2,479 more]")


def test_reasons_stand_even_without_a_finding(go: Report) -> None:
    verdict = replace(go.verdict, decision="NO-GO", reasons=(Reason("SIZE001", "clean examples: 9"),))
    failed = tuple(replace(r, findings=(), outcome=Outcome.FAIL) for r in go.results)
    lines = render(replace(go, verdict=verdict, results=failed)).splitlines()
    assert lines[0] == "support.jsonl: SIZE001 clean examples: 9"
    assert lines[-1] == "NO-GO: 1 reason, 0 findings"
