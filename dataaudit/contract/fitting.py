"""A contract that a dataset keeps, as the table `[contract]`: where `dataaudit init` lets a team begin."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dataaudit.contract.frame import FIELDS
from dataaudit.contract.json_shape import json_schema_of
from dataaudit.dataset import Dataset

#: More labels than this are no list that somebody keeps by hand. Ours.
MAX_LABELS = 200
#: How much longer than the longest text of today one may be before it warns. Ours.
HEADROOM = 2
_TEXTS = ("input", "output", "label")


def fitted_contract(dataset: Dataset) -> dict[str, Any]:
    """What holds for every example, as the plain values of a TOML table.

    The columns of the texts and labels; what is never missing; the labels where they are at most MAX_LABELS; a
    JSON Schema where all answers are JSON. As warnings: twice the longest text, unique ids, and that what stands
    beside the texts is never missing. No regular expression: one that is guessed from examples is wrong about
    the next.
    """
    examples = dataset.examples
    there = [name for name in FIELDS if name != "turns" and dataset.has(name)]
    answers_are_labels = dataset.task == "classification" and examples["label"].equals(examples["output"])
    rules = {name: _rules(name, examples[name]) for name in there if not (answers_are_labels and name == "output")}
    return {
        "columns": [name for name in there if name in _TEXTS],
        "fields": {name: field for name, field in rules.items() if field},
    }


def _rules(name: str, column: pd.Series) -> dict[str, Any]:
    values = column[column.notna()]
    rules: dict[str, Any] = {"not_null": True} if len(values) == len(column) else {}
    if name not in _TEXTS:
        rules |= {"unique": True} if name == "id" and values.is_unique else {}
        return rules and rules | {"severity": "warning"}
    if name == "label":
        labels = sorted(values.unique())
        return rules | ({"values": labels} if len(labels) <= MAX_LABELS else {})
    if name == "output" and (schema := json_schema_of(values)) is not None:
        rules["json_schema"] = schema
    longest = _rounded_up(HEADROOM * max(int(values.map(len).max()), 1))
    return rules | {"max_length": longest, "severity": {"max_length": "warning"}}


def _rounded_up(number: int) -> int:
    """Up to two significant digits: 4,321 -> 4,400."""
    step: int = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // step) * step
