"""A human outranks the detector: what a reviewer calls right is no suspect, and what is measured is no estimate."""

from typing import Any

import pytest
from fakes import WordEncoder
from filled import LABELLED, table

from dataaudit import Report, audit
from dataaudit.evidence import encoders
from dataaudit.intervals import clopper_pearson
from dataaudit.model import CheckResult

WRONG = {0: "refund", 30: "login", 61: "track"}
ROWS = [{**row, "label": WRONG.get(n, row["label"])} for n, row in enumerate(LABELLED)]


@pytest.fixture(autouse=True)
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "load_encoder", lambda *_, **__: WordEncoder())


def suspects(report: Report) -> CheckResult:
    return next(result for result in report.results if result.code == "LAB002")


def run(**options: Any) -> Report:
    return audit(ROWS, cache=False, **options)


def test_the_measured_rate_takes_the_place_of_the_estimate() -> None:
    cells = table(run())
    cells.loc[list(WRONG), "verdict"] = "wrong"
    rate = suspects(run(reviewed=cells)).measures[0]
    low, high = clopper_pearson(3, 90)
    assert (rate.name, rate.value, rate.low, rate.high) == (
        "label_error_rate", round(3 / 90, 4), round(low, 4), round(high, 4)
    )  # fmt: skip


def test_too_few_verdicts_leave_the_estimate() -> None:
    before = run()
    cells = table(before)
    cells.iloc[58:, cells.columns.get_loc("verdict")] = "?"
    assert suspects(run(reviewed=cells)).measures[0] == suspects(before).measures[0]


def test_what_is_called_right_is_no_suspect() -> None:
    before = run()
    assert set(WRONG) <= suspects(before).rows
    cells = table(before)
    cells.loc[[30, 61], "verdict"] = ["?", "wrong"]
    assert suspects(run(reviewed=cells)).rows == suspects(before).rows & {30, 61}


def test_the_sample_has_the_suspects_first_with_the_label_that_is_likelier() -> None:
    sample = run().review_sample(6).set_index("row")
    assert {row: sample.at[str(row), "suggested"] for row in WRONG} == {0: "track", 30: "track", 61: "refund"}
