"""Examples beside the audited ones: real inputs that the model must serve, and held-out data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.dataset import Corpus, Dataset
from dataaudit.duplicates.splits import held_out_sources
from dataaudit.evidence.text import Positions, distinct, topics

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]


class SideInputs:
    """Examples of which only the inputs are used.

    Attributes
    ----------
    nodes
        The distinct normalised inputs, sorted.
    node
        (m,) int, of each of the m readable examples the index in `nodes`.
    weights
        (n_nodes,) int, how many examples each node stands for.
    embeddings
        (n_nodes, d) float32 vectors of length 1, encoded at first use.
    """

    def __init__(self, examples: pd.DataFrame, encode: Encode) -> None:
        self.nodes: list[str]
        self.node: Positions
        self.nodes, self.node = distinct(topics(examples))
        self.weights: Positions = np.bincount(self.node, minlength=len(self.nodes)).astype(np.int64)
        self._encode = encode

    @cached_property
    def embeddings(self) -> Vectors:
        """(n_nodes, d) float32 vectors of length 1; row i belongs to `nodes[i]`."""
        return self._encode(self.nodes)

    def sample(self, most: int, seed: int) -> Positions:
        """All nodes, or so many of them drawn at random; ascending."""
        if len(self.nodes) <= most:
            return np.arange(len(self.nodes))
        return np.sort(np.random.default_rng(seed).choice(len(self.nodes), most, replace=False))


class Reference(SideInputs):
    """A sample of real inputs.

    Attributes
    ----------
    dataset
        The sample as it was read.
    """

    def __init__(self, dataset: Dataset, encode: Encode) -> None:
        super().__init__(dataset.examples, encode)
        self.dataset = dataset

    @cached_property
    def embeddings(self) -> Vectors:
        """(n_nodes, d) as of all; what the inputs have in common word for word, a footer say, is left out."""
        from dataaudit.duplicates.scaffolds import find_scaffolds

        return self._encode(list(map(find_scaffolds(self.nodes).strip, self.nodes)))


class HeldOut(SideInputs):
    """Held-out examples, and what they are held out from.

    Attributes
    ----------
    given
        The data of `--eval`, None where there are none.
    corpus
        The examples of DATA's own held-out splits, then those of `--eval`.
    training
        (audited,) bool, which of DATA's examples are none of a held-out split.
    """

    def __init__(self, dataset: Dataset, given: Dataset | None, encode: Encode) -> None:
        sources = dataset.examples["source"]
        held_out = sources.isin(held_out_sources(sources.unique())).to_numpy()
        self.given = given
        self.training: NDArray[np.bool_] = ~held_out
        self.corpus = Corpus.of(replace(dataset, examples=dataset.examples[held_out]), given)
        super().__init__(self.corpus.frame, encode)

    def place(self, position: int) -> dict[str, Any]:
        """Where a held-out example stands, as JSON values; the row of a file without lines is of that file."""
        place = self.corpus.place(position)
        if self.given is not None and place["row"] is None and place["line"] is None:
            place["row"] = int(self.given.examples.index[position - self.corpus.audited])
        return place

    def named_place(self, position: int) -> str:
        """The same in a word, for messages: "eval.jsonl:12", "eval.parquet row 11"."""
        place = self.place(position)
        return (
            f"{place['source']}:{place['line']}"
            if place["line"] is not None
            else f"{place['source']} row {place['row']}"
        )
