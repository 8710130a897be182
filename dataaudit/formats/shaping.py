"""From records to a Dataset: the format is settled, and every record of it becomes a row."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import pandas as pd

from dataaudit.dataset import Dataset, Record, Source, Task
from dataaudit.errors import ConfigError, FormatError, InputError
from dataaudit.formats.annotation_columns import annotation_columns, are_ordered, consensus
from dataaudit.formats.base import Format, Value, canonical, lookup, scalar_text
from dataaudit.formats.custom import TEXT_FIELDS, Mapped, label_text
from dataaudit.formats.detect import belongs, listed, majority, named, nearest, recognise, where
from dataaudit.formats.inputs import input_format, inputs_in
from dataaudit.formats.metadata import READERS, places, read_field
from dataaudit.formats.registry import BY_NAME
from dataaudit.formats.task import infer_task
from dataaudit.wording import plural

_FIELDS = (*TEXT_FIELDS, *READERS)


def shape(
    records: Sequence[Record],
    sources: tuple[Source, ...],
    *,
    format: str = "auto",
    columns: Mapping[str, str] | None = None,
    task: Task | None = None,
) -> Dataset:
    """Make a dataset of records.

    Parameters
    ----------
    records, sources
        As they were read. Records that couldn't be are kept as records and are no examples.
    format
        A name of FORMATS, or "auto": the one that most records have.
    columns
        Which column, or dotted path, holds which field. With input and output or label they are the format;
        without, they add to the one that is found.
    task
        What the data are for, where that is known better than from their answers: a batch of a few rows has
        the task of the data it joins.

    Returns
    -------
    Dataset
        Its examples are the records of the one format, malformed ones included as far as they go.

    Raises
    ------
    InputError
        No record can be read.
    FormatError
        The format is unknown or ambiguous, or the columns don't make one.
    ConfigError
        A field or column of `columns` doesn't exist.
    """
    columns = dict(columns or {})
    values = _readable(records, sources)
    _check_columns(columns, list(values.values()))
    mapped = _mapped_format(columns, format, list(values.values()))
    if mapped is not None:
        mapped_columns = [columns[field] for field in mapped.required]
        names = {row: mapped.name if _any_there(value, mapped_columns) else None for row, value in values.items()}
        return _dataset(records, sources, mapped, names, columns, task)
    chosen, names = _detected(records, values, format)
    return _dataset(records, sources, chosen, names, columns, task)


def shape_inputs(
    records: Sequence[Record],
    sources: tuple[Source, ...],
    *,
    format: str = "auto",
    columns: Mapping[str, str] | None = None,
) -> Dataset:
    """Make a dataset of a sample of real inputs: only `input` is sure to be there.

    Parameters and errors are those of `shape`, but any column of text will do, and `columns` needs no answer.
    """
    columns = dict(columns or {})
    values = _readable(records, sources)
    _check_columns(columns, list(values.values()))
    if "input" in columns:
        chosen = inputs_in(columns["input"])
    elif format != "auto":
        chosen, names = _detected(records, values, format)
        return _dataset(records, sources, chosen, names, columns)
    else:
        chosen = input_format([records[row] for row in values], list(values.values()))
    names = {row: chosen.name if chosen.resembles(value) else None for row, value in values.items()}
    return _dataset(records, sources, chosen, names, columns)


def format_of(dataset: Dataset) -> Format:
    """The format of a dataset's examples, which knows their rules."""
    return BY_NAME[dataset.format].bound(dataset.columns)


def has_right_answers(dataset: Dataset) -> bool:
    """Whether the outputs are the answers to give, and neither sides of a comparison nor texts without a question."""
    values = (dataset.records[row].value for row in dataset.examples.index.tolist())
    return format_of(dataset).has_one_right_answer([value for value in values if value is not None])


def _readable(records: Sequence[Record], sources: tuple[Source, ...]) -> dict[int, Value]:
    values = {row: record.value for row, record in enumerate(records) if record.value is not None}
    if values:
        return values
    if not records:
        raise InputError(f"{', '.join(source.path for source in sources) or 'the data'}: there is no row in it")
    problem = next((problem.message for problem in records[0].problems), "unreadable")
    raise InputError(f"{where(records[0])}: {problem}; none of {plural(len(records), 'row')} can be read")


def _check_columns(columns: Mapping[str, str], values: Sequence[Value]) -> None:
    for field, path in columns.items():
        if field not in _FIELDS:
            raise ConfigError(
                f"--map {field}={path}: no such field{nearest(field, _FIELDS)}; there are {', '.join(_FIELDS)}"
            )
        if not any(path in value or _any_there(value, [path]) for value in values):
            there = list(dict.fromkeys(column for value in values for column in value))
            if field == "annotator" and fnmatch.filter(there, path):
                continue
            raise ConfigError(f"--map {field}={path}: no such column{nearest(path, there)}; there are {listed(there)}")


def _mapped_format(columns: Mapping[str, str], format: str, values: Sequence[Value]) -> Format | None:
    """The format that a map makes, None where it only adds to what is found."""
    given = [field for field in ("input", "output") if field in columns]
    if not given:
        return None
    if given == ["input"] and "label" not in columns:
        if format in ("auto", "text-label") and annotation_columns(values, columns):
            return Mapped("text-label", {"input": columns["input"]})
        raise FormatError(f"--map input={columns['input']} alone is no example: add output=COLUMN or label=COLUMN")
    name = "prompt-completion" if len(given) == 2 else "text-label" if given == ["input"] else "text"
    if format not in ("auto", name):
        raise ConfigError(
            f"--map {','.join(given)} makes {name} of the data, not {format}: leave out one of the options"
        )
    return BY_NAME[name].bound(columns)


def _detected(
    records: Sequence[Record], values: Mapping[int, Value], format: str
) -> tuple[Format, dict[int, str | None]]:
    """The format of the data, and of each readable record."""
    recognitions = {row: recognise(value) for row, value in values.items()}
    if format == "auto":
        chosen = majority([records[row] for row in values], list(recognitions.values()))
        own = {row for row, value in values.items() if belongs(value, recognitions[row], chosen)}
    else:
        chosen = named(format)
        own = {row for row, value in values.items() if _any_there(value, chosen.columns)}
    if not own:
        first = records[min(values)]
        raise FormatError(
            f"--format {format}: no row has a column of it; {where(first)} has {listed(first.value or {})}"
        )
    names = {row: chosen.name if row in own else _name(recognitions[row].format) for row in values}
    return chosen.fitted([values[row] for row in sorted(own)]), names


def _dataset(
    records: Sequence[Record],
    sources: tuple[Source, ...],
    format: Format,
    names: Mapping[int, str | None],
    columns: Mapping[str, str],
    task: Task | None = None,
) -> Dataset:
    rows = [row for row, name in names.items() if name == format.name]
    values = [value for row in rows if (value := records[row].value) is not None]
    data, found_in = _fields(values, format, columns)
    if not format.has_one_right_answer(values):
        task = "generation"
    task = task or infer_task(data["output"], data["label"])
    if task == "classification" and not any(label is not None for label in data["label"]):
        data["label"] = data["output"]
    places_of: dict[str, list[Any]] = {
        "source": [records[row].source for row in rows],
        "line": [records[row].line for row in rows],
    }
    return Dataset(
        examples=_frame(rows, {**places_of, **data}),
        records=records,
        sources=sources,
        format=format.name,
        task=task,
        columns=found_in,
        record_formats=[names.get(row) for row in range(len(records))],
        identity=_identity(sources, format, columns, task),
    )


def _identity(sources: Iterable[Source], format: Format, columns: Mapping[str, str], task: Task) -> str:
    """The content, and how it was understood; by another version it may be understood otherwise."""
    files = [[source.path, source.sha256] for source in sources]
    return json.dumps([version("dataaudit"), files, format.name, sorted(columns.items()), task])


def _fields(
    values: Sequence[Value], format: Format, columns: Mapping[str, str]
) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """The fields of all examples by name, and the column that each came from."""
    examples = [format.example(value) for value in values]
    data: dict[str, list[Any]] = {"id": [None] * len(values)}
    for name in ("system", "input", "output", "label", "turns", "extra"):
        data[name] = [getattr(example, name) for example in examples]
    found_in = dict(format.fields)
    for name, read in (("system", scalar_text), ("label", label_text)):
        if name in columns and columns[name] != format.fields.get(name):
            data[name] = [read(lookup(value, columns[name])) for value in values]
            found_in[name] = columns[name]
    for name, paths in places(values, columns).items():
        data[name] = read_field(name, paths, values)
        found_in[name] = " or ".join(paths)
    annotated = _add_annotations(data, values, columns)
    kept = {name for name in found_in if name in format.required or any(map(_is_there, data[name]))}
    return data, {name: path for name, path in found_in.items() if name in kept} | annotated


def _add_annotations(data: dict[str, list[Any]], values: Sequence[Value], columns: Mapping[str, str]) -> dict[str, str]:
    """Put in what several annotators said of each record; without a column of labels their consensus is the label."""
    found = annotation_columns(values, columns, frozenset(data["label"]))
    if found is None:
        return {}
    votes = [found.read(value) for value in values]
    data["annotations"] = [canonical(dict(own)) if own else None for own in votes]
    data["annotator"] = [None] * len(values)
    if columns.get("label") == found.place or not any(map(_is_there, [*data["label"], *data["output"]])):
        ordered = are_ordered(label for own in votes for label in own.values())
        data["label"] = data["output"] = [consensus(own, ordered=ordered) for own in votes]
    return {"annotator": found.place}


def _frame(rows: Sequence[int], data: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """The frame: texts as objects so that None stays None, optional columns only where they hold anything."""
    optional = {"extra", "annotations", *READERS} - {"id"}
    kept = {name: column for name, column in data.items() if name not in optional or any(map(_is_there, column))}
    index = pd.Index(list(rows), dtype="int64", name="row")
    series = {name: pd.Series(column, index=index, dtype=_dtype(name)) for name, column in kept.items()}
    return pd.DataFrame(series, index=index)


def _dtype(name: str) -> str:
    return "int64" if name == "turns" else "object"


def _name(format: Format | None) -> str | None:
    return None if format is None else format.name


def _any_there(value: Value, paths: Iterable[str]) -> bool:
    return any(lookup(value, path) is not None for path in paths)


def _is_there(value: Any) -> bool:
    return value is not None
