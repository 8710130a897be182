"""In which rows the templates of a dataset are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]

#: Templates that are in so many of the same rows are parts of one: what comes before the slot, and after it. Ours.
_SAME_ROWS = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Templates that are in the same inputs.

    Attributes
    ----------
    words
        Those of each, in the order in which they follow each other.
    inputs
        (n,) in which of the different inputs they are.
    share, words_share
        The share of the rows with them, and how much of the words of these inputs they are.
    """

    words: tuple[str, ...]
    inputs: Mask
    share: float
    words_share: float


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """The n different normalised inputs of a dataset, and how many rows have each."""

    texts: list[str]
    rows: Counts

    @property
    def lengths(self) -> Counts:
        """(n,) how many words each has."""
        return np.array([text.count(" ") + 1 for text in self.texts], np.int64)

    def share(self, amounts: Mask | Counts) -> float:
        """The mean over the rows of (n,) amounts."""
        return float(self.rows @ amounts.astype(np.int64) / self.rows.sum())

    def patterns(self, templates: Iterable[str]) -> list[Pattern]:
        """Where the templates are, those in the most rows first."""
        places: list[tuple[list[str], Mask]] = []
        for template in templates:
            own = np.array([f" {template} " in f" {text} " for text in self.texts], np.bool_)
            twin = next((words for words, other in places if self._are_same(own, other)), None)
            if twin is None:
                places.append(([template], own))
            else:
                twin.append(template)
        return sorted((self._pattern(*place) for place in places), key=lambda own: (-own.share, own.words))

    def _are_same(self, one: Mask, other: Mask) -> bool:
        return self.share(one & other) >= _SAME_ROWS * self.share(one | other)

    def _pattern(self, words: list[str], inputs: Mask) -> Pattern:
        example = self.texts[int(inputs.argmax())]
        ordered = sorted(words, key=lambda template: (example.find(template), template))
        share, length = self.share(inputs), sum(len(template.split()) for template in words)
        of_words = length * share / self.share(inputs * self.lengths) if share else 0.0
        return Pattern(tuple(ordered), inputs, share, of_words)
