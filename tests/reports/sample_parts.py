"""Bricks of the sample reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dataaudit.model import CheckResult, Finding, Location, Measure, Outcome, Pillar

SOURCE = "data/tickets.jsonl"
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onmouseover='alert(3) javascript:alert(4) "
    "{{ 7*191 }}{% raw %}{# no #} \x1b[31mred\x1b]0;title\x07 [bold red]markup[/] "
    "[link=https://evil.example]x[/link] **md** [a](javascript:alert(5)) \u202egnp.exe\u202c \u2066x\u2069 "
    "nul\x00 \u2028 </details></script><!-- ]]> :smile: \U000e0041 \r\n=cmd|' /C calc'!A0"
)


def place(row: int, field: str | None = None, source: str = SOURCE) -> Location:
    """A row of the file; its line is one more, since every record stands on one line."""
    return Location(source, row + 1, row, None, field)


def places(*rows: int) -> tuple[Location, ...]:
    return tuple(place(row) for row in rows)


def quoted(row: int, text: str | None, label: str | None = None, output: str | None = None) -> dict[str, Any]:
    return {"row": row, "input": text, "output": output, "label": label}


def result(
    code: str, name: str, outcome: Outcome, findings: Sequence[Finding] = (), *measures: Measure, **more: Any
) -> CheckResult:
    pillars = {
        "SIZE": "size",
        "DUP": "duplicates",
        "LAB": "labels",
        "COV": "coverage",
        "FMT": "format",
        "PRV": "privacy",
    }
    pillar = Pillar(pillars[code[:-3]])
    return CheckResult(code, name, pillar, outcome, measures=measures, findings=tuple(findings), seconds=0.25, **more)


def skipped(code: str, name: str, reason: str, missing: bool = False) -> CheckResult:
    return result(code, name, Outcome.NOT_APPLICABLE, reason=reason, missing=missing)


def dataset(path: str, rows: int, **more: Any) -> dict[str, Any]:
    return {
        "sources": [{"path": path, "sha256": "0123456789abcdef" * 4, "bytes": 184320, "rows": rows}],
        "rows": rows,
        "format": "text-label",
        "task": "classification",
        "columns": {"input": "text", "label": "intent"},
        "fingerprint": "9c1185a5c5e9fc54612808977ee8f548",
        "against": None,
        "reference": None,
        "eval": None,
        "baseline": None,
        **more,
    }


def companion(path: str, rows: int) -> dict[str, Any]:
    source = {"path": path, "sha256": "fedcba9876543210" * 4, "bytes": 4096, "rows": rows}
    return {"sources": [source], "rows": rows}


SETTINGS: dict[str, Any] = {
    "seed": 0,
    "encoder": {"name": "minilm", "dimension": 384, "sha256": "53aa5117" * 8},
    "params": {
        "DUP003": {"similarity": 0.8, "redundant_rows": {"warn": 0.02, "fail": 0.1}},
        "LAB002": {"folds": 5},
    },
    "config_sha256": None,
}


def share(
    name: str, value: float, limit: float | None = None, low: float | None = None, high: float | None = None
) -> Measure:
    return Measure(name, value, "share", low, high, limit, None if limit is None else "at_most")
