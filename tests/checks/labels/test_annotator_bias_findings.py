"""What sets annotators apart looks like this in the report."""

from typing import Any

import numpy as np
import pytest
from annotator_rows import LABELS, TOPICS, Row, long, run
from fakes import WordEncoder

from dataaudit.model import Finding, Severity


def items(n: int = 200, prefers: int | None = None) -> list[str]:
    """Four annotators, right nine times of ten; one of them gives 1 instead of 0 a third of the time."""
    random = np.random.default_rng(3)
    given = (np.arange(n)[:, None] % 2) ^ (random.random((n, 4)) < 0.1)
    if prefers is not None:
        given[:, prefers] |= random.random(n) < 0.35
    return ["".join(map(str, row)) for row in given.astype(int).tolist()]


def answers(n: int, text: str, start: int = 0, **columns: Any) -> list[Row]:
    rows = range(start, start + n)
    return [{"prompt": f"How do I clean item {i}?", "completion": text.format(i), **columns} for i in rows]


PROSE, LIST = "Wipe number {} with a cloth, then let it dry.", "- wipe number {}\n- let it dry"


def bias(rows: list[Row], accepted: list[Row] | None = None) -> tuple[Finding, ...]:
    return run("LAB004", rows, accepted).findings


def test_the_message_names_annotator_label_and_shares() -> None:
    [one] = bias(long(items(prefers=2)))
    assert one.message.startswith("annotator ann 2 gives refund to 6")
    assert "of comparable items, the others 5" in one.message
    assert "(n = 200, +" in one.message
    assert (one.severity, one.disqualifies) == (Severity.WARNING, False)


def test_the_rows_are_the_annotators_with_that_label() -> None:
    rows = long(items(prefers=2))
    [one] = bias(rows)
    expected = [i for i, row in enumerate(rows) if row["annotator"] == "ann 2" and row["label"] == "refund"]
    assert one.rows == tuple(expected)
    assert {place.field for place in one.locations} == {"label"}


def test_two_examples_show_what_others_do_not_say() -> None:
    [one] = bias(long(items(prefers=2)))
    examples = one.evidence["examples"]
    assert [(example["label"], example["others_share"]) for example in examples] == [("refund", 0.0)] * 2
    low, high = one.evidence["difference_interval"]
    assert low < one.evidence["difference"] < high


def test_annotators_who_are_alike_are_counted_and_not_accused() -> None:
    output = run("LAB004", long(items()))
    assert output.findings == ()
    assert [(one.name, one.value) for one in output.measures] == [("biased_annotators", 0), ("judged_annotators", 4)]


def test_a_batch_is_held_against_what_was_accepted() -> None:
    rows = long(items(prefers=2))
    batch = [row for row in rows if row["annotator"] == "ann 2"]
    [one] = bias(batch, [row for row in rows if row["annotator"] != "ann 2"])
    assert one.rows == tuple(i for i, row in enumerate(batch) if row["label"] == "refund")


def test_the_order_of_rows_does_not_matter() -> None:
    rows = long(items(prefers=2))
    order = np.random.default_rng(0).permutation(len(rows)).tolist()
    [one], [other] = bias(rows), bias([rows[i] for i in order])
    assert {order[row] for row in other.rows} == set(one.rows)
    assert one.message == other.message


def test_topics_of_single_annotators_accuse_nobody() -> None:
    rows = [
        {"text": TOPICS[who].format(i), "label": LABELS[who], "annotator": f"ann {who}"}
        for who in (0, 1)
        for i in range(60)
    ]
    assert bias(rows) == ()


def test_a_way_of_writing_is_told_once() -> None:
    rows = (
        answers(40, LIST, annotator="x")
        + answers(60, PROSE, 40, annotator="y")
        + answers(60, PROSE, 100, annotator="z")
    )
    [one] = bias(rows)
    assert one.message == 'list in 100 % of the answers of annotator "x", 0 % of the others'
    assert one.rows == tuple(range(40))
    assert run("FMT005", rows).findings == ()


def test_a_batch_of_one_annotator_is_drift() -> None:
    rows = answers(40, LIST, annotator="x", batch="b1") + answers(60, PROSE, 40, annotator="y", batch="b2")
    assert bias(rows) == ()
    [one] = run("FMT005", rows).findings
    assert "batch" in one.message


def test_pasted_answers_are_told() -> None:
    own = answers(40, "It depends on what you want to do with it.", annotator="x")
    rows = own + answers(60, PROSE, 40, annotator="y") + answers(60, PROSE, 100, annotator="z")
    messages = [one.message for one in bias(rows)]
    assert 'the same answer to several inputs in 100 % of the answers of annotator "x", 0 % of the others' in messages


def timed(rows: list[Row], seconds: dict[str, float]) -> list[Row]:
    """Each annotator's rows one after the other."""
    clock = dict.fromkeys(seconds, 1_700_000_000.0)
    for row in rows:
        clock[row["annotator"]] += seconds[row["annotator"]]
        row["timestamp"] = str(clock[row["annotator"]])
    return rows


def test_haste_is_told_with_both_medians() -> None:
    rows = timed(long(items(60)), {"ann 0": 12.0, "ann 1": 14.0, "ann 2": 13.0, "ann 3": 0.5})
    [one] = bias(rows)
    assert one.message == (
        "annotator ann 3 takes 0.5 seconds an item, 18 words a second; the others take 13 (medians, n = 59)"
    )
    assert len(one.rows) == 60


def test_runs_of_one_label_are_a_note() -> None:
    given = items(80)
    rows = timed(long(given), {f"ann {who}": 10.0 + who for who in range(4)})
    mine = [row for row in rows if row["annotator"] == "ann 3"]
    for row, label in zip(mine, sorted(row["label"] for row in mine), strict=True):
        row["label"] = label
    [one] = [one for one in bias(rows) if "in a row" in one.message]
    assert one.message.startswith("annotator ann 3 changes the label 1 times in 80 rows")
    assert one.severity is Severity.INFO


def test_a_single_annotator_is_not_judged() -> None:
    output = run("LAB004", long(["0", "1"] * 40))
    assert output.missing
    assert output.skipped is not None
    assert "others to be compared with" in output.skipped


def alone(prefers: bool) -> list[Row]:
    """One annotator a row, each mostly with one topic; one of them gives 1 to a third of the others."""
    random = np.random.default_rng(8)
    rows = []
    for i in range(600):
        topic = int(random.integers(2))
        who = int(random.integers(2)) + 2 * (topic if random.random() < 0.8 else 1 - topic)
        label = 1 if prefers and who == 0 and random.random() < 0.4 else topic
        rows.append({"text": TOPICS[topic].format(i), "label": LABELS[label], "annotator": f"ann {who}"})
    return rows


@pytest.mark.parametrize("encoder", [WordEncoder(), None], ids=["vectors", "words"])
def test_rows_of_one_annotator_each_are_compared_with_alike_ones(encoder: WordEncoder | None) -> None:
    assert run("LAB004", alone(prefers=False), encoder=encoder).findings == ()
    [one] = run("LAB004", alone(prefers=True), encoder=encoder).findings
    assert one.message.startswith("annotator ann 0 gives refund to")
    assert one.evidence["compared_with"] == "others' labels of alike items"
