from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from dataaudit.dataset import Dataset, Problem, Record, Source
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput
from dataaudit.registry import all_checks

Check = Callable[..., CheckOutput]


def dataset_of(values: tuple[Mapping[str, Any] | None, ...], problems: tuple[Problem, ...]) -> Dataset:
    broken = (Problem("invalid-json", "no JSON", fatal=True),)
    records = [
        Record("data.jsonl", line, value, broken if value is None else ()) for line, value in enumerate(values, 1)
    ]
    return shape(records, (Source("data.jsonl", "0" * 64, 100, len(records), problems),))


@pytest.fixture
def run() -> Check:
    """Runs a check by its code over values; None is a line that can't be read."""

    def run_check(
        code: str, *values: Mapping[str, Any] | None, problems: tuple[Problem, ...] = (), params: Any = None
    ) -> CheckOutput:
        spec, dataset = all_checks()[code], dataset_of(values, problems)
        evidence = Evidence(dataset, encoder=None, cache=None).view(spec.sees)
        return spec.function(dataset, evidence, params or spec.params())

    return run_check
