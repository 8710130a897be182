"""`--report suite.gx.json` writes what Great Expectations reads."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dataaudit import Report, audit
from dataaudit.contract.validation import breaches
from dataaudit.errors import InputError
from dataaudit.registry import renderer_for

ROWS = [{"text": f"parcel {n}", "label": ["track", "refund"][n % 2]} for n in range(6)]
CONTRACT = {
    "columns": ["input"],
    "fields": {
        "label": {"values": ["track"], "not_null": True, "mostly": 0.9},
        "input": {"json_schema": {"type": "object"}, "severity": "info"},
    },
}


@pytest.fixture(scope="module")
def report() -> Report:
    return audit(ROWS, config={"contract": CONTRACT}, encoder="none", cache=False, select=["FMT011"])


def test_the_longer_ending_wins(tmp_path: Path) -> None:
    assert renderer_for(tmp_path / "suite.GX.json").__module__ == "dataaudit.reports.gx_suite"
    assert renderer_for(tmp_path / "suite.json").__module__ == "dataaudit.reports.json_report"


def test_the_suite_is_the_one_that_was_run(report: Report, tmp_path: Path) -> None:
    report.save(tmp_path / "suite.gx.json")
    written = json.loads((tmp_path / "suite.gx.json").read_text())
    assert written == report.settings["params"]["FMT011"]["suite"]
    assert [item["severity"] for item in written["expectations"]] == ["critical", "critical", "critical", "info"]


def test_a_report_from_a_file_writes_the_same(report: Report, tmp_path: Path) -> None:
    loaded = Report.from_dict(json.loads(json.dumps(report.to_dict())))
    render = renderer_for(tmp_path / "suite.gx.json")
    assert render(loaded) == render(report)


def test_great_expectations_reads_and_runs_it(report: Report, tmp_path: Path) -> None:
    breaches(pd.DataFrame({"x": ["a"]}), suite([]))  # imports it as the library does, without its warnings
    import great_expectations as gx

    report.save(tmp_path / "suite.gx.json")
    theirs = gx.ExpectationSuite(**json.loads((tmp_path / "suite.gx.json").read_text()))
    ours = report.settings["params"]["FMT011"]["suite"]["expectations"]
    assert [item["type"] for item in theirs.to_json_dict()["expectations"]] == [item["type"] for item in ours]


def suite(expectations: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": "x", "expectations": [*expectations, {"type": "expect_column_to_exist", "kwargs": {"column": "x"}}]}


def test_the_written_suite_is_a_teams_own_suite(report: Report, tmp_path: Path) -> None:
    report.save(tmp_path / "suite.gx.json")
    config = {"contract": {"suite": str(tmp_path / "suite.gx.json")}}
    again = audit(ROWS, config=config, encoder="none", cache=False, select=["FMT011"])
    assert again.findings == report.findings


def test_without_a_contract_there_is_nothing_to_write(tmp_path: Path) -> None:
    plain = audit(ROWS, encoder="none", cache=False, select=["FMT011"])
    with pytest.raises(InputError, match=r"the settings have no \[contract\]"):
        plain.save(tmp_path / "suite.gx.json")
    assert list(tmp_path.iterdir()) == []
