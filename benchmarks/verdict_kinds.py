"""Kinds of defects for benchmarks/verdict.py: how each is planted at a rate, and which checks must find it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from noise_plants import moved_labels

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from planted_defects import (
    conflicts,
    empty_texts,
    exact_copies,
    foreign,
    off_format,
    refused,
    restyled_copies,
    secrets,
    unreadable,
)
from planted_sets import PlantedSet

RATES = (0.01, 0.02, 0.05, 0.10, 0.20)
INTENTS = ("clinc150", "snips", "banking77")
#: Shares of the traffic that one missing kind among several has, below the limit for a single gap.
SCATTERED = 0.03


class Kind(NamedTuple):
    """A defect: how it is planted, who must find it, above which rate it fails (None: never), and into which sets."""

    plant: Callable[[PlantedSet, Random, float], None]
    codes: tuple[str, ...]
    limit: float | None
    sets: tuple[str, ...] = (*INTENTS, "alpaca")

    @property
    def rates(self) -> tuple[float, ...]:
        """Those that are planted: the usual ones, and twice the limit."""
        return tuple(sorted({*RATES, *([2 * self.limit] if self.limit else [])}))


def by_rows(plant: Callable[[PlantedSet, Random, int], None]) -> Callable[[PlantedSet, Random, float], None]:
    """Rows are changed."""
    return lambda planted, random, rate: plant(planted, random, max(1, round(rate * len(planted.lines))))


def by_copies(plant: Callable[[PlantedSet, Random, int], None]) -> Callable[[PlantedSet, Random, float], None]:
    """Rows are added, which are then this share of all."""
    return lambda planted, random, rate: plant(planted, random, round(rate / (1 - rate) * len(planted.lines)))


def by_pairs(planted: PlantedSet, random: Random, rate: float) -> None:
    """Rows are added, which with those that they contradict are this share of all."""
    conflicts(planted, random, round(rate / (1 - rate / 2) * len(planted.lines)))


def near_copies(planted: PlantedSet, random: Random, n: int) -> None:
    """Copies of long rows with a word of the answer doubled."""
    long = [line for line in planted.lines if len(line.example.label.split()) >= 50]
    for line in random.sample(long, min(n, len(long))):
        words = line.example.label.split(" ")
        place = random.randrange(len(words))
        words.insert(place, words[place])
        planted.lines.append(line.said(label=" ".join(words)))


def mistaken_labels(planted: PlantedSet, random: Random, rate: float) -> None:
    """Labels moved to a similar class."""
    names = planted.labels()
    labels = np.array([names.index(line.example.label) for line in planted.lines])
    vectors = vectors_of(tuple(line.example.text for line in planted.lines))
    moved, _ = moved_labels(vectors, labels, rate, random.randrange(2**31))
    planted.lines = [line.said(label=names[i]) for line, i in zip(planted.lines, moved.tolist(), strict=True)]


def leaks(planted: PlantedSet, random: Random, rate: float) -> None:
    """Rows of the training set among the held-out ones."""
    n = max(1, round(rate * len(planted.held_out)))
    leaked = random.sample([line.example for line in planted.lines], n)
    planted.held_out = [*planted.held_out[n:], *leaked]


def gap(planted: PlantedSet, random: Random, rate: float) -> None:
    """One kind of real input that has this share of the traffic is missing from training."""
    _missing(planted, random, [rate])


def scattered(planted: PlantedSet, random: Random, rate: float) -> None:
    """Several kinds of real input that together have this share are missing, each with little traffic."""
    parts = max(1, round(rate / SCATTERED))
    _missing(planted, random, [rate / parts] * parts)


def _missing(planted: PlantedSet, random: Random, shares: Sequence[float]) -> None:
    chosen = random.sample(planted.labels(), len(shares))
    total = len(planted.real)
    of_kind = {label: [one for one in planted.real if one.label == label] for label in chosen}
    spare = {label: planted.pool.left[label] for label in chosen}
    wanted = {label: round(share * total) for label, share in zip(chosen, shares, strict=True)}
    asked = [one for label, n in wanted.items() for one in (of_kind[label] + spare[label])[:n]]
    others = [one for one in planted.real if one.label not in wanted]
    planted.real = asked + others[: total - len(asked)]
    planted.lines = [line for line in planted.lines if line.example.label not in wanted]


@cache
def vectors_of(texts: tuple[str, ...]) -> np.ndarray:
    from dataaudit.evidence.cache import Cache
    from dataaudit.evidence.encoders import load_encoder
    from dataaudit.evidence.encoding import encode_distinct

    return encode_distinct(texts, load_encoder("static", cache=Cache(), jobs=1), None)


REDUNDANT = ("DUP001", "DUP002", "DUP003")
KINDS = {
    "exact copies": Kind(by_copies(exact_copies), REDUNDANT, 0.10),
    "restyled copies": Kind(by_copies(restyled_copies), REDUNDANT, 0.10),
    "near copies": Kind(by_copies(near_copies), REDUNDANT, 0.10, ("alpaca",)),
    "leaked held-out rows": Kind(leaks, ("DUP005",), 0.01),
    "conflicting labels": Kind(by_pairs, ("LAB001",), 0.01, INTENTS),
    "wrong labels": Kind(mistaken_labels, ("LAB002",), 0.10, INTENTS),
    "gap in real inputs": Kind(gap, ("COV001",), 0.05, ("clinc150", "banking77")),
    "scattered gaps": Kind(scattered, ("COV001",), 0.20, ("clinc150", "banking77")),
    "off the output format": Kind(by_rows(off_format), ("FMT003",), 0.05, INTENTS),
    "unreadable rows": Kind(by_rows(unreadable), ("FMT001",), 0.0),
    "refused rows": Kind(by_rows(refused), ("FMT002",), 0.0),
    "another record format": Kind(by_rows(foreign), ("FMT012", "FMT002"), 0.0),
    "secrets": Kind(by_rows(secrets), ("PRV001",), 0.0),
    "empty texts": Kind(by_rows(empty_texts), ("FMT013", "FMT002"), None),
}
