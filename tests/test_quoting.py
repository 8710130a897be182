"""Quoted text is short and never holds a secret, wherever in a report it stands."""

import json
from pathlib import Path
from typing import Any

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


PERSONAL = ("lena.hoffmann@web.de", "+44 20 7219 3000", "4539 7182 0463 9511", "DE52 3705 0198 0719 4628 35")


@pytest.mark.parametrize("module", ["json_report", "html_report", "concise", "terminal"])
@pytest.mark.parametrize("value", PERSONAL)
def test_no_report_shows_personal_data_whatever_is_wrong_with_its_row(tmp_path: Path, module: str, value: str) -> None:
    leaky = {"text": f"please write to {value} about it", "label": "login"}
    labels = [f"say {value}", f"Say {value}", f"say {value}"]
    rows = [
        leaky,
        leaky,
        {**leaky, "label": "parcel"},
        *({"text": f"row {n}", "label": label} for n, label in enumerate(labels)),
    ]
    data = tmp_path / "rows.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = audit(data, encoder="none")
    text = renderer(module)(report)
    assert {"PRV002", "DUP001", "LAB001"} <= {finding.code for finding in report.findings}
    assert value not in (text if isinstance(text, str) else text.decode())


def test_nor_where_it_is_no_text_but_a_name_of_something(tmp_path: Path) -> None:
    value = "lena.hoffmann@web.de"
    rows = [chat(f"question {n}", f"answer {n}") for n in range(8)]
    rows[1]["messages"][0]["role"] = value
    rows[2]["messages"][1]["weight"] = value
    rows[3] = {"prompt": "q", "completion": "a", value: 1}
    rows[4]["messages"][0]["content"], rows[4]["id"] = f"I am {value}", value
    lines = [*map(json.dumps, rows), f'{{"{value}": 1, "{value}": 2}}', f'{{"messages": "{value}']
    data = tmp_path / "rows.jsonl"
    data.write_text("\n".join(lines))
    report = audit(data, encoder="none")
    assert {"FMT001", "FMT002", "FMT012", "PRV002"} <= {finding.code for finding in report.findings}
    assert value not in json.dumps(report.to_dict(), default=str)


def chat(question: str, answer: str) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]}
