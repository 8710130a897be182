"""Conflicts of answers: what the findings say, and to which formats they apply."""

from typing import Any

import pytest

from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import FORMATS, shape
from dataaudit.model import CheckOutput, Severity
from dataaudit.reading import read
from dataaudit.registry import all_checks

Row = dict[str, Any]
FREE = "There are as many ways to say this as there are people who say it, and this is way number {}."


def dataset(rows: list[Row]) -> Dataset:
    reading = read(rows)
    return shape(reading.records, reading.sources)


def run(rows: list[Row], accepted: list[Row] | None = None) -> CheckOutput:
    spec, data = all_checks()["LAB001"], dataset(rows)
    evidence = Evidence(data, encoder=None, cache=None, accepted=dataset(accepted) if accepted else None)
    return spec.function(data, evidence.view(spec.sees), spec.params())


def rows(*outputs: str, question: str = "What is 2 + 2?") -> list[Row]:
    return [{"instruction": question, "output": output} for output in outputs]


def measures(output: CheckOutput) -> dict[str, float | None]:
    return {measure.name: measure.value for measure in output.measures}


def test_a_conflict_counts_its_answers_and_blocks() -> None:
    (finding,) = run(rows("4", "Answer: 5", "4.", FREE)).findings
    assert finding.message == "one input, 2 answers: 4 (2), 5 (1)"
    assert finding.evidence == {"text": "What is 2 + 2?", "answers": {"4": 2, "5": 1}}
    assert (finding.rows, finding.severity, finding.disqualifies) == ((0, 1, 2), Severity.ERROR, True)
    assert {place.field for place in finding.locations} == {"output"}


def test_the_share_of_conflict_rows_is_of_all_rows() -> None:
    found = run([*rows("4", "5"), *rows(FREE, "A, because.", question="Why?")])
    assert measures(found) == {"conflict_rows": 0.5, "conflicts": 1, "other_answers": 2}


def test_a_conflict_names_the_key_of_an_object() -> None:
    answers = ('{"urgent": "yes", "team": "a long story"}', '{"urgent": "no", "team": "a long story"}')
    (finding,) = run(rows(*answers, question="Is it urgent?")).findings
    assert finding.message == "one input, 2 answers: urgent: no (1), urgent: yes (1)"


def test_a_conflict_with_accepted_data_names_the_accepted_row() -> None:
    (finding,) = run(rows("4"), rows("4", "5")).findings
    assert finding.rows == (0,)
    assert finding.evidence["accepted_answer"] == "5"
    assert finding.evidence["accepted"]["row"] is None


def test_a_conflict_among_accepted_rows_is_not_reported() -> None:
    assert run(rows(FREE), rows("4", "5")).findings == ()


def test_free_answers_are_one_note_about_no_row() -> None:
    first, second = rows(FREE.format(1), FREE.format(2)), rows(FREE.format(3), FREE.format(4), question="And now?")
    (finding,) = run([*first, *second]).findings
    assert finding.message == "2 inputs with several free answers, in 4 rows"
    assert (finding.severity, finding.rows, finding.disqualifies) == (Severity.INFO, (), False)
    assert [row["row"] for row in finding.evidence["rows"]] == [0, 1, 2, 3]


def test_many_different_numbers_are_samples() -> None:
    found = measures(run(rows(*map(str, range(21)), question="Roll the dice.")))
    assert found == {"conflict_rows": 0, "conflicts": 0, "other_answers": 21}


def turns(answer: str, content: Any = str, user: str = "user", assistant: str = "assistant") -> list[Row]:
    said = ((user, "What is 2 + 2?"), (assistant, answer))
    return [{"role": role, "content": content(text)} for role, text in said]


def parts(text: str) -> list[Row]:
    return [{"text": text}]


RECORDS: dict[str, Any] = {
    "tokenized": lambda answer: {"input_ids": [1, 2, int(answer)]},
    "openai-dpo": lambda answer: {
        "input": {"messages": turns("")[:1]},
        "preferred_output": turns(answer)[1:],
        "non_preferred_output": turns("3")[1:],
    },
    "gemini-sft": lambda answer: {
        "contents": [{"role": role, "parts": parts(text)} for role, text in (("user", "2 + 2?"), ("model", answer))]
    },
    "bedrock-converse": lambda answer: {"messages": turns(answer, parts)},
    "bedrock-anthropic": lambda answer: {"system": "Calculate.", "messages": turns(answer)},
    "chat-preference": lambda answer: {"messages": turns("")[:1], "chosen": answer, "rejected": "3"},
    "openai-chat": lambda answer: {"messages": turns(answer)},
    "sharegpt": lambda answer: {"conversations": turns(answer)},
    "preference": lambda answer: {"prompt": "What is 2 + 2?", "chosen": answer, "rejected": "3"},
    "stepwise": lambda answer: {"prompt": "What is 2 + 2?", "completions": [answer], "labels": [True]},
    "kto": lambda answer: {"prompt": "What is 2 + 2?", "completion": answer, "label": answer == "4"},
    "prompt-completion": lambda answer: {"prompt": "What is 2 + 2?", "completion": answer},
    "alpaca": lambda answer: {"instruction": "What is 2 + 2?", "output": answer},
    "segments": lambda answer: {"segments": [{"text": "2 + 2 =", "label": False}, {"text": answer, "label": True}]},
    "text-label": lambda answer: {"text": "What is 2 + 2?", "label": answer},
    "text": lambda answer: {"text": f"2 + 2 = {answer}"},
    "prompt-only": lambda answer: {"prompt": f"What is {answer} + 2?"},
}
RIGHT = {
    "gemini-sft", "bedrock-converse", "bedrock-anthropic", "openai-chat", "sharegpt", "prompt-completion", "alpaca",
    "text-label",
}  # fmt: skip
RATED = {"openai-dpo", "chat-preference", "preference", "kto"}


@pytest.mark.parametrize("name", [format.name for format in FORMATS])
def test_formats_with_one_right_answer_have_conflicts(name: str) -> None:
    data = [RECORDS[name]("4"), RECORDS[name]("5")]
    assert dataset(data).format == name
    found = run(data)
    assert (found.skipped is None) == (name in RIGHT | RATED)
    assert [finding.rows for finding in found.findings] == ([(0, 1)] if name in RIGHT else [])


def test_conversations_with_feedback_may_have_different_answers() -> None:
    data = [{"conversations": turns(answer), "kto_tag": answer == "4"} for answer in "45"]
    assert run(data).findings == ()


def test_one_answer_is_not_good_and_bad() -> None:
    data = [{"conversations": turns("4"), "kto_tag": tag} for tag in (True, False)]
    (finding,) = run(data).findings
    assert finding.evidence["preferences"] == {"bad": 1, "good": 1}


def test_preferences_in_chats_go_round_in_a_circle() -> None:
    prompt = {"messages": turns("")[:1]}
    data = [prompt | {"chosen": one, "rejected": other} for one, other in ("45", "56", "64", "47")]
    (finding,) = run(data).findings
    assert finding.rows == (0, 1, 2)
    assert finding.message == "one input, 3 preferences: 4 > 5 (1), 5 > 6 (1), 6 > 4 (1)"
