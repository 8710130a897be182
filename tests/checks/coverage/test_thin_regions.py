"""COV002: what the data says of itself."""

from typing import Any

from dataaudit.model import Severity

KNOWN = {"refund": 30, "delivery": 30, "password": 30, "invoice": 30}
REGION = ["parrot cage seeds", "parrot cage seeds squawk", "cage seeds parrot feathers"]


def with_regions(topics: Any, regions: list[list[str]], label: str = "delivery") -> list[dict[str, Any]]:
    return topics.rows(1, **KNOWN) + [{"text": text, "label": label} for region in regions for text in region]


def test_a_region_is_named_and_its_rows_are_shown(topics: Any) -> None:
    (finding,) = topics.run("COV002", with_regions(topics, [REGION])).findings
    assert finding.rows == (120, 121, 122)
    assert finding.message == "3 inputs about 'cage, parrot, seeds' are like nothing else in the data"
    assert finding.severity is Severity.WARNING
    assert finding.evidence["inputs"] == REGION


def test_a_class_of_its_own_is_no_region(topics: Any) -> None:
    assert topics.run("COV002", with_regions(topics, [REGION], label="pets")).findings == ()


def test_data_of_a_few_topics_announces_nothing_new(topics: Any) -> None:
    output = topics.run("COV002", topics.rows(1, **KNOWN))
    assert [measure.name for measure in output.measures] == ["unseen_share", "one_of_a_kind", "unseen_kinds"]
    assert output.measures[0].low == 0


def test_inputs_without_a_like_announce_more_of_them(topics: Any) -> None:
    odd = [f"{a}{n} {b}{n} {c}{n}" for n, (a, b, c) in enumerate([("x", "y", "z")] * 60)]
    output = topics.run("COV002", topics.rows(1, refund=40) + [{"text": t, "label": str(i)} for i, t in enumerate(odd)])
    unseen, alone, _ = output.measures
    assert alone.value is not None
    assert alone.value > 5
    assert unseen.low < unseen.value < unseen.high


def test_few_inputs_are_not_judged(topics: Any) -> None:
    output = topics.run("COV002", topics.rows(1, refund=49))
    assert output.missing
    assert output.skipped == "49 different inputs, 50 are needed"
