"""The audit on public data, one line a set: what it is taken for, what is found, what the verdict is.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/real_data.py [--full] [NAME ...]

The data are not part of the project; tests/test_real_data.py asserts the counts that are known to be right. With
--full also the sets that take minutes to encode.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from dataaudit import DataAuditError, audit

LONG = {"alpaca-52k"}


class Set(NamedTuple):
    """A dataset and the options with which to audit it."""

    name: str
    data: Any
    options: dict[str, Any]


def sets(root: Path) -> Iterator[Set]:
    demos = root / "llama-factory-demos"
    for file in sorted(demos.glob("*.json*")):
        yield Set(f"demos/{file.name.split('.')[0]}", file, {})
    yield Set("snips", root / "snips/train.csv.gz", {})
    columns = {"label": "0", "input": "1"}
    yield Set("trec", root / "trec/train_5452.tsv", {"columns": columns})
    banking = {"input": "text", "label": "category"}
    test = root / "banking77/test.csv"
    yield Set("banking77", root / "banking77/train.csv.gz", {"columns": banking, "reference": test})
    yield from hint3(root / "hint3-curekart")
    yield from clinc(root / "clinc150")
    for file in sorted((root / "chat-format-samples").glob("*.json*")):
        text = {"columns": {"output": "messages_display"}} if "taubench" in file.name else {}
        yield Set(f"chat/{file.name.split('.json')[0]}", file, text)
    yield Set("lima", root / "lima/lima.json.gz", {})
    yield Set("alpaca-52k", root / "alpaca-52k/alpaca_data.json.gz", {})


def hint3(folder: Path) -> Iterator[Set]:
    columns = {"input": "sentence", "label": "label"}
    test = folder / "v2_test_curekart_test.csv"
    yield Set("hint3-curekart", folder / "v2_train_curekart_train.csv", {"columns": columns, "reference": test})


def clinc(folder: Path) -> Iterator[Set]:
    with gzip.open(folder / "data_full.json.gz") as file:
        splits = json.load(file)
    rows = [{"text": text, "label": label} for text, label in splits["train"]]
    yield Set("clinc150", rows, {"reference": [{"text": text} for text, _ in splits["test"]]})
    yield Set("clinc150 + oos", rows, {"reference": [{"text": text} for text, _ in splits["oos_test"]]})


def line(one: Set) -> tuple[str, ...]:
    started = perf_counter()
    try:
        report = audit(one.data, **one.options)
    except DataAuditError as error:
        return one.name, "", "", "refused", str(error)[:60], "", f"{perf_counter() - started:.1f}"
    rows: Counter[str] = Counter()
    for result in report.results:
        rows[result.code] += len(result.rows) or len(result.findings)
    found = " ".join(f"{code}:{count}" for code, count in sorted(rows.items()) if count)
    described = (f"{report.counts.rows:,}", f"{report.dataset['format']}, {report.dataset['task']}")
    gaps = ", ".join(f"{gap.name} {gap.share:.0%}" for gap in report.gaps[:3])
    return one.name, *described, report.verdict.decision, found, gaps, f"{perf_counter() - started:.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="only sets whose name contains one of these")
    parser.add_argument("--full", action="store_true")
    arguments = parser.parse_args()
    parts = arguments.names or [""]
    table = Table("set", "rows", "format, task", "verdict", "rows or findings by code", "largest gaps", "s")
    for one in sets(Path(os.environ["DATAAUDIT_DATA"])):
        if any(part in one.name for part in parts) and (arguments.full or one.name not in LONG or arguments.names):
            table.add_row(*line(one))
    Console(width=180).print(table)


if __name__ == "__main__":
    main()
