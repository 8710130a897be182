"""What every check must hold to, whoever wrote it: runs over all that are registered."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import pandas as pd
import pytest
from fakes import WordEncoder

from dataaudit.config import default_config
from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.evidence.topics import Topic
from dataaudit.formats import shape, shape_inputs
from dataaudit.formats.results import shape_results
from dataaudit.model import CheckResult, CheckSpec, Outcome
from dataaudit.reading import read
from dataaudit.registry import REQUIREMENTS, all_checks
from dataaudit.runner import Runner

CHECKS = pytest.mark.parametrize("spec", all_checks().values(), ids=lambda spec: spec.code)
PARAMS = default_config().params
Rows = list[dict[str, Any]]

TOPICS = {
    "refund": "I would like my money back for order {n}, it went to the wrong account in week {n}",
    "parcel": "the courier left parcel {n} with a neighbour at door {n} and nobody knows which one",
    "login": "my password number {n} is refused and the reset mail {n} never arrives in my inbox",
}


def labelled() -> Rows:
    rows = [{"text": words.format(n=n), "label": label} for label, words in TOPICS.items() for n in range(40)]
    rows += [rows[0], {**rows[1], "text": rows[1]["text"].upper()}, {**rows[2], "label": "parcel"}]
    rows += [{"text": "", "label": "login"}, {"text": "key AKIAQ7RM2DXK4ZLP9TWE of mine", "label": "login"}]
    return [{**row, "reviewed": n % 2 == 0} for n, row in enumerate(rows)]


def chat() -> Rows:
    turns = [(row["text"], f"About {n}: {row['text']}") for n, row in enumerate(labelled())]
    return [
        {"messages": [{"role": "user", "content": asked}, {"role": "assistant", "content": answer}]}
        for asked, answer in turns
    ]


SETS: dict[str, Rows] = {
    "labelled": labelled(),
    "chat": chat(),
    "one row": labelled()[:1],
    "identical": labelled()[:1] * 60,
    "blank": [{"text": "", "label": ""}] * 5,
    "null": [{"text": None, "label": None}, *labelled()[:1]],
    "unreadable": [{"text": "\ud800", "label": "refund"}, *labelled()[:1]],
}


def dataset_of(rows: Sequence[dict[str, Any]]) -> Dataset:
    reading = read(list(rows))
    return shape(reading.records, reading.sources)


def run(spec: CheckSpec, dataset: Dataset, **sides: Any) -> CheckResult:
    evidence = Evidence(dataset, encoder=WordEncoder(), cache=None, **sides)
    (result,) = Runner(dataset, evidence, PARAMS, frozenset()).run([spec])
    assert result.outcome is not Outcome.ERROR, result.reason
    return replace(result, seconds=0.0)


def with_sides(spec: CheckSpec, rows: Sequence[dict[str, Any]]) -> CheckResult:
    reading = read([{"text": words.format(n=n)} for words in TOPICS.values() for n in range(100, 180)])
    reference = shape_inputs(reading.records, reading.sources)
    answered = read([{**row.value, "passed": n % 80 > 20} for n, row in enumerate(reading.records) if row.value])
    own = labelled()
    return run(
        spec,
        dataset_of(rows),
        reference=reference,
        accepted=dataset_of(own[30:60]),
        held_out=dataset_of(own[:4] + own[70:90]),
        results=shape_results(answered.records, answered.sources, pass_score=0.5),
        topics=[Topic("how to get money back"), Topic("parrots", ("the parrot has no seeds", "my parrot squawks"))],
    )


@CHECKS
@pytest.mark.parametrize("name", SETS)
def test_no_data_makes_it_crash(spec: CheckSpec, name: str) -> None:
    result = with_sides(spec, SETS[name])
    assert result.outcome in {Outcome.PASS, Outcome.NOT_APPLICABLE}


@CHECKS
@pytest.mark.parametrize("name", ["labelled", "chat"])
def test_it_changes_nothing_and_says_the_same_twice(spec: CheckSpec, name: str) -> None:
    dataset = dataset_of(SETS[name])
    before = dataset.examples.copy(deep=True)
    once, twice = run(spec, dataset), run(spec, dataset)
    assert once == twice
    pd.testing.assert_frame_equal(dataset.examples, before)


@CHECKS
@pytest.mark.parametrize("name", ["labelled", "chat"])
def test_the_order_of_rows_does_not_matter(spec: CheckSpec, name: str) -> None:
    rows = SETS[name]
    order = list(range(len(rows)))
    random.Random(3).shuffle(order)
    straight = with_sides(spec, rows)
    shuffled = with_sides(spec, [rows[row] for row in order])
    assert shuffled.measures == straight.measures
    assert groups(shuffled, order) == groups(straight, list(range(len(rows))))


def groups(result: CheckResult, order: Sequence[int]) -> set[frozenset[int]]:
    """The rows of each finding, the kept one too, by their places in the unshuffled data."""
    return {frozenset(order[place.row] for place in f.locations if place.row is not None) for f in result.findings}


@CHECKS
@pytest.mark.parametrize("name", SETS)
def test_its_findings_are_about_rows_that_are_there(spec: CheckSpec, name: str) -> None:
    dataset = dataset_of(SETS[name])
    for finding in run(spec, dataset).findings:
        assert finding.code == spec.code
        assert finding.message
        assert 0 <= finding.confidence <= 1
        for place in finding.locations:
            assert place.row is None or place == dataset.locate(place.row, place.field)


@CHECKS
@pytest.mark.parametrize("name", SETS)
def test_its_result_survives_json(spec: CheckSpec, name: str) -> None:
    result = with_sides(spec, SETS[name])
    for finding in result.findings:
        assert orjson.loads(orjson.dumps(dict(finding.evidence))) == json.loads(json.dumps(finding.evidence))
    numbers = [end for m in result.measures for end in (m.value, m.low, m.high) if end is not None]
    assert all(np.isfinite(number) and type(number) in (int, float) for number in numbers)


@CHECKS
def test_it_says_what_it_lacks(spec: CheckSpec) -> None:
    dataset = dataset_of(SETS["chat"])
    evidence = Evidence(dataset, encoder=None, cache=None)
    (result,) = Runner(dataset, evidence, PARAMS, frozenset()).run([spec])
    lacking = sorted(
        spec.requires & {"embeddings", "neighbours", "reference", "held_out", "baseline", "topics", "labels"}
    )
    if lacking:
        assert result.outcome is Outcome.NOT_APPLICABLE
        assert result.reason in {REQUIREMENTS[name].absent for name in lacking}
        assert result.missing == ("labels" not in lacking)


@CHECKS
def test_it_sees_only_the_evidence_it_declares(spec: CheckSpec) -> None:
    view = Evidence(dataset_of(SETS["labelled"]), encoder=None, cache=None).view(spec.sees)
    for name in REQUIREMENTS.keys() - spec.sees:
        with pytest.raises(LookupError, match="without declaring it"):
            getattr(view, name)
