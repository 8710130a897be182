import copy
import json
from dataclasses import replace
from typing import Any

import jsonschema_rs
import orjson
import pytest
from sample_parts import result

from dataaudit.model import Measure, Outcome
from dataaudit.report import Report
from dataaudit.reports.json_report import render, schema, validate

FIXTURES = ["no_go", "go", "undecided", "hostile", "large"]


def read(report: Report) -> Any:
    return orjson.loads(render(report))


def test_the_schema_is_a_schema() -> None:
    assert jsonschema_rs.meta.is_valid(schema())


def open_objects(node: Any, name: str = "") -> set[str]:
    """The names under which the schema lets an object have keys that it doesn't list."""
    if isinstance(node, list):
        return {found for item in node for found in open_objects(item, name)}
    if not isinstance(node, dict):
        return set()
    is_open = node.get("type") == "object" and node.get("additionalProperties") is not False
    inner = {found for key, item in node.items() for found in open_objects(item, key)}
    return inner | {name} if is_open else inner


def test_only_what_depends_on_checks_and_data_may_have_other_keys() -> None:
    names = {"evidence", "params", "columns", "removed"}
    assert open_objects(schema()) - {"additionalProperties"} == names


def test_everything_in_the_schema_is_required() -> None:
    objects = [schema(), *schema()["$defs"].values()]
    assert all(node["required"] == list(node["properties"]) for node in objects if "properties" in node)


@pytest.mark.parametrize("name", FIXTURES)
def test_every_report_is_valid(request: pytest.FixtureRequest, name: str) -> None:
    validate(read(request.getfixturevalue(name)))


@pytest.mark.parametrize("name", FIXTURES)
def test_a_report_survives_json(request: pytest.FixtureRequest, name: str) -> None:
    report = request.getfixturevalue(name)
    assert render(Report.from_dict(read(report))) == render(report)


@pytest.mark.parametrize("name", ["go", "hostile", "large"])
def test_what_was_read_back_is_equal(request: pytest.FixtureRequest, name: str) -> None:
    report = request.getfixturevalue(name)
    assert Report.from_dict(read(report)) == report
    assert Report.from_dict(report.to_dict()) == report


def test_keys_come_in_the_order_of_the_schema(no_go: Report) -> None:
    data = read(no_go)
    definitions = schema()["$defs"]
    assert list(data) == list(schema()["properties"])
    assert list(data["verdict"]) == list(schema()["properties"]["verdict"]["properties"])
    assert list(data["dataset"]) == list(schema()["properties"]["dataset"]["properties"])
    for part, name in [("findings", "finding"), ("results", "result"), ("gaps", "gap")]:
        assert list(data[part][0]) == list(definitions[name]["properties"])


def test_findings_are_never_cut(large: Report) -> None:
    data = read(large)
    assert len(data["findings"]) == 5003
    assert [finding["code"] for finding in data["findings"][:4]] == ["LAB001", "LAB001", "LAB001", "LAB002"]


def test_numbers_are_finite_or_null(go: Report) -> None:
    measures = [Measure("a", float("nan")), Measure("b", float("inf"), low=float("-inf"))]
    odd = replace(go, results=(result("DUP001", "exact-duplicate", Outcome.PASS, [], *measures),))
    data = read(odd)
    validate(data)
    assert [measure["value"] for measure in data["results"][0]["measures"]] == [None, None]


def test_it_is_indented_utf8_with_an_end(no_go: Report) -> None:
    text = render(no_go).decode("utf-8")
    assert text.startswith('{\n  "schema_version": "1",\n  "tool": {')
    assert text.endswith("}\n")
    assert "“card swallowed by ATM”" in text
    assert json.loads(text)["verdict"]["decision"] == "NO-GO"


def test_the_same_report_is_the_same_bytes(no_go: Report) -> None:
    assert render(no_go) == render(copy.deepcopy(no_go))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("verdict", "decision"), "MAYBE"),
        (("verdict", "score"), 101),
        (("counts", "clean"), -1),
        (("created",), "yesterday"),
        (("pillars", 0, "outcome"), "skipped"),
        (("findings", 0, "confidence"), 1.5),
        (("findings", 0, "note"), "one key too many"),
        (("dataset", "task"), None),
    ],
)
def test_what_is_not_a_report_is_refused(no_go: Report, path: tuple[Any, ...], value: object) -> None:
    data = read(no_go)
    node = data
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    with pytest.raises(ValueError, match=r"not a valid report: \$"):
        validate(data)


def test_a_missing_key_is_named(no_go: Report) -> None:
    data = read(no_go)
    del data["gaps"]
    with pytest.raises(ValueError, match='"gaps" is a required property'):
        validate(data)
