"""CLINC150 with intents taken from training, and a chatbot's real queries, with the real encoder.

The data are not part of the project: DATAAUDIT_DATA names their folder, and without it these tests are skipped.
"""

import csv
import gzip
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from dataaudit import Report, audit
from dataaudit.model import Outcome

ROOT = Path(os.environ.get("DATAAUDIT_DATA", "."))
pytestmark = [
    pytest.mark.encoder,
    pytest.mark.skipif("DATAAUDIT_DATA" not in os.environ, reason="DATAAUDIT_DATA doesn't name the public data"),
]

TAKEN = {"exchange_rate", "international_visa", "timer"}
Pairs = list[tuple[str, str]]


@pytest.fixture(scope="module")
def clinc() -> tuple[Pairs, Pairs]:
    """Training and real inputs of 20 intents, 100 and 30 of each."""
    with gzip.open(ROOT / "clinc150" / "data_full.json.gz", "rt", encoding="utf-8") as file:
        splits = json.load(file)
    kept = sorted({label for _, label in splits["train"]} - TAKEN)[::9] + sorted(TAKEN)
    return tuple([(text, label) for text, label in splits[name] if label in kept] for name in ("train", "test"))


def run(training: Pairs, real: list[str]) -> Report:
    rows = [{"text": text, "label": label} for text, label in training]
    return audit(rows, reference=[{"text": text} for text in real], encoder="minilm", select=["COV001"])


def test_the_intents_taken_from_training_are_the_large_gaps(clinc: tuple[Pairs, Pairs]) -> None:
    training, real = clinc
    report = run([pair for pair in training if pair[1] not in TAKEN], [text for text, _ in real])
    large = [gap for gap in report.gaps if gap.share > 0.02]
    labels = {Counter(real[row][1] for row in gap.reference_rows).most_common(1)[0][0] for gap in large}
    assert labels == TAKEN
    assert report.results[0].outcome is Outcome.FAIL


def test_with_nothing_taken_no_gap_matters(clinc: tuple[Pairs, Pairs]) -> None:
    training, real = clinc
    report = run(training, [text for text, _ in real])
    assert all(gap.share < 0.02 for gap in report.gaps)
    assert report.results[0].outcome is Outcome.PASS


def test_what_a_chatbot_cannot_serve_is_in_its_gaps() -> None:
    def read(split: str) -> Pairs:
        with open(ROOT / "hint3-curekart" / f"v2_{split}_curekart_{split}.csv", encoding="utf-8") as file:
            return [(row["sentence"], row["label"]) for row in csv.DictReader(file)]

    real = read("test")
    report = run(read("train"), [text for text, _ in real])
    found = [real[row][1] == "NO_NODES_DETECTED" for gap in report.gaps for row in gap.reference_rows]
    assert sum(found) > 0.75 * len(found) > 150
