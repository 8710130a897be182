"""LAB002 beside cleanlab's Datalab with its defaults, on the same vectors.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/suspect_labels.py [--seeds 3] [SET ...]

Noise is planted the way people make it: labels are moved to one of the three most similar classes (by the cosine of
the classes' mean vectors). What was wrong in the sets before counts as a false alarm, for all alike.

Datalab gets the vectors of the inputs that LAB002 judges, once as features (its default, nearest neighbours) and once
with the out-of-fold probabilities of scikit-learn's default logistic regression, as its tutorials do.
"""

from __future__ import annotations

import argparse
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from intents import SETS, Rows
from noise_plants import Quality, moved_labels, quality
from numpy.typing import NDArray
from peers import Peer
from rich.console import Console
from rich.table import Table

from dataaudit.checks.labels.suspect_label import Params
from dataaudit.evidence import Evidence
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
from dataaudit.formats import shape
from dataaudit.intervals import Estimate
from dataaudit.labels.confusable import confusable_pairs
from dataaudit.labels.noise import fit_noise, suspect
from dataaudit.labels.noise_rate import estimate_noise
from dataaudit.labels.sample import labelled_sample
from dataaudit.labels.witnesses import hear_witnesses
from dataaudit.reading import read

SHARES = (0.02, 0.05, 0.10)
BINS = (0.0, 0.2, 0.5, 0.8, 0.95, 1.01)
DATALAB = "cleanlab[datalab]==2.9.0", "scikit-learn==1.9.1", "numpy==2.4.6"
BY_DATALAB = """
import contextlib, io, sys, warnings
import numpy as np
from cleanlab import Datalab
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

warnings.filterwarnings("ignore")
given, found = np.load(sys.argv[1]), {}
vectors, labels = given["vectors"], given["labels"]
probabilities = cross_val_predict(LogisticRegression(), vectors, labels, method="predict_proba", n_jobs=2)
for name, known in {"features": {"features": vectors}, "probabilities": {"pred_probs": probabilities}}.items():
    with contextlib.redirect_stdout(io.StringIO()):
        lab = Datalab({"label": labels.tolist()}, label_name="label", task="classification")
        lab.find_issues(**known, issue_types={"label": {}})
    issues = lab.get_issues("label")
    found[name + "_flagged"] = issues["is_label_issue"].to_numpy()
    found[name + "_score"] = 1 - issues["label_score"].to_numpy()
np.savez(sys.argv[2], **found)
"""


class Run(NamedTuple):
    """One set with one planting: all three, and what LAB002 says about all labels together."""

    ours: Quality
    by_features: Quality
    by_probabilities: Quality
    planted: float
    noise: Estimate
    wrong: NDArray[np.floating]
    moved: NDArray[np.bool_]
    pairs: int


def evidence_of(rows: Rows) -> Evidence:
    reading = read(rows)
    cache = Cache()
    encoder = load_encoder("minilm", cache=cache)
    return Evidence(shape(reading.records, reading.sources), encoder=encoder, cache=cache, jobs=2)


def planted(rows: Rows, share: float, seed: int) -> tuple[Rows, NDArray[np.bool_]]:
    """The rows with a share of their labels moved to a similar class, and which."""
    evidence = evidence_of(rows)
    names = sorted({row["label"] for row in rows})
    own = np.array([names.index(row["label"]) for row in rows])
    noisy, moved = moved_labels(evidence.embeddings[evidence.text.node], own, share, seed)
    return [{**row, "label": names[label]} for row, label in zip(rows, noisy.tolist(), strict=True)], moved


def run(rows: Rows, share: float, seed: int, datalab: Peer, folder: Path) -> Run:
    noisy, moved_rows = planted(rows, share, seed)
    evidence, params = evidence_of(noisy), Params()
    sample = labelled_sample(evidence.corpus, evidence.text, evidence.labels, min_inputs=params.least_inputs)
    moved = moved_rows[sample.representatives(evidence.text.canonical_order)]
    scores = hear_witnesses(
        sample, evidence.text.nodes, evidence.embeddings, evidence.neighbours, folds=params.folds, seed=0, jobs=2
    )
    model = fit_noise(scores, sample.labels, 0)
    wrong = suspect(model, sample.labels).wrong
    np.savez(folder / "given.npz", vectors=evidence.embeddings[sample.nodes], labels=sample.labels)
    datalab.run(BY_DATALAB, folder / "given.npz", folder / "found.npz")
    found = np.load(folder / "found.npz")
    return Run(
        quality(wrong > params.wrong, wrong, moved),
        *(quality(found[f"{name}_flagged"], found[f"{name}_score"], moved) for name in ("features", "probabilities")),
        float(moved.mean()),
        estimate_noise(model, sample.labels, np.ones(len(moved), dtype=np.bool_)),
        wrong,
        moved,
        len(confusable_pairs(model, sample.labels, params.confusable_share)),
    )


def add_row(table: Table, name: str, share: float, runs: list[Run]) -> None:
    qualities = [np.mean([found[i] for found in runs], axis=0) for i in range(3)]
    ratio = qualities[0][2] / max(qualities[1][2], qualities[2][2])
    table.add_row(
        name, f"{share:.0%}",
        f"{qualities[0][0]:.2f} / {qualities[0][1]:.2f}",
        *(f"{own[2]:.3f} / {own[3]:.3f}" for own in qualities),
        f"{ratio:.2f}",
        " ".join(f"{100 * end:.1f}" for end in np.mean([found.noise for found in runs], axis=0)),
        f"{sum(covers(found) for found in runs)} of {len(runs)}",
        f"{np.mean([found.pairs for found in runs]):.1f}",
    )  # fmt: skip


def covers(found: Run) -> bool:
    return found.noise.low <= found.planted <= found.noise.high


def reliability(name: str, runs: list[Run]) -> list[str]:
    """Of each bin of what LAB002 says: the mean, the share that was moved, how many."""
    wrong, moved = (
        np.concatenate(parts) for parts in zip(*((found.wrong, found.moved) for found in runs), strict=True)
    )
    cells = [name]
    for low, high in pairwise(BINS):
        own = (wrong >= low) & (wrong < high)
        cells.append(f"{wrong[own].mean():.2f}  {moved[own].mean():.2f}  ({own.sum():,})" if own.any() else "")
    return cells


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", help=" ".join(SETS))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "dataaudit-peers")
    asked = parser.parse_args()
    datalab = Peer(asked.peers / "datalab-2.9.0", *DATALAB)
    table = Table(
        "set", "noise", "precision / recall", "F1 / AP", "Datalab, features: F1 / AP", "probabilities: F1 / AP",
        "F1 to its best", "estimate %", "planted in interval", "confusable pairs",
        title=f"means of {asked.seeds} seeds",
    )  # fmt: skip
    calibration = Table(
        "set",
        *(f"{low:g} to {min(high, 1):g}" for low, high in pairwise(BINS)),
        title="probability that a label is wrong: said, true share, inputs",
    )
    everything: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.sets or SETS:
            rows, of_set = SETS[name]().train, []
            for share in SHARES:
                seeds = range(asked.first_seed, asked.first_seed + asked.seeds)
                runs = [run(rows, share, seed, datalab, Path(folder)) for seed in seeds]
                add_row(table, name, share, runs)
                of_set += runs
            calibration.add_row(*reliability(name, of_set))
            everything += of_set
    console = Console(width=160)
    console.print(table, calibration)
    console.print(f"the planted share lies in the interval in {sum(map(covers, everything))} of {len(everything)} runs")


if __name__ == "__main__":
    main()
