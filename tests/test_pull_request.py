"""A pull request: a branch adds 30 rows with three new defects and mends one; only the new ones stop it."""

import json
from pathlib import Path

import pytest
from triaged import CONFLICT, REQUESTS, SECRET

from dataaudit.cli import main

ROWS = [json.dumps(row) for row in REQUESTS]
#: What the base has already: a copy, which the branch removes, and two labels for one text, which it leaves.
COPY = ROWS[5]
OLD_CONFLICT = [json.dumps(row) for row in CONFLICT]
#: What the branch brings: another copy, a row that can't be read, and a secret.
NEW_COPY, BROKEN = ROWS[9], '{"text": "the end is miss'
AUDIT = ("--encoder", "none", "--no-cache")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The base's report, and the branch's data in another order."""
    monkeypatch.chdir(tmp_path)
    write(*ROWS[:100], COPY, *OLD_CONFLICT)
    assert main(["audit", "train.jsonl", "--report", "base.json", *AUDIT]) == 1
    write(OLD_CONFLICT[0], *ROWS[100:127], NEW_COPY, BROKEN, *ROWS[:100], json.dumps(SECRET), OLD_CONFLICT[1])
    capsys.readouterr()


def write(*lines: str) -> None:
    Path("train.jsonl").write_text("\n".join(lines) + "\n")


def annotated(text: str) -> list[str]:
    """The places and codes of the annotations."""
    properties = [line.split("::")[1] for line in text.splitlines() if line.startswith("::")]
    return sorted(one.split("file=")[1].split(" ")[0] for one in properties)


@pytest.mark.usefixtures("repository")
def test_exactly_the_new_defects_are_annotated(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--previous", "base.json", "--fail-on", "new", "--output", "github"]
    assert main(["audit", "train.jsonl", *options, *AUDIT]) == 1
    assert annotated(capsys.readouterr().out) == [
        "train.jsonl,line=131,title=PRV001",
        "train.jsonl,line=30,title=FMT001",
        "train.jsonl,line=40,title=DUP001",
    ]


@pytest.mark.usefixtures("repository")
def test_the_markdown_says_what_got_better_and_worse() -> None:
    options = ["--previous", "base.json", "--fail-on", "new", "--report", "comment.md", "--quiet"]
    assert main(["audit", "train.jsonl", *options, *AUDIT]) == 1
    page = Path("comment.md").read_text()
    worse, better = page.split("**Worse**")[1].split("**Better**")
    better = better.split("\n#")[0]
    assert [code for code in ("DUP001", "FMT001", "PRV001", "LAB001") if f"**{code}** `train" in worse] == [
        "DUP001", "FMT001", "PRV001"
    ]  # fmt: skip
    assert [code for code in ("DUP001", "FMT001", "PRV001", "LAB001") if f"**{code}** `train" in better] == ["DUP001"]


@pytest.mark.usefixtures("repository")
def test_a_branch_that_only_mends_passes_although_the_verdict_is_no_go(capsys: pytest.CaptureFixture[str]) -> None:
    write(*OLD_CONFLICT, *ROWS[:127])
    options = ["--previous", "base.json", "--fail-on", "new", "--output", "github"]
    assert main(["audit", "train.jsonl", *options, *AUDIT]) == 0
    assert annotated(capsys.readouterr().out) == []


@pytest.mark.usefixtures("repository")
def test_without_the_earlier_report_there_is_no_such_gate(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "train.jsonl", "--fail-on", "new", *AUDIT]) == 2
    assert main(["audit", "train.jsonl", "--fail-on", "new", "--previous", "none.json", *AUDIT]) == 2
    assert "--fail-on new needs --previous FILE" in capsys.readouterr().err


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("old", ["base.json", "base.jsonl"])
def test_diff_takes_reports_and_datasets(old: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("base.jsonl").write_text("\n".join([*ROWS[:100], COPY, *OLD_CONFLICT]) + "\n")
    assert main(["diff", old, "train.jsonl", "--output", "json", *AUDIT]) == 1
    changes = json.loads(capsys.readouterr().out)
    assert [finding["code"] for finding in changes["new"]] == ["FMT001", "PRV001", "DUP001"]
    assert [finding["code"] for finding in changes["gone"]] == ["DUP001"]
    assert changes["rows"] == ({"added": 30, "removed": 1} if old == "base.jsonl" else {"added": None, "removed": None})


@pytest.mark.usefixtures("repository")
def test_diff_of_two_reports_reads_no_data(capsys: pytest.CaptureFixture[str]) -> None:
    main(["audit", "train.jsonl", "--report", "branch.json", "--quiet", *AUDIT])
    Path("train.jsonl").unlink()
    capsys.readouterr()
    assert main(["diff", "branch.json", "base.json", "--output", "markdown"]) == 1
    assert "1 new finding, 3 gone" in capsys.readouterr().out
    assert main(["diff", "base.json", "base.json"]) == 0
    assert "Nothing got better or worse." in capsys.readouterr().out
