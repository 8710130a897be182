"""Public sets of annotations as votes, and Krippendorff's alpha by its definition, for the benchmarks."""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dataaudit.labels.annotations import Annotations

#: Item, annotator, label.
Vote = tuple[str, str, str]


def annotations_of(votes: Iterable[Vote]) -> Annotations:
    """Annotations of (item, annotator, label); the first of two that one annotator made counts."""
    given: dict[tuple[str, str], str] = {}
    for item, annotator, label in votes:
        given.setdefault((item, annotator), label)
    names = [sorted({key[i] for key in given}) for i in range(2)] + [sorted(set(given.values()))]
    number = [{name: i for i, name in enumerate(own)} for own in names]
    rows = sorted((number[0][item], number[1][who], number[2][label]) for (item, who), label in given.items())
    item, annotator, label = np.array(rows, dtype=np.int64).T
    return Annotations(item, annotator, label, item, np.arange(len(names[0])), tuple(names[1]), tuple(names[2]))


def md_agreement() -> list[Vote]:
    votes = []
    for key, item in md_items().items():
        votes += [
            (key, *pair) for pair in zip(item["annotators"].split(","), item["annotations"].split(","), strict=True)
        ]
    return votes


def emoji() -> list[Vote]:
    return [(str(row["id"]), f"annotator {i}", str(row[f"annotation_{i}"])) for row in emoji_rows() for i in range(4)]


def paraphrase() -> list[Vote]:
    votes = []
    for name in ("train.json.gz", "dev.json", "test.json"):
        path = root() / f"lewidi-paraphrase/Paraphrase_{name}"
        items = json.loads(gzip.decompress(path.read_bytes()) if name.endswith("gz") else path.read_bytes())
        votes += [
            (f"{name} {key}", who, own) for key, item in items.items() for who, own in item["annotations"].items()
        ]
    return votes


def curekart() -> list[Vote]:
    """Two versions of the test set's labels as two annotators."""
    votes = []
    for version in ("v1", "v2"):
        with open(root() / f"hint3-curekart/{version}_test_curekart_test.csv", encoding="utf-8", newline="") as file:
            votes += [(f"{row:04}", version, one["label"]) for row, one in enumerate(csv.DictReader(file))]
    return votes


def corrected_rows() -> set[int]:
    with open(root() / "hint3-curekart/test_label_corrections_v1_to_v2.csv", encoding="utf-8", newline="") as file:
        return {int(row["row"]) for row in csv.DictReader(file)}


VOTES: dict[str, Callable[[], list[Vote]]] = {
    "md-agreement": md_agreement,
    "tweeteval-emoji": emoji,
    "lewidi-paraphrase": paraphrase,
    "hint3-curekart": curekart,
}


def naive_alpha(votes: Iterable[Vote], level: str) -> float:
    """Krippendorff's alpha from its definition: pair by pair, in dictionaries."""
    given: dict[str, dict[str, str]] = defaultdict(dict)
    for item, annotator, label in votes:
        given[item].setdefault(annotator, label)
    coincidences: dict[tuple[str, str], float] = defaultdict(float)
    for labels in (list(own.values()) for own in given.values() if len(own) > 1):
        for i, one in enumerate(labels):
            for j, other in enumerate(labels):
                if i != j:
                    coincidences[one, other] += 1 / (len(labels) - 1)
    totals: dict[str, float] = defaultdict(float)
    for (one, _), n in coincidences.items():
        totals[one] += n
    n = sum(totals.values())
    distance = _metric(totals, level)
    observed = sum(weight * distance(*pair) for pair, weight in coincidences.items()) / n
    expected = sum(totals[a] * totals[b] * distance(a, b) for a in totals for b in totals) / (n * (n - 1))
    return 1 - observed / expected


def _metric(totals: dict[str, float], level: str) -> Callable[[str, str], float]:
    if level == "nominal":
        return lambda a, b: float(a != b)
    if level == "interval":
        return lambda a, b: (float(a) - float(b)) ** 2
    ordered = sorted(totals, key=float)

    def ordinal(a: str, b: str) -> float:
        first, last = sorted((ordered.index(a), ordered.index(b)))
        return (sum(totals[g] for g in ordered[first : last + 1]) - (totals[a] + totals[b]) / 2) ** 2

    return ordinal


@cache
def md_items() -> dict[str, Any]:
    items = {}
    for split in ("train", "dev", "test"):
        path = root() / f"md-agreement/MD-Agreement_{split}.json.gz"
        items |= {f"{split} {key}": item for key, item in json.loads(gzip.decompress(path.read_bytes())).items()}
    return items


@cache
def emoji_rows() -> list[dict[str, Any]]:
    path = root() / "tweeteval-emoji-annotators/TweetEval-Annotated.jsonl.gz"
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def root() -> Path:
    return Path(os.environ["DATAAUDIT_DATA"])
