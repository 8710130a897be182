"""Small datasets, columns and suites to hold against each other."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dataaudit.config import parse_config
from dataaudit.contract.suite import Suite
from dataaudit.contract.validation import breaches
from dataaudit.dataset import Dataset
from dataaudit.formats import shape
from dataaudit.reading import read


def dataset_of(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str] | None = None) -> Dataset:
    reading = read(list(rows))
    return shape(reading.records, reading.sources, columns=columns)


def frame_of(*values: Any) -> pd.DataFrame:
    """One column, `x`."""
    return pd.DataFrame({"x": pd.Series(list(values), dtype="object")})


def suite_of(*expectations: tuple[str, Mapping[str, Any]], **others: Any) -> Suite:
    items = [{"type": kind, "kwargs": dict(kwargs), "severity": "critical"} for kind, kwargs in expectations]
    return {"name": "ours", "expectations": items, **others}


def contract(**tables: Any) -> Suite:
    """The suite that a table `[contract]` makes."""
    suite: Suite = parse_config({"contract": tables}, "here").params["FMT011"].suite
    return suite


def rules(**rules_of_x: Any) -> Suite:
    """The suite that the rules of a field `x` make."""
    return contract(fields={"x": rules_of_x})


def broken_rows(frame: pd.DataFrame, suite: Suite) -> list[tuple[int, ...]]:
    return [breach.rows for breach in breaches(frame, suite)]
