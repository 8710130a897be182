"""`dataaudit audit --plan`: the checklist instead of the report, the rows of its steps as files."""

import json
from pathlib import Path

import pytest

from dataaudit.cli import main

SECRET = "my key is sk-proj-Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3A please rotate it"
ROWS = [{"text": f"where is parcel number {n} of my order", "label": "track"} for n in range(30)]
SETTINGS = "[thresholds]\nclean_examples = { warn = 20, fail = 10 }\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a training set that holds a secret in row 30."""
    monkeypatch.chdir(tmp_path)
    rows = [*ROWS, {"text": SECRET, "label": "track"}]
    Path("train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    Path("dataaudit.toml").write_text(SETTINGS)
    return tmp_path


def run(*options: str) -> int:
    return main(["audit", "train.jsonl", *options, "--encoder", "none", "--no-cache"])


def test_it_prints_the_checklist_and_leaves_the_exit_code_to_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--plan") == 1
    assert capsys.readouterr().out.splitlines() == [
        "NO-GO: Not ready to fine-tune on train.jsonl",
        "[ ] 1. fix or drop 1 row: secrets, to be withdrawn at their issuers too (PRV001)",
        "       rows: dataaudit-plan/01-fix-PRV001.csv",
        "Then audit again: what was hidden behind these defects may show.",
    ]


def test_the_rows_of_a_step_are_in_its_table_without_the_secret(folder: Path) -> None:
    run("--plan")
    table = (folder / "dataaudit-plan/01-fix-PRV001.csv").read_text("utf-8-sig")
    assert "train.jsonl,31,30," in table
    assert "Zm9vYmFyMTIz" not in table


def test_another_folder_can_be_named(folder: Path) -> None:
    assert run("--plan-dir", "work/plan") == 1
    assert sorted(path.name for path in (folder / "work/plan").iterdir()) == ["01-fix-PRV001.csv", "plan.md"]


def test_of_a_go_nothing_is_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    Path("train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    assert run("--plan") == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["Nothing is to be done."]


def test_a_folder_with_other_files_is_refused_before_the_audit(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--plan-dir", ".") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "dataaudit: . holds dataaudit.toml, which is no plan: name another folder with --plan-dir\n"


def test_standard_output_gets_one_thing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--plan", "--output", "json") == 2
    assert "--plan prints the checklist: leave out --output" in capsys.readouterr().err
    assert not (folder / "dataaudit-plan").exists()
