"""COV005: how good a prompt is, its failing kinds and why it fails, and whether training covers them."""

from dataclasses import replace
from typing import Any

import pytest
from statsmodels.stats.proportion import proportion_confint

from dataaudit.formats.results import Results, shape_results
from dataaudit.model import CheckOutput, Severity
from dataaudit.reading import read

SIZES = {"refund": 50, "delivery": 50, "password": 50, "parrot": 30}


def results(rows: list[dict[str, Any]]) -> Results:
    reading = read(rows)
    return shape_results(reading.records, reading.sources, pass_score=0.5)


def answered(topics: Any, failing: set[str], wrong: str = "other") -> Results:
    """What a prompt makes of all topics that is wrong on some of them."""
    rows = [
        {"input": text, "expected": topic, "output": wrong.format(topic) if topic in failing else topic}
        for topic, n in SIZES.items()
        for text in topics.texts(topic, n, 1)
    ]
    return results([{**row, "passed": row["output"] == row["expected"]} for row in rows])


def run(topics: Any, training: dict[str, int], failing: set[str], **params: Any) -> CheckOutput:
    """COV005 where the prompt fails on these topics."""
    found = answered(topics, failing)
    output: CheckOutput = topics.run("COV005", topics.rows(**training), params=params, results=found)
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
    found = results([{"input": text, "expected": "parrot", "passed": n >= 40} for n, text in enumerate(asked)])
    output = topics.run("COV005", topics.rows(delivery=60) + rows, results=found)
    assert measures(output)["fixable_share"] == 0


def test_the_pass_rate_has_the_interval_of_statsmodels(topics: Any) -> None:
    output = run(topics, {"refund": 60, "delivery": 60, "parrot": 60}, {"parrot"})
    rate = next(measure for measure in output.measures if measure.name == "baseline_pass_rate")
    assert (rate.low, rate.high) == pytest.approx(proportion_confint(150, 180, method="wilson"), abs=1e-4)


def test_results_of_one_input_count_as_one_draw(topics: Any) -> None:
    rows = [{"input": text, "passed": n % 5 > 0} for n, text in enumerate(topics.texts("delivery", 200, 1))]
    once, thrice = (
        topics.run("COV005", topics.rows(delivery=60, refund=60), results=results(rows * n)).measures[0] for n in (1, 3)
    )
    assert (once.value, once.low, once.high) == (thrice.value, thrice.low, thrice.high)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (0.7, "it meets the target of 70 %"),
        (0.8, "so many can't tell whether it meets the target of 80 %"),
        (0.95, "it misses the target of 95 %"),
    ],
)
def test_the_pass_rate_is_held_against_the_target(topics: Any, target: float, said: str) -> None:
    output = run(topics, {"refund": 60, "delivery": 60, "parrot": 60}, {"parrot"}, target=target)
    (told,) = (finding for finding in output.findings if "target" in finding.message)
    assert told.message == f"the prompt is right on 83.3 % [77.2–88.1 %] of 180 inputs: {said}"
    assert told.severity is Severity.INFO


def test_labels_in_a_sentence_are_failures_in_form_only(topics: Any) -> None:
    found = answered(topics, {"parrot"}, "The topic is {}.")
    output = topics.run("COV005", topics.rows(refund=60, delivery=60, parrot=60), results=found)
    assert measures(output)["format_only_failures"] == 1
    told = output.findings[-1]
    assert told.message.startswith("100 % [88.6–100 %] of the failures are in form only")
    assert told.evidence["baseline_rows"] == list(range(150, 180))
    assert told.evidence["examples"][0]["output"] == "The topic is parrot."


def test_labels_are_no_knowledge(topics: Any) -> None:
    output = run(topics, {"refund": 60, "delivery": 60, "parrot": 60}, {"parrot"})
    assert (measures(output)["knowledge_failures"], measures(output)["format_only_failures"]) == (0, 0)


def test_facts_that_the_prompt_lacks_are_no_work_for_training(topics: Any) -> None:
    answers = ("It opens at 10:30 in Lyon.", "Please have a look at the settings.")
    training = [
        {"instruction": text, "output": f"Please go on with {text}."}
        for topic in ("refund", "delivery", "password")
        for text in topics.texts(topic, 60)
    ]
    asked = [
        (text, n) for topic in ("refund", "delivery", "password") for n, text in enumerate(topics.texts(topic, 60, 1))
    ]
    rows = [{"input": text, "expected": answers[n % 2], "output": "No.", "passed": n >= 20} for text, n in asked]
    output = topics.run("COV005", training, results=results(rows))
    assert measures(output)["knowledge_failures"] == 0.5
    assert measures(output)["fixable_share"] == pytest.approx(30 / 180, abs=0.03)
    told = output.findings[-1]
    assert told.evidence["baseline_rows"] == [60 * block + n for block in range(3) for n in range(0, 20, 2)]
    assert told.evidence["examples"][0]["facts"] == ["10:30", "Lyon"]


def test_the_later_of_two_baselines_counts_and_the_change_is_told(topics: Any) -> None:
    older, newer = answered(topics, {"parrot", "refund"}), answered(topics, {"parrot"})
    found = replace(newer, earlier=older)
    output = topics.run("COV005", topics.rows(refund=60, delivery=60, parrot=60), results=found)
    assert measures(output)["baseline_pass_rate"] == pytest.approx(150 / 180, abs=1e-4)
    assert measures(output)["pass_rate_change"] == pytest.approx(50 / 180, abs=1e-4)
    assert measures(output)["mcnemar_p"] == 0
    assert output.findings[0].message == (
        "the newer prompt is better: of 180 inputs in both baselines only the newer one is right on 50, "
        "only the older one on 0 (p < 0.01)"
    )


def test_two_baselines_without_a_common_input_have_no_change(topics: Any) -> None:
    older = results([{"input": "another question", "passed": True}])
    found = replace(answered(topics, {"parrot"}), earlier=older)
    output = topics.run("COV005", topics.rows(refund=60, delivery=60, parrot=60), results=found)
    assert "pass_rate_change" not in measures(output)
    assert "no input in common" in output.findings[0].message


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
