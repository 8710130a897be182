"""The action for GitHub and the hook for pre-commit do what they say, run as those would run them."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from triaged import CONFLICT, REQUESTS

ROOT = Path(__file__).resolve().parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
[HOOK] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
OPTIONS = "--encoder none --no-cache"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("train set.jsonl")
    path.write_text("".join(json.dumps(row) + "\n" for row in [*REQUESTS, *CONFLICT]))
    Path("dataaudit.toml").write_text("[thresholds]\nclean_examples = { warn = 60, fail = 50 }\n")
    return path


def run_step(**inputs: str) -> subprocess.CompletedProcess[str]:
    """The audit step of the action, its variables filled as the runner fills them."""
    [step] = [step for step in ACTION["runs"]["steps"] if step.get("id") == "audit"]
    given = {name: str(item.get("default", "")) for name, item in ACTION["inputs"].items()} | inputs
    variables = {name: given[text.strip("${} ").removeprefix("inputs.")] for name, text in step["env"].items()}
    files = {"GITHUB_STEP_SUMMARY": "summary.md", "GITHUB_OUTPUT": "output.txt"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(
        command, env={**os.environ, **variables, **files, "PATH": path}, capture_output=True, text=True
    )


def test_the_action_writes_all_reports_annotates_and_fails(data: Path) -> None:
    data.rename("train.jsonl")
    done = run_step(data="train.jsonl", args=OPTIONS)
    assert (done.returncode, done.stderr) == (1, "")
    assert "::error file=train.jsonl,line=154,title=LAB001" in done.stdout
    assert Path("output.txt").read_text() == "decision=NO-GO\n"
    assert Path("summary.md").read_text() == Path("dataaudit-reports/dataaudit.md").read_text()
    endings = sorted(path.suffix for path in Path("dataaudit-reports").iterdir())
    assert endings == [".html", ".json", ".md", ".sarif", ".xml"]


def test_with_an_earlier_report_only_what_is_new_fails(data: Path) -> None:
    data.rename("train.jsonl")
    run_step(data="train.jsonl", args=OPTIONS)
    done = run_step(data="train.jsonl", args=OPTIONS, previous="dataaudit-reports/dataaudit.json", reports="second")
    assert (done.returncode, "file=" in done.stdout) == (0, False)


@pytest.mark.usefixtures("data")
def test_nothing_of_an_input_is_run() -> None:
    done = run_step(data="$(touch pwned)", args="; touch pwned")
    assert done.returncode == 2
    assert not Path("pwned").exists()


@pytest.mark.usefixtures("data")
def test_what_can_t_be_judged_fails_the_step() -> None:
    assert run_step(data="missing.jsonl", args=OPTIONS).returncode == 2
    assert not Path("output.txt").exists()


def test_every_output_of_the_action_is_written(data: Path) -> None:
    data.rename("train.jsonl")
    run_step(data="train.jsonl", args=OPTIONS)
    paths = [item["value"] for name, item in ACTION["outputs"].items() if name != "decision"]
    assert all(Path(path.replace("${{ inputs.reports }}", "dataaudit-reports")).is_file() for path in paths)


def test_the_hook_runs_on_what_its_user_names(data: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> int:
        entry = shlex.split(HOOK["entry"])
        return subprocess.run([sys.executable, "-m", *entry, *arguments]).returncode

    assert run(str(data), *OPTIONS.split()) == 1
    assert "train set.jsonl:154: LAB001" in capfd.readouterr().out


def test_the_hook_runs_when_data_change() -> None:
    pattern = re.compile(HOOK["files"])
    assert all(map(pattern.search, ("data/train.jsonl", "a.csv.gz", "b.parquet", "c.json")))
    assert not any(map(pattern.search, ("train.py", "README.md", "data.jsonl.bak")))
