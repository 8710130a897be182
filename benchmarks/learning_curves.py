"""SIZE004 on public sets: what a random half of them says of the whole, and whether fewer examples look worse.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/learning_curves.py [--seeds 20] [--encoder minilm] [SET ...]

Each seed draws half of a set's distinct inputs, from which the error with twice as many is predicted, and asks whether
the probe's error over the whole set lies in the 90 % interval. "no change" is the mean distance of a prediction that
nothing changes. The gain of doubling is known from the means over the seeds; a decision is wrong that more examples
help where they gain less than a point, or hardly help where they gain more.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from intents import SETS, Rows
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from dataaudit import audit
from dataaudit.checks.size.more_data_would_help import Params
from dataaudit.evidence import Evidence
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
from dataaudit.formats import shape
from dataaudit.labels.sample import labelled_sample
from dataaudit.reading import read
from dataaudit.sufficiency.curves import ERROR, NEW
from dataaudit.sufficiency.learning_curve import Forecast, forecast
from dataaudit.sufficiency.novelty import groups_alike, new_to_part
from dataaudit.sufficiency.probes import missed_by_probe
from dataaudit.sufficiency.splits import group_inputs

ROOT = Path(os.environ["DATAAUDIT_DATA"])
PARAMS = Params()
LABELLED: dict[str, Callable[[], Rows]] = {
    **{name: lambda load=load: load().train for name, load in SETS.items()},
    "clinc150 small": lambda: clinc150("small"),
    "clinc150 imbalanced": lambda: clinc150("imbalanced"),
}
FREE: dict[str, Callable[[], Rows]] = {
    "lima": lambda: pd.read_json(ROOT / "lima/lima.json.gz").to_dict("records"),
    "alpaca, 10,000": lambda: pd.read_json(ROOT / "alpaca-52k/alpaca_data.json.gz")[:10_000].to_dict("records"),
}
#: From fewer examples to more, with published accuracies: USE+ConveRT on BANKING77 (Casanueva et al. 2020), and BERT
#: on the intents of HINT3's Curekart (Arora et al. 2020).
RANKED = (
    ("banking77/few_shot_train_5.csv", 77.75),
    ("banking77/few_shot_train_10.csv", 85.19),
    ("banking77/train.csv.gz", 93.36),
    ("hint3-curekart/v1_train_curekart_subset_train.csv", 82.3),
    ("hint3-curekart/v1_train_curekart_train.csv", 83.6),
)


class Run(NamedTuple):
    """What a half said, and the error of the whole."""

    said: Forecast
    whole: float


def clinc150(part: str) -> Rows:
    with gzip.open(ROOT / f"clinc150/data_{part}.json.gz", "rt", encoding="utf-8") as file:
        return [{"text": text, "label": label} for text, label in json.load(file)["train"]]


def evidence_of(rows: Rows, encoder: str) -> Evidence:
    reading, cache = read(rows), Cache()
    dataset = shape(reading.records, reading.sources)
    return Evidence(dataset, encoder=load_encoder(encoder, cache=cache), cache=cache, jobs=2)


def labelled_runs(rows: Rows, encoder: str, seeds: int) -> list[Run]:
    evidence = evidence_of(rows, encoder)
    sample = labelled_sample(evidence.corpus, evidence.text, evidence.labels, min_inputs=1)
    groups = group_inputs(evidence.neighbours, evidence.text.node, None)[sample.nodes]
    vectors = evidence.embeddings[sample.nodes]

    def missed(chosen: NDArray[np.int64], seed: int) -> NDArray[np.float64]:
        labels, own = (np.unique(of[chosen], return_inverse=True)[1] for of in (sample.labels, groups))
        return missed_by_probe(vectors[chosen], labels, own, repeats=PARAMS.repeats, seed=seed, jobs=2)

    whole = float(missed(np.arange(len(groups)), 1000)[:, -1].mean())
    return [
        Run(forecast(ERROR, missed(half, seed), groups[half], seed), whole) for seed, half in halves(len(groups), seeds)
    ]


def free_runs(rows: Rows, encoder: str, seeds: int) -> list[Run]:
    evidence = evidence_of(rows, encoder)
    groups = group_inputs(evidence.neighbours, evidence.text.node, None)
    least = PARAMS.alike_static if encoder == "static" else PARAMS.alike

    def new(chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        own = np.unique(groups[chosen], return_inverse=True)[1]
        alike = groups_alike(evidence.embeddings[chosen], own, np.arange(len(own)), least, jobs=2)
        return new_to_part(alike, int(own.max()) + 1)

    whole = float(new(np.arange(len(groups)))[:, -1].mean())
    return [Run(forecast(NEW, new(half), groups[half], seed), whole) for seed, half in halves(len(groups), seeds)]


def halves(n: int, seeds: int) -> list[tuple[int, NDArray[np.int64]]]:
    return [(seed, np.sort(np.random.default_rng(seed).permutation(n)[: n // 2])) for seed in range(seeds)]


def add_row(table: Table, name: str, runs: list[Run]) -> float:
    """One line of the table; the share of the runs in which the interval held."""
    said, whole = [run.said for run in runs], runs[0].whole
    half, value, low, high = (np.array(of) for of in zip(*((s.now.value, *s.doubled) for s in said), strict=True))
    gain = float(half.mean() - whole)
    held = float(((low <= whole) & (whole <= high)).mean())
    helps, hardly = (np.array(of) for of in zip(*(decided(s) for s in said), strict=True))
    wrong = helps if gain < PARAMS.helps else hardly
    table.add_row(
        name, f"{100 * half.mean():.1f}", f"{100 * whole:.1f}", f"{100 * value.mean():.1f}", f"{held:.0%}",
        f"{100 * (high - low).mean():.1f}", f"{100 * np.abs(value - whole).mean():.2f}",
        f"{100 * np.abs(half - whole).mean():.2f}", f"{100 * gain:.1f}",
        f"{np.mean([100 * s.gain.low for s in said]):.1f} to {np.mean([100 * s.gain.high for s in said]):.1f}",
        f"{helps.mean():.0%} / {hardly.mean():.0%} / {1 - helps.mean() - hardly.mean():.0%}", f"{wrong.mean():.0%}",
    )  # fmt: skip
    return held


def decided(said: Forecast) -> tuple[bool, bool]:
    return said.gain.low > PARAMS.helps, said.gain.high < PARAMS.helps


def ranking(encoder: str) -> Table:
    table = Table("set", "published accuracy", "probe's accuracy", "SIZE004", title="fewer and more examples")
    for path, published in RANKED:
        frame = pd.read_csv(ROOT / path)
        rows = frame.set_axis(["text", "label"], axis=1)
        report = audit(rows, encoder=encoder, config={"audit": {"select": ["SIZE004"]}})
        (result,) = report.results
        table.add_row(path, f"{published}", f"{100 - 100 * result.measures[0].value:.1f}", result.findings[0].message)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join([*LABELLED, *FREE]))
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--encoder", default="minilm")
    asked = parser.parse_args()
    table = Table(
        "set", "half %", "whole %", "predicted %", "held", "width", "off", "no change", "gain", "interval of the gain",
        "helps / hardly / open", "wrong", title=f"error or share of new inputs, {asked.encoder}, {asked.seeds} halves",
    )  # fmt: skip
    held = []
    for name in asked.sets or [*LABELLED, *FREE]:
        runs = labelled_runs if name in LABELLED else free_runs
        held.append(add_row(table, name, runs({**LABELLED, **FREE}[name](), asked.encoder, asked.seeds)))
    console = Console(width=170)
    console.print(table, f"the interval held in {np.mean(held):.0%}")
    if not asked.sets:
        console.print(ranking(asked.encoder))


if __name__ == "__main__":
    main()
