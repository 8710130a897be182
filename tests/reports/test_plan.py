"""The checklist of the path to GO and the tables of its rows."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from dataaudit.errors import InputError
from dataaudit.model import Action, Finding, Location
from dataaudit.report import Report
from dataaudit.reports.plan import render, table_names
from dataaudit.reports.steps import condensed


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def thin(n: int) -> list[Action]:
    return [Action("add", "SIZE002", i, f"write {i} examples of 'c{i}'") for i in range(1, n + 1)]


def test_every_step_is_a_line_to_tick_off(no_go: Report) -> None:
    lines = render(no_go).splitlines()
    steps = no_go.verdict.path_to_go
    assert [line for line in lines if line.startswith("[ ]")] == [
        f"[ ] {number}. {step.message} ({step.code})" for number, step in enumerate(steps, 1)
    ]


def test_of_a_go_nothing_is_to_be_done(no_go: Report) -> None:
    go = replace(no_go, verdict=replace(no_go.verdict, decision="GO", path_to_go=(), reasons=(), not_judged=()))
    assert render(go).splitlines()[1:] == ["Nothing is to be done."]


def test_a_folder_gets_the_checklist_and_a_table_for_every_step_about_rows(no_go: Report, tmp_path: Path) -> None:
    said = no_go.plan(tmp_path / "plan")
    names = list(table_names(no_go.verdict.path_to_go).values())
    assert sorted(path.name for path in (tmp_path / "plan").iterdir()) == sorted([*names, "plan.md"])
    assert all(f"{tmp_path}/plan/{name}" in said for name in names)


def test_a_table_holds_the_rows_of_its_step_in_order(no_go: Report, tmp_path: Path) -> None:
    no_go.plan(tmp_path / "plan")
    for number, name in table_names(no_go.verdict.path_to_go).items():
        header, *rows = table(tmp_path / "plan" / name)
        assert header[:5] == ["source", "line", "row", "id", "do"]
        assert tuple(int(row[2]) for row in rows) == no_go.verdict.path_to_go[number - 1].rows


def test_no_cell_of_a_table_is_a_formula(no_go: Report, tmp_path: Path) -> None:
    step = Action("fix", "PRV001", 1, "=1+1", (7,))
    place = Location("=cmd.jsonl", 8, 7, "@id")
    result = replace(no_go.results[0], findings=(Finding("PRV001", "+1", (place,)),))
    hostile = replace(no_go, results=(result,), verdict=replace(no_go.verdict, path_to_go=(step,)))
    hostile.plan(tmp_path / "plan")
    _, row = table(tmp_path / "plan" / "01-fix-PRV001.csv")
    assert row[:6] == ["'=cmd.jsonl", "8", "7", "'@id", "'=1+1", "'+1"]


def test_an_earlier_plan_is_replaced(no_go: Report, tmp_path: Path) -> None:
    no_go.plan(tmp_path / "plan")
    step = Action("drop", "DUP001", 1, "drop 1 row", (3,))
    replace(no_go, verdict=replace(no_go.verdict, path_to_go=(step,))).plan(tmp_path / "plan")
    assert sorted(path.name for path in (tmp_path / "plan").iterdir()) == ["01-drop-DUP001.csv", "plan.md"]


@pytest.mark.parametrize("name", ["train.jsonl", "plan.md", "rows.csv"])
def test_what_is_no_plan_is_left_alone(no_go: Report, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(InputError, match=f"{tmp_path} holds {name}, which is no plan"):
        no_go.plan(tmp_path)
    assert (tmp_path / name).read_text() == "mine"


def test_a_file_is_no_folder(no_go: Report, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="is a file: name a folder"):
        no_go.plan(tmp_path / "file")


def test_few_steps_of_a_kind_are_told_one_by_one() -> None:
    assert condensed(thin(5)) == thin(5)


def test_of_many_steps_of_a_kind_the_first_are_told_and_the_others_added_up() -> None:
    *first, rest = condensed(thin(20))
    assert first == thin(4)
    assert (rest.count, rest.message) == (200, "and so on: 16 more steps of this kind, 200 examples")
