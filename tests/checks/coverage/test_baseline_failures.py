"""COV005: failing kinds of a prompt, and whether training covers them."""

from typing import Any

import pytest

from dataaudit.formats.results import shape_results
from dataaudit.model import CheckOutput, Severity
from dataaudit.reading import read

SIZES = {"refund": 50, "delivery": 50, "password": 50, "parrot": 30}


def run(topics: Any, training: dict[str, int], failing: set[str]) -> CheckOutput:
    """COV005 where the prompt fails on these topics."""
    rows = [
        {"input": text, "expected": topic, "output": "other" if topic in failing else topic}
        for topic, n in SIZES.items()
        for text in topics.texts(topic, n, 1)
    ]
    reading = read(rows)
    results = shape_results(reading.records, reading.sources, pass_score=0.5)
    output: CheckOutput = topics.run("COV005", topics.rows(**training), results=results)
    return output


def measures(output: CheckOutput) -> dict[str, float | None]:
    return {measure.name: measure.value for measure in output.measures}


def test_a_failing_kind_that_training_lacks_is_a_warning(topics: Any) -> None:
    output = run(topics, {"refund": 60, "delivery": 60, "password": 60}, {"parrot"})
    (finding,) = output.findings
    assert finding.severity is Severity.WARNING
    assert finding.message.startswith("the prompt fails on 30 of 30 inputs about 'beak, perch, squawk', 100 % [")
    assert set(finding.evidence["baseline_rows"]) == set(range(150, 180))
    assert (measures(output)["uncovered_failures"] or 0) > 0.8
    assert measures(output)["fixable_share"] == 0


def test_a_failing_kind_that_training_covers_can_be_mended(topics: Any) -> None:
    output = run(topics, {"refund": 60, "delivery": 60, "parrot": 60}, {"parrot"})
    (finding,) = output.findings
    assert finding.severity is Severity.INFO
    assert "fine-tuning can help" in finding.suggestion
    assert measures(output)["baseline_pass_rate"] == pytest.approx(150 / 180, abs=1e-4)
    assert measures(output)["fixable_share"] == pytest.approx(30 / 180, abs=0.02)


def test_training_that_answers_otherwise_mends_nothing(topics: Any) -> None:
    rows = [{**row, "label": "refund"} for row in topics.rows(parrot=60)]
    asked = [*topics.texts("parrot", 70, 1), *topics.texts("delivery", 100, 1)]
    reading = read([{"input": text, "expected": "parrot", "passed": n >= 40} for n, text in enumerate(asked)])
    results = shape_results(reading.records, reading.sources, pass_score=0.5)
    output = topics.run("COV005", topics.rows(delivery=60) + rows, results=results)
    assert measures(output)["fixable_share"] == 0


@pytest.mark.parametrize(
    ("failing", "message"),
    [
        (set(), "the prompt is right on all of 180 inputs: it leaves nothing for training to mend"),
        (set(SIZES), "the prompt fails on all of 180 inputs: no kind of input stands out"),
    ],
)
def test_a_prompt_that_is_always_right_or_wrong_is_said_in_words(topics: Any, failing: set[str], message: str) -> None:
    (finding,) = run(topics, {"refund": 60, "delivery": 60}, failing).findings
    assert (finding.message, finding.severity) == (message, Severity.INFO)
