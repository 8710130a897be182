"""What got better and worse between two reports, and what a gate makes of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from triaged import CONFLICT, COPY, PLAIN, WORDS, line, only, write

from dataaudit import audit
from dataaudit.changes import changes_between
from dataaudit.errors import InputError
from dataaudit.gate import FailOn, exit_code
from dataaudit.report import Report

SETTINGS = {"thresholds": {"clean_examples": {"warn": 60, "fail": 50}}}


def examine(rows: list[dict[str, Any]], **options: Any) -> Report:
    return audit(rows, encoder="none", cache=False, config=SETTINGS, **options)


def loaded(report: Report) -> Report:
    return Report.from_dict(json.loads(json.dumps(report.to_dict())))


def found(findings: Any) -> list[tuple[str, list[int | None]]]:
    return [(finding.code, [place.row for place in finding.locations]) for finding in findings]


def test_the_same_data_in_another_order_have_no_changes() -> None:
    rows = [*PLAIN, COPY, COPY, *CONFLICT]
    changes = changes_between(loaded(examine(rows)), examine(rows[::-1]))
    assert (changes.new, changes.gone, changes.measures, changes.worse) == ((), (), (), False)


def test_only_what_is_new_is_new_and_what_was_mended_is_gone() -> None:
    old = examine([*PLAIN, *CONFLICT])
    changes = changes_between(loaded(old), examine([COPY, *PLAIN, COPY]))
    assert found(changes.new) == [("DUP001", [0, 79])]
    assert found(changes.gone) == [("LAB001", [78, 79])]
    assert changes.counts["clean"] == (78, 79)


def test_a_third_copy_is_new_and_one_less_is_gone() -> None:
    two, three = (examine([*PLAIN, *[COPY] * n]) for n in (2, 3))
    assert found(changes_between(two, three).new) == [("DUP001", [78, 79, 80])]
    assert found(changes_between(three, two).gone) == [("DUP001", [78, 79, 80])]
    assert changes_between(three, two).new == ()


def test_rows_are_counted_by_their_content() -> None:
    changes = changes_between(examine(PLAIN), examine([COPY, *PLAIN[3:]]))
    assert (changes.added, changes.removed) == (1, 3)
    assert changes_between(loaded(examine(PLAIN)), examine(PLAIN)).added is None


def test_a_limit_newly_broken_is_worse_without_any_finding() -> None:
    changes = changes_between(examine(PLAIN[:55]), examine(PLAIN[:45]))
    [size] = [change for change in changes.measures if change.code == "SIZE001"]
    assert (size.new.value, size.trend) == (45, "worse")
    assert changes.worse


def test_shrinking_below_a_limit_that_was_broken_already_is_worse_and_growing_is_not() -> None:
    large, small = examine(PLAIN[:45]), examine(PLAIN[:40])
    assert changes_between(large, small).worse
    assert not changes_between(small, large).worse


def test_what_was_judged_before_and_is_not_any_more_is_no_pass() -> None:
    held_out = [{"text": f"is the {word} back in stock", "label": "order"} for word in WORDS]
    before = examine(PLAIN, eval=held_out)
    after = examine(PLAIN, previous=before)
    assert after.changes is not None
    assert [item.code for item in after.changes.unjudged] == ["DUP005"]
    assert exit_code(after, FailOn.NEW) == 2


def test_the_gate_on_what_is_new_passes_what_is_no_worse() -> None:
    bad = examine([*PLAIN, *CONFLICT])
    assert exit_code(bad) == 1
    assert exit_code(examine([*PLAIN, *CONFLICT], previous=bad), FailOn.NEW) == 0
    assert exit_code(examine([*PLAIN, *CONFLICT, COPY, COPY], previous=bad), FailOn.NEW) == 1


def test_what_the_verdict_needs_must_have_been_judged() -> None:
    report = examine(PLAIN, previous=examine(PLAIN, ignore=["PRV001"]), ignore=["PRV001"])
    assert report.verdict.decision == "UNDECIDED"
    assert exit_code(report, FailOn.NEW) == 2


def test_what_was_accepted_before_is_not_new_without_the_decision(tmp_path: Path) -> None:
    rows = [*PLAIN, *CONFLICT]
    file = write(tmp_path / "decisions.jsonl", line(only(examine(rows), "LAB001"), "keep", "both are right"))
    accepted = examine(rows, decisions=file)
    assert changes_between(accepted, examine(rows)).new == ()
    assert changes_between(examine(rows), accepted).gone == ()


def test_other_settings_are_told() -> None:
    stricter = {"thresholds": {"clean_examples": {"warn": 80, "fail": 70}}}
    other = audit(PLAIN, encoder="none", cache=False, config=stricter)
    assert changes_between(examine(PLAIN), other).settings == ("params",)


@pytest.mark.parametrize("text", ["{", "[]", '{"verdict": {}}'])
def test_a_file_that_is_no_report_is_said_to_be_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(text)
    with pytest.raises(InputError, match=r"old\.json: no JSON report of dataaudit: write one with --report FILE.json"):
        examine(PLAIN, previous=path)
