"""Quoted text is short and never holds a secret, wherever in a report it stands."""

import json
from pathlib import Path

import pytest

from dataaudit import audit
from dataaudit.quoting import quoted
from dataaudit.registry import renderer

KEY = "AKIA" + "Q7RM2DXK4ZLP9TWE"


def test_a_secret_is_masked_before_the_text_is_cut() -> None:
    assert quoted(f"my key is {KEY} and it fails", 24) == "my key is AKIA… and it …"


@pytest.mark.parametrize("module", ["json_report", "html_report", "concise", "terminal"])
def test_no_report_shows_a_secret_whatever_is_wrong_with_its_row(tmp_path: Path, module: str) -> None:
    leaky = {"text": f"the key {KEY} is refused", "label": "login"}
    rows = [leaky, leaky, {**leaky, "label": "parcel"}, {"text": "where is it", "label": f"say {KEY}"}]
    data = tmp_path / "rows.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = audit(data, encoder="none")
    text = renderer(module)(report)
    assert {"PRV001", "DUP001", "LAB001"} <= {finding.code for finding in report.findings}
    assert KEY not in (text if isinstance(text, str) else text.decode())
