"""One suite of the contract and a team's own, in the JSON of Great Expectations: plain values, nothing imported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import orjson

from dataaudit.contract.json_schema import compiled
from dataaudit.contract.settings import Contract, FieldContract, Rule, Severity
from dataaudit.errors import ConfigError
from dataaudit.formats.base import scalar_text

Suite = Mapping[str, Any]
Expectation = Mapping[str, Any]

MATCH_JSON_SCHEMA = "expect_column_values_to_match_json_schema"
_LENGTHS = "expect_column_value_lengths_to_be_between"
#: Each rule of a field: the expectation it is, and the argument that takes its value.
_EXPECTATIONS: Mapping[Rule, tuple[str, str | None]] = {
    "not_null": ("expect_column_values_to_not_be_null", None),
    "unique": ("expect_column_values_to_be_unique", None),
    "values": ("expect_column_values_to_be_in_set", "value_set"),
    "pattern": ("expect_column_values_to_match_regex", "regex"),
    "not_pattern": ("expect_column_values_to_not_match_regex", "regex"),
    "min_length": (_LENGTHS, "min_value"),
    "max_length": (_LENGTHS, "max_value"),
    "json_schema": (MATCH_JSON_SCHEMA, "json_schema"),
}
#: Fields of the examples that are text whatever the records hold: a label 1 is "1".
_TEXT_FIELDS = frozenset(
    {"id", "system", "input", "output", "label", "annotator", "batch", "timestamp", "group"},
)
_DEFAULT_NAME = "dataaudit"


def contract_suite(contract: Contract, folder: Path, where: str) -> Suite:
    """The suite that a contract makes: a team's own expectations as they stand, then those of the table.

    Parameters
    ----------
    folder
        What the paths in the contract are relative to.
    where
        Names the contract's origin in error messages.

    Returns
    -------
    Suite
        Name, expectations and meta as Great Expectations writes them; empty for an empty contract.

    Raises
    ------
    ConfigError
        A file can't be read or is no suite or schema, or a rule asks for what can't be.
    """
    own = _read_suite(folder / contract.suite, where) if contract.suite is not None else {}
    expectations = [*own.get("expectations", ()), *_expectations(contract, folder, where)]
    if not expectations:
        return {}
    return {
        "name": own.get("name", _DEFAULT_NAME),
        "expectations": expectations,
        "meta": own.get("meta") or {},
    }


def _expectations(contract: Contract, folder: Path, where: str) -> Iterator[Expectation]:
    if contract.columns:
        columns = {"column_set": list(contract.columns), "exact_match": False}
        yield _expectation("expect_table_columns_to_match_set", columns, "critical")
    for name, field in contract.fields.items():
        yield from _field_expectations(name, field, folder, f"{where}: [contract.fields.{name}]")


def _field_expectations(name: str, field: FieldContract, folder: Path, where: str) -> Iterator[Expectation]:
    _check_possible(field, where)
    for rule, (kind, argument) in _EXPECTATIONS.items():
        value = getattr(field, rule)
        if value is None or value is False:
            continue
        kwargs: dict[str, Any] = {"column": name}
        if argument is not None:
            kwargs[argument] = _argument(name, rule, value, folder, where)
        if field.mostly < 1:
            kwargs["mostly"] = field.mostly
        yield _expectation(kind, kwargs, field.severity_of(rule))


def _expectation(kind: str, kwargs: Mapping[str, Any], severity: Severity) -> Expectation:
    return {"type": kind, "kwargs": dict(kwargs), "meta": {}, "severity": severity}


def _argument(name: str, rule: Rule, value: Any, folder: Path, where: str) -> Any:
    if rule == "values":
        return [scalar_text(item) for item in value] if name in _TEXT_FIELDS else list(value)
    if rule == "json_schema":
        schema = _read_json(folder / value, where) if isinstance(value, str) else value
        compiled(schema, f"{where}: json_schema")
        return schema
    return value


def _check_possible(field: FieldContract, where: str) -> None:
    """Refuse what no value could keep, or what would say nothing."""
    for rule in ("pattern", "not_pattern"):
        _check_regex(getattr(field, rule), f"{where}: {rule}")
    if not 0 < field.mostly <= 1:
        raise ConfigError(f"{where}: mostly = {field.mostly} is not a share above 0 and up to 1")
    low, high = field.min_length or 0, field.max_length
    if low < 0 or (high is not None and high < low):
        raise ConfigError(f"{where}: no text has at least {low} and at most {high} characters")


def _check_regex(pattern: str | None, where: str) -> None:
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise ConfigError(f"{where} = {pattern!r} is no regular expression: {error}") from error


def _read_suite(path: Path, where: str) -> Suite:
    """A team's own suite, held to the shape in which Great Expectations 1.x writes it."""
    suite = _read_json(path, where)
    expectations = suite.get("expectations") if isinstance(suite, dict) else None
    if not isinstance(expectations, list) or not expectations:
        raise ConfigError(f"{path}: not a suite of Great Expectations: it has no list of expectations")
    for number, item in enumerate(expectations, start=1):
        if not (isinstance(item, dict) and isinstance(item.get("type"), str) and isinstance(item.get("kwargs"), dict)):
            raise ConfigError(
                f"{path}: expectation {number} has no type and kwargs, as Great Expectations 1.x writes them"
            )
        if item.get("severity", "critical") not in get_args(Severity):
            raise ConfigError(
                f"{path}: expectation {number} has the severity {item['severity']!r}, not critical, warning or info"
            )
    return {**suite, "name": str(suite.get("name") or path.stem)}


def _read_json(path: Path, where: str) -> Any:
    try:
        return orjson.loads(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{where}: {path} can't be read: {error.strerror}") from error
    except orjson.JSONDecodeError as error:
        raise ConfigError(f"{path}: not valid JSON: {error}") from error
