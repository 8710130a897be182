"""What training can mend of failures that were planted in public data: the truth lies in the intervals.

The data are not part of the project: DATAAUDIT_DATA names their folder, and without it these tests are skipped.
"""

import csv
import gzip
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from dataaudit.evidence import Evidence
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
from dataaudit.formats import shape
from dataaudit.formats.results import shape_results
from dataaudit.model import Measure
from dataaudit.reading import read
from dataaudit.registry import all_checks

ROOT = Path(os.environ.get("DATAAUDIT_DATA", "."))
pytestmark = pytest.mark.skipif(
    "DATAAUDIT_DATA" not in os.environ, reason="DATAAUDIT_DATA doesn't name the folder of public data"
)

FACTS = ("It takes 14 days and costs $25.", "Please call Meridian Bank in Lyon.", "The limit is 4,500 euros.")
HELP = "Please open the menu and follow the steps there."

Rows = list[dict[str, str]]


class Planted(NamedTuple):
    """Intents that training lacks, those whose labels are dealt out anew, and those answered with facts."""

    missing: frozenset[str]
    shuffled: frozenset[str]
    factual: frozenset[str]


def banking77(name: str) -> Rows:
    """The rows of the first 30 of its intents."""
    opened = gzip.open if name.endswith(".gz") else open
    with opened(ROOT / "banking77" / name, "rt", encoding="utf-8", newline="") as file:
        rows = [{"text": row["text"], "label": row["category"]} for row in csv.DictReader(file)]
    kept = sorted({row["label"] for row in rows})[:30]
    return [row for row in rows if row["label"] in kept]


def planted(rows: Rows, random: np.random.Generator) -> Planted:
    names = random.permutation(sorted({row["label"] for row in rows}))
    return Planted(*(frozenset(part.tolist()) for part in np.split(names[:9], 3)))


def asked(plan: Planted, random: np.random.Generator) -> tuple[Rows, list[bool]]:
    """Some of the test inputs, and on which of them the prompt fails: more often on what was planted."""
    test = banking77("test.csv")
    rows = [test[i] for i in random.choice(len(test), 600, replace=False)]
    return rows, [bool(random.random() < (0.4 if row["label"] in frozenset().union(*plan) else 0.1)) for row in rows]


def measures(training: Rows, baseline: list[dict[str, object]]) -> dict[str, Measure]:
    data, found = read(training), read(baseline)
    results = shape_results(found.records, found.sources, pass_score=0.5)
    dataset = shape(data.records, data.sources)
    evidence = Evidence(dataset, encoder=load_encoder("static", cache=Cache()), cache=None, results=results)
    spec = all_checks()["COV005"]
    output = spec.function(dataset, evidence.view(spec.sees), spec.params())
    return {measure.name: measure for measure in output.measures}


def share(flags: list[bool], of: list[bool]) -> float:
    return sum(one and other for one, other in zip(flags, of, strict=True)) / len(flags)


def holds(measure: Measure, truth: float) -> bool:
    return (measure.low or 0.0) <= truth <= (measure.high or 0.0)


def test_failures_on_labels_that_training_lacks_or_deals_out_at_random_are_none_to_mend() -> None:
    random = np.random.default_rng(0)
    rows = banking77("train.csv.gz")
    plan = planted(rows, random)
    some = sorted(plan.shuffled)
    training = [row for row in rows if row["label"] not in plan.missing]
    training = [row | {"label": str(random.choice(some))} if row["label"] in some else row for row in training]
    inputs, failed = asked(plan, random)
    baseline = [
        {"input": row["text"], "expected": row["label"], "passed": not bad}
        for row, bad in zip(inputs, failed, strict=True)
    ]
    found = measures(training, baseline)
    mendable = [row["label"] not in plan.missing | plan.shuffled for row in inputs]
    assert holds(found["fixable_share"], share(failed, mendable))
    assert found["knowledge_failures"].value == 0


def test_failures_for_want_of_facts_are_none_to_mend() -> None:
    random = np.random.default_rng(1)
    rows = banking77("train.csv.gz")
    plan = planted(rows, random)
    kept = [row for row in rows if row["label"] not in plan.missing]
    training = [{"instruction": row["text"], "output": f"{HELP} ({n})"} for n, row in enumerate(kept)]
    inputs, failed = asked(plan, random)
    answers = [str(random.choice(FACTS)) if row["label"] in plan.factual else HELP for row in inputs]
    baseline = [
        {"input": row["text"], "expected": answer, "output": "I can't say.", "passed": not bad}
        for row, answer, bad in zip(inputs, answers, failed, strict=True)
    ]
    found = measures(training, baseline)
    mendable = [row["label"] not in plan.missing | plan.factual for row in inputs]
    assert holds(found["fixable_share"], share(failed, mendable))
    factual = [row["label"] in plan.factual for row in inputs]
    assert holds(found["knowledge_failures"], share(failed, factual) / np.mean(failed))
