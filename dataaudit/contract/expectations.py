"""Our own expectation, in the form in which Great Expectations takes them; imports it, so import this late.

It stands in for `expect_column_values_to_match_json_schema` while a suite is run, for the reasons given in
`json_schema.py`; in suites that are written it keeps the name that everybody else knows.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnMapMetricProvider,
    column_condition_partial,
)

from dataaudit.contract.json_schema import compiled, fits


class ColumnValuesFitJsonSchema(ColumnMapMetricProvider):  # type: ignore[misc]
    """The metric: which texts of a column fit a JSON Schema."""

    condition_metric_name = "column_values.fit_json_schema"
    condition_value_keys = ("json_schema",)

    @column_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column: pd.Series, json_schema: Any, **_: Any) -> pd.Series:
        validator = compiled(json_schema, "json_schema")
        return pd.Series([fits(validator, text) for text in column], index=column.index, dtype=bool)


class ExpectColumnValuesToFitJsonSchema(ColumnMapExpectation):  # type: ignore[misc]
    """Texts are JSON and keep a schema; one that is no JSON doesn't fit, and nothing else comes of it."""

    json_schema: dict[str, Any]
    map_metric = "column_values.fit_json_schema"
    success_keys = ("json_schema", "mostly")
