"""What was kept counts no longer; what is to be fixed or dropped is not clean; what changed is decided anew."""

import csv
import io
import json
from pathlib import Path

import pytest
from triaged import CONFLICT, COPY, PLAIN, SECRET, examine, line, only, write

from dataaudit.cli import main
from dataaudit.errors import InputError
from dataaudit.model import Outcome, Severity
from dataaudit.report import Report


def outcome(report: Report, code: str) -> Outcome:
    return next(result.outcome for result in report.results if result.code == code)


def test_what_was_kept_is_shown_with_its_reason_and_counts_no_longer(tmp_path: Path) -> None:
    before = examine([*PLAIN, SECRET])
    file = write(tmp_path / "d.jsonl", line(only(before, "PRV001"), "keep", "a key of the sandbox"))
    after = examine([SECRET, *PLAIN], decisions=file)
    kept = only(after, "PRV001")
    assert (outcome(before, "PRV001"), outcome(after, "PRV001")) == (Outcome.FAIL, Outcome.PASS)
    assert kept.evidence["decision"] == {"decision": "keep", "reason": "a key of the sandbox"}
    assert (kept.accepted, kept.rows, kept.severity) == (True, (), Severity.INFO)
    assert after.counts.clean == before.counts.clean + 1


def test_only_what_was_kept_is_taken_off_a_measure(tmp_path: Path) -> None:
    other = {**SECRET, "text": SECRET["text"].replace("rotate", "delete")}
    before = examine([*PLAIN, SECRET, other])
    first = next(finding for finding in before.findings if finding.code == "PRV001")
    after = examine([*PLAIN, SECRET, other], decisions=write(tmp_path / "d.jsonl", line(first, "keep", "known")))
    [measure] = [m for r in after.results if r.code == "PRV001" for m in r.measures]
    assert measure.value == 1
    assert outcome(after, "PRV001") is Outcome.FAIL


@pytest.mark.filterwarnings("ignore:.*left aside")
def test_a_decision_expires_when_its_row_changes(tmp_path: Path) -> None:
    file = write(tmp_path / "d.jsonl", line(only(examine([*PLAIN, SECRET]), "PRV001"), "keep", "known"))
    edited = {**SECRET, "text": SECRET["text"] + " now"}
    assert not only(examine([*PLAIN, edited], decisions=file), "PRV001").accepted


def test_it_says_so(tmp_path: Path) -> None:
    file = write(tmp_path / "d.jsonl", line(only(examine([*PLAIN, SECRET]), "PRV001"), "keep", "known"))
    with pytest.warns(UserWarning, match="1 of 1 decision left aside, their rows have changed or are not in the data"):
        examine(PLAIN, decisions=file)


def test_another_copy_is_another_matter(tmp_path: Path) -> None:
    file = write(tmp_path / "d.jsonl", line(only(examine([*PLAIN, COPY, COPY]), "DUP001"), "keep", "asked often"))
    assert only(examine([COPY, *PLAIN, COPY], decisions=file), "DUP001").accepted
    assert not only(examine([*PLAIN, COPY, COPY, COPY], decisions=file), "DUP001").accepted


@pytest.mark.parametrize("mark", ["fix", "drop"])
def test_what_is_to_be_fixed_or_dropped_is_not_clean_though_its_check_disqualifies_nothing(
    mark: str, tmp_path: Path
) -> None:
    rows = [*PLAIN, {"text": "mail me at jo.miller@brightmail.com about the lamp", "label": "order"}]
    before = examine(rows)
    after = examine(rows, decisions=write(tmp_path / "d.jsonl", line(only(before, "PRV002"), mark, "")))
    assert after.counts.clean == before.counts.clean - 1
    assert after.counts.removed["PRV002"] == 1
    assert only(after, "PRV002").evidence["decision"] == {"decision": mark, "reason": ""}
    [reason] = next(removal.reasons for removal in after.removed if removal.row == len(PLAIN))
    assert reason.message == {"fix": "to be fixed", "drop": "to be dropped"}[mark]


def test_clean_carries_them_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [COPY, *PLAIN, COPY, *CONFLICT]
    Path("t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = examine(rows)
    write(
        Path("d.jsonl"),
        line(only(report, "LAB001"), "keep", "both are right"),
        line(only(report, "DUP001"), "drop"),
    )
    options = ["--encoder", "none", "--no-cache", "--decisions", "d.jsonl"]
    assert main(["clean", "t.jsonl", "-o", "out.jsonl", "--quarantine", "bad.jsonl", *options]) == 0
    assert [json.loads(text) for text in Path("out.jsonl").read_text().splitlines()] == [COPY, *PLAIN, *CONFLICT]
    [gone] = [json.loads(text) for text in Path("bad.jsonl").read_text().splitlines()]
    assert gone["row"] == 1 + len(PLAIN)


def fill_in(report: Report, path: Path, said: dict[int, tuple[str, str]]) -> Path:
    """The table of rows with a decision and a reason for some of them, as a spreadsheet saves it."""
    report.save(path)
    header, *lines = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    at = header.index("row")
    filled = [[*said.get(int(cells[at]), ("", "")), *cells[2:]] for cells in lines]
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *filled])
    return path


def test_the_table_of_rows_filled_in_says_the_same(tmp_path: Path) -> None:
    rows = [*PLAIN, SECRET, COPY, COPY]
    file = fill_in(examine(rows), tmp_path / "rows.csv", {78: ("keep", "of the sandbox"), 80: ("Drop", "")})
    report = examine(rows[::-1], decisions=file)
    assert only(report, "PRV001").evidence["decision"]["reason"] == "of the sandbox"
    assert [(removal.row, removal.reasons[-1].message) for removal in report.removed] == [(1, "to be dropped")]


def test_of_a_conflict_each_row_may_be_decided_by_itself(tmp_path: Path) -> None:
    rows = [*PLAIN, *CONFLICT]
    half = fill_in(examine(rows), tmp_path / "a.csv", {78: ("keep", "right")})
    assert not only(examine(rows, decisions=half), "LAB001").accepted
    both = fill_in(examine(rows), tmp_path / "b.csv", {78: ("keep", "right"), 79: ("keep", "right too")})
    assert only(examine(rows, decisions=both), "LAB001").accepted
    settled = fill_in(examine(rows), tmp_path / "c.csv", {78: ("keep", "right"), 79: ("drop", "")})
    assert only(examine(rows, decisions=settled), "LAB001").evidence["decision"]["decision"] == "drop"


def test_dropping_copies_twice_leaves_one(tmp_path: Path) -> None:
    file = write(tmp_path / "d.jsonl", line(only(examine([*PLAIN, COPY, COPY]), "DUP001"), "drop"))
    report = examine([*PLAIN, COPY], decisions=file)
    assert report.removed == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "d.jsonl:1: not JSON"),
        ("[1]", "d.jsonl:1: a decision is an object"),
        ('{"decision": "maybe"}', "d.jsonl:1: the decision is 'maybe'; write fix, keep or drop"),
        ('{"text": "hello"}', "d.jsonl:1: nothing is decided; write fix, keep or drop"),
        ('{"decision": "drop"}', "d.jsonl:1: 'keys' should list the rows"),
        ('{"decision": "drop", "keys": ["a"]}', "d.jsonl:1: 'fingerprint' should be a text"),
        (
            '{"decision": "keep", "keys": ["a"], "fingerprint": "b", "code": "DUP001"}',
            "d.jsonl:1: what is kept needs a reason",
        ),
    ],
)
def test_what_can_t_be_understood_is_said(
    text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d.jsonl").write_text(text)
    with pytest.raises(InputError) as caught:
        examine(PLAIN, decisions="d.jsonl")
    assert str(caught.value).startswith(said)


def test_two_decisions_on_one_finding_have_to_be_settled(tmp_path: Path) -> None:
    finding = only(examine([*PLAIN, SECRET]), "PRV001")
    file = write(tmp_path / "d.jsonl", line(finding, "drop"), line(finding, "keep", "known"))
    with pytest.raises(InputError, match=r"d.jsonl:1 and .*d.jsonl:2 decide differently on one finding"):
        examine([*PLAIN, SECRET], decisions=file)
