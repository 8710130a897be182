"""How often the verdict is wrong: defects of each kind seeded into sets that deserve GO.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/verdict.py [--runs 9] [--clean 100] [--encoder auto] [KIND]

Each run draws 1,000 rows of a public set (CLINC150, SNIPS, Banking77, the rows of Alpaca that AlpaGasus rated best),
each text once, with other rows of it as held-out data and as real inputs, plants one kind of defect at a rate, and
audits the file with the default policy. Held-out rows that share half their words with a training row are left out,
since these sets have reworded copies. A run counts as NO-GO only where the reason is the check that the defect
belongs to; without a defect any NO-GO counts. Rates are those of the measure that the kind has: of rows, of held-out
rows (leaks), of real inputs (gaps, scattered). Labels are moved to one of the three most similar classes, as people
mistake them. Intervals are Wilson's, 95 %.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import pandas as pd
from intents import SETS
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import CountVectorizer
from verdict_kinds import INTENTS, KINDS

from dataaudit.evidence.text import normalise
from dataaudit.intervals import wilson

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from planted_sets import Example, Line, PlantedSet, Pool

ROWS, HELD_OUT, SPARE, REAL, CLASSES = 1000, 300, 150, 400, 30
#: Of each class that is drawn: what is taken, and enough for a fifth of the real inputs.
ENOUGH = 110


class Outcome(NamedTuple):
    """What one run came to; `codes` are those of the measures that failed."""

    kind: str
    rate: float
    name: str
    decision: str
    codes: tuple[str, ...]


def run(task: tuple[str, float, str, int, str]) -> Outcome:
    kind, rate, name, seed, encoder = task
    random = Random(f"{kind} {rate} {name} {seed}")
    planted = drawn(name, random)
    if rate:
        KINDS[kind].plant(planted, random, rate)
    with tempfile.TemporaryDirectory() as folder:
        report = planted.audited(Path(folder), encoder=encoder, jobs=1, trainers=("openai",))
    failed = tuple(result.code for result in report.results if result.outcome == "fail")
    return Outcome(kind, rate, name, report.verdict.decision, failed)


def drawn(name: str, random: Random) -> PlantedSet:
    """Rows to train on of some classes, and others of these as held-out data and real inputs."""
    examples = sound(name)
    parts = (ROWS, HELD_OUT + SPARE, REAL)
    if name != "alpaca":
        sizes = Counter(one.label for one in examples)
        labels = sorted(label for label, size in sizes.items() if size >= ENOUGH)
        labels = random.sample(labels, min(CLASSES, len(labels)))
        pool = Pool.of([one for one in examples if one.label in labels], random)
        taken = [pool.take(n, labels) for n in parts]
    else:
        some, pool = iter(random.sample(examples, sum(parts))), Pool(random, {})
        taken = [list(islice(some, n)) for n in parts]
    lines = [Line.sound(one) for one in taken[0]]
    random.shuffle(lines)
    return PlantedSet(lines, pool, held_out=apart(taken[1], taken[0])[:HELD_OUT], real=taken[2])


def apart(examples: Sequence[Example], others: Sequence[Example]) -> list[Example]:
    """Those that share less than half their different words with each of the others (Jaccard)."""
    words = CountVectorizer(binary=True, token_pattern=r"\w+")
    counts = words.fit_transform([one.text for one in (*examples, *others)]).astype(np.float32)
    own, rest = counts[: len(examples)], counts[len(examples) :]
    common = (own @ rest.T).toarray()
    union = np.asarray(own.sum(axis=1)) + np.asarray(rest.sum(axis=1)).T - common
    alike = (common / np.maximum(union, 1)).max(axis=1) >= 0.5
    return [one for one, near in zip(examples, alike.tolist(), strict=True) if not near]


@cache
def sound(name: str) -> list[Example]:
    """The examples of a set, each input once, without those that have two labels."""
    pairs = alpaca() if name == "alpaca" else [(row["text"], row["label"]) for part in SETS[name]() for row in part]
    labels = defaultdict(set)
    for text, label in pairs:
        labels[normalise(text)].add(label)
    first = {normalise(text): Example(text, label) for text, label in reversed(pairs)}
    return [first[text] for text in sorted(first) if len(labels[text]) == 1]


def alpaca() -> list[tuple[str, str]]:
    """The instructions that Claude rated 4.5 and more, without those with documented faults."""
    folder = Path(os.environ["DATAAUDIT_DATA"]) / "alpaca-52k"
    with gzip.open(folder / "alpaca_data.json.gz", "rt", encoding="utf-8") as file:
        rows = json.load(file)
    rated = pd.read_csv(folder / "curated_subsets.csv.gz")
    faulty = set(pd.read_csv(folder / "documented_issue_rows.csv")["row"])
    kept = sorted(set(rated.loc[rated["claude_t45"] == 1, "row"]) - faulty)
    return [("\n".join(filter(None, (rows[i]["instruction"], rows[i]["input"]))), rows[i]["output"]) for i in kept]


def tasks(kinds: Sequence[str], runs: int, clean: int, encoder: str) -> Iterator[tuple[str, float, str, int, str]]:
    names = (*INTENTS, "alpaca")
    for seed in range(clean):
        yield "none", 0.0, names[seed % len(names)], seed, encoder
    for kind in kinds:
        own = KINDS[kind]
        for rate in own.rates:
            for seed in range(5 * runs if own.limit and rate == 2 * own.limit else runs):
                yield kind, rate, own.sets[seed % len(own.sets)], seed, encoder


def share(hits: int, n: int) -> str:
    low, high = wilson(hits / n, n)
    return f"{hits}/{n} [{low:.2f}–{high:.2f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--clean", type=int, default=100)
    parser.add_argument("--encoder", default="auto")
    arguments = parser.parse_args()
    kinds = arguments.kinds or list(KINDS)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(run, tasks(kinds, arguments.runs, arguments.clean, arguments.encoder)))
    console = Console(width=160)
    console.print(clean_table([one for one in outcomes if not one.rate]))
    console.print(defect_table([one for one in outcomes if one.rate]))


def clean_table(outcomes: Sequence[Outcome]) -> Table:
    """Verdicts on sets without a defect."""
    table = Table("without defects", "NO-GO", "undecided", "failed", title="false NO-GO")
    for name in ("all", *dict.fromkeys(one.name for one in outcomes)):
        own = [one for one in outcomes if name in ("all", one.name)]
        wrong = [one for one in own if one.decision == "NO-GO"]
        failed = Counter(code for one in wrong for code in one.codes)
        undecided = sum(one.decision == "UNDECIDED" for one in own)
        table.add_row(
            name, share(len(wrong), len(own)), str(undecided), ", ".join(f"{c} {n}" for c, n in failed.items())
        )
    return table


def defect_table(outcomes: Sequence[Outcome]) -> Table:
    """NO-GO for the right reason by kind and rate."""
    rates = sorted({one.rate for one in outcomes})
    table = Table("kind", "fails above", *(f"{rate:.0%}" for rate in rates), "for another reason", title="NO-GO")
    for kind in dict.fromkeys(one.kind for one in outcomes):
        own = [one for one in outcomes if one.kind == kind]
        cells = [share(sum(map(is_found, some)), len(some)) if (some := at(own, rate)) else "" for rate in rates]
        other = Counter(code for one in own if not is_found(one) for code in one.codes)
        limit = KINDS[kind].limit
        named = ", ".join(f"{code} {n}" for code, n in other.items())
        table.add_row(kind, "never" if limit is None else f"{limit:.0%}", *cells, named)
    return table


def at(outcomes: Sequence[Outcome], rate: float) -> list[Outcome]:
    return [one for one in outcomes if one.rate == rate]


def is_found(outcome: Outcome) -> bool:
    return outcome.decision == "NO-GO" and bool({*outcome.codes} & {*KINDS[outcome.kind].codes})


if __name__ == "__main__":
    main()
