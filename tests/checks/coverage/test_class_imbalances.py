"""COV004: classes that starve beside others."""

from typing import Any

import numpy as np
import pytest

from dataaudit.checks.coverage.class_imbalance import effective_number


@pytest.mark.parametrize(("counts", "expected"), [([5, 5, 5], 3.0), ([7], 1.0), ([9, 1], 1.384), ([5, 0, 5], 2.0)])
def test_the_effective_number_of_classes(counts: list[int], expected: float) -> None:
    assert effective_number(np.array(counts)) == pytest.approx(expected, abs=1e-3)


def test_starved_classes_are_named_with_the_one_that_dominates(topics: Any) -> None:
    output = topics.run("COV004", topics.rows(refund=70, delivery=60, password=4, parrot=2))
    (finding,) = output.findings
    assert finding.rows == ()
    assert finding.message == (
        "refund has 51.5 % of the examples; 1 of 4 classes have less than 10 % of an even share (34): parrot 2"
    )
    assert finding.evidence["starved"] == [{"label": "parrot", "examples": 2}]
    assert [(measure.name, measure.value) for measure in output.measures] == [
        ("starved_classes", 1),
        ("effective_classes", 2.4),
        ("imbalance_ratio", 35.0),
    ]


def test_a_class_with_enough_examples_does_not_starve(topics: Any) -> None:
    rows = [
        {"text": f"{word} {n}", "label": word} for word, size in (("spam", 120), ("ham", 4000)) for n in range(size)
    ]
    output = topics.run("COV004", rows)
    assert output.findings == ()
    assert output.measures[0].value == 0


def test_moderate_differences_are_no_imbalance(topics: Any) -> None:
    assert topics.run("COV004", topics.rows(refund=60, delivery=20, password=10)).findings == ()


def test_spellings_of_a_label_are_one_class(topics: Any) -> None:
    rows = topics.rows(refund=60, delivery=60) + [{"text": f"odd {n}", "label": "Refund "} for n in range(3)]
    assert topics.run("COV004", rows).measures[2].value == 1.1


def test_one_class_is_nothing_to_tell_apart(topics: Any) -> None:
    (finding,) = topics.run("COV004", topics.rows(refund=60)).findings
    assert finding.message == "all 60 labelled examples are refund: there is nothing to tell apart"
    assert topics.run("COV004", topics.rows(refund=19)).skipped == "there are fewer than 20 labelled examples"
