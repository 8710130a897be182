"""What a turn of `audit --watch` costs: 1,000 rows, of which one is changed between two turns.

    python benchmarks/watch.py [--rounds 5] [--data FOLDER]

The bar is one second of process time, all threads together, for a turn after the first. The first turn has the imports
and, with a cold cache, the encoding; loading the encoder for the one new text comes between the first two turns, while
the user reads (`watching.warm_up`). Times of later turns are medians.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pandas as pd
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
ROWS, SECONDS = 1000, 1.0
#: As the command line sets it.
_OBJECTS_PER_COLLECTION = 200_000


class Case(NamedTuple):
    """Rows to audit, the field of a row that is changed, and what else the audit is given."""

    name: str
    rows: list[dict[str, Any]]
    change: Callable[[dict[str, Any], int], None]
    beside: dict[str, list[dict[str, Any]]]


def cases(data: Path | None) -> Iterator[Case]:
    chats = [json.loads(line) for line in (ROOT / "sample_data/go/train.jsonl").read_text("utf-8").splitlines()]
    inputs = [json.loads(line) for line in (ROOT / "sample_data/production.jsonl").read_text("utf-8").splitlines()]
    yield Case("sample chats", chats[:ROWS], ask_more, {})
    yield Case("sample chats, --reference", chats[:ROWS], ask_more, {"reference": inputs})
    if data is None:
        return
    for name, path in (("BANKING77", "banking77/train.csv.gz"), ("SNIPS", "snips/train.csv.gz")):
        rows = pd.read_csv(data / path).sample(frac=1, random_state=0).to_dict("records")
        yield Case(name, rows[:ROWS], say_more, {})
        yield Case(f"{name}, --against 2,000", rows[:ROWS], say_more, {"against": rows[ROWS : 3 * ROWS]})
        yield Case(f"{name}, --reference 1,000", rows[:ROWS], say_more, {"reference": rows[-ROWS:]})
    lima = pd.read_json(data / "lima/lima.json.gz").to_dict("records")
    yield Case("LIMA", lima[:ROWS], answer_more, {})


def ask_more(row: dict[str, Any], turn: int) -> None:
    row["messages"][1]["content"] += f" please, {turn}"


def say_more(row: dict[str, Any], turn: int) -> None:
    row[next(iter(row))] += f" please, {turn}"


def answer_more(row: dict[str, Any], turn: int) -> None:
    row["output"] += f" That is {turn}."


def turns(case: Case, folder: Path, rounds: int) -> list[float]:
    """The process time of each turn, in seconds."""
    from dataaudit import audit
    from dataaudit.watching import warm_up

    beside = {name: str(write(folder / f"{name}.jsonl", rows)) for name, rows in case.beside.items()}
    seconds = []
    for turn in range(rounds + 1):
        case.change(case.rows[ROWS // 2 + turn], turn)
        path = write(folder / "rows.jsonl", case.rows)
        started = time.process_time()
        report = audit(str(path), cache_dir=folder.parent / "cache", **beside)  # type: ignore[arg-type]
        seconds.append(time.process_time() - started)
        if not turn:
            warm_up(report)
    return seconds


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", type=Path, default=os.environ.get("DATAAUDIT_DATA"), help="the public sets")
    options = parser.parse_args()
    gc.set_threshold(_OBJECTS_PER_COLLECTION, *gc.get_threshold()[1:])
    table = Table(title=f"process time of a turn of {ROWS:,} rows, one changed; bar {SECONDS} s after the first")
    for heading in ("data", "first, s", "later, s", "slowest, s", "within"):
        table.add_column(heading, justify="left" if heading == "data" else "right")
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(cases(options.data)):
            first, *later = turns(case, Path(folder) / str(number), options.rounds)
            within = "yes" if median(later) <= SECONDS else "no"
            table.add_row(case.name, f"{first:.2f}", f"{median(later):.2f}", f"{max(later):.2f}", within)
    Console().print(table)


if __name__ == "__main__":
    main()
