"""How long COV001's comparison takes for 5,000 real inputs, held against encoding and one exact neighbour pass.

The vectors are synthetic: 110 kinds, each a normal cloud around a middle of its own, so that two inputs of a kind have
a cosine of about .5; training lacks ten of them. Every size is a process of its own, for its peak of memory.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeVar

import numpy as np
from duplicate_throughput import edited_rows
from numpy.typing import NDArray
from rich.table import Table

from dataaudit.coverage.comparison import Settings, compare
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
from dataaudit.evidence.neighbours import build_graph, query_graph

REAL, MANY, MILLION, WIDTH = 5_000, 100_000, 1_000_000, 256
KINDS, LACKING = 110, 10
Result = TypeVar("Result")


class Timing(NamedTuple):
    """Seconds of the training graph, of one pass and of the comparison, GiB, and how many missing kinds are in gaps."""

    graph: float
    one_pass: float
    comparison: float
    peak: float
    found: int


def speed_table(cache_dir: Path | None, million: bool) -> Table:
    table = Table("training inputs", "step", "seconds", "GiB at most", title=f"{REAL:,} real inputs, d = {WIDTH}")
    jobs = os.cpu_count() or 1
    encoding = seconds_of_encoding(cache_dir, REAL + MANY, jobs)
    table.add_row(f"{MANY:,}", "encoding these and the real inputs (static)", f"{encoding:.1f}")
    for n in (MANY, MILLION) if million else (MANY,):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            took = pool.submit(timed_comparison, n, jobs).result()
        ratio = (encoding + took.comparison) / (encoding + took.one_pass)
        table.add_row(f"{n:,}", "training graph, which is given", f"{took.graph:.1f}")
        table.add_row("", "one neighbour pass", f"{took.one_pass:.1f}")
        table.add_row("", "comparison, a pass included", f"{took.comparison:.1f}", f"{took.peak:.1f}")
        if n == MANY:
            table.add_row("", "encoding and comparison to encoding and one pass", f"× {ratio:.2f}")
        table.add_row("", "missing kinds found", f"{took.found} of {LACKING}", end_section=True)
    return table


def seconds_of_encoding(cache_dir: Path | None, n: int, jobs: int) -> float:
    """Inputs of Alpaca, and these again with words changed; loading the model is not counted."""
    encoder = load_encoder("static", cache=Cache(cache_dir), jobs=jobs)
    assert encoder is not None
    encoder.encode(["loaded before it is timed"])
    inputs = [f"{row['instruction']} {row['input']}" for row in edited_rows(n)]
    return timed(lambda: encoder.encode(inputs))[0]


def timed_comparison(n: int, jobs: int) -> Timing:
    training, _ = clusters(n, LACKING, 1)
    real, kinds = clusters(REAL, 0, 2)
    weights = np.ones(REAL, np.int64)
    building, graph = timed(lambda: build_graph(training, jobs=jobs))
    one_pass, _ = timed(lambda: query_graph(training, real, jobs=jobs))
    comparing, found = timed(lambda: compare(training, graph, real, weights, Settings(), seed=0, jobs=jobs))
    inside = sum(bool(found.in_gaps[kinds == kind].mean() > 0.5) for kind in range(LACKING))
    return Timing(building, one_pass, comparing, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, inside)


def clusters(n: int, first: int, seed: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """(n, d) vectors of length 1 of all kinds from the first on, and the kind of each."""
    random = np.random.default_rng(seed)
    middles = np.random.default_rng(0).standard_normal((KINDS, WIDTH), dtype=np.float32)
    kinds = random.integers(first, KINDS, n)
    vectors = middles[kinds]
    vectors += random.standard_normal((n, WIDTH), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, kinds


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds, and what came of it."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result
