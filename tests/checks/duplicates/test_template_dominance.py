"""What the findings and measures of templates say."""

import random
from dataclasses import replace
from typing import Any

from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput, Severity
from dataaudit.reading import read
from dataaudit.registry import all_checks

FRAME = "Below is a question of one of our customers."
TASK = "Write the reply that our best clerk would give to it."
Rows = list[dict[str, Any]]


def sentences(seed: int, n: int) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(f"w{rng.randrange(3000)}" for _ in range(12)) for _ in range(n)]


def rows(*inputs: str) -> Rows:
    return [{"instruction": text, "output": f"answer {n}"} for n, text in enumerate(inputs)]


def dataset(values: Rows) -> Dataset:
    reading = read(values)
    return shape(reading.records, reading.sources)


def run(values: Rows, accepted: Rows | None = None, **params: Any) -> CheckOutput:
    spec, data = all_checks()["DUP006"], dataset(values)
    evidence = Evidence(data, encoder=None, cache=None, accepted=dataset(accepted) if accepted else None)
    return spec.function(data, evidence.view(spec.sees), spec.params(**params))


def shares(output: CheckOutput) -> dict[str, float]:
    return {measure.name: round(measure.value or 0.0, 3) for measure in output.measures}


def test_the_template_of_most_rows_is_named_with_its_share_of_rows_and_words() -> None:
    output = run(rows(*(f"{TASK} {text}" for text in sentences(1, 60)), *sentences(2, 20)))
    (finding,) = output.findings
    assert finding.severity is Severity.ERROR
    assert finding.locations == ()
    assert finding.message == f"75 % of the rows share a template: {TASK.lower()[:-1]} (47.8 % of their words)"
    assert finding.evidence == {"template": TASK.lower()[:-1], "share": 0.75, "words_share": 0.4783}
    assert finding.suggestion
    assert shares(output) == {"templated_rows": 0.75, "scaffold_words": 0.407, "largest_template": 0.75}


def test_what_nearly_all_rows_have_is_a_note() -> None:
    output = run(rows(*(f"{TASK} {text}" for text in sentences(3, 60)), *sentences(4, 2)))
    assert [finding.severity for finding in output.findings] == [Severity.INFO]
    assert shares(output)["largest_template"] == 0


def test_what_stands_before_and_after_the_slot_is_one_template() -> None:
    (finding,) = run(rows(*(f"{FRAME} {text} {TASK}" for text in sentences(5, 60)))).findings
    assert finding.evidence["template"] == f"{FRAME.lower()[:-1]} … {TASK.lower()[:-1]}"
    assert finding.evidence["words_share"] == round(20 / 32, 4)


def test_rows_count_and_not_distinct_inputs() -> None:
    templated = [f"{TASK} {text}" for text in sentences(6, 30)]
    (finding,) = run(rows(*templated, *templated, *sentences(7, 40))).findings
    assert finding.evidence["share"] == 0.6


def test_a_system_prompt_is_no_template() -> None:
    turns = [{"role": "system", "content": f"{FRAME} {TASK}"}, {"role": "user", "content": ""}]
    values = [{"messages": [turns[0], {**turns[1], "content": text}]} for text in sentences(8, 60)]
    for value in values:
        value["messages"].append({"role": "assistant", "content": "so it is"})
    output = run(values)
    assert output.findings == ()
    assert shares(output) == {"templated_rows": 0.0, "scaffold_words": 0.0, "largest_template": 0.0}


def test_templates_of_the_accepted_data_are_found_in_a_batch() -> None:
    batch = rows(*(f"{TASK} {text}" for text in sentences(9, 6)), *sentences(10, 4))
    accepted = rows(*(f"{TASK} {text}" for text in sentences(11, 60)), *sentences(12, 60))
    (finding,) = run(batch, accepted).findings
    assert finding.evidence["share"] == 0.6


def test_few_inputs_are_not_judged() -> None:
    assert run(rows(*(f"{TASK} {text}" for text in sentences(13, 49)))).skipped == "fewer than 50 different inputs"


def test_another_limit_makes_another_template_dominant() -> None:
    spec = all_checks()["DUP006"]
    values = rows(*(f"{TASK} {text}" for text in sentences(14, 60)), *sentences(15, 90))
    strict = replace(spec.params().largest_template, warn=0.3)
    assert [finding.severity for finding in run(values).findings] == [Severity.INFO]
    assert [finding.severity for finding in run(values, largest_template=strict).findings] == [Severity.ERROR]


def test_only_the_largest_templates_are_reported() -> None:
    values = rows(*(f"{words} {text}" for words in (FRAME, TASK) for text in sentences(16, 60)), *sentences(17, 30))
    assert len(run(values).findings) == 2
    assert len(run(values, most_findings=1).findings) == 1
    assert run(values, reported_share=0.5).findings == ()
