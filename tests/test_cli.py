"""The command line: exit codes, what goes where, and one sentence for what a user gets wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dataaudit.cli import main

GOOD = [{"text": f"where is parcel number {n} of my order", "label": "track"} for n in range(30)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "train.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in GOOD))
    return path


def run(*arguments: object) -> int:
    return main(["audit", *map(str, arguments), "--encoder", "none", "--no-cache"])


def test_too_little_data_is_a_no_go(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data) == 1
    assert "NO-GO" in capsys.readouterr().out


def test_enough_for_the_settings_is_a_go(data: Path) -> None:
    config = data.parent / "dataaudit.toml"
    config.write_text("[thresholds]\nclean_examples = { warn = 20, fail = 10 }\n")
    assert run(data) == 0


def test_what_was_left_out_but_is_required_leaves_it_undecided(data: Path) -> None:
    assert run(data, "--select", "DUP") == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["missing.jsonl"], "missing.jsonl"),
        (["{data}", "--select", "DUPP"], "no check is called 'DUPP'"),
        (["{data}", "--map", "input"], "'input' is not FIELD=COLUMN"),
        (["{data}", "--map", "input=txt,label=label"], "txt"),
        (["{data}", "--format", "opnai"], "opnai"),
        (["{data}", "--report", "report.doc"], "no report has the ending '.doc'"),
        (["{data}", "--eval", "eval.jsonl"], "eval.jsonl"),
        (["{data}", "--baseline", "baseline.csv"], "baseline.csv"),
        (["{data}", "--baseline", "{data}"], "nothing says what the prompt got right"),
        (["{data}", "--config", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_a_users_mistake_is_one_sentence(
    data: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert run(*(argument.format(data=data) for argument in arguments)) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert captured.err.count("\n") == 1


def test_standard_output_is_the_json_report_and_nothing_else(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(data, "--output", "json")
    assert json.loads(capsys.readouterr().out)["schema_version"] == "1"


def test_a_report_that_cannot_be_written_is_never_a_verdict(data: Path) -> None:
    blocked = data.parent / "file"
    blocked.touch()
    assert run(data, "--report", blocked / "report.json") == 2


def test_several_files_follow_one_option(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = data.with_name("more.jsonl")
    other.write_text(data.read_text())
    run(data, "--against", data, other, "--output", "json")
    assert json.loads(capsys.readouterr().out)["dataset"]["against"]["rows"] == 60


def clean(*arguments: object) -> int:
    return main(["clean", *map(str, arguments), "--encoder", "none", "--no-cache"])


def test_clean_writes_and_says_what(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = data.read_bytes()
    data.write_bytes(lines + lines.splitlines(keepends=True)[0] + b"{")
    out, quarantine = data.with_name("out.jsonl"), data.with_name("bad.jsonl")
    assert clean(data, "-o", out, "--quarantine", quarantine) == 0
    assert out.read_bytes() == lines
    assert [json.loads(line)["line"] for line in quarantine.read_text().splitlines()] == [31, 32]
    assert capsys.readouterr().out.startswith(f"kept 30 of 32 rows: {out}\nremoved 2 rows: {quarantine}\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["{data}"], "name the file for the rows that pass with -o FILE"),
        (["{data}", "-o", "{data}"], "would be overwritten"),
        (["{data}", "-o", "out.csv"], "let its name end in .jsonl or .ndjson"),
        (["missing.jsonl", "-o", "out.jsonl"], "missing.jsonl"),
        (["{data}", "-o", "{data}/out.jsonl"], "can't be written"),
    ],
)
def test_clean_says_what_is_wrong_and_writes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert clean(*(argument.format(data=data) for argument in arguments)) == 2
    captured = capsys.readouterr()
    assert (captured.out, sentence in captured.err) == ("", True)
    assert [path.name for path in data.parent.iterdir()] == ["train.jsonl"]


def test_clean_takes_standard_input(data: Path) -> None:
    out = data.with_name("out.jsonl")
    command = [sys.executable, "-m", "dataaudit", "clean", "-", "-o", str(out), "--encoder", "none"]
    assert subprocess.run(command, input=data.read_bytes(), capture_output=True).returncode == 0
    assert out.read_bytes() == data.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "takes one of --review N (rows to judge) and --gaps N"),
        (["--review", "5", "--gaps", "5"], "takes one of --review N (rows to judge) and --gaps N"),
        (["--gaps", "5"], "--gaps N and --reference FILE, the real inputs, belong together"),
        (["--review", "5", "--reference", "{data}"], "--gaps N and --reference FILE, the real inputs, belong together"),
        (["--gaps", "5", "--reference", "{data}", "-o", "{data}"], "let its name end in .csv"),
        (["--gaps", "5", "--reference", "{data}"], "COV001 didn't judge: no encoder was chosen"),
    ],
)
def test_sample_says_what_is_wrong_and_writes_nothing(
    data: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    words = [argument.format(data=data) for argument in arguments]
    assert main(["sample", str(data), *words, "--encoder", "none", "--no-cache"]) == 2
    captured = capsys.readouterr()
    assert (captured.out, sentence in captured.err, captured.err.count("\n")) == ("", True, 1)
    assert [path.name for path in data.parent.iterdir()] == ["train.jsonl"]


@pytest.mark.encoder
def test_sample_writes_real_inputs_to_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    samples, out = Path(__file__).resolve().parent.parent / "sample_data", tmp_path / "work.csv"
    real = ["--reference", str(samples / "production.jsonl"), "--gaps", "12"]
    assert main(["sample", str(samples / "no-go/train.jsonl"), *real, "-o", str(out)]) == 0
    assert capsys.readouterr().out.startswith("12 real inputs from 2 gaps\n")
    assert len(out.read_text("utf-8-sig").splitlines()) == 13


@pytest.mark.encoder
def test_sample_without_gaps_says_so_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    samples, out = Path(__file__).resolve().parent.parent / "sample_data", tmp_path / "work.csv"
    real = ["--reference", str(samples / "production.jsonl"), "--gaps", "12"]
    assert main(["sample", str(samples / "go/train.jsonl"), *real, "-o", str(out)]) == 0
    assert capsys.readouterr().out == "no gaps were found: there is nothing to write\n"
    assert not out.exists()


def test_explain_prints_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    assert "exact-duplicate" in capsys.readouterr().out


def test_json_lines_come_in_on_standard_input(data: Path) -> None:
    command = [sys.executable, "-m", "dataaudit", "audit", "-", "--encoder", "none"]
    done = subprocess.run(command, input=data.read_bytes(), capture_output=True)
    assert done.returncode == 1
    assert done.stderr == b""


def test_help_imports_nothing_heavy() -> None:
    probe = (
        "import sys; from dataaudit.cli import main; main(['--help']); "
        "print(sorted({'pandas', 'numpy', 'sklearn', 'torch'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert done.stderr.strip() == "[]"
