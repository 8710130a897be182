"""Data to review, and the table filled in as a reviewer would."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from dataaudit import Report, audit

WORDS = {
    "track": "where is parcel {n} of mine",
    "refund": "my money back for order {n}",
    "login": "code {n} is refused",
}
LABELLED = [{"text": words.format(n=n), "label": label} for n in range(30) for label, words in WORDS.items()]
#: One input with two labels: a conflict, so two suspects.
CONFLICT = [{"text": "where is it now", "label": "track"}, {"text": "where is it now", "label": "refund"}]
ROWS = [*LABELLED, *CONFLICT]


def chat(rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The same as conversations."""
    return [
        {
            "messages": [
                {"role": "user", "content": "hello"},
                {"role": "assistant", "content": "hello, what is it?"},
                {"role": "user", "content": row["text"]},
                {"role": "assistant", "content": row["label"]},
            ]
        }
        for row in rows
    ]


def write(name: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """A file of these rows, JSON Lines or CSV by its ending."""
    rows = list(rows)
    if name.endswith(".csv"):
        pd.DataFrame(rows).to_csv(name, index=False)
    else:
        Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return name


def run(data: Any, **options: Any) -> Report:
    return audit(data, encoder="none", **options)


def table(report: Report, n: int = 1000) -> pd.DataFrame:
    """The table to review, every row of it called ok; indexed by row."""
    sample = report.review_sample(n)
    sample["verdict"] = "ok"
    return sample.set_index(sample["row"].astype(int), drop=False)


def saved(cells: pd.DataFrame, delimiter: str = ",", encoding: str = "utf-8-sig", name: str = "verdicts.csv") -> str:
    """The table as some spreadsheet saves it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(cells.columns)
    writer.writerows(cells.to_numpy().tolist())
    Path(name).write_bytes(text.getvalue().encode(encoding))
    return name
