"""COV001 with whole intents taken from training and the test split as real inputs.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/coverage_gaps.py [--seeds 3] [--real 1000] [SET ...]

An intent is found if most of its real inputs lie in gaps; a gap is true if most of its inputs have a missing intent.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from intents import SETS, Intents
from rich.console import Console
from rich.table import Table

from dataaudit import Report, audit

REMOVED = (0, 1, 3, 6, 10)


class Score(NamedTuple):
    """One run: shares of the intents found and of the gaps that are true, false gaps, the share and its truth."""

    found: float
    true: float
    false_gaps: int
    uncovered: float
    covered_by_interval: bool
    truth: float


def run(intents: Intents, removed: int, real: int, seed: int) -> Score:
    random = np.random.default_rng(seed)
    labels = sorted({row["label"] for row in intents.train})
    missing = set(random.choice(labels, removed, replace=False).tolist())
    chosen = random.permutation(len(intents.test))[:real]
    reference = [intents.test[i] for i in chosen]
    train = [row for row in intents.train if row["label"] not in missing]
    report = audit(train, reference=[{"text": row["text"]} for row in reference], select=["COV001"])
    return score(report, [row["label"] for row in reference], missing)


def score(report: Report, labels: Sequence[str], missing: set[str]) -> Score:
    inside = {row for gap in report.gaps for row in gap.reference_rows}
    rows_of = {label: [i for i, own in enumerate(labels) if own == label] for label in missing}
    found = [2 * len(inside.intersection(rows)) > len(rows) for rows in rows_of.values() if rows]
    true = [2 * sum(labels[i] in missing for i in gap.reference_rows) > len(gap.reference_rows) for gap in report.gaps]
    measure = next(m for r in report.results for m in r.measures if m.name == "uncovered_share")
    truth = sum(label in missing for label in labels) / len(labels)
    within = (measure.low or 0) <= truth <= (measure.high or 1)
    return Score(mean(found), mean(true), true.count(False), measure.value or 0.0, within, truth)


def mean(values: Sequence[float]) -> float:
    """The mean of those that are known; NaN where none is."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=" ".join(SETS))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--real", type=int, default=1000)
    arguments = parser.parse_args()
    head = ("set", "removed", "found", "gaps true", "false gaps a run", "uncovered", "truth", "truth in interval")
    table = Table(*head, title=f"{arguments.real:,} real inputs, means of {arguments.seeds} seeds")
    for name in arguments.sets or ["clinc150", "banking77"]:
        intents = SETS[name]()
        for removed in REMOVED:
            runs = [run(intents, removed, arguments.real, seed) for seed in range(arguments.seeds)]
            means = [mean(column) for column in zip(*runs, strict=True)]
            found, true, false_gaps, uncovered, within, truth = means
            table.add_row(
                name, str(removed), f"{found:.2f}", f"{true:.2f}", f"{false_gaps:.1f}",
                f"{uncovered:.3f}", f"{truth:.3f}", f"{within:.2f}",
            )  # fmt: skip
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
