"""The contract as a suite of Great Expectations, for pipelines that run it themselves.

    suite = great_expectations.ExpectationSuite(**json.load(open("suite.gx.json")))

The columns are the fields of the examples (input, output, label, …) and those columns of the records that the
contract names.
"""

from __future__ import annotations

from typing import Any

import orjson

from dataaudit.errors import InputError
from dataaudit.report import Report


def render(report: Report) -> bytes:
    """The suite that FMT011 was run with, in the JSON of Great Expectations 1.x.

    Raises
    ------
    InputError
        The settings of the audit had no contract.
    """
    suite: dict[str, Any] = report.settings.get("params", {}).get("FMT011", {}).get("suite", {})
    if not suite:
        raise InputError("no suite to write: the settings have no [contract]; `dataaudit init` writes one")
    return orjson.dumps(suite, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
