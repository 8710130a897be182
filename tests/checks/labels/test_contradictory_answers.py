"""Contradictory answers: what the findings say."""

from dataclasses import replace
from typing import Any

from fakes import WordEncoder

from dataaudit.checks.labels.contradictory_answers import Params, contradictory_answers
from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput, Severity
from dataaudit.reading import read

Row = dict[str, Any]
PARAMS = replace(Params(), min_pairs=1)


def dataset(rows: list[Row]) -> Dataset:
    reading = read(rows)
    return shape(reading.records, reading.sources)


def run(
    rows: list[Row], accepted: list[Row] | None = None, params: Params = PARAMS, *, encoded: bool = True
) -> CheckOutput:
    spec, data = contradictory_answers, dataset(rows)
    encoder = WordEncoder() if encoded else None
    evidence = Evidence(data, encoder=encoder, cache=None, accepted=dataset(accepted) if accepted else None)
    return spec.function(data, evidence.view(spec.sees), params)


def row(question: str, answer: str) -> Row:
    return {"instruction": question, "output": answer}


BASE = [
    row("How many weeks has a year?", "A year has 52 weeks."),
    row("Tell me how many weeks a year has.", "It has 50."),
]
SAME = [row("Calculate 15% of 500.", "75"), row("Please compute 15% of 500.", "80")]
REFUSED = [row("Explain rain.", "Water falls."), row("Please describe rain.", "I'm sorry, but I can't help with that.")]
FORMATS = [
    row("Give the place of the shop.", "Kiel, at the harbour"),
    row("State the place of the shop.", '{"city": "Kiel"}'),
]

AGREEING = [row("Explain the tides.", "The moon pulls."), row("Describe the tides.", "It is the moon.")]


def measures(output: CheckOutput) -> dict[str, float | None]:
    return {measure.name: measure.value for measure in output.measures}


def test_a_contradiction_shows_what_differs() -> None:
    (finding,) = run(SAME).findings
    assert finding.message == "2 answers to one question, closed answer: 75 against 80"
    assert (finding.rows, finding.severity, finding.disqualifies) == ((0, 1), Severity.WARNING, True)
    (match,) = finding.evidence["matches"]
    assert {"field": "output", "kept": "75", "other": "80"} in match["differs"]
    assert {match["row"], match["beside_row"]} == {0, 1}


def test_another_format_is_less_sure_and_disqualifies_nothing() -> None:
    (finding,) = run(FORMATS).findings
    assert (finding.evidence["rung"], finding.disqualifies) == ("format", False)
    assert finding.confidence < run(REFUSED).findings[0].confidence


def test_the_share_is_of_the_pairs_that_ask_the_same() -> None:
    found = measures(run([*SAME, *REFUSED, *AGREEING]))
    assert found["contradictory_pairs"] == 2
    assert found["paraphrase_pairs"] == 3
    assert found["contradictory_share"] == round(2 / 3, 4)


def test_few_pairs_are_not_judged_but_what_they_show_is_reported() -> None:
    assert run(SAME, params=Params()).measures == run(SAME).measures[1:]
    few = run(AGREEING, params=Params())
    assert (few.skipped, few.missing) == ("inputs that ask the same: 1 pair, 30 are needed", True)


def test_answers_to_one_question_are_one_finding() -> None:
    third = row("I want to know how many weeks a year has.", "It has 48.")
    assert [finding.rows for finding in run([*BASE, third, *SAME]).findings] in (
        [(0, 1, 2), (3, 4)],
        [(3, 4), (0, 1, 2)],
    )


def test_equal_rows_are_all_in_the_finding() -> None:
    assert run([*SAME, SAME[0]]).findings[0].rows == (0, 1, 2)


def test_closed_answers_to_one_input_are_left_to_lab001() -> None:
    assert run([row("What is 2 + 2?", "4"), row("what is 2 + 2", "5")]).findings == ()


def test_an_accepted_answer_is_named() -> None:
    (finding,) = run(SAME[1:], SAME[:1]).findings
    assert finding.rows == (0,)
    assert (finding.evidence["accepted"]["row"], finding.evidence["accepted_output"]) == (None, "75")


def test_without_an_encoder_one_request_is_found() -> None:
    assert run(SAME, encoded=False).findings[0].rows == (0, 1)


def test_secrets_are_masked() -> None:
    key = "AKIAQ7RM2DXK4ZLP9TWE"
    (finding,) = run(
        [row("State the key.", f"The key is {key} and 5 km."), row("Tell me the key.", f"The key is {key} and 9 km.")]
    ).findings
    assert key not in str(finding.evidence) + finding.message
