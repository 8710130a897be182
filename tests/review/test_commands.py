"""The commands: sample, audit --reviewed, clean --drop --relabel; what goes where, and one sentence for a mistake."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from filled import ROWS, write

from dataaudit.cli import main


def run(command: str, *arguments: str) -> int:
    return main([command, *arguments, "--encoder", "none", "--no-cache"])


@pytest.fixture
def data() -> str:
    return write("train.jsonl", ROWS)


def fill(name: str, verdicts: dict[str, list[str]]) -> str:
    """The table with verdict and correction of these rows, saved with semicolons; the others are ok."""
    rows = list(csv.reader(io.StringIO(Path(name).read_text("utf-8-sig"))))
    at = rows[0].index("row")
    filled = [rows[0], *([*verdicts.get(row[at], ["ok", ""]), *row[2:]] for row in rows[1:])]
    with Path(f"filled-{name}").open("w", newline="") as file:
        csv.writer(file, delimiter=";").writerows(filled)
    return f"filled-{name}"


def test_from_the_sample_to_the_corrected_file(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sample", data, "--review", "92", "-o", "v.csv") == 0
    assert capsys.readouterr().out.startswith("92 rows to review: 2 suspects and 92 drawn at random\n")
    verdicts = fill("v.csv", {"0": ["WRONG", "login"], "90": ["drop", ""]})
    run("audit", data, "--reviewed", verdicts, "--output", "json")
    assert json.loads(capsys.readouterr().out)["counts"]["reviewed"] == 92
    edit = ["-o", "out.jsonl", "--quarantine", "bad.jsonl", "--reviewed", verdicts, "--drop", "--relabel"]
    assert run("clean", data, *edit) == 0
    lines = Path(data).read_bytes().splitlines(keepends=True)
    assert Path("out.jsonl").read_bytes().splitlines(keepends=True)[1:] == lines[1:90] + lines[91:]
    assert capsys.readouterr().out.splitlines() == [
        "wrote 91 of 92 rows: out.jsonl", "corrected 1 row", "left out 1 row: bad.jsonl"
    ]  # fmt: skip


def test_clean_without_drop_and_relabel_cleans_and_knows_the_review(data: str) -> None:
    run("sample", data, "--review", "92", "-o", "v.csv")
    verdicts = fill("v.csv", {"0": ["wrong", "login"]})
    assert run("clean", data, "-o", "out.jsonl", "--quarantine", "bad.jsonl", "--reviewed", verdicts) == 0
    removed = [json.loads(line) for line in Path("bad.jsonl").read_text().splitlines()]
    assert [(entry["row"], entry["reasons"][0]["code"]) for entry in removed] == [
        (0, "SIZE003"), (90, "LAB001"), (91, "LAB001")
    ]  # fmt: skip


def test_standard_output_is_the_table_and_nothing_else(data: str) -> None:
    command = [sys.executable, "-m", "dataaudit", "sample", data, "--review", "4", "--encoder", "none"]
    done = subprocess.run(command, capture_output=True)
    assert done.stdout.startswith(b"\xef\xbb\xbfverdict,corrected,comment,input,label,")
    assert done.stdout.count(b"\r\n") == 5
    assert done.stderr.startswith(b"4 rows to review: 2 suspects and 2 drawn at random")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sample", "train.jsonl", "--review", "4", "-o", "train.jsonl"], "let its name end in .csv"),
        (["sample", "train.jsonl", "--review", "4", "-o", "old.csv"], "old.csv is there already"),
        (["sample", "missing.jsonl", "--review", "4"], "missing.jsonl"),
        (["audit", "train.jsonl", "--reviewed", "missing.csv"], "missing.csv"),
        (["audit", "train.jsonl", "--reviewed", "old.csv"], "old.csv: no column 'key'"),
        (["audit", "train.jsonl", "--reviewed", "bad.csv"], "bad.csv:3: 'perhaps' is no verdict: write ok, wrong,"),
        (["audit", "train.jsonl", "--reviewed", "other.csv"], "other.csv: none of its 1 row is in the data"),
        (["clean", "train.jsonl", "-o", "out.jsonl", "--drop"], "name their file with --reviewed"),
        (["clean", "train.jsonl", "-o", "old.csv", "--reviewed", "old.csv"], "would be overwritten"),
    ],
)
def test_a_users_mistake_is_one_sentence(
    data: str, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    Path("old.csv").write_text("verdict,input\nok,mine\n")
    Path("bad.csv").write_text(f"verdict,key\nok,k{'0' * 16}-{'1' * 16}\nperhaps,k{'0' * 16}-{'2' * 16}\n")
    Path("other.csv").write_text(f"verdict,key\nok,k{'0' * 16}-{'1' * 16}\n")
    before = {path.name: path.read_bytes() for path in Path().iterdir()}
    assert data in before
    assert run(*arguments) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n"), sentence in captured.err) == ("", 1, True)
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before


def test_hostile_text_is_harmless_in_the_table_and_whole_in_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"text": f'=HYPERLINK("x{n}")\x1b[31m', "label": ("@a", "-b", "+c")[n % 3]} for n in range(30)]
    data = write("train.jsonl", rows)
    run("sample", data, "--review", "30", "-o", "v.csv")
    cells = list(csv.reader(io.StringIO(Path("v.csv").read_text("utf-8-sig"))))
    assert not any(cell.startswith(("=", "+", "-", "@")) or "\x1b" in cell for row in cells for cell in row)
    verdicts = fill("v.csv", {"0": ["wrong", "'-b"], "1": ["no", "+c"]})
    run("clean", data, "-o", "out.jsonl", "--reviewed", verdicts, "--relabel")
    changed = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert changed == [{**rows[0], "label": "-b"}, {**rows[1], "label": "+c"}, *rows[2:]]
    assert "\x1b" not in capsys.readouterr().out
