"""How steady a verdict is: over resamples of the rows, and from one audit to the next.

A verdict near a limit may hang on a few rows: `with_stability` judges 20 resamples of what was measured. `held` keeps
an estimate that failed before from passing by the width of its own interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dataaudit.config import Policy
from dataaudit.intervals import Estimate
from dataaudit.model import CheckResult, Limit, Measure, Outcome
from dataaudit.verdict import assess, decide

#: Resamples that are judged.
RESAMPLES = 20
_Z = 1.96


@dataclass(frozen=True, slots=True, eq=False)
class Resample:
    """How often each of n rows was drawn, with replacement, and what estimates are drawn with."""

    drawn: NDArray[np.int64]
    random: np.random.Generator

    @classmethod
    def draws(cls, rows: int, seed: int) -> Iterator[Resample]:
        """`RESAMPLES` of them."""
        for i in range(RESAMPLES):
            random = np.random.default_rng([seed, i])
            yield cls(np.bincount(random.integers(rows, size=rows), minlength=rows), random)

    def share_of(self, rows: frozenset[int]) -> float:
        """How often rows were drawn, of how often they would be on average; 1 where there are none."""
        return float(self.drawn[np.fromiter(rows, np.int64)].sum() / len(rows)) if rows else 1.0


def with_stability(
    results: Sequence[CheckResult],
    clean: frozenset[int],
    rows: int,
    params: Mapping[str, Any],
    policy: Policy,
    deselected: Mapping[str, str],
    seed: int,
) -> list[CheckResult]:
    """The results, that of SIZE001 with the measure `same_verdict`: of resamples, how many have the data's verdict.

    Counts and shares of rows go with how often these rows were drawn (Efron 1979, the bootstrap), estimates with a
    draw from their interval; the smallest class, of which only the size is known, with a Poisson count.

    Parameters
    ----------
    results
        As the checks left them.
    clean
        The rows that are clean examples.
    rows
        How many rows the data have.
    """
    if not rows:
        return list(results)
    decision = decide(results, params, policy, deselected)
    same = 0
    for resample in Resample.draws(rows, seed):
        drawn = [_redrawn(result, clean, resample, params.get(result.code)) for result in results]
        same += decide(drawn, params, policy, deselected) == decision
    measure = Estimate.of(same / RESAMPLES, RESAMPLES).measure("same_verdict")
    return [replace(r, measures=(*r.measures, measure)) if r.code == "SIZE001" and r.judged else r for r in results]


def held(params: Mapping[str, Any], before: Sequence[CheckResult]) -> dict[str, Any]:
    """The settings with which to judge data that failed before.

    A limit that is broken only where even an estimate's favourable end is beyond it holds, once it was broken, for the
    estimate itself. So an estimate near the limit doesn't turn the verdict back and forth, and never makes it
    greener. Counts have no such play: they pass as soon as they are within.

    Parameters
    ----------
    before
        The results of the previous audit.
    """
    failed = {m.name for result in before for m in result.measures if _failed(params.get(result.code), m)}
    return {code: _held(own, failed) for code, own in params.items()}


def _failed(params: Any, measure: Measure) -> bool:
    limit = getattr(params, measure.name, None)
    return isinstance(limit, Limit) and assess(measure, limit) is Outcome.FAIL


def _held(params: Any, failed: set[str]) -> Any:
    for name in sorted(failed.intersection(_names(params))):
        limit = getattr(params, name)
        if limit.fail_on != "value":
            params = replace(params, **{name: replace(limit, fail_on="value")})
    return params


def _redrawn(result: CheckResult, clean: frozenset[int], resample: Resample, params: Any) -> CheckResult:
    """A result as it would be of the resample; without its findings, which decide nothing."""
    limits = {name: limit for name in _names(params) if isinstance(limit := getattr(params, name), Limit)}
    measures = tuple(
        _measure(measure, limits[measure.name], result, clean, resample)
        for measure in result.measures
        if measure.name in limits and measure.value is not None
    )
    return replace(result, measures=measures, findings=(), gaps=())


def _measure(measure: Measure, limit: Limit, result: CheckResult, clean: frozenset[int], resample: Resample) -> Measure:
    value = measure.value or 0.0
    if measure.name == "clean_examples":
        return replace(measure, value=value + len(clean) * (resample.share_of(clean) - 1))
    if (ends := _interval(measure, result)) is not None:
        return _moved(measure, float(resample.random.normal(0.0, (ends[1] - ends[0]) / (2 * _Z))))
    if rows := result.rows if measure.rows is None else measure.rows:
        return replace(measure, value=value * resample.share_of(rows))
    return replace(measure, value=float(resample.random.poisson(value))) if limit.direction == "at_least" else measure


def _interval(measure: Measure, result: CheckResult) -> tuple[float, float] | None:
    """Between which ends an estimate lies, the largest gap as its gap does."""
    if measure.name == "largest_gap" and result.gaps:
        gap = max(result.gaps, key=lambda gap: gap.share)
        return gap.low, gap.high
    return None if measure.low is None or measure.high is None else (measure.low, measure.high)


def _moved(measure: Measure, by: float) -> Measure:
    def moved(value: float | None) -> float | None:
        return None if value is None else max(0.0, value + by)

    return replace(measure, value=moved(measure.value), low=moved(measure.low), high=moved(measure.high))


def _names(params: Any) -> list[str]:
    return [field.name for field in fields(params)]
