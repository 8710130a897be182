"""The path to GO is judged by the real verdict, and holds nothing that GO doesn't need."""

from collections.abc import Sequence
from dataclasses import replace

from dataaudit.config import Policy, default_config
from dataaudit.model import Action, CheckResult, Finding, Gap, Location, Measure, Outcome, Pillar, Severity
from dataaudit.path_to_go import Planner
from dataaudit.registry import all_checks, disqualifying_codes
from dataaudit.verdict import judge

ANY = Policy(require=())
PARAMS = default_config().params


def result(code: str, rows: Sequence[int] = (), *measures: Measure) -> CheckResult:
    spec = all_checks()[code]
    findings = tuple(Finding(code, "wrong", (Location("a.jsonl", row + 1, row),)) for row in rows)
    return CheckResult(code, spec.name, spec.pillar, Outcome.PASS, measures=measures, findings=findings)


def clean(count: int) -> CheckResult:
    return result("SIZE001", (), Measure("clean_examples", count, "examples"))


def conflicts(rows: Sequence[int]) -> CheckResult:
    return result("LAB001", rows, Measure("conflict_rows", len(rows) / 400, "share"))


def secrets(rows: Sequence[int]) -> CheckResult:
    return result("PRV001", rows, Measure("rows_with_secrets", len(rows)))


def gap(name: str, share: float, needed: int) -> Gap:
    return Gap(name, (name,), (name,), share, share / 2, share * 2, 0, needed, None, (0,))


def coverage(*gaps: Gap) -> CheckResult:
    largest = Measure("largest_gap", max((g.share for g in gaps), default=0.0), "share")
    return replace(result("COV001", (), largest), gaps=gaps)


def plan(*results: CheckResult) -> tuple[Action, ...]:
    planner = Planner(results, all_checks(), PARAMS, ANY, disqualifying_codes(), {})
    return planner.plan(judge(results, PARAMS, ANY))


def test_nothing_is_to_be_done_for_a_go() -> None:
    assert plan(clean(1200)) == ()


def test_the_rows_of_what_failed_are_named() -> None:
    (action,) = plan(clean(1200), secrets([3, 7]))
    assert (action.code, action.count, action.rows) == ("PRV001", 2, (3, 7))


def test_healed_rows_count_as_clean_examples() -> None:
    actions = plan(clean(298), conflicts([1, 2, 3, 4, 5, 6]))
    assert [action.code for action in actions] == ["LAB001"]


def test_what_is_still_missing_is_added_last() -> None:
    actions = plan(clean(280), conflicts([1, 2, 3, 4, 5, 6]))
    assert [(action.code, action.count) for action in actions] == [("LAB001", 6), ("SIZE001", 14)]


def test_a_row_with_another_defect_is_not_healed_by_one_edit() -> None:
    warned = secrets([1])
    actions = plan(clean(295), conflicts([1, 2, 3, 4, 5, 6]), warned)
    assert {action.code for action in actions} == {"LAB001", "PRV001"}


def test_only_the_gaps_that_block_must_be_closed() -> None:
    actions = plan(clean(1200), coverage(gap("lost card", 0.08, 40), gap("parking", 0.02, 9)))
    assert [(action.code, action.count) for action in actions] == [("COV001", 40)]
    assert "lost card" in actions[0].message


def test_only_the_rows_that_block_are_to_be_dropped() -> None:
    leaks = result("DUP005", [3, 7], Measure("leaked_eval_rows", 0.02, "share"))
    doubt = Finding("DUP005", "see for yourself", (Location("a.jsonl", 10, 9),), Severity.INFO)
    (action,) = plan(clean(1200), replace(leaks, findings=(*leaks.findings, doubt)))
    assert (action.action, action.rows) == ("drop", (3, 7))


def test_clean_rows_that_are_dropped_are_missing_then() -> None:
    actions = plan(clean(301), result("DUP005", [3, 7], Measure("leaked_eval_rows", 0.02, "share")))
    assert [(action.code, action.count) for action in actions] == [("DUP005", 2), ("SIZE001", 1)]


def test_a_crash_leaves_no_path_that_would_be_a_go() -> None:
    crashed = CheckResult("LAB002", "suspect-label", Pillar.LABELS, Outcome.ERROR, reason="boom")
    actions = plan(clean(1200), crashed, secrets([3]))
    assert [action.code for action in actions] == ["PRV001"]


def test_what_is_wrong_with_the_whole_is_a_step_of_its_own() -> None:
    refused = result("FMT002", (), Measure("rejected_rows", 1200))
    whole = Finding("FMT002", "gemini refuses the data: it reads gemini-sft (the data are alpaca)")
    (action,) = plan(clean(1200), replace(refused, findings=(whole,)))
    assert (action.action, action.count, action.rows) == ("fix", 0, ())
    assert action.message == f"mend the whole: {whole.message}"
