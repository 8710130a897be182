"""The runner keeps every crash in sight, and clean rows are known only to the checks that ask for them."""

from dataclasses import replace
from typing import Any

import pytest
from fakes import WordEncoder

from dataaudit.dataset import Dataset
from dataaudit.errors import EncoderError
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput, CheckResult, CheckSpec, Finding, Measure, Outcome, Pillar
from dataaudit.reading import read
from dataaudit.registry import NoParams
from dataaudit.runner import Runner


def spec(code: str, function: Any, *requires: str) -> CheckSpec:
    return CheckSpec(code, code.lower(), Pillar.SIZE, frozenset(requires), NoParams, "", function)


def crash(*_: object) -> CheckOutput:
    raise ZeroDivisionError("by nothing")


def second_row(dataset: Dataset, *_: object) -> CheckOutput:
    return CheckOutput(findings=(Finding("BAD001", "wrong", (dataset.locate(1),)),))


def count_clean(dataset: Dataset, evidence: Any, params: Any) -> CheckOutput:
    del dataset, params
    return CheckOutput((Measure("clean", int(evidence.clean.sum())),))


def look_for_vectors(dataset: Dataset, evidence: Any, params: Any) -> CheckOutput:
    del dataset, params
    return CheckOutput((Measure("vectors", int(evidence.has("embeddings"))),))


class BrokenEncoder(WordEncoder):
    """An encoder that fails as it is told to."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def encode(self, texts: Any) -> Any:
        del texts
        raise self.error


def run(*specs: CheckSpec, encoder: Any = None) -> dict[str, CheckResult]:
    reading = read([{"text": f"row {n}", "label": "a"} for n in range(3)])
    dataset = shape(reading.records, reading.sources)
    evidence = Evidence(dataset, encoder=encoder, cache=None)
    params = {one.code: NoParams() for one in specs}
    return {result.code: result for result in Runner(dataset, evidence, params, frozenset({"BAD001"})).run(specs)}


def test_a_crash_is_an_outcome_that_says_where() -> None:
    result = run(spec("BAD002", crash))["BAD002"]
    assert result.outcome is Outcome.ERROR
    assert str(result.reason).startswith("ZeroDivisionError: by nothing (test_runner.py:")


def test_a_crash_stops_no_other_check() -> None:
    results = run(spec("BAD001", second_row), spec("BAD002", crash))
    assert results["BAD001"].rows == {1}


def test_evidence_that_crashes_is_the_error_of_the_checks_that_need_it() -> None:
    encoder = BrokenEncoder(MemoryError("too much"))
    results = run(spec("BAD001", second_row), spec("BAD003", count_clean, "embeddings", "clean"), encoder=encoder)
    assert results["BAD003"].outcome is Outcome.ERROR
    assert str(results["BAD003"].reason).startswith("embeddings: MemoryError: too much")
    assert results["BAD001"].outcome is Outcome.PASS


def test_what_the_user_can_mend_is_raised() -> None:
    encoder = BrokenEncoder(EncoderError("not the model that was pinned"))
    with pytest.raises(EncoderError, match="not the model that was pinned"):
        run(spec("BAD003", second_row, "embeddings"), encoder=encoder)


def test_what_a_check_only_uses_it_can_do_without() -> None:
    looks = replace(spec("AAA001", look_for_vectors), uses=frozenset({"embeddings"}))
    assert run(looks)["AAA001"].measures[0].value == 0
    assert run(looks, encoder=WordEncoder())["AAA001"].measures[0].value == 1
    assert run(looks, encoder=BrokenEncoder(MemoryError("too much")))["AAA001"].outcome is Outcome.ERROR


def test_evidence_is_not_gathered_for_a_check_that_lacks_another() -> None:
    encoder = BrokenEncoder(MemoryError("too much"))
    result = run(spec("BAD003", second_row, "embeddings", "reference"), encoder=encoder)["BAD003"]
    assert result.outcome is Outcome.NOT_APPLICABLE


def test_clean_rows_are_counted_after_everything_else() -> None:
    results = run(spec("AAA001", count_clean, "clean"), spec("BAD001", second_row))
    assert results["AAA001"].measures[0].value == 2


def test_two_runs_differ_in_nothing_but_the_time() -> None:
    once, twice = (run(spec("BAD001", second_row))["BAD001"] for _ in range(2))
    assert replace(once, seconds=0.0) == replace(twice, seconds=0.0)
