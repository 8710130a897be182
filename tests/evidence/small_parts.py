"""Small datasets, and an encoder that remembers what it was asked."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from fakes import WordEncoder
from numpy.typing import NDArray

from dataaudit.dataset import CORE_COLUMNS, Dataset


class CountingEncoder(WordEncoder):
    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return super().encode(texts)


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    blank = dict.fromkeys(CORE_COLUMNS)
    return pd.DataFrame([blank | row for row in rows], columns=list(CORE_COLUMNS), dtype=object)


def dataset(*inputs: str | None, rows: Sequence[int] | None = None, source: str = "train.jsonl") -> Dataset:
    """A dataset of these inputs; `rows` are their places among the records where some could not be read."""
    rows = range(len(inputs)) if rows is None else rows
    examples = frame(
        *(
            {"source": source, "line": row + 1, "input": text, "output": f"answer {n}"}
            for n, (row, text) in enumerate(zip(rows, inputs, strict=True))
        )
    )
    examples.index = pd.Index(rows)
    return Dataset(examples, (), (), "prompt-completion", "generation")


def random_vectors(n: int, d: int = 32, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(n, d))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
