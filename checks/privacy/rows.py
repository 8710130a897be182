"""The rows with sensitive values in their texts, each a finding: what PRV001 and PRV002 have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dataaudit.dataset import Dataset
from dataaudit.model import Finding
from dataaudit.sensitive import Finder, Sensitive

_FIELDS = ("system", "input", "output", "label", "extra")
#: So many values are in a message; the evidence has all.
_NAMED = 5


def findings(code: str, dataset: Dataset, finder: Finder, name: str, suggestion: str) -> tuple[Finding, ...]:
    """One finding a row, every value masked; `name` is that of the values in the evidence."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row, column, values in _values(dataset, finder):
        seen = found.setdefault(row, [])
        for value in values:
            item = {"kind": value.kind, "masked": value.shown, "field": column, "confidence": value.confidence}
            seen += [] if _repeats(item, seen) else [item]
    return tuple(_finding(code, dataset, row, found[row], name, suggestion) for row in sorted(found))


def _values(dataset: Dataset, finder: Finder) -> Iterator[tuple[int, str, Sequence[Sensitive]]]:
    """Row, field and values of each text that has any."""
    for column in (name for name in _FIELDS if name in dataset.examples):
        pairs = zip(dataset.examples.index.tolist(), dataset.examples[column].tolist(), strict=True)
        texts = [(row, text) for row, text in pairs if isinstance(text, str)]
        for i, values in finder.scan([text for _, text in texts]):
            yield texts[i][0], column, values


def _repeats(item: dict[str, Any], seen: Sequence[dict[str, Any]]) -> bool:
    """Whether it is an output that is the label as well."""
    return item["field"] == "label" and any(item | {"field": "output"} == other for other in seen)


def _finding(
    code: str, dataset: Dataset, row: int, values: Sequence[dict[str, Any]], name: str, suggestion: str
) -> Finding:
    kinds = ", ".join(dict.fromkeys(item["kind"] for item in values))
    fields = list(dict.fromkeys(item["field"] for item in values))
    named = [item["masked"] for item in values[:_NAMED]]
    more = f" and {len(values) - _NAMED:,} more" if len(values) > _NAMED else ""
    return Finding(
        code,
        f"{kinds} in {' and '.join(fields)}: {', '.join(named)}{more}",
        (dataset.locate(row, fields[0]),),
        confidence=max(item["confidence"] for item in values),
        evidence={name: [{key: item[key] for key in ("kind", "masked", "field")} for item in values]},
        suggestion=suggestion,
    )
