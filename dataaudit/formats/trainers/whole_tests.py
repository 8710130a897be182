"""What the files as a whole must be: how many rows and bytes, which endings, how the labels are spread.

A test is a function of a dataset: the sentences on what is wrong, none if nothing is.

    "rows": {"min": 10, "max": 10000}              examples in all
    "bytes": {"max": 536870912}                    of each file
    "endings": [".jsonl"]                          of each file, compression apart
    "problems": {"refuses": ["byte-order-mark"]}   of those that the reader notes; or {"requires": [...]}
    "labels": {"min": 2, "max": 5000, "rows_each": 10, "times": 100}     the commonest at most 100 times the rarest
    "columns": {"input": "text", "label": "target"}             which column each field must come from
    "balance": {"column": "label", "low": 1, "high": 1.33}      trues for each false; without them, any of each
    "all_or_none": "systemInstruction"             a column that some rows have and some don't
    "absent": ["messages", "conversations"]        columns that no row should have
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from dataaudit.dataset import Dataset, Source
from dataaudit.formats.base import Value, present
from dataaudit.formats.detect import listed
from dataaudit.wording import plural

_COMPRESSED = (".gz", ".zst")


def whole_test(kind: str) -> Callable[[Dataset, Any], Sequence[str]]:
    """The function of a rule about the files as a whole."""
    return _TESTS[kind]


def _rows(dataset: Dataset, test: Mapping[str, int]) -> list[str]:
    return _out_of_range(len(dataset.records), test, "row")


def _bytes(dataset: Dataset, test: Mapping[str, int]) -> list[str]:
    return [
        f"{source.path}: {faults[0]}"
        for source in _files(dataset)
        if (faults := _out_of_range(source.bytes, test, "byte"))
    ]


def _endings(dataset: Dataset, test: Sequence[str]) -> list[str]:
    return [f"{source.path} ends in {_ending(source)}" for source in _files(dataset) if _ending(source) not in test]


def _problems(dataset: Dataset, test: Mapping[str, Sequence[str]]) -> list[str]:
    faults = []
    for source in _files(dataset):
        noted = {problem.kind: problem.message for problem in source.problems}
        faults += [f"{source.path} {noted[kind]}" for kind in test.get("refuses", ()) if kind in noted]
        faults += [f"{source.path} has no {kind}" for kind in test.get("requires", ()) if kind not in noted]
    return faults


def _labels(dataset: Dataset, test: Mapping[str, int]) -> list[str]:
    counts = Counter(dataset.examples["label"].dropna().tolist())
    faults = _out_of_range(len(counts), test, "label")
    thin = sorted(label for label, n in counts.items() if n < test.get("rows_each", 0))
    if thin:
        faults.append(f"{plural(len(thin), 'label')} with fewer than {test['rows_each']} rows: {listed(thin)}")
    most, least = max(counts.values(), default=0), min(counts.values(), default=0)
    if most > test.get("times", most) * least:
        faults.append(f"{most:,} rows of one label and {least:,} of another")
    return faults


def _columns(dataset: Dataset, test: Mapping[str, str]) -> list[str]:
    found = {field: dataset.columns.get(field, column) for field, column in test.items()}
    places = ", ".join(f"{field} in {listed([column])}" for field, column in found.items())
    return [f"found {places}"] if found != test else []


def _balance(dataset: Dataset, test: Mapping[str, Any]) -> list[str]:
    column = test["column"]
    marks = Counter(value[column] is True for value in _values(dataset) if present(value, column))
    if len(marks) < 2:
        return [f"all rows are {str(mark).lower()}" for mark in marks]
    ratio = marks[True] / marks[False]
    if test.get("low", ratio) <= ratio <= test.get("high", ratio):
        return []
    return [f"{marks[True]:,} true and {marks[False]:,} false, {ratio:.2f} for each"]


def _all_or_none(dataset: Dataset, test: str) -> list[str]:
    there = Counter(present(value, test) for value in _values(dataset))
    return [f"{plural(there[False], 'row')} of {there.total():,} without {test}"] if len(there) > 1 else []


def _absent(dataset: Dataset, test: Sequence[str]) -> list[str]:
    there = Counter(column for value in _values(dataset) for column in test if present(value, column))
    return [f"{plural(there[column], 'row')} with {column}" for column in test if there[column]]


_TESTS: Mapping[str, Callable[[Dataset, Any], Sequence[str]]] = {
    "rows": _rows,
    "bytes": _bytes,
    "endings": _endings,
    "problems": _problems,
    "labels": _labels,
    "columns": _columns,
    "balance": _balance,
    "all_or_none": _all_or_none,
    "absent": _absent,
}


def _out_of_range(n: int, test: Mapping[str, int], noun: str) -> list[str]:
    beyond = n < test.get("min", n) or n > test.get("max", n)
    return [plural(n, noun)] if beyond else []


def _files(dataset: Dataset) -> Iterator[Source]:
    """The sources that are files: frames and lists have no ending, no bytes and no mark."""
    return (source for source in dataset.sources if _ending(source))


def _ending(source: Source) -> str:
    path = PurePath(source.path)
    return (path.with_suffix("") if path.suffix in _COMPRESSED else path).suffix.lower()


def _values(dataset: Dataset) -> Iterator[Value]:
    records = (dataset.records[row].value for row in dataset.examples.index.tolist())
    return (value for value in records if value is not None)
