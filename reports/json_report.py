"""The JSON report: everything, never cut, in the shape of report.schema.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from dataaudit.report import Report

_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY


def render(report: Report) -> bytes:
    """The report as UTF-8 JSON, keys in the order of the schema; NaN and infinities become null."""
    return orjson.dumps(report.to_dict(), option=_OPTIONS)


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of a report."""
    text = Path(__file__).with_name("report.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def validate(report: Mapping[str, Any]) -> None:
    """Hold a report, as read from JSON, against the schema.

    Reports are not validated as they are written: the tests already hold what would be learnt.

    Raises
    ------
    ValueError
        It is not valid; names every place that is not, and why.
    """
    import jsonschema_rs

    errors = jsonschema_rs.Draft202012Validator(schema()).iter_errors(report)
    texts = sorted(f"{'.'.join(['$', *map(str, error.instance_path)])}: {error.message}" for error in errors)
    if texts:
        raise ValueError("not a valid report: " + "; ".join(texts))
