"""How measures follow from the rows: counts and shares by what is left of what they count, estimates by a model.

- A count is as many as rows are left of those that the check's errors name; a share is of the examples that are left
  and were added. Where a measure counts something else (expectations, labels), it shrinks in proportion to the rows.
- `redundant_rows` also counts mended rows that have the input of another one.
- `leaked_eval_rows` is the share of held-out rows that some training row still repeats.
- `label_error_rate`: a suspect that is read again and set right makes as many errors less as it was probable to be one.
- `uncovered_share`: a gap that gets the examples it needs is covered; the ends of the interval shrink with the traffic
  that is in gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import ceil
from typing import Any

import numpy as np

from dataaudit.model import CheckResult, Gap, Limit, Measure
from dataaudit.path_to_go.aftermath import Aftermath

_COPIES = "DUP001"


def measured_after(result: CheckResult, params: Any, before: Aftermath, after: Aftermath) -> CheckResult:
    """A check's result as it would be after the edits, without its findings, on which no verdict depends.

    Measures that have no limit in the check's settings stay as they are.
    """

    def follow(measure: Measure) -> Measure:
        limit = getattr(params, measure.name, None)
        if not isinstance(limit, Limit):
            return measure
        model = _unchanged if limit.direction == "at_least" else _by_rows
        return _MODELS.get(measure.name, model)(measure, result, before, after)

    return replace(result, measures=tuple(map(follow, result.measures)), findings=(), gaps=())


def _unchanged(measure: Measure, *_: object) -> Measure:
    return measure


def _by_rows(measure: Measure, result: CheckResult, before: Aftermath, after: Aftermath) -> Measure:
    """A measure of what is wrong, by the rows that its findings name."""
    counted, left = (_count(measure, result.code, state) for state in (before, after))
    if not counted or not measure.value:
        return measure
    if measure.unit == "share" and measure.low is None:
        whole = counted / measure.value
        return replace(measure, value=left / max(1.0, whole + after.examples - before.examples))
    return _scaled(measure, left / counted)


def _count(measure: Measure, code: str, state: Aftermath) -> int:
    """How many of the things that a measure counts are left."""
    places = state.places[code]
    whole = 0 if state.mended(code) else len(places.whole)
    rows = state.contents.mask(places.row[state.open(code) & places.counted[places.finding]])
    if measure.rows is None:
        return int(rows.sum()) + whole
    named = np.fromiter(measure.rows, dtype=np.int64, count=len(measure.rows))
    return int((~state.gone[named] if whole else rows[named]).sum())


def _scaled(measure: Measure, share: float) -> Measure:
    def scaled(value: float | None) -> float | None:
        if value is None:
            return None
        return ceil(value * share - 1e-9) if isinstance(value, int) else value * share

    return replace(measure, value=scaled(measure.value), low=scaled(measure.low), high=scaled(measure.high))


def _redundant_rows(measure: Measure, result: CheckResult, before: Aftermath, after: Aftermath) -> Measure:
    """Mended rows that turn out to be copies are counted with the exact ones."""
    followed = _by_rows(measure, result, before, after)
    if result.code != _COPIES or followed.value is None:
        return followed
    return replace(followed, value=followed.value + len(after.hidden_copies) / max(1, after.examples))


def _clean_examples(measure: Measure, _: CheckResult, before: Aftermath, after: Aftermath) -> Measure:
    if measure.value is None:
        return measure
    more = int(after.clean.sum()) - int(before.clean.sum()) + after.added
    return replace(measure, value=measure.value + more)


def _smallest_class(measure: Measure, _: CheckResult, before: Aftermath, after: Aftermath) -> Measure:
    if not len(before.contents.classes):
        return measure
    sizes = after.class_sizes[after.classes]
    return replace(measure, value=int(sizes.min()) if len(sizes) else None)


def _leaked_eval_rows(measure: Measure, result: CheckResult, before: Aftermath, after: Aftermath) -> Measure:
    counted, left = (_held_out_rows(result.code, state) for state in (before, after))
    return _scaled(measure, left / counted) if counted else measure


def _held_out_rows(code: str, state: Aftermath) -> int:
    """How many held-out rows the rows that are left repeat."""
    places = state.places[code]
    open_findings = np.unique(places.finding[state.open(code)])
    return sum(places.findings[i].evidence.get("held_out_rows", 1) for i in open_findings.tolist() if places.counted[i])


def _label_error_rate(measure: Measure, result: CheckResult, before: Aftermath, after: Aftermath) -> Measure:
    places = after.places[result.code]
    set_right = np.unique(places.finding[before.open(result.code) & ~after.open(result.code)])
    right = sum(places.findings[i].confidence for i in set_right.tolist())
    return _lowered(measure, right / max(1, len(before.contents.examples)))


def _uncovered_share(measure: Measure, result: CheckResult, _: Aftermath, after: Aftermath) -> Measure:
    total, left = sum(gap.share for gap in result.gaps), sum(gap.share for gap in _left(result, after))
    if left == total:
        return measure
    lowered = _lowered(measure, total - left)
    return replace(lowered, low=None if measure.low is None else measure.low * left / total)


def _largest_gap(measure: Measure, result: CheckResult, _: Aftermath, after: Aftermath) -> Measure:
    left = _left(result, after)
    if len(left) == len(result.gaps):
        return measure
    return replace(measure, value=max((gap.share for gap in left), default=0.0), low=None, high=None)


def _left(result: CheckResult, after: Aftermath) -> list[Gap]:
    covered = [id(target) for target in after.covered]
    return [gap for gap in result.gaps if id(gap) not in covered]


def _missing_topics(measure: Measure, _: CheckResult, __: Aftermath, after: Aftermath) -> Measure:
    covered = sum(isinstance(target, str) for target in after.covered)
    return measure if measure.value is None else replace(measure, value=max(0, measure.value - covered))


def _lowered(measure: Measure, by: float) -> Measure:
    def less(value: float | None) -> float | None:
        return None if value is None else max(value - by, 0.0)

    return replace(measure, value=less(measure.value), low=less(measure.low), high=less(measure.high))


Model = Callable[[Measure, CheckResult, Aftermath, Aftermath], Measure]
_MODELS: Mapping[str, Model] = {
    "redundant_rows": _redundant_rows,
    "clean_examples": _clean_examples,
    "smallest_class": _smallest_class,
    "leaked_eval_rows": _leaked_eval_rows,
    "label_error_rate": _label_error_rate,
    "uncovered_share": _uncovered_share,
    "largest_gap": _largest_gap,
    "missing_topics": _missing_topics,
}
