"""Reports of the sample data, as an audit makes them; each made once."""

from __future__ import annotations

import warnings
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import Any

from dataaudit import audit
from dataaudit.report import Report

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = "sample_data/production.jsonl"
AUDITS: dict[str, tuple[str, dict[str, Any]]] = {
    "sample go": ("sample_data/go/train.jsonl", {"reference": REFERENCE}),
    "sample no-go": (
        "sample_data/no-go/train.jsonl",
        {"reference": REFERENCE, "eval": "sample_data/eval.jsonl", "baseline": "sample_data/baseline.jsonl"},
    ),
    "sample batch": ("sample_data/batch.jsonl", {"against": "sample_data/go/train.jsonl"}),
}


@cache
def sample_audit(name: str) -> Report:
    data, options = AUDITS[name]
    with chdir(ROOT), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return audit(data, encoder="none", **options)
