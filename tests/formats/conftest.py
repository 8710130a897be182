from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from dataaudit.dataset import Dataset, Problem, Record, Source
from dataaudit.formats import shape, shape_inputs

Shape = Callable[..., Dataset]


def records_of(values: tuple[Mapping[str, Any] | None, ...]) -> list[Record]:
    broken = (Problem("invalid-json", "no JSON", fatal=True),)
    return [Record("data.jsonl", line, value, broken if value is None else ()) for line, value in enumerate(values, 1)]


def source(n: int) -> tuple[Source, ...]:
    return (Source("data.jsonl", "0" * 64, 100, n),)


@pytest.fixture
def shaped() -> Shape:
    """Makes a dataset of values; None is a line that can't be read."""

    def shape_values(*values: Mapping[str, Any] | None, **options: Any) -> Dataset:
        return shape(records_of(values), source(len(values)), **options)

    return shape_values


@pytest.fixture
def shaped_inputs() -> Shape:
    """Makes a dataset of a sample of inputs."""

    def shape_values(*values: Mapping[str, Any] | None, **options: Any) -> Dataset:
        return shape_inputs(records_of(values), source(len(values)), **options)

    return shape_values
