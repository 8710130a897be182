"""Small sets with known findings, and decisions about them as the HTML report exports them."""

import json
from pathlib import Path
from typing import Any

from dataaudit import audit
from dataaudit.model import Finding
from dataaudit.report import Report
from dataaudit.triage.identity import fingerprint

WORDS = [
    "parcel", "refund", "invoice", "voucher", "address", "colour", "size", "password", "delivery", "discount", "jacket",
    "kettle", "lamp", "mirror", "curtain", "blanket", "teapot", "cushion",
]  # fmt: skip
#: 153 different requests of two labels.
REQUESTS = [
    {"text": f"please help me with the {one} and the {other}", "label": "order" if one < other else "account"}
    for one in WORDS
    for other in WORDS[: WORDS.index(one)]
]
PLAIN = REQUESTS[:78]
COPY = {"text": "where is my parcel, it was sent on Monday", "label": "order"}
SECRET = {"text": "my key is sk-proj-Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWprbG1ub3A please rotate it", "label": "account"}
CONFLICT = [{"text": "I can no longer log in", "label": label} for label in ("account", "order")]


def examine(rows: list[dict[str, Any]], **options: Any) -> Report:
    return audit(rows, encoder="none", cache=False, **options)


def only(report: Report, code: str) -> Finding:
    [finding] = [finding for finding in report.findings if finding.code == code]
    return finding


def line(finding: Finding, decision: str, reason: str | None = None) -> dict[str, Any]:
    """What the HTML report exports of a finding."""
    places = list(zip(finding.locations, finding.evidence["keys"], strict=True))
    keep = finding.evidence.get("keep_row")
    return {
        "fingerprint": fingerprint(finding),
        "code": finding.code,
        "decision": decision,
        "reason": reason,
        "keys": [key for place, key in places if place.row in finding.rows],
        "keep": next((key for place, key in places if place.row == keep is not None), None),
        "source": finding.locations[0].source,
        "line": finding.locations[0].line,
    }


def write(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(item) + "\n" for item in lines))
    return path
