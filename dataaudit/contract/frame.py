"""The frame a suite is run on: the fields of the examples, and the columns of the records that it names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dataaudit.contract.suite import Expectation, Suite
from dataaudit.dataset import Dataset
from dataaudit.formats.base import canonical, lookup

#: What a column of the records is called where a field of the examples has its name.
RECORD_PREFIX = "record."
FIELDS = (
    "id", "system", "input", "output", "label", "turns", "annotator", "batch", "timestamp", "reviewed", "group",
)  # fmt: skip
#: Arguments that name the columns an expectation is about, and with `column_set` those a table should have.
_DOMAIN_KEYS = ("column", "column_A", "column_B", "column_list")
_COLUMN_KEYS = (*_DOMAIN_KEYS, "column_set")


def contract_frame(dataset: Dataset, suite: Suite) -> pd.DataFrame:
    """The examples as a suite sees them, indexed by row.

    Returns
    -------
    DataFrame
        The fields that the data have; and under its own name, or as `record.NAME`, each column of the records
        that the suite names, dotted paths among them. Lists and objects are there as canonical JSON.
    """
    fields = [name for name in FIELDS if dataset.has(name)]
    frame = dataset.examples[fields].rename_axis(None)
    for name in sorted(_named(suite) - set(fields)):
        values = _record_column(dataset, name.removeprefix(RECORD_PREFIX))
        if any(value is not None for value in values):
            frame[name] = pd.Series(values, index=frame.index, dtype="object")
    return frame


def columns_of(expectation: Expectation) -> tuple[str, ...]:
    """The columns whose values an expectation is about; none where it is about the table."""
    if expectation["type"].startswith("expect_table_"):
        return ()
    kwargs = expectation["kwargs"]
    return tuple(name for key in _DOMAIN_KEYS for name in _names(kwargs.get(key)))


def _record_column(dataset: Dataset, path: str) -> list[Any]:
    records = (dataset.records[row].value or {} for row in dataset.examples.index)
    return [_plain(lookup(value, path)) for value in records]


def _plain(value: Any) -> str | int | float | bool | None:
    return canonical(value) if isinstance(value, Mapping | list | tuple) else value


def _named(value: Any) -> set[str]:
    """Whatever is named as a column anywhere in a suite, the conditions of its expectations among them."""
    if isinstance(value, list | tuple):
        return set().union(*map(_named, value))
    if not isinstance(value, Mapping):
        return set()
    named = {name for key in _COLUMN_KEYS for name in _names(value.get(key))}
    return named.union(*map(_named, value.values()))


def _names(value: Any) -> list[str]:
    """A column's name, as a text, in a list, or as `{"name": …}` of a condition."""
    if isinstance(value, Mapping):
        value = value.get("name")
    return [name for name in (value if isinstance(value, list) else [value]) if isinstance(name, str)]
