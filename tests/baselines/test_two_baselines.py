"""One baseline or two, from Python and from the command line, and the target that they are held against."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dataaudit import audit
from dataaudit.cli import app
from dataaudit.config import parse_config
from dataaudit.errors import ConfigError

DATA = [{"text": f"question {n}", "label": "ab"[n % 2]} for n in range(30)]


def baseline(passed: int) -> list[dict[str, Any]]:
    return [{"input": f"request {n}", "passed": n < passed} for n in range(20)]


def test_of_a_tuple_the_later_is_the_baseline() -> None:
    report = audit(DATA, baseline=(baseline(5), baseline(15)[:12]), encoder="none", select=["COV005"])
    assert report.dataset["baseline"]["rows"] == 12


def test_more_than_two_are_refused() -> None:
    with pytest.raises(ConfigError, match="3 are given; give one, or an older and a newer one"):
        audit(DATA, baseline=(baseline(5),) * 3, encoder="none", select=["COV005"])


def test_the_option_is_given_twice_for_two(tmp_path: Path) -> None:
    files = {"data": DATA, "older": baseline(5), "newer": baseline(15)[:12]}
    for name, rows in files.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    data, *two = (str(tmp_path / f"{name}.jsonl") for name in files)
    options = ["--baseline", two[0], "--baseline", two[1], "--encoder", "none", "--output", "json", "--quiet"]
    found = CliRunner().invoke(app, ["audit", data, *options])
    assert [source["path"] for source in json.loads(found.stdout)["dataset"]["baseline"]["sources"]] == [two[1]]


def test_the_target_of_the_project_is_that_of_the_check() -> None:
    assert parse_config({"project": {"target": 0.9}}, "here").params["COV005"].target == 0.9
    with pytest.raises(ConfigError, match=r"target is made of \[project\]; set it there"):
        parse_config({"checks": {"COV005": {"target": 0.9}}}, "here")
