"""Copies planted in public sets: which tier finds them, and which copies with another fact are taken for copies.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/planted_duplicates.py [--copies 200] [--encoder static]

Of each kind of edit (duplicate_plants.py) so many copies of different rows are put among up to 3,000 rows of a set,
and the set is audited. A copy is found where a finding has both it and its original. LIMA, Alpaca and CLINC150 were
there when the checks were written; Banking77, HINT3 and MD-Agreement were looked at when they were done.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from duplicate_plants import CHANGED_FACTS, INNOCENT, Example, Plant, plant
from intents import banking77, clinc150
from rich.console import Console
from rich.table import Table

from dataaudit import audit
from dataaudit.intervals import wilson

TIERS = ("DUP001", "DUP002", "DUP003", "DUP004")
KINDS = ("exact", "surface", "edited", *CHANGED_FACTS, *INNOCENT)
ROWS = 3_000


def root() -> Path:
    return Path(os.environ["DATAAUDIT_DATA"])


def instructions(path: str) -> list[Example]:
    with gzip.open(root() / path) as file:
        rows = json.load(file)
    return [Example("\n".join(filter(None, (row["instruction"], row["input"]))), row["output"]) for row in rows]


def md_agreement() -> list[Example]:
    """Posts without an answer: their text is the input, the majority's label the answer."""
    with gzip.open(next((root() / "md-agreement").glob("*train*.gz")), "rt", encoding="utf-8") as file:
        rows = json.load(file).values()
    return [Example(row["text"], str(row["hard_label"])) for row in rows]


def hint3() -> list[Example]:
    with (root() / "hint3-curekart/v1_train_curekart_train.csv").open(encoding="utf-8") as file:
        return [Example(row["sentence"], row["label"]) for row in csv.DictReader(file)]


def intents(load: Callable[[], object]) -> list[Example]:
    return [Example(row["text"], row["label"]) for row in load().train]  # type: ignore[attr-defined]


SETS: dict[str, Callable[[], list[Example]]] = {
    "lima": lambda: instructions("lima/lima.json.gz"),
    "alpaca": lambda: instructions("alpaca-52k/alpaca_data.json.gz"),
    "clinc150": lambda: intents(clinc150),
    "banking77": lambda: intents(banking77),
    "hint3": hint3,
    "md-agreement": md_agreement,
}
CLASSIFICATION = ("clinc150", "banking77", "hint3", "md-agreement")


def found_by(examples: Sequence[Example], plants: Sequence[Plant], encoder: str, *, labels: bool) -> dict[str, int]:
    """How many copies each tier finds with their originals."""
    copies = [copy._replace(output=examples[source].output) if labels else copy for source, copy in plants]
    names = ("text", "label") if labels else ("prompt", "completion")
    rows = [dict(zip(names, example, strict=True)) for example in [*examples, *copies]]
    report = audit(rows, encoder=encoder, select=TIERS)
    pairs = {(source, len(examples) + i): i for i, (source, _) in enumerate(plants)}
    found: dict[str, set[int]] = {tier: set() for tier in TIERS}
    for finding in report.findings:
        members = {place.row for place in finding.locations}
        found[finding.code] |= {i for (source, copy), i in pairs.items() if {source, copy} <= members}
    return {tier: len(own) for tier, own in found.items()}


def share(found: int, of: int) -> str:
    low, high = wilson(found / of, of)
    return f"{found / of:.3f} [{low:.3f}–{high:.3f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=["lima", "alpaca", "clinc150"])
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--encoder", default="static")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    console = Console(width=140)
    for name in options.sets:
        random = np.random.default_rng(options.seed)
        examples = SETS[name]()
        examples = [examples[i] for i in sorted(random.permutation(len(examples))[:ROWS].tolist())]
        table = Table("edit", "copies", "DUP001–DUP003", *TIERS, title=f"{name}, {len(examples):,} rows")
        for kind in KINDS:
            plants = plant(examples, random, kind, options.copies)
            if plants:
                found = found_by(examples, plants, options.encoder, labels=name in CLASSIFICATION)
                lexical = sum(found[tier] for tier in TIERS[:3])
                cells = [share(lexical, len(plants)), *(share(found[tier], len(plants)) for tier in TIERS)]
                table.add_row(kind, str(len(plants)), *cells)
        console.print(table)


if __name__ == "__main__":
    main()
