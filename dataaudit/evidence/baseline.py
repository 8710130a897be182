"""What a prompt made of real inputs (`--baseline`)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dataaudit.evidence.side import Encode, SideInputs
from dataaudit.formats.results import Results


class Baseline(SideInputs):
    """The m results whose outcome is known.

    Attributes
    ----------
    results
        All of them, as they were read.
    rows
        (m,) the row of each in its file.
    passed
        (m,) bool, whether the prompt was right.
    systems, inputs
        (m,) texts, "" where there is no system prompt.
    expected, output
        (m,) texts, None where there is none.
    failures
        (n_nodes,) how often the prompt failed on each distinct input, of its `weights`.
    """

    def __init__(self, results: Results, encode: Encode) -> None:
        told = np.flatnonzero(results.passed >= 0)
        own = results.dataset.examples.iloc[told]
        super().__init__(own, encode)
        self.results = results
        self.rows: NDArray[np.int64] = results.dataset.examples.index.to_numpy()[told]
        self.passed: NDArray[np.bool_] = results.passed[told] == 1
        self.systems: list[str] = [text if isinstance(text, str) else "" for text in own["system"].tolist()]
        self.inputs: list[str] = own["input"].tolist()
        self.expected = [results.expected[i] for i in told.tolist()]
        self.output = [results.output[i] for i in told.tolist()]
        self.failures: NDArray[np.int64] = np.bincount(self.node[~self.passed], minlength=len(self.nodes))

    def written(self) -> list[str]:
        """(n_nodes,) each distinct input as it is written, of several ways the first in the order of text."""
        pairs = sorted(zip(self.node.tolist(), self.inputs, strict=True), reverse=True)
        return [text for _, text in sorted(dict(pairs).items())]
