"""What the findings of the label checks say."""

from typing import Any

from fakes import WordEncoder

from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput, Severity
from dataaudit.reading import read
from dataaudit.registry import all_checks

Row = dict[str, Any]
TOPICS = {"parcel": "parcel courier van doorstep {n}", "refund": "refund money bank credited {n}"}


def dataset(rows: list[Row]) -> Dataset:
    reading = read(rows)
    return shape(reading.records, reading.sources)


def run(code: str, rows: list[Row], accepted: list[Row] | None = None) -> CheckOutput:
    spec, data = all_checks()[code], dataset(rows)
    evidence = Evidence(data, encoder=WordEncoder(), cache=None, accepted=dataset(accepted) if accepted else None)
    return spec.function(data, evidence.view(spec.sees), spec.params())


def topics(count: int) -> list[Row]:
    return [{"text": text.format(n=n), "label": label} for label, text in TOPICS.items() for n in range(count)]


def test_a_conflict_counts_its_labels() -> None:
    rows = [{"text": "why?", "label": label} for label in ("refund", "parcel", "Refund")]
    (finding,) = run("LAB001", rows).findings
    assert finding.message == "one input, 2 labels: Refund (2), parcel (1)"
    assert finding.evidence == {"text": "why?", "labels": {"Refund": 2, "parcel": 1}}


def test_a_conflict_with_accepted_data_names_the_accepted_row() -> None:
    accepted = [{"text": "how?", "label": "size"}, {"text": "Why?", "label": "parcel"}]
    (finding,) = run("LAB001", [{"text": "why?", "label": "refund"}], accepted).findings
    assert finding.rows == (0,)
    assert finding.evidence["accepted_label"] == "parcel"
    assert finding.evidence["accepted"]["row"] is None


def test_a_conflict_names_who_said_what() -> None:
    given = [("refund", "bo"), ("refund", "al"), ("parcel", "cy"), ("parcel", None)]
    rows = [{"text": "why?", "label": label, "annotator": annotator} for label, annotator in given]
    (finding,) = run("LAB001", rows).findings
    assert finding.evidence["annotators"] == {"parcel": ["cy"], "refund": ["al", "bo"]}


def test_the_share_of_conflict_rows_is_of_all_rows() -> None:
    rows = [{"text": text, "label": label} for text, label in ("aa", "ab", "ba", "ca")]
    share, conflicts = run("LAB001", rows).measures
    assert (share.value, conflicts.value) == (0.5, 1)


def test_white_space_in_a_label_is_shown() -> None:
    rows = [{"text": f"text {n}", "label": label} for n, label in enumerate(["refund", "refund ", "refund"])]
    (finding,) = run("LAB006", rows).findings
    assert finding.severity is Severity.WARNING
    assert finding.evidence == {"usual_spelling": '"refund"', "spellings": {'"refund"': 2, '"refund "': 1}}


def test_accepted_data_decide_which_spelling_is_usual() -> None:
    accepted = [{"text": f"accepted {n}", "label": "refund"} for n in range(3)]
    (finding,) = run("LAB006", [{"text": "a", "label": "Refund"}, {"text": "b", "label": "Refund"}], accepted).findings
    assert finding.rows == (0, 1)


def test_a_suspect_is_a_warning_with_the_rows_that_speak_against_it() -> None:
    rows = [*topics(40), {"text": "parcel courier van doorstep soon", "label": "refund"}]
    (finding,) = run("LAB002", rows).findings
    assert (finding.rows, finding.severity) == ((80,), Severity.WARNING)
    assert finding.evidence["suggested_label"] == "parcel"
    assert [row["label"] for row in finding.evidence["neighbours"]] == ["parcel"] * 3


def test_every_copy_of_a_suspect_is_named() -> None:
    copies = [{"text": text, "label": "refund"} for text in ("parcel courier van soon", "Parcel courier van, soon")]
    assert [finding.rows for finding in run("LAB002", [*topics(40), *copies]).findings] == [(80,), (81,)]


def test_rare_and_disputed_labels_are_counted_as_not_judged() -> None:
    disputed = [{"text": "van or bank?", "label": label} for label in TOPICS]
    rare = [{"text": f"opening hours {n}", "label": "hours"} for n in range(4)]
    measures = {measure.name: measure.value for measure in run("LAB002", [*topics(40), *disputed, *rare]).measures}
    assert measures["unjudged_rows"] == 6


def test_few_inputs_are_not_judged_and_one_label_is_nothing_to_judge() -> None:
    few, one, rare = run("LAB002", topics(20)), run("LAB002", topics(60)[:60]), run("LAB002", topics(9))
    assert (few.missing, few.skipped) == (True, "40 different inputs, 50 are needed")
    assert (rare.missing, rare.skipped) == (True, "fewer than two labels have 10 different inputs")
    assert (one.missing, one.skipped) == (False, "there are no two labels")


def test_labels_given_at_random_are_confused_and_none_of_their_rows_is_suspect() -> None:
    mixed = [{"text": f"{topic} opening hours {n}", "label": topic} for n in range(30) for topic in ("shop", "branch")]
    for n, row in enumerate(mixed):
        row["text"] = f"opening hours today {n}"
    (finding,) = run("LAB002", [*topics(40), *mixed]).findings
    assert (finding.rows, finding.severity, finding.disqualifies) == ((), Severity.WARNING, False)
    assert finding.evidence["labels"] == ["branch", "shop"]
    assert [row["label"] for row in finding.evidence["examples"]] == ["branch", "branch", "shop", "shop"]


def test_labels_that_lose_inputs_one_way_are_not_confused() -> None:
    rows = topics(60)
    for row in rows[:4]:
        row["label"] = "refund"
    output = run("LAB002", rows)
    assert [measure.value for measure in output.measures if measure.name == "confusable_pairs"] == [0]
    assert [finding.rows for finding in output.findings] == [(n,) for n in range(4)]
