"""Every report of every sample set is valid in every format that has a schema."""

import copy
import csv
import io
from typing import Any

import orjson
import pytest
from jsonschema import Draft7Validator
from lxml import etree
from sample_audits import AUDITS, sample_audit
from sample_triage import with_accepted, with_changes
from schemas import junit_schema, sarif_schema

from dataaudit.registry import renderer
from dataaudit.report import Report
from dataaudit.reports import MODULES
from dataaudit.reports.json_report import validate
from dataaudit.reports.worklist import COLUMNS

BY_HAND = ("no_go", "go", "undecided", "hostile", "large", "accepted", "changed")
NAMES = (*BY_HAND, *AUDITS)


@pytest.fixture
def accepted(no_go: Report) -> Report:
    return with_accepted(no_go, "LAB001")


@pytest.fixture
def changed(no_go: Report) -> Report:
    return with_changes(no_go, "DUP001")


@pytest.fixture(params=NAMES)
def report(request: pytest.FixtureRequest) -> Report:
    name = request.param
    return sample_audit(name) if name in AUDITS else request.getfixturevalue(name)


def rendered(module: str, report: Report) -> Any:
    return renderer(module)(report)


def test_json_is_valid_and_survives(report: Report) -> None:
    validate(orjson.loads(rendered("json_report", report)))
    assert Report.from_dict(report.to_dict()).to_dict() == report.to_dict()


@pytest.mark.parametrize("name", AUDITS)
def test_an_audit_is_read_back_as_the_same_report(name: str) -> None:
    report = sample_audit(name)
    assert Report.from_dict(report.to_dict()) == report
    assert Report.from_dict(orjson.loads(rendered("json_report", report))) == report


def test_sarif_is_valid(report: Report) -> None:
    schema = sarif_schema()
    log = orjson.loads(rendered("sarif", report))
    assert [error.message for error in Draft7Validator(schema).iter_errors(log)] == []


def test_junit_is_valid(report: Report) -> None:
    schema = junit_schema()
    schema.validate(etree.fromstring(rendered("junit", report)))
    assert [error.message for error in schema.error_log] == []


def test_the_worklist_is_a_table(report: Report) -> None:
    header, *rows = csv.reader(io.StringIO(rendered("worklist", report).decode("utf-8-sig"), newline=""))
    assert header == list(COLUMNS)
    assert {len(row) for row in rows} <= {len(COLUMNS)}
    assert sorted(int(row[header.index("row")]) for row in rows) == report.rows.query("codes != ''")["row"].tolist()


def test_no_markdown_is_longer_than_a_comment_may_be(report: Report) -> None:
    assert len(rendered("markdown", report)) <= 60_000


@pytest.mark.parametrize("module", [*sorted({*MODULES.values()} - {"gx_suite"}), "github", "concise", "terminal"])
def test_the_same_report_is_the_same_bytes(no_go: Report, module: str) -> None:
    assert rendered(module, no_go) == rendered(module, copy.deepcopy(no_go))
