"""What a drift looks like in the report."""

from typing import Any

from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput
from dataaudit.reading import read
from dataaudit.registry import all_checks

Row = dict[str, Any]
PROSE, LIST = "Wipe it with a cloth, then let it dry for {} minutes.", "- wipe\n- dry for {} minutes"


def rows(n: int, answer: str, asked: str = "How do I clean item {}?", start: int = 0, **columns: Any) -> list[Row]:
    numbers = range(start, start + n)
    return [{"prompt": asked.format(i), "completion": answer.format(i), **columns} for i in numbers]


def shaped(data: Any) -> Dataset:
    reading = read(data)
    return shape(reading.records, reading.sources)


def run(data: list[Row], accepted: list[Row] | None = None) -> CheckOutput:
    dataset, spec = shaped(data), all_checks()["FMT005"]
    evidence = Evidence(dataset, encoder=None, cache=None, accepted=shaped(accepted) if accepted else None)
    output: CheckOutput = spec.function(dataset, evidence.view(spec.sees), spec.params())
    return output


def test_the_message_names_the_part_and_both_shares() -> None:
    data = rows(40, LIST, batch="b7") + rows(60, PROSE, start=40, batch="b1")
    [finding] = run(data).findings
    assert finding.message == 'list in 100 % of the answers of batch "b7", 0 % of the others'
    assert finding.rows == tuple(range(40))


def test_the_evidence_holds_intervals_and_two_examples() -> None:
    data = rows(40, LIST, batch="b7") + rows(60, PROSE, start=40, batch="b1")
    evidence = run(data).findings[0].evidence
    assert evidence["share_interval"][0] < evidence["share"] == 1
    assert evidence["difference_interval"][0] > 0.5
    assert evidence["effect_within_topics"] > 0.5
    assert evidence["example"].startswith("- wipe")
    assert evidence["other_example"].startswith("Wipe it")


def test_other_signals_of_the_same_rows_stand_in_the_same_finding() -> None:
    data = rows(40, LIST, batch="b7") + rows(60, PROSE, start=40, batch="b1")
    [finding] = run(data).findings
    assert "closing punctuation" in {also["signal"] for also in finding.evidence["also"]}


def test_a_batch_is_held_against_what_was_accepted() -> None:
    [finding] = run(rows(40, LIST), rows(60, PROSE, start=40)).findings
    assert finding.message == "list in 100 % of the answers here, 0 % of those accepted before"
    assert finding.rows == tuple(range(40))


def test_a_part_with_other_inputs_is_reported_with_less_confidence() -> None:
    other = rows(40, LIST, "Give me a recipe for soup number {} with leeks", batch="b7")
    [finding] = run(other + rows(60, PROSE, start=40, batch="b1")).findings
    assert finding.confidence == 0.5
    assert finding.suggestion == "check whether its task is another one"


def test_a_place_in_the_data_is_named_by_its_rows() -> None:
    data = rows(150, PROSE) + rows(60, LIST, start=150) + rows(190, PROSE, start=210)
    [finding] = run(data).findings
    assert "in rows 150–209, 0 % of the others" in finding.message


def test_time_is_named_by_its_ends() -> None:
    days = [f"2024-{1 + i // 28:02}-{1 + i % 28:02}" for i in range(300)]
    data = rows(100, PROSE) + rows(60, LIST, start=100) + rows(140, PROSE, start=160)
    [finding] = run([{**row, "timestamp": day} for row, day in zip(data, days, strict=True)]).findings
    assert f"from {days[100]} to {days[159]}" in finding.message


def test_the_measure_counts_rows_once() -> None:
    [measure] = run(rows(40, LIST, batch="b7") + rows(60, PROSE, start=40, batch="b1")).measures
    assert (measure.name, measure.value) == ("drifting_rows", 40)
