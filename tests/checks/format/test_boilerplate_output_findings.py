from dataclasses import replace
from typing import Any

import pytest

from dataaudit.formats import shape
from dataaudit.model import Severity
from dataaudit.reading import read
from dataaudit.registry import all_checks

REFUSED = "I'm sorry, but I can't help with that."


def rows(*outputs: str) -> list[dict[str, str]]:
    return [{"instruction": f"Question number {i}?", "output": text} for i, text in enumerate(outputs)]


def plain(n: int) -> list[str]:
    return [f"The answer to it is {i}." for i in range(n)]


def test_refusals_are_left_to_their_limit_and_the_rest_warns(run: Any) -> None:
    refusal, disclaimer = run("FMT010", *rows(REFUSED, "As an AI, I have no opinion.", *plain(8))).findings
    assert (refusal.message, refusal.severity) == (f"refusal: {REFUSED}", Severity.ERROR)
    assert (disclaimer.evidence["kind"], disclaimer.severity) == ("as an AI", Severity.WARNING)


def test_shares_have_their_interval(run: Any) -> None:
    measures = {measure.name: measure for measure in run("FMT010", *rows(REFUSED, *plain(9))).measures}
    refusals = measures["refusals"]
    assert (refusals.value, refusals.low, refusals.high) == (0.1, 0.0179, 0.4042)
    assert measures["disclaimers"].value == 0


@pytest.mark.parametrize(
    ("outputs", "message"),
    [
        (["Ask at the desk."] * 20, "the output of 20 rows is the same: Ask at the desk."),
        (["THE ANSWER IS " + "YES " * 20 + str(i) for i in range(20)], "the outputs have more than half"),
        ([f"Sure! It is {i}." for i in range(20)], "100 % [83.9–100 %] of the answers begin with a courtesy"),
        (
            [f"It is {i}. I hope this helps!" for i in range(20)],
            "100 % [83.9–100 %] of the answers end with a courtesy",
        ),
    ],
)
def test_what_is_the_same_in_all_rows_is_one_warning(run: Any, outputs: list[str], message: str) -> None:
    [finding] = run("FMT010", *rows(*outputs)).findings
    assert finding.message.startswith(message)
    assert (finding.severity, finding.rows) == (Severity.WARNING, ())


def test_few_rows_say_nothing_about_the_whole(run: Any) -> None:
    assert run("FMT010", *rows(*["Ask at the desk."] * 19)).findings == ()


def test_files_are_reported_one_by_one() -> None:
    reading = read(rows(REFUSED, *plain(9)))
    records = [replace(record, source=f"{'ab'[i % 2]}.jsonl") for i, record in enumerate(reading.records)]
    dataset = shape(records, reading.sources)
    spec = all_checks()["FMT010"]
    _, finding = spec.function(dataset, None, spec.params()).findings
    assert finding.message == "refusal in 20 % [3.6–62.5 %] of the answers of a.jsonl"
    assert finding.evidence["sources"]["b.jsonl"]["value"] == 0
    assert finding.severity is Severity.INFO
