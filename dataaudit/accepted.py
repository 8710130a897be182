"""Accepted data (`--against`): read and shaped once, then kept on disk by the content of their files.

A batch is checked many times a day against a set that hardly changes, so that set must cost nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from dataaudit.dataset import Dataset, Source
from dataaudit.evidence.cache import Cache
from dataaudit.reading import content, paths

_ABOUT = b"dataset"


def load_accepted(
    data: Any, columns: Mapping[str, str] | None, load: Callable[[], Dataset], cache: Cache | None
) -> Dataset:
    """The examples of accepted data, from the cache where these files have been read before.

    Parameters
    ----------
    data, columns
        What was given as `--against` and as `--map`; together with the content of the files they tell whether the
        result is the same.
    load
        Reads and shapes them.

    Returns
    -------
    Dataset
        Without records, which nobody asks accepted data for.
    """
    files = _files(data)
    if cache is None or files is None:
        return load()
    digests = [hashlib.sha256(content.load(file)).hexdigest() for file in files]
    name = json.dumps(
        ["accepted", version("dataaudit"), list(map(str, files)), digests, sorted((columns or {}).items())]
    )
    kept = cache.read_table(name)
    if kept is not None:
        return _from_table(kept)
    dataset = load()
    cache.write_table(name, _to_table(dataset))
    return replace(dataset, records=())


def _files(data: Any) -> list[Path] | None:
    """The files that are meant, None where it is no files."""
    items = [data] if isinstance(data, str | os.PathLike) else data
    if not isinstance(items, list | tuple) or not all(isinstance(item, str | os.PathLike) for item in items):
        return None
    found = paths.expand(items)
    return [file for file in found if isinstance(file, Path)] if paths.STANDARD_INPUT not in found else None


def _to_table(dataset: Dataset) -> pa.Table:
    about = {
        "sources": [[source.path, source.sha256, source.bytes, source.rows] for source in dataset.sources],
        "format": dataset.format,
        "task": dataset.task,
        "columns": dict(dataset.columns),
        "identity": dataset.identity,
    }
    columns = {"row": dataset.examples.index.to_numpy()}
    columns |= {str(name): _array(column) for name, column in dataset.examples.items()}
    return pa.table(columns).replace_schema_metadata({_ABOUT: json.dumps(about)})


def _array(column: pd.Series[Any]) -> pa.Array:
    values = column.tolist()
    return pa.array(values, pa.large_string() if any(isinstance(value, str) for value in values) else None)


def _from_table(table: pa.Table) -> Dataset:
    about = json.loads(table.schema.metadata[_ABOUT])
    index = pd.Index(table.column("row").to_numpy(), name="row")
    series = {
        name: pd.Series(table.column(name).to_pylist(), index=index, dtype="int64" if name == "turns" else "object")
        for name in table.column_names
        if name != "row"
    }
    return Dataset(
        examples=pd.DataFrame(series, index=index),
        records=(),
        sources=tuple(Source(*source) for source in about["sources"]),
        format=about["format"],
        task=about["task"],
        columns=about["columns"],
        identity=about["identity"],
    )
