"""Verdicts find their rows again by content, and the random part measures what is wrong in all."""

from typing import Any

import pandas as pd
import pytest
from filled import CONFLICT, LABELLED, ROWS, chat, run, saved, table, write

from dataaudit import Report
from dataaudit.errors import InputError
from dataaudit.intervals import clopper_pearson
from dataaudit.model import CheckResult, Outcome, Severity
from dataaudit.review.matching import Review


def size(report: Report, code: str = "SIZE003") -> CheckResult:
    return next(result for result in report.results if result.code == code)


def review(report: Report) -> Review:
    assert report._review is not None
    return report._review


def judged(rows: list[dict[str, Any]], wrong: dict[int, str] | None = None, n: int = 1000) -> pd.DataFrame:
    """All rows of a sample called right but these, with their corrections."""
    cells = table(run(rows), n)
    for row, answer in (wrong or {}).items():
        cells.loc[row, ["verdict", "corrected"]] = ["wrong", answer]
    return cells


@pytest.mark.parametrize(("shape", "name"), [(list, "train.jsonl"), (list, "train.csv"), (chat, "train.jsonl")])
@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-16")])
def test_what_was_filled_in_comes_back(shape: Any, name: str, delimiter: str, encoding: str) -> None:
    data = write(name, shape(ROWS))
    cells = table(run(data))
    cells.loc[[3, 90], ["verdict", "corrected"]] = [["Wrong", "login"], ["✗", ""]]
    cells.loc[4, "verdict"] = "?"
    found = review(run(data, reviewed=saved(cells, delimiter, encoding)))
    assert {row: decision.answer for row, decision in found.wrong.items()} == {3: "login", 90: None}
    assert found.right == set(range(92)) - {3, 4, 90}
    assert (found.random, found.random_wrong) == (91, 2)


def test_rows_may_have_moved_and_columns_too() -> None:
    cells = judged(ROWS, {3: "login"})[["stratum", "corrected", "key", "verdict"]]
    found = review(run(ROWS[::-1], reviewed=cells))
    assert list(found.wrong) == [88]
    assert len(found.right) == 91


def test_a_verdict_is_about_all_copies() -> None:
    cells = judged(ROWS, {90: "refund"})
    found = review(run([*ROWS, CONFLICT[0]], reviewed=cells))
    assert set(found.wrong) == {90, 92}
    assert (found.random, found.random_wrong) == (92, 1)


def test_the_suspects_do_not_count_in_what_is_measured() -> None:
    cells = judged(ROWS, n=10)
    cells.loc[[90, 91], "verdict"] = "no"
    cells.loc[[90, 91], "stratum"] = "suspect"
    found = review(run(ROWS, reviewed=cells))
    assert set(found.wrong) == {90, 91}
    assert found.random_wrong == 0
    assert (found.suspects, found.suspects_wrong) == (2, 2)


def test_the_interval_is_exact() -> None:
    report = run(ROWS, reviewed=judged(ROWS, {1: "login", 2: "track", 3: "refund"}))
    measure = next(measure for measure in size(report).measures if measure.name == "rejected_share")
    low, high = clopper_pearson(3, 92)
    assert (measure.value, measure.low, measure.high) == (round(3 / 92, 4), round(low, 4), round(high, 4))


@pytest.mark.parametrize(("wrong", "n"), [(0, 59), (1, 93), (2, 124), (3, 153)])
def test_so_many_judged_rows_vouch_for_the_rest_and_one_less_does_not(wrong: int, n: int) -> None:
    assert Review("v.csv", random=n, random_wrong=wrong).vouches()
    assert not Review("v.csv", random=n - 1, random_wrong=wrong).vouches()


def test_too_few_verdicts_are_no_measurement() -> None:
    assert Review("v.csv").rate() is None
    assert Review("v.csv", random=58).measured() is None
    assert Review("v.csv", random=59).measured() == (0.0, 0.0, clopper_pearson(0, 59)[1])


def test_what_has_changed_since_is_left_aside_and_counted() -> None:
    cells = judged(ROWS)
    changed = [{**row, "text": row["text"] + "!"} if n < 2 else row for n, row in enumerate(ROWS[:-1])]
    with pytest.warns(UserWarning, match="3 of 92 judged rows not in the data as judged, so left aside"):
        report = run(changed, reviewed=cells)
    assert review(report).right == set(range(2, 91))
    assert review(report).random == 89


def test_what_was_wrong_counts_in_the_rate_even_if_it_is_mended_or_gone() -> None:
    cells = judged(ROWS, {1: "login", 2: ""})
    mended = [{**ROWS[1], "label": "login"} if n == 1 else row for n, row in enumerate(ROWS) if n != 2]
    with pytest.warns(UserWarning, match="1 of 92 judged rows"):
        found = review(run(mended, reviewed=cells))
    assert (found.random, found.random_wrong, dict(found.wrong)) == (92, 2, {})
    assert found.right == set(range(91))


def test_what_was_corrected_into_a_copy_of_a_dropped_row_is_right() -> None:
    cells = judged(ROWS, {90: "refund", 91: ""})
    mended = [*LABELLED, {**CONFLICT[0], "label": "refund"}]
    found = review(run(mended, reviewed=cells))
    assert (dict(found.wrong), 90 in found.right) == ({}, True)


def test_two_verdicts_on_one_content_must_agree() -> None:
    cells = judged([*ROWS, CONFLICT[0]])
    cells.loc[92, "verdict"] = "no"
    with pytest.raises(InputError, match=r"^<reviewed> row \d+ and <reviewed> row \d+ judge the same content differ"):
        run([*ROWS, CONFLICT[0]], reviewed=cells)


def test_verdicts_on_other_data_are_refused() -> None:
    other = [{"text": f"another text {n}", "label": "abc"[n % 3]} for n in range(30)]
    with pytest.raises(InputError, match=r"^verdicts\.csv: none of its 92 rows is in the data as it was then"):
        run(other, reviewed=saved(judged(ROWS)))


def test_a_table_that_nobody_filled_in_is_no_error() -> None:
    cells = run(ROWS).review_sample(10)
    with pytest.warns(UserWarning, match="no verdict is filled in yet"):
        report = run(ROWS, reviewed=cells)
    assert report.counts.reviewed == 0
    assert [measure.name for measure in size(report).measures] == ["reviewed_share"]


def test_marks_in_the_data_and_verdicts_count_together() -> None:
    rows = [row | {"reviewed": n < 50} for n, row in enumerate(ROWS)]
    cells = judged(rows)
    report = run(rows, reviewed=cells[cells["row"].astype(int) > 80])
    assert report.counts.reviewed == 50 + 11
    assert size(report).measures[0].value == 61 / 92


def test_what_the_reviewer_rejects_is_not_clean() -> None:
    report = run(ROWS, reviewed=judged(ROWS, {3: "login", 4: ""}))
    first, second = size(report).findings
    assert (first.rows, first.suggestion, second.rows) == ((3,), "make it 'login'", (4,))
    assert {3, 4} <= {removal.row for removal in report.removed}
    assert report.counts.removed["SIZE003"] == 2
    assert first.severity is Severity.INFO


@pytest.mark.parametrize(("wrong", "outcome"), [(4, Outcome.PASS), (5, Outcome.WARN), (17, Outcome.FAIL)])
def test_the_measured_share_is_judged(wrong: int, outcome: Outcome) -> None:
    cells = judged(LABELLED, dict.fromkeys(range(wrong), "other"))
    assert size(run(LABELLED, reviewed=cells)).outcome is outcome


def test_a_share_that_failed_before_must_itself_be_within_the_limit() -> None:
    before, now = (run(LABELLED, reviewed=judged(LABELLED, dict.fromkeys(range(n), "other"))) for n in (17, 12))
    cells = judged(LABELLED, dict.fromkeys(range(12), "other"))
    held = run(LABELLED, reviewed=cells, previous=before)
    assert [size(report).outcome for report in (before, now, held)] == [Outcome.FAIL, Outcome.WARN, Outcome.FAIL]


@pytest.mark.parametrize("seed", [0, 1])
def test_a_random_part_that_is_good_enough_satisfies_the_required_review(seed: int) -> None:
    rows = [{"text": f"{word} number {n} please", "label": word} for n in range(60) for word in ("refund", "track")]
    required = {"policy": {"require_review": True}}
    cells = table(run(rows, seed=seed), 59)
    vouched = run(rows, reviewed=cells, config=required)
    assert vouched.counts.clean == 120
    assert size(vouched).findings[0].message.endswith(", which vouches for these")
    cells.iloc[0, cells.columns.get_loc("verdict")] = "?"
    short = run(rows, reviewed=cells, config=required)
    assert short.counts.clean == 58
    assert size(short).findings[0].message == (
        "not reviewed: 62 rows of 120; wrong among 58 random ones: 0, so at 95 % at most 5 % of all"
    )


def test_without_any_review_none_is_clean_where_it_is_required() -> None:
    report = run(ROWS, config={"policy": {"require_review": True}})
    assert report.counts.clean == 0
    assert size(report).findings[0].message == "not reviewed: 92 rows of 92"


def test_rows_that_nobody_looked_at_stay_clean_where_it_is_not_required() -> None:
    report = run(ROWS, reviewed=judged(ROWS, n=10))
    assert "SIZE003" not in report.counts.removed
    assert not any(reason.code == "SIZE003" for removal in report.removed for reason in removal.reasons)


def test_where_too_much_is_wrong_the_rest_is_to_be_reviewed() -> None:
    rows = [{"text": f"{word} number {n} please", "label": word} for n in range(200) for word in ("refund", "track")]
    cells = table(run(rows), 60)
    cells.iloc[:20, cells.columns.get_loc("verdict")] = "wrong"
    report = run(rows, reviewed=cells)
    (action,) = (action for action in report.verdict.path_to_go if action.code == "SIZE003")
    assert size(report).outcome is Outcome.FAIL
    assert (action.action, action.count) == ("review", 400 - 60 + 20)
