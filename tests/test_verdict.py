"""The verdict is pure: results and limits in, GO, NO-GO or UNDECIDED out."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from dataaudit.config import Policy
from dataaudit.model import CheckResult, Finding, Limit, Location, Measure, Outcome, Pillar, Severity
from dataaudit.verdict import assess, judge


@dataclass(frozen=True)
class Shares:
    redundant_rows: Limit = field(default=Limit(warn=0.02, fail=0.10))


PARAMS = {"DUP001": Shares(), "DUP002": Shares(), "FMT001": Shares(), "LAB002": Shares()}
ANY = Policy(require=())


def result(code: str, *measures: Measure, outcome: Outcome = Outcome.PASS, **more: Any) -> CheckResult:
    return CheckResult(code, code.lower(), Pillar.DUPLICATES, outcome, measures=measures, **more)


def share(value: float) -> Measure:
    return Measure("redundant_rows", value, "share")


def duplicate(severity: Severity = Severity.ERROR) -> Finding:
    return Finding("DUP001", "twice", (Location("a.jsonl", 1, 0), Location("a.jsonl", 2, 1)), severity)


@pytest.mark.parametrize(
    ("limit", "value", "expected"),
    [
        (Limit(0.02, 0.10), 0.02, Outcome.PASS),
        (Limit(0.02, 0.10), 0.021, Outcome.WARN),
        (Limit(0.02, 0.10), 0.11, Outcome.FAIL),
        (Limit(1000, 300, "at_least"), 1000, Outcome.PASS),
        (Limit(1000, 300, "at_least"), 999, Outcome.WARN),
        (Limit(1000, 300, "at_least"), 299, Outcome.FAIL),
        (Limit(None, 0.05, "below"), 0.05, Outcome.FAIL),
        (Limit(0, 0.01, "below"), 0, Outcome.PASS),
        (Limit(0, 0.01, "below"), 0.009, Outcome.WARN),
        (Limit(0, 0.01, "below"), 0.01, Outcome.FAIL),
        (Limit(None, 0), 0, Outcome.PASS),
        (Limit(None, 0), 1, Outcome.FAIL),
    ],
)
def test_a_measure_is_held_against_its_limit(limit: Limit, value: float, expected: Outcome) -> None:
    assert assess(Measure("m", value), limit) is expected


def test_an_estimate_fails_only_where_even_its_low_end_is_beyond() -> None:
    limit = Limit(0.05, 0.10, fail_on="low")
    assert assess(Measure("m", 0.15, low=0.08, high=0.22), limit) is Outcome.WARN
    assert assess(Measure("m", 0.15, low=0.11, high=0.19), limit) is Outcome.FAIL


def test_parts_of_a_measure_add_up_before_the_limit_applies() -> None:
    judged = judge([result("DUP001", share(0.06)), result("DUP002", share(0.06))], PARAMS, ANY)
    assert judged.verdict.decision == "NO-GO"
    assert [r.message for r in judged.verdict.reasons] == ["redundant rows: 12 %, at most 10 % allowed"]


def test_a_part_that_adds_nothing_is_not_to_blame() -> None:
    judged = judge([result("DUP001", share(0.2)), result("DUP002", share(0))], PARAMS, ANY)
    assert [r.outcome for r in judged.results] == [Outcome.FAIL, Outcome.PASS]


@pytest.mark.parametrize(
    ("value", "severity"), [(0.01, Severity.INFO), (0.05, Severity.WARNING), (0.5, Severity.ERROR)]
)
def test_an_error_weighs_what_the_limit_says(value: float, severity: Severity) -> None:
    judged = judge([result("DUP001", share(value), findings=(duplicate(),))], PARAMS, ANY)
    assert judged.results[0].findings[0].severity is severity


def test_a_warning_stays_a_warning_and_warns() -> None:
    judged = judge([result("DUP001", findings=(duplicate(Severity.WARNING),))], PARAMS, ANY)
    assert judged.results[0].outcome is Outcome.WARN
    assert judged.verdict.decision == "GO"


def test_a_crashed_check_is_never_a_pass() -> None:
    judged = judge([result("LAB002", outcome=Outcome.ERROR, reason="boom")], PARAMS, ANY)
    assert judged.verdict.decision == "UNDECIDED"
    assert judged.verdict.score is None
    assert judged.verdict.not_judged == (("LAB002", "boom"),)


def test_what_the_policy_requires_must_have_been_judged() -> None:
    skipped = result("FMT001", outcome=Outcome.NOT_APPLICABLE, reason="nothing to read", missing=True)
    assert judge([skipped], PARAMS, Policy(require=("FMT001",))).verdict.decision == "UNDECIDED"
    assert judge([skipped], PARAMS, ANY).verdict.decision == "GO"


def test_a_required_check_that_was_left_out_leaves_the_verdict_open() -> None:
    judged = judge([], PARAMS, Policy(require=("PRV001",)), {"PRV001": "left out"})
    assert judged.verdict.decision == "UNDECIDED"


def test_a_required_check_that_nobody_ran_leaves_the_verdict_open() -> None:
    judged = judge([], PARAMS, Policy(require=("PRV001",)))
    assert judged.verdict.decision == "UNDECIDED"
    assert [item.code for item in judged.verdict.not_judged] == ["PRV001"]


def test_a_check_that_does_not_apply_is_not_unjudged() -> None:
    skipped = result("LAB002", outcome=Outcome.NOT_APPLICABLE, reason="free text")
    judged = judge([skipped], PARAMS, Policy(require=("LAB002",)))
    assert judged.verdict.decision == "GO"
    assert judged.verdict.not_judged == ()


def test_a_failure_outweighs_what_could_not_be_judged() -> None:
    results = [result("DUP001", share(0.5)), result("LAB002", outcome=Outcome.ERROR, reason="boom")]
    assert judge(results, PARAMS, ANY).verdict.decision == "NO-GO"


def test_judging_twice_changes_nothing() -> None:
    once = judge([result("DUP001", share(0.05), findings=(duplicate(),))], PARAMS, ANY)
    again = judge(once.results, PARAMS, ANY)
    assert again == once


def test_scores_are_capped_by_the_outcome() -> None:
    failed = judge([result("DUP001", share(0.101))], PARAMS, ANY).pillars[1]
    warned = judge([result("DUP001", share(0.021))], PARAMS, ANY).pillars[1]
    assert (failed.score, warned.score) == (49, 89)
