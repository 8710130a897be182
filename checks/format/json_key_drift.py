"""JSON answers with other keys or types than the rest.

## What it does

Where the answers are JSON objects, finds out which keys they share and points at the answers that have
another set: a key that is missing, one that hardly another has, one that is written otherwise (`colour` for
`color`), a value of another type. Keys one level down are compared too. Another order of the keys is noted.

## Why it matters

Whatever reads the replies expects one contract. The model learns the mixture, and the one reply in fifty that
says `colour` breaks the program, not the demo.

## How it is measured

`off_contract_outputs` is the share of objects that deviate. Objects that have fewer than half of their keys in
common are different kinds, each compared with its own; a set of keys that 5 % or fewer have is no kind of its
own. Within a kind a key that at least 95 % have is required, one that at most 5 % have is a deviation, and all
between is optional. Types go by the same shares, nulls apart. A key that never stands beside a more frequent
one of nearly the same name is that key, renamed. Objects whose keys are data (more than 20 % have keys of
their own) are not compared, nor are tool calls.

## Thresholds and their source

Warns above 1 %. The shares mirror the contract's limits for outputs off the majority format (1 %, 5 %): what
more than one in twenty do is an option, not a slip. Nobody has published thresholds: these are proposals.

## When it is wrong

A key may be allowed and rare, such as `error`. Then add examples that have it, or ignore the finding.

## What to do

Write the answer with the usual keys and types, or drop the row.

## References

RFC 8259 (objects are unordered); Python's difflib (ratio of two names); OpenAI fine-tuning guide ("in the same
format, as expected for inference").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats.base import is_blank
from dataaudit.formats.objects import Place, Places, Shape, deviations_of, json_object, shapes, signatures
from dataaudit.formats.outputs import TOOL_CALL, output_kind
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy, Severity
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.wording import plural

CODE = "FMT004"
_QUOTED = 200


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT004."""

    off_contract_outputs: Limit = Limit(0.01, None, source="as FMT003's first limit; it only warns")
    contract_share: float = field(default=0.8, metadata={"source": "as FMT003: four in five are no accident"})
    min_objects: int = field(default=20, metadata={"source": "as FMT003: below, one answer is over 5 %"})
    rare_share: float = field(default=0.05, metadata={"source": "as FMT003's second limit: more is an option"})


@check(CODE, "json-key-drift", Pillar.FORMAT, params=Params, remedy=Remedy.FIX)
def json_key_drift(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report answers that deviate from the keys and types of the others."""
    del evidence
    objects, others = _objects(dataset)
    total = sum(map(len, objects.values()))
    if total < max(params.min_objects, params.contract_share * (total + others)):
        return CheckOutput.not_applicable("the answers are not JSON objects")
    counts = {places: len(rows) for places, rows in objects.items()}
    usual = shapes(counts, params.rare_share, params.min_objects)
    if not usual:
        return CheckOutput.not_applicable("the objects have no keys in common")
    off = [
        _finding(dataset, row, deviations)
        for places, rows in objects.items()
        if (deviations := deviations_of(places, usual))
        for row in rows
    ]
    share = Measure("off_contract_outputs", len(off) / total, "share")
    return CheckOutput(measures=(share,), findings=(*off, *_orders(dataset, objects, usual)))


def _objects(dataset: Dataset) -> tuple[dict[Places, list[int]], int]:
    """The rows whose answers are objects, by what these are made of, and how many other answers there are."""
    objects: dict[Places, list[int]] = {}
    others = 0
    for row, text in zip(dataset.examples.index.tolist(), dataset.examples["output"].tolist(), strict=True):
        if is_blank(text):
            continue
        value = json_object(text)
        if _may_be_call(text, value) and output_kind(text) == TOOL_CALL:
            continue
        if value is None:
            others += 1
        else:
            objects.setdefault(tuple(signatures(value)), []).append(row)
    return objects, others


def _may_be_call(text: str, value: Mapping[str, Any] | None) -> bool:
    if value is not None:
        return "arguments" in value or "function" in value
    return text.lstrip().startswith("[")


def _finding(dataset: Dataset, row: int, deviations: Sequence[str]) -> Finding:
    more = f" (and {len(deviations) - 1} more)" if len(deviations) > 1 else ""
    return Finding(
        CODE,
        f"off the usual keys: {quoted(deviations[0], _QUOTED)}{more}",
        (dataset.locate(row, "output"),),
        severity=Severity.WARNING,
        confidence=0.8,
        evidence={"deviations": [quoted(deviation, _QUOTED) for deviation in deviations]},
        suggestion="write the answer with the usual keys and types",
    )


def _orders(
    dataset: Dataset, objects: Mapping[Places, Sequence[int]], usual: Mapping[Place, Shape]
) -> Iterator[Finding]:
    """One note about the objects whose keys stand in another order."""
    own = {places: usual[places[0]] for places in objects if places[0] in usual}
    reordered = [places for places, shape in own.items() if shape.is_reordered(places[0][1])]
    if reordered:
        rows = sorted(row for places in reordered for row in objects[places])
        yield Finding(
            CODE,
            f"the keys stand in another order in {plural(len(rows), 'answer')}",
            dataset.locate_all(rows, "output"),
            severity=Severity.INFO,
            evidence={"usual_order": [quoted(key, 40) for key in own[min(reordered)].order]},
            suggestion="write the keys in one order",
        )
