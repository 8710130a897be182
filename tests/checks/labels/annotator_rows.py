"""Rows with annotators, for tests."""

from collections.abc import Sequence
from typing import Any

from fakes import WordEncoder

from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput
from dataaudit.reading import read
from dataaudit.registry import all_checks

Row = dict[str, Any]
TOPICS = ("my parcel number {} did not arrive", "please pay back what I spent on order {}")
LABELS = ("delivery", "refund")


def long(items: Sequence[str]) -> list[Row]:
    """One row per annotation: the items' labels by their number, one digit for each annotator, a dot for none."""
    return [
        {"text": TOPICS[i % 2].format(i), "label": LABELS[int(digit)], "annotator": f"ann {who}"}
        for i, own in enumerate(items)
        for who, digit in enumerate(own)
        if digit != "."
    ]


def wide(items: Sequence[str]) -> list[Row]:
    """The same as one row per item, with a list of annotations."""
    return [
        {
            "text": TOPICS[i % 2].format(i),
            "annotations": [LABELS[int(digit)] for digit in own],
            "annotators": [f"ann {who}" for who in range(len(own))],
        }
        for i, own in enumerate(items)
    ]


def shaped(rows: list[Row]) -> Dataset:
    reading = read(rows)
    return shape(reading.records, reading.sources)


def run(
    code: str, rows: list[Row], accepted: list[Row] | None = None, encoder: WordEncoder | None = None, **params: Any
) -> CheckOutput:
    dataset, spec = shaped(rows), all_checks()[code]
    before = shaped(accepted) if accepted else None
    evidence = Evidence(dataset, encoder=encoder, cache=None, accepted=before)
    output: CheckOutput = spec.function(dataset, evidence.view(spec.sees), spec.params(**params))
    return output
