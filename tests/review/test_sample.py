"""The sample: suspects first among equals, a fair draw beside them, and nothing that depends on the order of rows."""

from pathlib import Path

import pandas as pd
import pytest
from filled import CONFLICT, LABELLED, ROWS, chat, run

from dataaudit.errors import InputError
from dataaudit.intervals import clopper_pearson
from dataaudit.review.keys import row_keys
from dataaudit.review.sample import summary

SUSPECTS = {90, 91}


def strata(sample: pd.DataFrame) -> dict[str, set[int]]:
    rows = sample["row"].astype(int)
    return {name: set(rows[sample["stratum"].str.contains(name)]) for name in ("suspect", "random")}


def test_half_are_suspects_and_half_drawn() -> None:
    found = strata(run(ROWS).review_sample(4))
    assert found["suspect"] == SUSPECTS
    assert len(found["random"]) == 2


def test_where_suspects_are_few_more_are_drawn() -> None:
    found = strata(run(ROWS).review_sample(20))
    assert (found["suspect"], len(found["random"])) == (SUSPECTS, 18)


def test_with_room_for_all_every_row_is_drawn_and_listed_once() -> None:
    sample = run(ROWS).review_sample(92)
    assert sorted(sample["row"].astype(int)) == list(range(92))
    assert set(sample["stratum"]) == {"random", "suspect+random"}


def test_of_copies_one_is_a_suspect() -> None:
    found = strata(run([*ROWS, *CONFLICT, *CONFLICT]).review_sample(10))
    texts = [[*ROWS, *CONFLICT, *CONFLICT][row] for row in sorted(found["suspect"])]
    assert sorted(texts, key=lambda row: row["label"]) == sorted(CONFLICT, key=lambda row: row["label"])


def test_only_suspects_say_why() -> None:
    sample = run(ROWS).review_sample(20)
    why = sample.set_index(sample["row"].astype(int))["why"]
    assert set(why[why != ""].index) == SUSPECTS
    assert why[90] == "LAB001 one input, 2 labels: refund (1), track (1)"


def test_the_order_of_rows_does_not_matter_and_the_seed_does() -> None:
    one, other = (run(rows).review_sample(20) for rows in (ROWS, ROWS[::-1]))
    texts = ["input", "label", "key", "stratum"]
    pd.testing.assert_frame_equal(one[texts], other[texts])
    assert set(run(ROWS, seed=1).review_sample(20)["key"]) != set(one["key"])


def test_every_row_is_drawn_as_often_as_any_other() -> None:
    report = run(LABELLED)
    settings = dict(report.settings)
    drawn = pd.Series(0, index=range(90))
    for seed in range(300):
        object.__setattr__(report, "settings", {**settings, "seed": seed})
        drawn[report.review_sample(9)["row"].astype(int)] += 1
    assert drawn.sum() == 2700
    assert drawn.between(12, 52).all()  # 30 expected; four standard deviations


def test_strata_are_mixed() -> None:
    rows = [*LABELLED, *(row | {"text": f"{row['text']} {n}"} for n in range(20) for row in CONFLICT)]
    suspects = run(rows).review_sample(80)["stratum"].str.contains("suspect").tolist()
    assert 10 < sum(suspects[:40]) < 30


def test_columns_are_those_that_say_something() -> None:
    plain = run(ROWS).review_sample(2)
    assert list(plain)[:7] == ["verdict", "corrected", "comment", "input", "label", "suggested", "why"]
    assert list(plain)[7:] == ["row", "source", "line", "key", "stratum"]
    talk = [{"messages": [{"role": "system", "content": "be kind"}, *row["messages"]]} for row in chat(ROWS)]
    assert list(run(talk).review_sample(2))[3:6] == ["system", "input", "label"]
    free = [{"prompt": f"what is {n}", "completion": f"it is the number {n}, of course."} for n in range(30)]
    assert list(run(free).review_sample(2))[3:5] == ["input", "output"]


def test_keys_are_of_the_content() -> None:
    copies = [*ROWS, {"id": "7", "label": "track", "text": "where is it now"}]
    report = run(copies)
    assert report._data is not None
    keys = row_keys(report._data.examples)
    assert keys[90] == keys[92]
    assert keys[90].asked == keys[91].asked
    assert len(set(keys)) == 92


def test_a_key_is_no_number_to_a_spreadsheet() -> None:
    assert run(ROWS).review_sample(92)["key"].str.fullmatch("k[0-9a-f]{16}-[0-9a-f]{16}").all()


def test_the_summary_says_what_it_can_prove() -> None:
    lines = summary(run(ROWS).review_sample(61)).splitlines()
    assert lines[0] == "60 rows to review: 2 suspects and 59 drawn at random"
    assert clopper_pearson(0, 59, 0.9)[1] <= 0.05 < clopper_pearson(0, 58, 0.9)[1]
    assert lines[2] == "0 wrong of 59 random rows would show, at 95 %, that at most 5 % of all are wrong"


def test_what_is_there_is_not_overwritten() -> None:
    report = run(ROWS)
    report.review_sample(4, "v.csv")
    before = Path("v.csv").read_bytes()
    with pytest.raises(InputError, match=r"^v\.csv is there already and may hold verdicts"):
        report.review_sample(4, "v.csv")
    with pytest.raises(InputError, match=r"let its name end in \.csv"):
        report.review_sample(4, "v.xlsx")
    assert Path("v.csv").read_bytes() == before
