"""COV001 on real inputs of which training lacks a topic."""

import random
from typing import Any

import pytest

from dataaudit.checks.coverage.uncovered_inputs import Params
from dataaudit.model import CheckOutput, Gap, Measure, Severity

KNOWN = {"refund": 40, "delivery": 40, "password": 40}
REAL = {"refund": 60, "delivery": 60, "password": 60}


def run(topics: Any, training: dict[str, int] = KNOWN, real: dict[str, int] = REAL, **options: Any) -> CheckOutput:
    return topics.run("COV001", topics.rows(1, **training), topics.rows(2, **real), **options)


def measure(output: CheckOutput, name: str) -> Measure:
    return next(measure for measure in output.measures if measure.name == name)


def only_gap(output: CheckOutput) -> Gap:
    (gap,) = output.gaps
    return gap


def test_a_topic_without_training_is_a_gap(topics: Any) -> None:
    gap = only_gap(run(topics, real={**REAL, "parrot": 30}))
    assert gap.reference_rows == tuple(range(180, 210))
    words = "parrot cage seeds feathers squawk wings perch beak"
    assert set(" ".join(gap.terms).split()) <= set(words.split())
    assert (gap.share, gap.train_examples) == (0.1429, 0)
    assert gap.low < gap.share < gap.high
    assert len(gap.examples) == 3


def test_the_finding_says_what_the_gap_is_and_points_at_no_row(topics: Any) -> None:
    output = run(topics, real={**REAL, "parrot": 30})
    (finding,) = output.findings
    gap = only_gap(output)
    assert finding.rows == ()
    assert finding.message.startswith("14.3 % [10.2–19.7 %] of real inputs are about")
    assert f"'{gap.name}' and training has 0 examples near them" in finding.message
    assert f"add about {gap.needed} examples" in finding.suggestion


def test_gaps_and_scattered_inputs_add_up(topics: Any) -> None:
    output = run(topics, real={**REAL, "parrot": 30})
    parts = only_gap(output).share + (measure(output, "scattered_share").value or 0)
    assert measure(output, "uncovered_share").value == pytest.approx(parts, abs=2e-4)
    assert measure(output, "largest_gap").value == only_gap(output).share


def test_the_finding_tells_none_from_thin_and_how_stable_the_gap_is(topics: Any) -> None:
    (finding,) = run(topics, real={**REAL, "parrot": 30}).findings
    assert (finding.evidence["coverage"], finding.evidence["stability"]) == ("none", 1.0)
    (thin,) = run(topics, real={**REAL, "parrot": 30}, params={"apart": 100}, training={**KNOWN, "parrot": 2}).findings
    assert thin.evidence["coverage"] == "thin"
    assert f"for which training has only {thin.evidence['train_examples']} example" in thin.message


def test_what_few_resamples_show_is_uncertain_and_no_gap(topics: Any) -> None:
    output = run(topics, real={**REAL, "parrot": 30}, params={"stable_from": 1.01})
    (finding,) = output.findings
    assert (output.gaps, finding.severity) == ((), Severity.INFO)
    assert finding.message.startswith("perhaps 14.3 % of real inputs are a kind of their own, about '")
    assert measure(output, "largest_gap").value == 0
    assert measure(output, "scattered_share").value == measure(output, "uncovered_share").value


def test_another_domain_is_one_sentence(topics: Any) -> None:
    output = run(topics, training={"refund": 60, "delivery": 60}, real={"parrot": 70, "invoice": 70})
    (finding,) = output.findings
    assert output.gaps == ()
    assert "of the real inputs are unlike anything in training" in finding.message
    assert (measure(output, "largest_gap").value or 0) > 0.8


def test_a_greeting_before_every_real_input_is_no_gap(topics: Any) -> None:
    real = [{"text": f"good morning dear support team {row['text']}"} for row in topics.rows(2, **REAL)]
    output = topics.run("COV001", topics.rows(1, **KNOWN), real)
    assert output.gaps == ()
    assert measure(output, "uncovered_share").value == 0


def test_with_examples_of_the_topic_there_is_no_gap(topics: Any) -> None:
    output = run(topics, training={**KNOWN, "parrot": 20}, real={**REAL, "parrot": 30})
    assert output.gaps == ()
    assert measure(output, "uncovered_share").value == 0


def test_the_same_distribution_does_not_warn(topics: Any) -> None:
    uncovered, limit = measure(run(topics), "uncovered_share"), Params().uncovered_share
    assert uncovered.value == 0
    assert uncovered.high is not None
    assert limit.warn is not None
    assert uncovered.high < limit.warn


def test_a_reference_that_repeats_training_is_covered(topics: Any) -> None:
    rows = topics.rows(1, **KNOWN)
    output = topics.run("COV001", rows, rows)
    assert output.gaps == ()
    assert measure(output, "uncovered_share").value == 0


def test_other_proportions_of_known_topics_are_no_gap(topics: Any) -> None:
    assert run(topics, real={"refund": 200, "delivery": 20, "password": 10}).gaps == ()


def test_the_order_of_rows_and_the_number_of_threads_do_not_matter(topics: Any) -> None:
    training, real = topics.rows(1, **KNOWN), topics.rows(2, **REAL, parrot=30)
    straight = topics.run("COV001", training, real)
    order = random.Random(5).sample(range(len(real)), len(real))
    shuffled = topics.run("COV001", training[::-1], [real[row] for row in order], jobs=2)
    rows = sorted(order[row] for row in only_gap(shuffled).reference_rows)
    assert tuple(rows) == only_gap(straight).reference_rows
    assert shuffled.measures == straight.measures
    assert [f.message for f in shuffled.findings] == [f.message for f in straight.findings]


def test_an_input_that_comes_often_is_more_traffic(topics: Any) -> None:
    training, real = topics.rows(1, **KNOWN), topics.rows(2, **REAL, parrot=30)
    gap = only_gap(topics.run("COV001", training, real + real[-30:]))
    assert gap.share == round(60 / 240, 4)
    assert len(gap.reference_rows) == 60


def test_few_real_inputs_are_not_judged_and_some_are_with_low_confidence(topics: Any) -> None:
    few = run(topics, real={"refund": 60, "parrot": 39})
    assert few.missing
    assert few.skipped == "99 different real inputs, 100 are needed"
    (finding,) = run(topics, real={"refund": 60, "delivery": 60, "parrot": 20}).findings
    assert "low confidence: 140 different real inputs" in finding.message
    assert finding.confidence < 0.9


def test_little_training_is_not_judged(topics: Any) -> None:
    output = run(topics, training={"refund": 12})
    assert output.missing
    assert output.skipped == "12 different examples, 20 are needed"


def test_the_nearest_topic_is_a_label_or_else_terms(topics: Any) -> None:
    real = topics.rows(2, **REAL, parrot=30)
    labelled = only_gap(topics.run("COV001", topics.rows(1, **KNOWN), real))
    free = [
        {"instruction": row["text"], "output": f"Dear customer {n}, we have read about {row['text']} and will answer."}
        for n, row in enumerate(topics.rows(1, **KNOWN))
    ]
    assert labelled.nearest_topic in KNOWN
    assert only_gap(topics.run("COV001", free, real)).nearest_topic not in {None, *KNOWN}


def test_a_secret_in_a_real_input_is_not_shown(topics: Any) -> None:
    key = "AKIAQ7RM2DXK4ZLP9TWE"
    real = topics.rows(2, **REAL) + [{"text": f"{row['text']} {key}"} for row in topics.rows(2, parrot=30)]
    gap = only_gap(topics.run("COV001", topics.rows(1, **KNOWN), real))
    assert key.casefold() not in " ".join([gap.name, *gap.terms, *gap.examples]).casefold()
