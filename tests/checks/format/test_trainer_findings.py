"""What FMT002 says of the trainers that were chosen, and of all where none was."""

from dataclasses import replace
from typing import Any

from dataaudit.checks.format.schema_violation import Params, schema_violation
from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput, Severity
from dataaudit.reading import read

USER, ASSISTANT = {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}
GOOD: dict[str, Any] = {"messages": [USER, ASSISTANT]}
TWICE: dict[str, Any] = {"messages": [USER, USER, ASSISTANT]}


def dataset_of(*rows: dict[str, Any]) -> Dataset:
    reading = read(list(rows))
    return shape(reading.records, reading.sources)


def judged(*rows: dict[str, Any], trainers: tuple[str, ...] = ()) -> CheckOutput:
    dataset = dataset_of(*rows)
    evidence = Evidence(dataset, encoder=None, cache=None).view(())
    return schema_violation.function(dataset, evidence, replace(Params(), trainers=trainers))


def measured(output: CheckOutput) -> dict[str, float | None]:
    return {measure.name: measure.value for measure in output.measures}


def test_each_chosen_trainer_says_what_it_refuses() -> None:
    output = judged(GOOD, TWICE, {**GOOD, "id": "3"}, trainers=("together", "torchtune"))
    found = [(finding.evidence["trainer"], finding.rows) for finding in output.findings if finding.rows]
    assert sorted(found) == [("together", (1,)), ("together", (2,)), ("torchtune", (1,))]
    assert measured(output) == {"rejected_rows": 2, "mistrained_rows": 0}


def test_a_format_that_a_trainer_does_not_read_loses_all_rows() -> None:
    output = judged(GOOD, GOOD, trainers=("gemini",))
    (finding,) = output.findings
    assert finding.severity is Severity.ERROR
    assert finding.message.startswith("gemini refuses the data: it reads gemini-sft")
    assert measured(output)["rejected_rows"] == 2


def test_the_rule_the_date_and_the_place_are_evidence() -> None:
    (finding,) = [found for found in judged(GOOD, TWICE, trainers=("together",)).findings if found.rows]
    (rule,) = finding.evidence["rules"]
    assert (rule["consequence"], rule["field"]) == ("reject", "messages[1]")
    assert finding.evidence["as_of"].startswith("20")


def test_without_a_choice_all_trainers_are_listed_once() -> None:
    (finding,) = judged(GOOD, TWICE).findings
    assert finding.severity is Severity.INFO
    assert "trl" in finding.evidence["taken_by"]
    assert "together" in finding.evidence["refused_by"]
    assert not finding.rows


def test_nobody_takes_what_everybody_refuses() -> None:
    (about_row, told) = sorted(judged(GOOD, {"messages": []}).findings, key=lambda finding: finding.severity)
    assert about_row.rows == (1,)
    assert told.evidence["taken_by"] == []
    assert told.evidence["refused_by"]["trl"] == "1 row that every trainer refuses"


def test_advice_takes_no_row_away() -> None:
    output = judged(GOOD, GOOD, trainers=("trl",))
    assert {finding.severity for finding in output.findings} == {Severity.WARNING}
    assert not any(finding.rows for finding in output.findings)
