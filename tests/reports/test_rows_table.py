import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from sample_parts import place, places, quoted, result
from sample_triage import with_accepted

from dataaudit.model import Finding, Location, Outcome, Severity
from dataaudit.report import Report
from dataaudit.reports.worklist import COLUMNS, render
from dataaudit.review.spreadsheet import restored, to_csv
from dataaudit.triage.files import read_decisions
from dataaudit.triage.identity import fingerprint

KEYS = [letter * 16 for letter in "abc"]


def table(report: Report) -> list[dict[str, str]]:
    text = render(report).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: restored(cell) for name, cell in row.items()} for row in rows]


def line_of(report: Report, row: int) -> dict[str, str]:
    (line,) = (line for line in table(report) if line["row"] == str(row))
    return line


def with_findings(report: Report, *findings: Finding) -> Report:
    results = [
        result(code, "a-check", Outcome.FAIL, [one for one in findings if one.code == code])
        for code in sorted({finding.code for finding in findings})
    ]
    return replace(report, results=tuple(results))


def group(**evidence: Any) -> Finding:
    kept = {"keep_row": 3, "keys": KEYS, **evidence}
    return Finding("DUP001", "2 rows repeat the first", places(3, 5, 8), evidence=kept, suggestion="drop them")


def suspect(row: int, severity: Severity = Severity.WARNING) -> Finding:
    return Finding("LAB002", "suspect", places(row), severity, evidence={"keys": [KEYS[1]]}, suggestion="relabel")


def test_a_row_to_act_on_is_a_line(no_go: Report) -> None:
    lines = table(with_findings(no_go, group()))
    assert [(line["source"], line["line"], line["row"]) for line in lines] == [
        ("data/tickets.jsonl", "6", "5"),
        ("data/tickets.jsonl", "9", "8"),
    ]
    assert lines[0]["message"] == "DUP001 2 rows repeat the first [also line 9; keep line 4]"
    assert (lines[0]["decision"], lines[0]["reason"], lines[0]["severity"]) == ("", "", "error")


def test_all_findings_of_a_row_are_in_its_line(no_go: Report) -> None:
    line = line_of(with_findings(no_go, group(), suspect(5)), 5)
    assert (line["severity"], line["codes"]) == ("error", "DUP001 LAB002")
    assert line["message"].splitlines()[1] == "LAB002 suspect"
    assert line["suggestion"].splitlines() == ["drop them", "relabel"]


def test_the_row_is_shown_as_the_findings_quote_it(no_go: Report) -> None:
    line = line_of(no_go, 204)
    assert line["input"] == "I still have not received my new card, I ordered over a week ago."
    assert (line["output"], line["label"]) == ("", "card_arrival")


def test_the_worst_rows_come_first(no_go: Report) -> None:
    found = with_findings(no_go, suspect(1), suspect(7, Severity.ERROR), suspect(0, Severity.INFO))
    assert [line["row"] for line in table(found)] == ["7", "1", "0"]


def test_a_finding_about_two_fields_of_a_row_is_told_once(no_go: Report) -> None:
    twice = Finding("FMT007", "bad", (place(4, "input"), place(4, "output")), evidence={"keys": [KEYS[0]] * 2})
    assert line_of(with_findings(no_go, twice), 4)["codes"] == "FMT007"


def test_a_row_without_a_line_has_none(no_go: Report) -> None:
    line = line_of(with_findings(no_go, Finding("DUP001", "bad", (Location("x.parquet", None, 7),))), 7)
    assert (line["line"], line["key"]) == ("", "none")


def test_what_was_accepted_and_what_is_about_no_row_is_left_out(no_go: Report) -> None:
    assert "LAB001" in {line["codes"] for line in table(no_go)}
    lines = table(with_accepted(no_go, "LAB001"))
    assert not {"LAB001", "SIZE002"} & {line["codes"] for line in lines}


def test_no_cell_is_a_formula_or_a_number_by_mistake(no_go: Report) -> None:
    evil = Finding("DUP001", "bad", places(2), evidence={"rows": [quoted(2, "=1+1", "@x", "-1")], "keys": ["1e5" * 5]})
    text = render(with_findings(no_go, evil)).decode("utf-8-sig")
    assert ",'=1+1,'-1,'@x,k1e5" in text


def test_what_was_decided_on_all_findings_of_a_row_is_there(no_go: Report) -> None:
    said = {"decision": "drop", "reason": "=twice"}
    decided, other = group(decision=said), replace(suspect(8), evidence={"keys": [KEYS[2]], "decision": said})
    report = with_findings(no_go, decided, suspect(5), other)
    found = {line["row"]: (line["decision"], line["reason"]) for line in table(report)}
    assert found == {"5": ("", ""), "8": ("drop", "=twice")}


def test_the_table_filled_in_decides_on_each_finding_of_a_row(no_go: Report, tmp_path: Path) -> None:
    lines = table(with_findings(no_go, group(), suspect(5)))
    for line in lines:
        line["decision"] = "Drop" if line["row"] == "5" else ""
    path = tmp_path / "rows.csv"
    path.write_bytes(to_csv(COLUMNS, [list(line.values()) for line in lines]))
    first, second = read_decisions(path)
    assert (first.mark, first.code, first.fingerprint, first.keys, first.keep) == (
        "drop", "DUP001", fingerprint(group()), (KEYS[1],), KEYS[0]
    )  # fmt: skip
    assert (second.code, second.fingerprint, second.keep) == ("LAB002", fingerprint(suspect(5)), None)
