"""Paths to GO carried out: is a plan enough, and is all of it needed?

    DATAAUDIT_DATA=... python benchmarks/plans.py [--sets 30] [--encoder minilm] [--data sample ...]

Each set is drawn from sound rows, in which one to five kinds of defects are planted. Its audit's plan is carried out to
the letter by somebody who knows the right labels (tests/carried_out.py) and the outcome is audited anew. Then each
step is left out in turn; of plans of up to five steps all subsets are tried. An edit hardly ever makes another one
needless, so that where no single step can be left out, several can't either: the subsets tried bear it out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from dataaudit import audit
from dataaudit.intervals import clopper_pearson
from dataaudit.model import Action
from dataaudit.report import Report

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from carried_out import carried_out  # noqa: E402
from intents import SETS  # noqa: E402
from planted_defects import DEFECTS, planted_set  # noqa: E402
from planted_sets import Example, PlantedSet, sample_examples, sample_no_go  # noqa: E402

#: Rows and labels of a set, by where its rows come from; the pool of fresh ones must be larger.
SHAPES = {"sample": (310, 12), "clinc150": (500, 10), "banking77": (500, 10), "snips": (500, 6)}
#: What can't be found without vectors; the sample data have too few rows for gaps.
NEED_VECTORS = ("wrong labels", "gaps")
MOST_SUBSETS = 5


class Outcome(NamedTuple):
    """What came of one plan: its steps, whether it was enough, and the fewer steps that were enough too."""

    kinds: tuple[str, ...]
    steps: int
    enough: bool
    fewer: list[tuple[int, ...]]


def examples(name: str) -> list[Example]:
    """Sound rows: of the public sets those that are no copies of others and in no conflict."""
    if name == "sample":
        return sample_examples()
    intents = SETS[name]()
    report = audit([*intents.train, *intents.test], encoder="none", cache=False, select=("DUP", "LAB001"))
    return [Example(row["text"], row["label"]) for row in report.clean()]


def no_go_sets(name: str, count: int, encoder: str) -> Iterator[tuple[PlantedSet, Report, Path]]:
    """So many sets whose verdict is NO-GO, with their audits and a folder to work in; of the NO-GO sample that one."""
    if name == "no-go":
        with tempfile.TemporaryDirectory() as folder:
            planted = sample_no_go()
            yield planted, planted.audited(Path(folder), encoder=encoder), Path(folder)
        return
    rows, classes = SHAPES[name]
    sound, seed = examples(name), 0
    left_out = {*(("gaps",) if name == "sample" else ()), *(NEED_VECTORS if encoder == "none" else ())}
    kinds = [kind for kind in DEFECTS if kind not in left_out]
    while count:
        seed += 1
        planted = planted_set(sound, seed, kinds, rows, classes)
        with tempfile.TemporaryDirectory() as folder:
            report = planted.audited(Path(folder), encoder=encoder)
            if report.verdict.decision == "NO-GO":
                count -= 1
                yield planted, report, Path(folder)


def tried(planted: PlantedSet, report: Report, folder: Path, encoder: str) -> Outcome:
    """A plan carried out whole and in parts."""
    steps = report.verdict.path_to_go

    def is_go(chosen: Sequence[Action]) -> bool:
        after = carried_out(planted, report, chosen).audited(folder, encoder=encoder)
        return after.verdict.decision == "GO"

    smallest = 1 if len(steps) <= MOST_SUBSETS else len(steps) - 1
    parts = [part for n in range(smallest, len(steps)) for part in combinations(range(len(steps)), n)]
    fewer = [part for part in parts if is_go([steps[i] for i in part])]
    return Outcome(planted.planted, len(steps), is_go(steps), fewer)


def share(hits: int, n: int) -> str:
    """A count of n with the exact 95 % interval of its share."""
    low, high = clopper_pearson(hits, n)
    return f"{hits} of {n} [{100 * low:.0f}–{100 * high:.0f} %]"


def main() -> None:
    """Print a line for each origin of the rows, and what went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", type=int, default=30)
    parser.add_argument("--encoder", default="minilm")
    parser.add_argument("--data", nargs="*", default=["no-go", *SHAPES], choices=["no-go", *SHAPES])
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    console, table = Console(width=140), Table("rows of", "steps", "enough", "all needed", "both")
    for name in options.data:
        found = [tried(*one, options.encoder) for one in no_go_sets(name, options.sets, options.encoder)]
        for outcome in found:
            if outcome.fewer or not outcome.enough:
                console.print(name, outcome)
        good = [sum(one.enough for one in found), sum(not one.fewer for one in found)]
        both = sum(one.enough and not one.fewer for one in found)
        mean = sum(one.steps for one in found) / len(found)
        table.add_row(name, f"{mean:.1f}", *(share(hits, len(found)) for hits in (*good, both)))
    console.print(table)


if __name__ == "__main__":
    main()
