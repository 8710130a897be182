"""SIZE004: what twice as many examples would change, in a sentence, and for which classes most."""

import random
from typing import Any

import pytest
from fakes import WordEncoder

from dataaudit.checks.size.gains import class_finding
from dataaudit.checks.size.more_data_would_help import Params, more_data_would_help
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput, Measure, Severity
from dataaudit.reading import read
from dataaudit.sufficiency.class_gains import ClassGain

Row = dict[str, Any]
FIRST, SECOND = ("bel", "cor", "dan", "fil", "gam", "hur", "jap", "kel"), ("ado", "eri", "ino", "usk")
WORDS = [first + second for first in FIRST for second in SECOND]


def rows(classes: int, own: int, each: int, seed: int = 0) -> list[Row]:
    """Of each class inputs of so many of its eight words, some of which other classes have too, and two of all."""
    draw = random.Random(seed)
    words = {f"topic {i}": draw.sample(WORDS, 8) for i in range(classes)}
    drawn = {
        " ".join(draw.sample(mine, own) + draw.sample(WORDS, 2)): label
        for _ in range(each)
        for label, mine in words.items()
    }
    return [{"text": text, "label": label} for text, label in drawn.items()]


def run(data: list[Row], accepted: list[Row] | None = None, jobs: int = 1, **settings: Any) -> CheckOutput:
    datasets = [shape(reading.records, reading.sources) for reading in map(read, filter(None, (data, accepted)))]
    evidence = Evidence(*datasets[:1], encoder=WordEncoder(), cache=None, accepted=(*datasets, None)[1], jobs=jobs)
    spec = more_data_would_help
    output: CheckOutput = spec.function(datasets[0], evidence.view(spec.sees), Params(**settings))
    return output


def numbers(measure: Measure) -> tuple[float, float, float]:
    """A measure's value and the ends of its interval."""
    found = [end for end in (measure.value, measure.low, measure.high) if end is not None]
    return found[0], found[1], found[2]


def trend(output: CheckOutput) -> Any:
    return output.findings[0].evidence["more_examples"]


HARD, EASY = rows(12, 3, 40), rows(3, 6, 80)


def test_what_is_still_being_learnt_would_be_learnt_better() -> None:
    output = run(HARD)
    assert trend(output) == "helps"
    assert output.findings[0].message.startswith("more examples like these would help: twice as many would cut")
    assert "the probe is not the LLM" in output.findings[0].message


def test_what_has_been_learnt_gains_nothing() -> None:
    output = run(EASY)
    error, doubled, gain = output.measures
    assert trend(output) == "plateau"
    assert (error.name, doubled.name, gain.name) == ("probe_error", "probe_error_doubled", "doubling_gain")
    assert numbers(gain)[2] < 0.01


def test_labels_at_random_promise_nothing() -> None:
    draw = random.Random(0)
    output = run([{**row, "label": draw.choice("abc")} for row in EASY])
    assert trend(output) != "helps"
    assert output.measures[0].value == pytest.approx(2 / 3, abs=0.1)


def test_the_gain_is_what_the_measures_say() -> None:
    (error, _, _), (doubled, low, high), (gain, _, _) = map(numbers, run(HARD).measures)
    assert low < doubled < high
    assert doubled == pytest.approx(error - gain, abs=0.02)


def test_predictions_from_halves_hold_for_the_whole() -> None:
    data = rows(12, 3, 60)
    seen, held = numbers(run(data).measures[0])[0], 0
    for seed in range(6):
        _, low, high = numbers(run(random.Random(seed).sample(data, len(data) // 2)).measures[1])
        held += low <= seen <= high
    assert held >= 5


def test_it_never_fails_and_never_warns() -> None:
    for data in (HARD, EASY):
        assert {finding.severity for finding in run(data).findings} == {Severity.INFO}


def test_accepted_examples_are_learnt_from() -> None:
    together, beside = run(HARD), run(HARD[:150], HARD[150:])
    assert beside.measures == together.measures


def test_too_few_are_not_judged() -> None:
    output = run(EASY[:90])
    assert output.missing
    assert output.skipped == "90 independent inputs, 100 are needed"


def test_what_belongs_to_one_user_is_one_input() -> None:
    output = run([{**row, "group": f"user {i % 80}"} for i, row in enumerate(HARD)])
    assert output.missing
    assert output.skipped == "78 independent inputs, 100 are needed"  # two users wrote near copies of another's


def test_neither_order_nor_threads_change_anything() -> None:
    shuffled = random.Random(2).sample(HARD, len(HARD))
    assert run(shuffled, jobs=2).measures == run(HARD).measures


def chats(data: list[Row]) -> list[Row]:
    """The same inputs, each with an answer of its own."""
    return [{"instruction": row["text"], "output": f"Answer {i} about {row['text']}."} for i, row in enumerate(data)]


def test_free_answers_are_judged_by_how_new_inputs_are() -> None:
    new, doubled, gain = run(chats(HARD)).measures
    assert (new.name, doubled.name, gain.name) == ("new_inputs", "new_inputs_doubled", "doubling_gain")


def test_inputs_that_repeat_each_other_are_covered() -> None:
    narrow, broad = run(chats(rows(2, 7, 80)), alike=0.6), run(chats(HARD), alike=0.9)
    assert narrow.measures[0].value == 0
    assert trend(narrow) == "plateau"
    assert numbers(broad.measures[0])[0] > 0.5


def test_a_class_that_still_learns_is_named_with_its_errors() -> None:
    gains = [ClassGain(1, 40, 0.5, 0.25), *(ClassGain(0, 30, 0.3, 0.2),) * 6]
    (finding,) = class_finding("SIZE004", gains, ("parcel", "refund"))
    assert "of 7 classes by more than that of all: 'refund' (50 % to 25 %), 'parcel'" in finding.message
    assert finding.message.endswith(", 2 more")
    assert finding.evidence["classes"][0] == {"label": "refund", "inputs": 40, "before": 0.5, "now": 0.25}


def test_no_class_is_named_where_none_differs() -> None:
    assert not list(class_finding("SIZE004", [], ("parcel",)))
