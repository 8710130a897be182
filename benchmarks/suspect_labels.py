"""LAB002 beside cleanlab's default filter, on the same out-of-fold probabilities.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/suspect_labels.py [--seeds 3] [SET ...]

Noise is planted the way people make it: labels are moved to one of the three most similar classes (by the cosine of
the classes' mean vectors). What was wrong in the sets before counts as a false alarm, for both alike.
"""

from __future__ import annotations

import argparse
from typing import NamedTuple

import numpy as np
from cleanlab.filter import find_label_issues
from intents import SETS, Rows
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from dataaudit.checks.labels.suspect_label import Params
from dataaudit.evidence import Evidence
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
from dataaudit.formats import shape
from dataaudit.labels.noise import estimate_noise, hear_witnesses
from dataaudit.labels.sample import labelled_sample
from dataaudit.reading import read

SHARES = (0.02, 0.05, 0.10)


class Score(NamedTuple):
    """Precision and recall of both, and the noise rate that was estimated."""

    precision: float
    recall: float
    cleanlab_precision: float
    cleanlab_recall: float
    rate: float
    rate_in_interval: bool


def evidence_of(rows: Rows) -> Evidence:
    reading = read(rows)
    cache = Cache()
    encoder = load_encoder("minilm", cache=cache)
    return Evidence(shape(reading.records, reading.sources), encoder=encoder, cache=cache, jobs=2)


def planted(rows: Rows, share: float, seed: int) -> tuple[Rows, set[int]]:
    """The rows with a share of their labels moved to a similar class, and which."""
    evidence, random = evidence_of(rows), np.random.default_rng(seed)
    labels = sorted({row["label"] for row in rows})
    vectors, own = evidence.embeddings[evidence.text.node], np.array([labels.index(row["label"]) for row in rows])
    means = np.array([vectors[own == i].mean(axis=0) for i in range(len(labels))])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    similar = np.argsort(-(means @ means.T), axis=1)[:, 1:4]
    moved = random.choice(len(rows), round(share * len(rows)), replace=False)
    noisy = [dict(row) for row in rows]
    for row in moved.tolist():
        noisy[row]["label"] = labels[random.choice(similar[own[row]])]
    return noisy, set(moved.tolist())


def run(rows: Rows, share: float, seed: int) -> Score:
    noisy, moved = planted(rows, share, seed)
    evidence, params = evidence_of(noisy), Params()
    sample = labelled_sample(evidence.corpus, evidence.text, evidence.labels, min_inputs=params.folds)
    witnesses = hear_witnesses(
        sample, evidence.embeddings, evidence.neighbours,
        folds=params.folds, inverse_regularisation=params.inverse_regularisation, seed=0, jobs=2,
    )  # fmt: skip
    judged = [(row, item) for row, item in enumerate(sample.item.tolist()) if item >= 0]
    truth = np.array([row in moved for row, _ in judged])
    items = np.array([item for _, item in judged])
    flagged = find_label_issues(witnesses.labels, witnesses.probabilities, n_jobs=1)
    noise = estimate_noise(witnesses, np.ones(len(sample.nodes), dtype=np.bool_))
    ours, theirs = rates(witnesses.margin[items] > params.margin, truth), rates(flagged[items], truth)
    return Score(*ours, *theirs, noise.value, noise.low <= truth.mean() <= noise.high)


def rates(flagged: NDArray[np.bool_], truth: NDArray[np.bool_]) -> tuple[float, float]:
    hits = (flagged & truth).sum()
    return float(hits / max(1, flagged.sum())), float(hits / max(1, truth.sum()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=" ".join(SETS))
    parser.add_argument("--seeds", type=int, default=3)
    arguments = parser.parse_args()
    head = (
        "set",
        "noise",
        "precision",
        "recall",
        "cleanlab's precision",
        "recall",
        "estimated rate",
        "rate in interval",
    )
    table = Table(*head, title=f"means of {arguments.seeds} seeds")
    for name in arguments.sets or SETS:
        rows = SETS[name]().train
        for share in SHARES:
            means = np.mean([run(rows, share, seed) for seed in range(arguments.seeds)], axis=0)
            table.add_row(name, f"{share:.0%}", *(f"{value:.3f}" for value in means))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
