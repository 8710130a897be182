"""Public intent and question sets as rows of text and label, for the benchmarks; DATAAUDIT_DATA names their folder."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

Rows = list[dict[str, str]]


class Intents(NamedTuple):
    """A training and a test split."""

    train: Rows
    test: Rows


def clinc150() -> Intents:
    with gzip.open(_root() / "clinc150/data_full.json.gz", "rt", encoding="utf-8") as file:
        splits = json.load(file)
    return Intents(*([{"text": t, "label": label} for t, label in splits[name]] for name in ("train", "test")))


def banking77() -> Intents:
    folder = _root() / "banking77"
    return Intents(*(_table(folder / name, "category") for name in ("train.csv.gz", "test.csv")))


def snips() -> Intents:
    folder = _root() / "snips"
    return Intents(*(_table(folder / name, "label") for name in ("train.csv.gz", "test.csv")))


def trec() -> Intents:
    """Questions and what is asked for: 50 fine labels, very uneven."""
    return Intents(*(_lines(_root() / "trec" / name) for name in ("train_5452.tsv", "test_500.tsv")))


SETS: dict[str, Callable[[], Intents]] = {"clinc150": clinc150, "banking77": banking77, "snips": snips, "trec": trec}


def _root() -> Path:
    return Path(os.environ["DATAAUDIT_DATA"])


def _table(path: Path, label: str) -> Rows:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return [{"text": text, "label": own} for text, own in zip(frame["text"], frame[label], strict=True)]


def _lines(path: Path) -> Rows:
    pairs = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [{"text": text, "label": label} for label, text in pairs]
