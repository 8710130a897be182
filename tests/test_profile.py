"""What the data look like in numbers: classes, lengths, batches beside each other."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dataaudit import audit
from dataaudit.drift.by_part import CLEAN, MOST_PARTS, Part, Series
from dataaudit.profile import MOST_BINS, ClassSize, Lengths, Profile, histogram
from dataaudit.report import Report

WORDS = ("parcel", "courier", "late", "address", "refund", "money", "charged", "twice", "order", "cancel")
SECRET = "ghp_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"


def profile_of(rows: Sequence[dict[str, Any]], **options: Any) -> Profile:
    found = audit(list(rows), encoder="none", cache=False, **options).profile
    assert found is not None
    return found


def texts(n: int, seed: int = 0) -> list[str]:
    """n different sentences of four words and a number."""
    rng = random.Random(seed)
    return [f"{' '.join(rng.sample(WORDS, 4)).capitalize()} {seed}x{i}." for i in range(n)]


def answers(n: int, batch: str, ending: str = "", seed: int = 0) -> list[dict[str, str]]:
    """Rows of a batch; an ending makes the answers another kind."""
    pairs = zip(texts(n, seed), texts(n, seed + 1), strict=True)
    return [{"prompt": one, "completion": other + ending, "batch": batch} for one, other in pairs]


def lengths(values: Sequence[int]) -> Lengths:
    [found] = histogram("input", "words", np.array(values))
    return found


def labelled(*sizes: int) -> list[dict[str, str]]:
    rows = [(f"c{i}", text) for i, n in enumerate(sizes) for text in texts(n, i)]
    return [{"text": text, "label": label} for label, text in rows]


def test_classes_are_counted_with_and_without_rows_that_are_not_clean() -> None:
    rows = labelled(12, 9)
    assert profile_of([*rows, rows[0], rows[0], rows[-1]]).classes == (
        ClassSize("c0", 14, 12),
        ClassSize("c1", 10, 9),
    )


def test_examples_accepted_before_count_for_their_class() -> None:
    found = profile_of(labelled(9, 8), against=[{"text": f"another {i}", "label": "c1"} for i in range(5)])
    assert found.with_accepted
    assert found.classes == (ClassSize("c1", 13, 13), ClassSize("c0", 9, 9))


def test_a_class_that_stands_only_in_accepted_data_is_left_out() -> None:
    found = profile_of(labelled(9, 8), against=[{"text": f"another {i}", "label": "c7"} for i in range(5)])
    assert [one.name for one in found.classes] == ["c0", "c1"]


def test_names_of_classes_are_masked_and_short() -> None:
    rows = [{"text": text, "label": label} for label in (SECRET, "x" * 60) for text in texts(8, len(label))]
    names = {one.name for one in profile_of(rows).classes}
    assert all(len(name) <= 40 and "aB3dE5f" not in name for name in names)
    assert len(names) == 2


def test_even_lengths_have_bins_of_a_round_width() -> None:
    found = lengths([*range(10, 50), 0, 0])
    assert found.edges == (10, 15, 20, 25, 30, 35, 40, 45, 50)
    assert found.counts == (5,) * 8
    assert (found.low, found.median, found.high, found.longest, found.skewed) == (11, 29, 47, 49, False)


def test_skewed_lengths_have_bins_that_grow() -> None:
    found = lengths([3] * 50 + [10] * 50 + [4000])
    widths = np.diff(found.edges)
    assert found.skewed
    assert (np.diff(widths) >= 0).all()
    assert len(found.counts) <= MOST_BINS
    assert (found.edges[0], sum(found.counts), found.counts[-1]) == (3, 101, 1)


def test_every_text_is_in_a_bin() -> None:
    for values in ([1, 2], [1, 1000], [7, 7, 8], [1] * 20 + [2**20], list(range(1, 400))):
        found = lengths(values)
        assert sum(found.counts) == len(values)
        assert found.edges[-1] > max(values)


@pytest.mark.parametrize("values", [[], [0, 0], [5, 5, 5]])
def test_lengths_that_do_not_differ_have_no_distribution(values: list[int]) -> None:
    assert list(histogram("input", "words", np.array(values, dtype=np.int64))) == []


def test_labels_have_no_lengths() -> None:
    rows = [{"text": f"{'word ' * (i % 5)}number {i}", "label": f"c{i % 2}"} for i in range(40)]
    assert [found.of for found in profile_of(rows).lengths] == ["input"]


def test_tokens_are_estimated_where_a_trainer_has_a_limit() -> None:
    rows = [{"prompt": f"{'word ' * i}ask {i}?", "completion": f"Say {i} {'words ' * i}."} for i in range(1, 30)]
    tokens = profile_of(rows, trainers=["trl"]).lengths[-1]
    assert (tokens.of, tokens.unit, tokens.limits) == ("example", "tokens", {"trl": 1024})
    assert "example" not in {found.of for found in profile_of(rows).lengths}


def drifting() -> list[dict[str, str]]:
    """Four batches, the third with lists where the others have prose."""
    parts = [answers(60, f"b{i}", "\n- first\n- second" if i == 2 else "", 10 * i) for i in range(4)]
    return [row for part in parts for row in part]


def test_the_batch_that_deviates_is_marked_with_its_share() -> None:
    [series] = profile_of(drifting()).series
    assert (series.kind, [part.name for part in series.parts]) == ("batch", ["b0", "b1", "b2", "b3"])
    assert [part.value for part in series.parts] == [0, 0, 1, 0]
    assert [part.deviates for part in series.parts] == [False, False, True, False]
    assert {part.answers for part in series.parts} == {60}


def test_the_share_is_the_one_that_the_check_found() -> None:
    rows = drifting()
    for row in rows[120:140]:
        row["completion"] = row["completion"].split("\n")[0]
    report = audit(rows, encoder="none", cache=False)
    first = max((f for f in report.findings if f.code == "FMT005"), key=lambda finding: finding.evidence["effect"])
    assert report.profile is not None
    [part] = [part for part in report.profile.series[0].parts if part.deviates]
    assert (part.value, [part.low, part.high]) == (first.evidence["share"], first.evidence["share_interval"])


def test_alike_batches_show_how_long_their_answers_are() -> None:
    rows = [row for i in range(3) for row in answers(60, f"b{i}", seed=10 * i)]
    assert profile_of(rows).series == (
        Series("batch", "", tuple(Part(f"b{i}", 60, 5.0, 5.0, 5.0, deviates=False) for i in range(3)), 0),
    )


def test_batches_of_labels_show_how_much_of_them_is_clean() -> None:
    rows = [{**row, "batch": f"b{i % 2}"} for i, row in enumerate(labelled(20, 20))]
    [series] = profile_of([*rows, *rows[:10:2]]).series
    assert (series.kind, series.what) == ("batch", CLEAN)
    assert [(part.name, part.answers, part.value) for part in series.parts] == [("b0", 25, 0.8), ("b1", 20, 1.0)]


def test_data_of_one_part_have_no_series() -> None:
    assert profile_of(answers(60, "b0")).series == ()


def test_a_short_stretch_of_the_file_is_found_in_its_part() -> None:
    rows = answers(1200, "b0")
    for row in rows[620:680]:
        row["completion"] = "- " + row["completion"] + "\n- that"
    [series] = [one for one in profile_of(rows).series if one.kind == "file order"]
    assert len(series.parts) == MOST_PARTS
    assert [part.name for part in series.parts if part.deviates] == ["from row 600"]


def test_of_many_batches_the_largest_and_those_that_deviate_are_kept() -> None:
    rows = drifting() + [row for i in range(12) for row in answers(70, f"c{i:02}", seed=1000 + 10 * i)]
    series = profile_of(rows).series[0]
    assert [part.name for part in series.parts] == ["b2", *(f"c{i:02}" for i in range(11))]
    assert series.left_out == 4


def test_names_of_batches_are_masked() -> None:
    [series] = profile_of([*answers(60, "b0"), *answers(60, SECRET, seed=50)]).series
    assert len(series.parts) == 2
    assert "aB3dE5f" not in repr(series)


def test_names_of_files_lose_the_folder_that_all_are_in(tmp_path: Path) -> None:
    for name, seed in (("may/one", 0), ("june/one", 50)):
        rows = [{"prompt": row["prompt"], "completion": row["completion"]} for row in answers(60, "", seed=seed)]
        path = tmp_path / f"{name}.jsonl"
        path.parent.mkdir()
        path.write_text("\n".join(map(json.dumps, rows)))
    found = audit([str(path) for path in sorted(tmp_path.rglob("*.jsonl"))], encoder="none", cache=False).profile
    assert found is not None
    assert [part.name for part in found.series[0].parts] == ["june/one.jsonl", "may/one.jsonl"]


def test_the_profile_does_not_depend_on_the_order_of_rows() -> None:
    rows = [row for i in range(3) for row in answers(60, f"b{i}", seed=10 * i)]
    assert profile_of(rows) == profile_of(random.Random(1).sample(rows, len(rows)))


def test_a_report_that_was_loaded_has_no_profile() -> None:
    report = audit(labelled(9, 8), encoder="none", cache=False)
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))).profile is None
