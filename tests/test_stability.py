"""How steady a verdict is, and estimates that failed before."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

from dataaudit import audit
from dataaudit.config import Policy, default_config
from dataaudit.model import CheckResult, Finding, Gap, Location, Measure, Outcome
from dataaudit.registry import all_checks
from dataaudit.stability import RESAMPLES, Resample, held, with_stability
from dataaudit.verdict import judge

ANY = Policy(require=())
PARAMS = default_config().params


def result(code: str, *measures: Measure, rows: Sequence[int] = ()) -> CheckResult:
    spec = all_checks()[code]
    findings = tuple(Finding(code, "wrong", (Location("a.jsonl", row + 1, row),)) for row in rows)
    return CheckResult(code, spec.name, spec.pillar, Outcome.PASS, measures=measures, findings=findings)


def clean(count: int) -> CheckResult:
    return result("SIZE001", Measure("clean_examples", count, "examples"))


def steady(*results: CheckResult, rows: int, clean: int | None = None, seed: int = 0) -> Measure:
    all_rows = frozenset(range(rows if clean is None else clean))
    found = with_stability(results, all_rows, rows, PARAMS, ANY, {}, seed)
    return next(r for r in found if r.code == "SIZE001").measures[-1]


def test_far_from_every_limit_the_verdict_is_the_same() -> None:
    assert steady(clean(1200), rows=1200).value == 1.0
    assert steady(clean(40), rows=40).value == 1.0


def test_its_interval_is_wilsons() -> None:
    low, high = proportion_confint(RESAMPLES, RESAMPLES, method="wilson")
    measure = steady(clean(1200), rows=1200)
    assert (measure.low, measure.high) == pytest.approx((low, high), abs=1e-3)


def test_near_a_limit_it_changes_as_often_as_chance_says() -> None:
    """303 clean of 400: a bootstrap has fewer than 300 as often as a binomial count."""
    shares = [steady(clean(303), rows=400, clean=303, seed=seed).value for seed in range(40)]
    assert np.mean(shares) == pytest.approx(1 - binom.cdf(299, 400, 303 / 400), abs=0.05)


def test_estimates_are_drawn_from_their_intervals() -> None:
    noise = result("LAB002", Measure("label_error_rate", 0.14, "share", 0.101, 0.18))
    assert 0.3 < (steady(clean(1200), noise, rows=1200).value or 0) < 0.8
    assert (
        steady(
            clean(1200), replace(noise, measures=(Measure("label_error_rate", 0.3, "share", 0.28, 0.32),)), rows=1200
        ).value
        == 1
    )


def test_the_largest_gap_is_as_unsure_as_its_gap() -> None:
    gap = Gap("late", ("late",), ("late",), 0.055, 0.03, 0.08, 0, 9, None, (0,))
    found = replace(result("COV001", Measure("largest_gap", 0.055, "share")), gaps=(gap,))
    assert (steady(clean(1200), found, rows=1200).value or 0) < 1


def test_a_class_at_the_limit_may_have_fewer() -> None:
    assert (
        steady(clean(1200), result("SIZE002", Measure("smallest_class", 8, "examples")), rows=1200).value or 0
    ) < 0.9


def test_the_seed_decides() -> None:
    assert steady(clean(303), rows=400, clean=303) == steady(clean(303), rows=400, clean=303)


def test_each_resample_draws_as_many_rows_as_there_are() -> None:
    assert [int(resample.drawn.sum()) for resample in Resample.draws(50, 0)] == [50] * RESAMPLES


def test_without_rows_there_is_nothing_to_draw() -> None:
    assert with_stability([clean(0)], frozenset(), 0, PARAMS, ANY, {}, 0) == [clean(0)]


def rate(value: float, low: float, high: float) -> CheckResult:
    return result("LAB002", Measure("label_error_rate", value, "share", low, high))


def decision(before: CheckResult, now: CheckResult) -> str:
    return judge([now], held(PARAMS, [before]), ANY).verdict.decision


def test_an_estimate_that_failed_must_be_within_the_limit_itself() -> None:
    failed, near, mended = rate(0.15, 0.11, 0.2), rate(0.12, 0.09, 0.16), rate(0.09, 0.06, 0.13)
    assert decision(failed, near) == "NO-GO"
    assert decision(failed, mended) == "GO"
    assert decision(near, near) == "GO"


def test_what_fails_now_fails_whatever_was_before() -> None:
    assert decision(rate(0.01, 0.0, 0.02), rate(0.15, 0.11, 0.2)) == "NO-GO"


def test_counts_pass_as_soon_as_they_are_within() -> None:
    before, now = clean(290), clean(301)
    assert judge([now], held(PARAMS, [before]), ANY).verdict.decision == "GO"


def test_an_audit_says_how_steady_its_verdict_is() -> None:
    rows = [{"text": f"where is parcel number {n}", "label": "track"} for n in range(10)]
    (measure,) = [m for r in audit(rows, encoder="none").results for m in r.measures if m.name == "same_verdict"]
    assert (measure.value, measure.unit) == (1.0, "share")
