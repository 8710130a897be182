"""The path to GO is judged by the real verdict, and holds nothing that GO doesn't need."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dataaudit.config import Policy, default_config
from dataaudit.model import Action, CheckResult, Finding, Gap, Location, Measure, Outcome, Pillar, Severity
from dataaudit.path_to_go import Contents, Planner
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


def contents(rows: int = 400, labels: Sequence[str] = (), noun: str = "label") -> Contents:
    """So many rows; the first have these labels."""
    names, label = np.unique(list(labels), return_inverse=True)
    own = np.arange(len(labels))
    return Contents(
        rows, np.arange(rows), frozenset(), names.tolist(), own, label, np.zeros(len(names), int), noun=noun
    )


def plan(*results: CheckResult, data: Contents | None = None, policy: Policy = ANY) -> tuple[Action, ...]:
    planner = Planner(results, all_checks(), PARAMS, policy, disqualifying_codes(), {}, data or contents())
    return planner.plan(judge(results, PARAMS, policy))


def done(*results: CheckResult, data: Contents | None = None) -> list[tuple[str, str, int]]:
    return [(action.action, action.code, action.count) for action in plan(*results, data=data)]


def group(code: str, rows: Sequence[int], **evidence: Any) -> Finding:
    return Finding(code, "wrong", tuple(Location("a.jsonl", row + 1, row) for row in rows), evidence=evidence)


def copies(*groups: Sequence[int], of: int = 400) -> CheckResult:
    """Of each group the first row is the one to keep."""
    share = Measure("redundant_rows", sum(len(rows) - 1 for rows in groups) / of, "share")
    return replace(
        result("DUP001", (), share), findings=tuple(group("DUP001", rows, keep_row=rows[0]) for rows in groups)
    )


def disputed(*inputs: Sequence[int], of: int = 400) -> CheckResult:
    """Inputs with two labels, each by its rows."""
    share = Measure("conflict_rows", sum(map(len, inputs)) / of, "share")
    return replace(result("LAB001", (), share), findings=tuple(group("LAB001", rows) for rows in inputs))


def leaked(rows: Sequence[int], share: float = 0.02) -> CheckResult:
    return result("DUP005", rows, Measure("leaked_eval_rows", share, "share"))


def smallest(count: int) -> CheckResult:
    return result("SIZE002", (), Measure("smallest_class", count, "examples"))


def test_nothing_is_to_be_done_for_a_go() -> None:
    assert plan(clean(1200)) == ()


def test_the_rows_of_what_failed_are_named() -> None:
    (action,) = plan(clean(1200), secrets([3, 7]))
    assert (action.code, action.count, action.rows) == ("PRV001", 2, (3, 7))


def test_mended_rows_count_as_clean_examples() -> None:
    assert done(clean(298), secrets([1, 2])) == [("fix", "PRV001", 2)]


def test_of_a_settled_conflict_one_row_is_clean_and_the_others_are_copies_of_it() -> None:
    assert done(clean(298), disputed([1, 2], [3, 4], [5, 6])) == [("relabel", "LAB001", 6)]
    assert done(clean(296), disputed([1, 2], [3, 4], [5, 6])) == [("relabel", "LAB001", 6), ("add", "SIZE001", 1)]


def test_what_is_still_missing_is_added_last() -> None:
    assert done(clean(280), secrets([1, 2, 3])) == [("fix", "PRV001", 3), ("add", "SIZE001", 17)]


def test_a_row_with_another_defect_is_not_healed_by_one_edit() -> None:
    assert done(clean(298), secrets([1, 2]), result("FMT013", [2])) == [("fix", "FMT013", 1), ("fix", "PRV001", 2)]


def test_mended_rows_are_enough_or_not_whichever_edit_heals_them() -> None:
    assert done(clean(299), secrets([1, 2]), result("FMT013", [2])) == [("fix", "PRV001", 2)]


def test_rows_may_be_dropped_instead_of_mended_where_the_others_are_enough() -> None:
    (spared,), (needed,) = plan(clean(400), secrets([1])), plan(clean(299), secrets([1]))
    assert spared.message == "fix or drop 1 row: secrets, to be withdrawn at their issuers too"
    assert needed.message == "fix 1 row: secrets, to be withdrawn at their issuers too"


def test_of_copies_the_one_that_stays_is_not_dropped() -> None:
    (action,) = plan(clean(1200), copies(range(10, 60)))
    assert (action.action, action.rows) == ("drop", tuple(range(11, 60)))


def test_the_next_copy_stays_where_the_first_is_dropped() -> None:
    found = done(clean(300), leaked([10]), copies([10, 11, 12]))
    assert found == [("drop", "DUP005", 1)]


def test_dropped_rows_leave_the_shares_of_fewer_rows() -> None:
    assert [step[:2] for step in done(clean(1200), secrets([1]), disputed([2, 3], of=201))] == [("fix", "PRV001")]
    dropped = done(clean(1200), leaked(range(10, 20)), disputed([2, 3], of=201), data=contents(201))
    assert dropped == [("drop", "DUP005", 10), ("relabel", "LAB001", 2)]


def test_examples_that_are_added_lower_the_shares() -> None:
    assert [step[:2] for step in done(clean(300), copies(range(10, 52)))] == [("drop", "DUP001")]
    assert done(clean(280), copies(range(10, 52))) == [("add", "SIZE001", 20)]


def test_what_is_needed_only_for_an_edit_that_is_left_out_is_left_out_too() -> None:
    near = replace(copies(range(60, 96), of=440), code="DUP003")
    found = done(clean(1200), copies(range(10, 46), of=440), near, disputed([1, 2], [3, 4], of=440), data=contents(440))
    assert found == [("drop", "DUP001", 35)]


def test_a_conflict_is_over_once_one_of_its_rows_is_gone() -> None:
    found = done(clean(1200), leaked([1, 3, 5]), disputed([1, 2], [3, 4], [5, 6]))
    assert found == [("drop", "DUP005", 3)]


def test_a_row_that_is_dropped_needs_no_other_edit() -> None:
    actions = plan(clean(1200), copies(range(10, 60)), secrets([11, 99]))
    assert [(action.code, action.rows) for action in actions[1:]] == [("PRV001", (99,))]


def test_a_class_that_dropped_rows_make_too_small_gets_examples() -> None:
    labels = ["rare"] * 9 + ["usual"] * 391
    found = done(clean(1200), smallest(9), leaked([0, 1]), data=contents(labels=labels))
    assert found == [("re-split", "DUP005", 2)]


def test_where_a_class_has_rows_to_spare_leaks_are_dropped_from_training() -> None:
    labels = ["rare"] * 10 + ["usual"] * 390
    assert done(clean(1200), smallest(10), leaked([0, 1]), data=contents(labels=labels)) == [("drop", "DUP005", 2)]


def test_a_thin_class_gets_what_it_lacks_and_no_more_is_asked_for() -> None:
    labels = ["rare"] * 6 + ["usual"] * 292
    (action,) = plan(clean(298), smallest(6), data=contents(298, labels))
    assert (action.code, action.count) == ("SIZE002", 2)
    assert action.message == "write 2 clean examples of 'rare' (it has 6)"


@pytest.mark.parametrize(
    ("others", "ways"),
    [(292, ""), (294, ", or merge it with a near label"), (300, ", or merge it with a near label, or drop it")],
)
def test_a_thin_class_may_go_where_the_others_have_enough_without_it(others: int, ways: str) -> None:
    data = contents(others + 6, ["rare"] * 6 + ["usual"] * others)
    (action,) = plan(clean(others + 6), smallest(6), data=data)
    assert action.message == f"write 2 clean examples of 'rare' (it has 6){ways}"


def test_rows_are_not_mended_where_hardly_an_example_is_spared() -> None:
    labels = ["rare"] * 8 + ["usual"] * 392
    empty = result("FMT013", [0, 1, 10, 11, 12, 13, 14, 15])
    assert done(clean(1200), smallest(6), empty, data=contents(labels=labels)) == [("add", "SIZE002", 2)]
    few = result("FMT013", [0, 1, 10])
    assert done(clean(1200), smallest(6), few, data=contents(labels=labels)) == [("fix", "FMT013", 3)]


def test_a_class_whose_rows_are_all_gone_is_no_class() -> None:
    labels = ["rare"] * 2 + ["usual"] * 398
    unreadable = result("FMT012", [0, 1], Measure("deviating_records", 2))
    assert done(clean(1200), smallest(0), unreadable, data=contents(labels=labels)) == [("drop", "FMT012", 2)]


def test_examples_of_a_gap_count_for_all() -> None:
    assert done(clean(270), coverage(gap("lost card", 0.08, 40))) == [("add", "COV001", 40)]


def test_a_gap_that_may_be_a_new_class_gets_as_many_as_a_class_must_have() -> None:
    labels = ["usual"] * 400
    assert done(clean(1200), smallest(400), coverage(gap("card", 0.08, 3)), data=contents(labels=labels)) == [
        ("add", "COV001", 8)
    ]


def test_a_gap_beside_a_thin_class_is_closed_by_examples_of_it() -> None:
    labels = ["rare"] * 4 + ["usual"] * 396
    near = replace(gap("card", 0.08, 3), nearest_topic="rare")
    (action,) = plan(clean(1200), smallest(4), coverage(near), data=contents(labels=labels))
    assert (action.code, action.count) == ("COV001", 8)
    said = "write 8 clean examples on 'card', 4 or more of them of 'rare' (it has 4): 8 % of real inputs [4–16 %]"
    assert action.message == said


def test_closing_a_gap_lowers_the_uncovered_share() -> None:
    both = coverage(gap("card", 0.2, 40), gap("parking", 0.04, 9))
    share = Measure("uncovered_share", 0.24, "share", 0.21, 0.28)
    assert [step[2] for step in done(clean(1200), replace(both, measures=(*both.measures, share)))] == [40]


def test_a_declared_topic_that_nothing_is_like_gets_examples() -> None:
    topic = Finding("COV003", "missing", evidence={"topic": "refunds"})
    (action,) = plan(clean(1200), replace(result("COV003", (), Measure("missing_topics", 1)), findings=(topic,)))
    assert (action.action, action.count) == ("add", 5)
    assert action.message == "write 5 clean examples of the declared topic 'refunds'"


def test_a_suspect_that_is_read_again_is_one_error_less() -> None:
    rate = Measure("label_error_rate", 0.2, "share", 0.15, 0.25)
    suspects = tuple(replace(group("LAB002", [row]), severity=Severity.WARNING) for row in range(60))
    (action,) = plan(clean(1200), replace(result("LAB002", (), rate), findings=suspects))
    assert (action.action, action.count) == ("relabel", 60)


def test_no_more_rows_are_to_be_reviewed_than_make_enough_and_of_every_class() -> None:
    labels = ["usual"] * 390 + ["rare"] * 10
    unreviewed = replace(result("SIZE003"), findings=(group("SIZE003", range(400)),))
    (action,) = plan(clean(0), smallest(0), unreviewed, data=contents(labels=labels))
    assert (action.action, action.count) == ("review", 300)
    assert action.rows == (*range(290), *range(390, 400))


def test_a_conflict_with_accepted_data_leaves_the_accepted_row() -> None:
    against = replace(disputed(), findings=(group("LAB001", [15], accepted={"row": None}),))
    share = Measure("conflict_rows", 0.02, "share")
    (action,) = plan(clean(1200), replace(against, measures=(share,)))
    said = (
        "settle the label of 1 input and keep the accepted row of each, or drop them all: 1 row with different labels"
    )
    assert action.message == said


def test_answers_are_called_answers() -> None:
    (action,) = plan(clean(1200), disputed([1, 2], [3, 4], [5, 6]), data=contents(noun="answer"))
    said = "settle the answer of 3 inputs and keep one row of each, or drop them all: 6 rows with different answers"
    assert action.message == said


def test_a_required_check_is_to_be_given_what_it_lacks() -> None:
    lacking = CheckResult("COV001", "uncovered-inputs", Pillar.COVERAGE, Outcome.NOT_APPLICABLE, "none given", True)
    steps = plan(clean(1200), lacking, secrets([3]), policy=Policy(require=("COV001",)))
    assert [(step.action, step.code) for step in steps] == [("provide", "COV001"), ("fix", "PRV001")]
    assert steps[0].message == "give COV001 what it needs: none given"


def test_what_no_edit_mends_is_said() -> None:
    foreign = result("COV001", (), Measure("largest_gap", 0.9, "share"))
    (step,) = plan(clean(1200), foreign)
    assert step.message == "look into what no edit is known to mend: largest gap: 90 %, below 5 % allowed"


def test_only_the_gaps_that_block_must_be_closed() -> None:
    actions = plan(clean(1200), coverage(gap("lost card", 0.08, 40), gap("parking", 0.02, 9)))
    assert [(action.code, action.count) for action in actions] == [("COV001", 40)]
    assert "lost card" in actions[0].message


def test_only_the_rows_that_block_are_to_be_dropped() -> None:
    leaks = result("DUP005", [3, 7], Measure("leaked_eval_rows", 0.02, "share"))
    doubt = Finding("DUP005", "see for yourself", (Location("a.jsonl", 10, 9),), Severity.INFO)
    (action,) = plan(clean(1200), replace(leaks, findings=(*leaks.findings, doubt)))
    assert (action.action, action.rows) == ("drop", (3, 7))


def test_leaks_that_training_can_not_spare_leave_the_held_out_data() -> None:
    (action,) = plan(clean(301), leaked([3, 7]))
    assert (action.action, action.code, action.rows) == ("re-split", "DUP005", (3, 7))
    said = "take out of the held-out data what 2 rows of training repeat: training can't spare them"
    assert action.message == said


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
