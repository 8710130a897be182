"""FMT005 on batches planted in another style, on splits without drift and on joined files, beside Evidently.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/format_drift.py [--runs 10] [--splits 10] [--skip-peers]

Samples of 1,000 rows; a batch of 5, 10 or 20 % of the rows is rewritten. It is named by a column, or stands somewhere
in the file. Found is what has a finding most of whose rows were planted. Evidently (installed into an environment of
its own) is told which rows are the batch: it compares them with the rest by its default DataDriftPreset on its text
descriptors, or on the labels, and has found drift if any column drifted.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from drift_plants import PLANTS, Plant, Row, rows_of
from peers import Peer
from rich.console import Console
from rich.table import Table

from dataaudit import Report, audit
from dataaudit.intervals import wilson

ROWS, SHARES, BATCHES = 1000, (0.05, 0.10, 0.20), 10
CLEAN = ("alpaca", "alpaca_en", "dpo_en", "lima", "clinc150", "banking77", "snips", "trec")
AS_THEY_ARE = ("lima", "fastchat", "snips", "trec", "clinc150", "banking77")
JOINED = ("alpaca_en", "dpo_en", "glaive", "identity", "fastchat")
EVIDENTLY = ("evidently==0.7.23", "pandas<3")

COMPARE = """
import json, sys, warnings
warnings.filterwarnings("ignore")
import pandas as pd
from evidently import DataDefinition, Dataset, Report
from evidently.descriptors import NonLetterCharacterPercentage, SentenceCount, TextLength, WordCount
from evidently.presets import DataDriftPreset
KINDS = (TextLength, WordCount, SentenceCount, NonLetterCharacterPercentage)
TEXT = [kind("text", alias=kind.__name__) for kind in KINDS]
for line in open(sys.argv[1], encoding="utf-8"):
    pair = json.loads(line)
    name = "label" if pair["labels"] else "text"
    definition = DataDefinition(**{"categorical_columns" if pair["labels"] else "text_columns": [name]})
    described = [] if pair["labels"] else TEXT
    sides = [Dataset.from_pandas(pd.DataFrame({name: pair[side]}), definition, described) for side in ("batch", "rest")]
    preset = DataDriftPreset(columns=[name] if pair["labels"] else [column.alias for column in TEXT])
    metrics = Report([preset]).run(*sides).dict()["metrics"]
    print(json.dumps(bool(metrics[0]["value"]["count"])), flush=True)
"""


class Pair(NamedTuple):
    """A batch and the rest, for Evidently."""

    batch: list[str]
    rest: list[str]
    labels: bool


class Planted(NamedTuple):
    """Rows of which some were rewritten, and which."""

    rows: list[Row]
    batch: set[int]

    def pair(self) -> Pair:
        """The two sides as Evidently is given them."""
        labels = "label" in self.rows[0]
        texts = [row["label" if labels else "output"] or " " for row in self.rows]  # it divides by the length
        sides = ([text for i, text in enumerate(texts) if (i in self.batch) is own] for own in (True, False))
        return Pair(*sides, labels)


def judge(data: object, **options: object) -> Report:
    """FMT005 alone, without an encoder."""
    return audit(data, select=["FMT005"], encoder="none", cache=False, **options)  # type: ignore[arg-type]


@cache
def known(name: str) -> list[Row]:
    return rows_of(name)


def sample(name: str, n: int, random: np.random.Generator) -> list[Row]:
    rows = known(name)
    return [rows[i] for i in random.permutation(len(rows))[:n]]


def planted(plant: Plant, share: float, seed: int, *, named: bool) -> Planted:
    """A sample with one batch rewritten: named by a column and anywhere, or at one place of the file."""
    random = np.random.default_rng(seed)
    rows = [plant.usual(row, random) for row in sample(plant.sets[seed % len(plant.sets)], ROWS, random)]
    size = int(share * len(rows))
    first = int(random.integers(len(rows) - size + 1))
    chosen = random.permutation(len(rows))[:size] if named else np.arange(first, first + size)
    batch = set(chosen.tolist())
    rows = [plant.other(row, random) if i in batch else row for i, row in enumerate(rows)]
    if named:
        names = [f"b{'0' if i in batch else random.integers(1, BATCHES)}" for i in range(len(rows))]
        rows = [{**row, "batch": name} for row, name in zip(rows, names, strict=True)]
    return Planted(rows, batch)


def is_found(case: Planted) -> bool:
    findings = judge(case.rows).findings
    return any(2 * len(case.batch.intersection(finding.rows)) > len(finding.rows) > 0 for finding in findings)


def split(name: str, seed: int) -> tuple[list[Row], list[Row]]:
    """Two random halves of a sample, in random order, with random batches and annotators."""
    random = np.random.default_rng(seed)
    rows = [
        {**row, "batch": f"b{random.integers(BATCHES)}", "annotator": f"a{random.integers(5)}"}
        for row in sample(name, ROWS, random)
    ]
    return rows[::2], rows[1::2]


class Evidently:
    """Evidently, in an environment of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.peer = Peer(folder, *EVIDENTLY)

    def drifted(self, pairs: Sequence[Pair]) -> list[bool]:
        """Whether it finds drift in each pair."""
        data = self.folder / "pairs.jsonl"
        data.write_text("".join(json.dumps(pair._asdict()) + "\n" for pair in pairs), encoding="utf-8")
        return [json.loads(line) for line in self.peer.run(COMPARE, data).splitlines()]


def power(runs: int, peer: Evidently | None) -> Table:
    title = f"planted batches found of {runs}, 95 % intervals"
    table = Table("planted", "share", "batch column", "place in the file", "Evidently, told the batch", title=title)
    for name, plant in PLANTS.items():
        for share in SHARES:
            cases = [[planted(plant, share, seed, named=named) for seed in range(runs)] for named in (True, False)]
            theirs = peer.drifted([case.pair() for case in cases[0]]) if peer else []
            ours = [rate([is_found(case) for case in column]) for column in cases]
            table.add_row(name, f"{share:.0%}", *ours, rate(theirs))
    return table


def false_alarms(splits: int, peer: Evidently | None) -> Table:
    title = f"alarms in {splits} splits without drift: batches, annotators, order and halves at random"
    table = Table("set", "rows", "FMT005", "Evidently, one of the ten batches", title=title)
    totals: list[list[bool]] = [[], []]
    for name in CLEAN:
        halves = [split(name, seed) for seed in range(splits)]
        ours = [bool(judge(own, against=accepted).findings) for own, accepted in halves]
        batches = [Planted(own, {i for i, row in enumerate(own) if row["batch"] == "b0"}) for own, _ in halves]
        theirs = peer.drifted([case.pair() for case in batches]) if peer else []
        table.add_row(name, f"{len(halves[0][0]):,} + {len(halves[0][1]):,}", rate(ours), rate(theirs))
        totals = [totals[0] + ours, totals[1] + theirs]
    table.add_row("all", "", *map(rate, totals), end_section=True)
    for name in AS_THEY_ARE:
        table.add_row(f"{name} as it is", f"{len(known(name)):,}", str(len(judge(known(name)).findings)), "")
    return table


def joins() -> Table:
    table = Table("joined files", "findings", "the first", title="two files as one dataset")
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / f"{name}.jsonl" for name in JOINED}
        for name, path in files.items():
            path.write_text("".join(json.dumps(row) + "\n" for row in known(name)), encoding="utf-8")
        for pair in combinations(JOINED, 2):
            findings = judge([files[name] for name in pair]).findings
            first = findings[0].message.replace(f"{folder}/", "") if findings else ""
            table.add_row(" + ".join(pair), str(len(findings)), first)
    return table


def rate(found: Sequence[bool]) -> str:
    """A share with its Wilson interval."""
    if not found:
        return ""
    share = sum(found) / len(found)
    low, high = wilson(share, len(found))
    return f"{share:.2f} [{low:.2f}–{high:.2f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=10, help="planted samples for each line")
    parser.add_argument("--splits", type=int, default=10, help="splits without drift of each set")
    parser.add_argument("--skip-peers", action="store_true", help="leave Evidently out")
    arguments = parser.parse_args()
    console = Console(width=140)
    with tempfile.TemporaryDirectory() as folder:
        peer = None if arguments.skip_peers else Evidently(Path(folder))
        for table in (power(arguments.runs, peer), false_alarms(arguments.splits, peer), joins()):
            console.print(table)


if __name__ == "__main__":
    main()
