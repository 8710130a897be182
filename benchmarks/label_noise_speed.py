"""LAB002 beside a plain linear probe: five folds of scikit-learn's default logistic regression on the same vectors.

    python benchmarks/label_noise_speed.py [--rows 100000] [--classes 77] [--dimension 256]

Data are made up: a class is a cloud of vectors around a centre, some centres near others, and a vocabulary out of which
its texts are drawn, with words of all classes among them. 5 % of the labels are moved to one of the three most similar
classes; both are asked which. The probe's suspects are cleanlab's default filter's, ranked by self-confidence.
"""

from __future__ import annotations

import argparse
import resource
from time import perf_counter

import numpy as np
from cleanlab.filter import find_label_issues
from noise_plants import Quality, moved_labels, quality
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from dataaudit.checks.labels.suspect_label import Params, suspect_label
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.labels.noise import fit_noise, suspect
from dataaudit.labels.sample import labelled_sample
from dataaudit.labels.witnesses import hear_witnesses
from dataaudit.reading import read

SHARE = 0.05
SEED = 0
JOBS = 2


class KnownVectors:
    """An encoder that looks its texts up."""

    name, sha256 = "made-up", "0" * 64

    def __init__(self, texts: list[str], vectors: NDArray[np.float32]) -> None:
        self.dimension = vectors.shape[1]
        self._of = dict(zip(texts, vectors, strict=True))

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        """(n, d), in the order of the texts."""
        return np.stack([self._of[text] for text in texts])


def clouds(rows: int, classes: int, dimension: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Vectors of length 1 and their classes: every three centres lie near each other."""
    random = np.random.default_rng(SEED)
    label = random.integers(classes, size=rows)
    family = random.normal(size=(classes // 3 + 1, dimension))[np.arange(classes) // 3]
    centres = family + random.normal(size=(classes, dimension)) * 0.5
    points = centres[label] + random.normal(size=(rows, dimension)) * 2
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32), label


def sentences(label: NDArray[np.int64]) -> list[str]:
    """Ten words each, one of which is of the class, by Zipf's law; no two texts are the same."""
    random = np.random.default_rng(SEED + 1)
    common = random.zipf(1.3, size=(len(label), 9)) % 20_000
    own = random.zipf(1.3, size=(len(label), 1)) % 300 + 20_000 + 300 * label[:, None]
    words = random.permuted(np.hstack([common, own]), axis=1).tolist()
    return [f"{' '.join(f'w{word}' for word in row)} n{i}" for i, row in enumerate(words)]


def ours(texts: list[str], labels: NDArray[np.int64], vectors: NDArray[np.float32]) -> Evidence:
    rows = [{"text": text, "label": f"class {label:04}"} for text, label in zip(texts, labels.tolist(), strict=True)]
    reading = read(rows)
    return Evidence(
        shape(reading.records, reading.sources), encoder=KnownVectors(texts, vectors), cache=None, seed=SEED, jobs=JOBS
    )


def our_quality(evidence: Evidence, moved: NDArray[np.bool_]) -> Quality:
    sample = labelled_sample(evidence.corpus, evidence.text, evidence.labels, min_inputs=Params().least_inputs)
    scores = hear_witnesses(
        sample, evidence.text.nodes, evidence.embeddings, evidence.neighbours,
        folds=Params().folds, seed=SEED, jobs=JOBS,
    )  # fmt: skip
    wrong = suspect(fit_noise(scores, sample.labels, SEED), sample.labels).wrong[sample.item]
    return quality(wrong > Params().wrong, wrong, moved)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("rows", 100_000), ("classes", 77), ("dimension", 256)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    vectors, true = clouds(asked.rows, asked.classes, asked.dimension)
    labels, moved = moved_labels(vectors, true, SHARE, SEED)
    evidence = ours(sentences(true), labels, vectors)
    seconds = {}
    started = perf_counter()
    for name in ("text", "embeddings", "neighbours", "labels"):
        getattr(evidence, name)
    seconds["evidence"] = perf_counter() - started
    started = perf_counter()
    suspect_label.function(evidence.dataset, evidence.view(suspect_label.sees), Params())
    seconds["check"] = perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    own = our_quality(evidence, moved)
    started = perf_counter()
    probed = cross_val_predict(LogisticRegression(), vectors, labels, method="predict_proba", n_jobs=JOBS)
    seconds["probe"] = perf_counter() - started
    flagged = find_label_issues(labels, probed, n_jobs=1)
    plain = quality(flagged, -probed[np.arange(len(labels)), labels], moved)
    table = Table("", "seconds", "of the probe", "precision", "recall", "F1", "average precision")
    table.add_row("probe", f"{seconds['probe']:.1f}", "1", *(f"{value:.3f}" for value in plain))
    table.add_row(
        "LAB002", f"{seconds['check']:.1f}", f"{seconds['check'] / seconds['probe']:.2f}", *(f"{v:.3f}" for v in own)
    )
    shared = seconds["evidence"]
    table.add_row("evidence it shares", f"{shared:.1f}", f"{shared / seconds['probe']:.2f}")
    Console(width=120).print(
        table, f"{asked.rows:,} rows, {asked.classes} classes, {asked.dimension} dimensions; {peak:.1f} GiB"
    )


if __name__ == "__main__":
    main()
