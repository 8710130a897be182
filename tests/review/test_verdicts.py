"""What a reviewer writes is understood, or refused in a sentence that says where."""

from typing import Any

import pandas as pd
import pytest

from dataaudit.errors import InputError
from dataaudit.review.keys import RowKey
from dataaudit.review.spreadsheet import CUT
from dataaudit.review.verdicts import Decision, Judged, read_decisions

KEY = RowKey("0123456789abcdef", "fedcba9876543210")


def read(**cells: Any) -> list[Decision]:
    filled = {"verdict": "", "key": str(KEY), "label": "track", "suggested": "refund", **cells}
    return read_decisions(pd.DataFrame([filled], dtype=object))[1]


def judged(**cells: Any) -> tuple[Judged, str | None]:
    (decision,) = read(**cells)
    return decision.judged, decision.answer


@pytest.mark.parametrize("word", ["ok", "Right", "CORRECT", " y ", "yes", "1", 1, 1.0, True, "✓", "✔️"])
def test_right(word: Any) -> None:
    assert judged(verdict=word) == (Judged.RIGHT, None)


@pytest.mark.parametrize("word", ["wrong", "No", "N", "false", "0", 0, False, "✗", "drop", "Delete"])
def test_wrong_without_an_answer(word: Any) -> None:
    assert judged(verdict=word) == (Judged.WRONG, None)


@pytest.mark.parametrize("word", ["unsure", "?", "Skip", "", None])
def test_not_judged(word: Any) -> None:
    assert judged(verdict=word) == (Judged.UNSURE, None)


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ({"verdict": "wrong", "corrected": "login"}, "login"),
        ({"verdict": "wrong", "corrected": "'=x"}, "=x"),
        ({"verdict": "relabel"}, "refund"),
        ({"verdict": "Accept", "corrected": "login"}, "login"),
        ({"verdict": "", "corrected": "login"}, "login"),
        ({"verdict": "drop", "corrected": "login"}, None),
    ],
)
def test_the_right_answer(cells: dict[str, str], answer: str | None) -> None:
    assert judged(**cells) == (Judged.WRONG, answer)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"verdict": "maybe"}, "'maybe' is no verdict: write ok, wrong, relabel, drop or unsure"),
        ({"verdict": "ok\x1b[31m"}, r"'ok\\\\x1b\[31m' is no verdict"),
        ({"verdict": "relabel", "suggested": ""}, "neither a correction nor a suggestion"),
        ({"verdict": "ok", "corrected": "login"}, "the correction is something else than what stands there"),
        ({"verdict": "wrong", "corrected": "track "}, "the correction is what stands there already"),
        ({"verdict": "wrong", "corrected": "xx" + CUT}, "the correction ends where the cell was cut"),
        ({"verdict": "wrong", "corrected": "caf\udce9"}, "column 'corrected' is not UTF-8"),
        ({"verdict": "wrong", "key": ""}, "the cell of column 'key' is gone"),
    ],
)
def test_what_cannot_be_understood_is_one_sentence(cells: dict[str, str], sentence: str) -> None:
    with pytest.raises(InputError, match=f"^<reviewed> row 0: .*{sentence}") as caught:
        read(**cells)
    assert "\n" not in str(caught.value)


def test_a_correction_of_what_is_right_may_repeat_it() -> None:
    assert judged(verdict="ok", corrected="track") == (Judged.RIGHT, None)
    assert judged(verdict="", corrected="track") == (Judged.UNSURE, None)


def test_a_row_that_somebody_added_says_nothing_if_it_has_no_verdict() -> None:
    assert read(key="total", comment="118 rows") == []


def test_comment_and_stratum_are_read() -> None:
    (decision,) = read(verdict="no", comment="=see mail", stratum="suspect+random")
    assert (decision.comment, decision.random, decision.key) == ("=see mail", True, KEY)
    assert not read(verdict="no", stratum="suspect")[0].random
