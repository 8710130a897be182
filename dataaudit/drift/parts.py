"""The parts into which data fall: files, batches, annotators, what was accepted before; and the orders of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.dataset import Corpus

Codes = NDArray[np.int64]

#: Of differences that are equal the first of these is what they are put down to.
KINDS = ("accepted", "source", "batch", "annotator", "time", "file order")
#: The part of the rows that name none.
UNNAMED = "none"
#: Unix times beyond are in milliseconds.
_SECONDS = 1e11


@dataclass(frozen=True, slots=True, eq=False)
class Partition:
    """One way in which data fall into parts.

    Attributes
    ----------
    kind
        The first four of KINDS.
    names
        The parts; of further codes nothing is said, they are only compared with.
    codes
        (n,) int, the part of each position of the corpus, -1 for those that are left out.
    """

    kind: str
    names: tuple[str, ...]
    codes: Codes


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """An order of DATA's rows, "time" or "file order": (m,) their positions in that order."""

    kind: str
    positions: Codes


def partitions(corpus: Corpus) -> list[Partition]:
    """DATA against what was accepted before, and DATA's sources, batches and annotators, where there are two."""
    n, audited = len(corpus.frame), corpus.audited
    found = [Partition("accepted", ("",), (np.arange(n) >= audited).astype(np.int64))] if audited < n else []
    for kind in KINDS[1:4]:
        if kind in corpus.frame:
            names = corpus.frame[kind].iloc[:audited].fillna(UNNAMED).astype(str)
            codes, levels = pd.factorize(names, sort=True)
            if len(levels) > 1:
                found.append(Partition(kind, tuple(levels), np.append(codes, np.full(n - audited, -1))))
    return found


def orders(corpus: Corpus) -> list[Order]:
    """The order of DATA's rows in time, where they have different times, and in the file, where it is another."""
    in_file = np.arange(corpus.audited)
    if "timestamp" not in corpus.frame:
        return [Order("file order", in_file)]
    stamped = moments(corpus.frame["timestamp"].iloc[: corpus.audited])
    in_time = np.argsort(stamped, kind="stable")[: int((~np.isnan(stamped)).sum())]
    if len(np.unique(stamped[in_time])) < 2:
        return [Order("file order", in_file)]
    found = [Order("time", in_time), Order("file order", in_file)]
    return found[:1] if np.array_equal(in_time, in_file) else found


def moments(stamps: pd.Series) -> NDArray[np.float64]:
    """(n,) seconds since 1970 of ISO 8601 dates and of Unix times, NaN for anything else."""
    numbers = pd.to_numeric(stamps, errors="coerce").astype(float)
    dates = pd.to_datetime(stamps.where(numbers.isna()), errors="coerce", utc=True, format="ISO8601")
    seconds = (dates - pd.Timestamp(0, tz="UTC")).dt.total_seconds()
    found = numbers.where(numbers < _SECONDS, numbers / 1000).fillna(seconds)
    return np.asarray(found, dtype=np.float64)
