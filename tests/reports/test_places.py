from dataclasses import replace

import pytest
from sample_parts import SOURCE, place, places

from dataaudit.model import Finding, Location
from dataaudit.report import Report
from dataaudit.reports.places import data_name, finding_place, line_list, main_place, others_text, place_text


@pytest.mark.parametrize(
    ("location", "text"),
    [
        (Location("a.jsonl", 12, 11), "a.jsonl:12"),
        (Location("a.parquet", None, 11), "a.parquet:row 11"),
        (Location("a.jsonl", None, None), "a.jsonl"),
        (Location(None, None, 4), "row 4"),
        (Location(None, None, None), "data"),
    ],
)
def test_a_place_is_file_and_line(location: Location, text: str) -> None:
    assert place_text(location) == text


@pytest.mark.parametrize(
    ("paths", "name"),
    [
        (["./a/b.jsonl"], "./a/b.jsonl"),
        (["a/b.jsonl", "a/c.jsonl"], "a/ (2 files)"),
        (["a/b.jsonl", "c.jsonl"], "2 files"),
    ],
)
def test_the_data_has_a_name(no_go: Report, paths: list[str], name: str) -> None:
    sources = [{"path": path, "sha256": "", "bytes": 0, "rows": 1} for path in paths]
    assert data_name(replace(no_go, dataset={"sources": sources})) == name


def test_a_group_stands_at_its_first_row_to_act_on() -> None:
    group = Finding("DUP001", "", places(3, 9, 20), evidence={"keep_row": 3})
    assert main_place(group) == place(9)
    assert others_text(group) == "also line 21; keep line 4"


def test_where_nothing_is_to_be_done_the_first_place_counts(no_go: Report) -> None:
    assert main_place(Finding("DUP001", "", places(3), evidence={"keep_row": 3})) == place(3)
    assert finding_place(Finding("COV004", ""), no_go) == SOURCE


def test_lines_are_listed_in_runs() -> None:
    assert line_list(places(2), SOURCE) == "line 3"
    assert line_list(places(8, 2, 4, 5, 6), SOURCE) == "lines 3, 5–7, 9"
    assert line_list(places(*range(30)), SOURCE, most=3) == "lines 1–3 and 27 more"


def test_other_files_are_named_before_their_lines() -> None:
    assert line_list([place(1), place(2, source="b.jsonl")], SOURCE) == "b.jsonl: line 3; line 2"
    assert line_list([], SOURCE) == ""
