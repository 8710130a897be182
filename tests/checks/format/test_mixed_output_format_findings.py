from typing import Any

import pytest


def answers(kinds: dict[str, int]) -> list[dict[str, str]]:
    texts = [text for text, n in kinds.items() for _ in range(n)]
    return [{"prompt": f"question {i}", "completion": text.format(i)} for i, text in enumerate(texts)]


JSON, FENCED, PROSE = '{{"n": {0}}}', "```json\n{{}}\n```", "That would be number {0}, I think."


def test_the_share_is_of_all_answers(run: Any) -> None:
    [measure] = run("FMT003", *answers({JSON: 24, PROSE: 1})).measures
    assert (measure.name, measure.value, measure.unit) == ("off_majority_outputs", 0.04, "share")


def test_a_finding_shows_the_answer_and_what_the_others_are(run: Any) -> None:
    [finding] = run("FMT003", *answers({JSON: 24, PROSE: 1})).findings
    assert finding.message == "free text where the common answer is JSON object: That would be number 24, I think."
    assert finding.evidence["majority_kind"] == "JSON object"
    assert finding.evidence["majority_example"] == '{"n": 0}'


def test_kinds_of_one_contract_establish_it_together(run: Any) -> None:
    output = run("FMT003", *answers({JSON: 14, FENCED: 6}))
    assert [row for finding in output.findings for row in finding.rows] == list(range(14, 20))


@pytest.mark.parametrize(
    ("kinds", "reason"),
    [
        ({PROSE: 20}, "free-form answers"),
        ({PROSE: 18, JSON: 2}, "free-form answers"),
        ({PROSE: 10, JSON: 10}, "no common format of answers: 50 % JSON object, 50 % free text"),
        ({JSON: 19}, "fewer than 20 answers"),
    ],
)
def test_without_a_contract_there_is_nothing_to_break(run: Any, kinds: dict[str, int], reason: str) -> None:
    assert run("FMT003", *answers(kinds)).skipped == reason


def test_wrapped_labels_are_found_however_often_they_repeat(run: Any) -> None:
    kinds = {
        "refund": 40,
        "track": 40,
        "The label is refund.": 5,
        "Intent: track": 5,
        '{{"intent": "refund"}}': 5,
    }
    output = run("FMT003", *answers(kinds))
    assert [row for finding in output.findings for row in finding.rows] == list(range(80, 95))


def test_labels_that_are_sentences_are_labels(run: Any) -> None:
    values = [{"text": f"text {i}", "label": f"I want option {i % 4}, please."} for i in range(40)]
    rare = {"text": "text", "label": "I want something else, please."}
    assert run("FMT003", *values, rare).findings == ()


def test_prose_beside_a_label_is_not_held_against_it(run: Any) -> None:
    values = [{"prompt": f"q {i}", "completion": f"Answer {i} is longer.", "label": "x"} for i in range(30)]
    assert run("FMT003", *values).skipped == "free-form answers"
