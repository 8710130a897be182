"""The table `[contract]` becomes a suite, and what it gets wrong is one sentence."""

import json
from pathlib import Path
from typing import Any

import pytest
from contract_parts import contract

from dataaudit.config import default_config, load_config, parse_config
from dataaudit.errors import ConfigError

LENGTHS = "expect_column_value_lengths_to_be_between"


def test_without_a_table_there_is_no_suite() -> None:
    assert parse_config({}, "here").params["FMT011"].suite == default_config().params["FMT011"].suite == {}


def test_each_rule_is_one_expectation_with_its_severity() -> None:
    rules = {"min_length": 1, "max_length": 9, "mostly": 0.9, "severity": {"max_length": "warning"}}
    suite = contract(columns=["input"], fields={"output": rules})
    assert [(item["type"], item["kwargs"], item["severity"]) for item in suite["expectations"]] == [
        ("expect_table_columns_to_match_set", {"column_set": ["input"], "exact_match": False}, "critical"),
        (LENGTHS, {"column": "output", "min_value": 1, "mostly": 0.9}, "critical"),
        (LENGTHS, {"column": "output", "max_value": 9, "mostly": 0.9}, "warning"),
    ]


def test_values_of_a_text_field_are_texts_and_those_of_a_column_are_not() -> None:
    suite = contract(fields={"label": {"values": [0, 1.0, True]}, "score": {"values": [0, 1.0, True]}})
    assert [item["kwargs"]["value_set"] for item in suite["expectations"]] == [["0", "1", "true"], [0, 1.0, True]]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"field": {}}, "[contract]: unknown key 'field'; did you mean 'fields'?"),
        (
            {"fields": {"label": {"value": ["a"]}}},
            "[contract.fields.label]: unknown key 'value'; did you mean 'values'?",
        ),
        ({"fields": {"label": 3}}, "label = 3 is not a table"),
        ({"fields": {"label": {"severity": "fatal"}}}, "[contract.fields.label]: severity = 'fatal'"),
        ({"fields": {"label": {"pattern": "("}}}, "pattern = '(' is no regular expression"),
        ({"fields": {"label": {"mostly": 0}}}, "mostly = 0.0 is not a share"),
        ({"fields": {"label": {"mostly": 1.5}}}, "mostly = 1.5 is not a share"),
        ({"fields": {"label": {"min_length": 5, "max_length": 4}}}, "at least 5 and at most 4 characters"),
        ({"fields": {"output": {"json_schema": {"type": "objct"}}}}, "json_schema: no valid JSON Schema"),
        ({"fields": {"output": {"json_schema": {"$ref": "https://example.org/x"}}}}, "nothing is fetched"),
        ({"fields": {"output": {"json_schema": "nowhere.json"}}}, "nowhere.json can't be read"),
        ({"suite": "nowhere.json"}, "nowhere.json can't be read"),
    ],
)
def test_what_cannot_be_is_refused_by_name(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config({"contract": table}, "dataaudit.toml")
    assert str(caught.value).startswith("dataaudit.toml: ")
    assert message in str(caught.value)


def test_the_suite_is_set_in_its_table_and_nowhere_else() -> None:
    with pytest.raises(ConfigError, match=r"suite is made of \[contract\]; set it there"):
        parse_config({"checks": {"FMT011": {"suite": {"name": "x"}}}}, "here")


def write(path: Path, value: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value))


def test_paths_are_relative_to_the_settings_file(tmp_path: Path) -> None:
    own = {"type": "expect_column_values_to_be_unique", "kwargs": {"column": "id"}, "severity": "info"}
    write(tmp_path / "gx" / "train.json", {"name": "team", "expectations": [own], "meta": {"by": "us"}})
    write(tmp_path / "output.json", {"type": "object"})
    text = '[contract]\nsuite = "gx/train.json"\n[contract.fields.output]\njson_schema = "output.json"\n'
    write(tmp_path / "dataaudit.toml", text)
    suite = load_config(tmp_path / "dataaudit.toml").params["FMT011"].suite
    assert (suite["name"], suite["meta"], suite["expectations"][0]) == ("team", {"by": "us"}, own)
    assert suite["expectations"][1]["kwargs"] == {"column": "output", "json_schema": {"type": "object"}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not valid JSON"),
        ([], "no list of expectations"),
        ({"name": "x", "expectations": []}, "no list of expectations"),
        ({"expectations": [{"expectation_type": "a", "kwargs": {}}]}, "expectation 1 has no type and kwargs"),
        ({"expectations": [{"type": "a", "kwargs": {}, "severity": "bad"}]}, "expectation 1 has the severity 'bad'"),
    ],
)
def test_a_file_that_is_no_suite_is_one_sentence(tmp_path: Path, content: Any, message: str) -> None:
    write(tmp_path / "suite.json", content)
    with pytest.raises(ConfigError, match=message) as caught:
        parse_config({"contract": {"suite": "suite.json"}}, "here", tmp_path)
    assert "suite.json" in str(caught.value)
