from typing import Any

import pytest

from dataaudit.dataset import Problem
from dataaudit.model import Location, Severity

TEXT = {"text": "a"}


def test_a_row_without_a_value_is_an_error_where_it_stands(run: Any) -> None:
    output = run("FMT001", TEXT, None)
    [finding] = output.findings
    assert (finding.severity, finding.message) == (Severity.ERROR, "no JSON")
    assert finding.locations == (Location("data.jsonl", 2, 1),)
    assert output.measures[0].value == 1


@pytest.mark.parametrize(("fatal", "severity", "counted"), [(True, Severity.ERROR, 1), (False, Severity.WARNING, 0)])
def test_a_file_is_named_without_a_row(run: Any, fatal: bool, severity: Severity, counted: int) -> None:
    output = run("FMT001", TEXT, problems=(Problem("json-array", "one JSON array", fatal=fatal),))
    [finding] = output.findings
    assert (finding.severity, finding.locations) == (severity, (Location("data.jsonl", 1, None),))
    assert output.measures[0].value == counted
