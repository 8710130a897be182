"""Units: the distinct examples of a corpus once they are normalised; near copies are looked for among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.dataset import Corpus
from dataaudit.evidence.text import Positions, TextEvidence, normalised_column, normalised_inputs

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The u distinct normalised examples: the accepted ones, then the others, in an order independent of the rows'.

    Attributes
    ----------
    of
        (n,) int, the unit of each position of the corpus; -1 where an example lacks the input that others have.
    shown
        (u,) int, a position of each, an accepted one if there is any: the first of them in canonical order.
    accepted
        How many are among the accepted examples: they are those below it.
    node
        (u,) int, the index of its topic in `TextEvidence.nodes`.
    context
        (u,) int, the same for units that agree in whatever is neither system prompt, input nor output.
    """

    of: Positions
    shown: Positions
    accepted: int
    node: Positions
    context: Positions

    @classmethod
    def among(cls, corpus: Corpus, text: TextEvidence) -> Units:
        """The units of a corpus."""
        positions = np.flatnonzero(comparable(corpus))
        keys, number = np.unique(text.normalised[positions], return_inverse=True)
        is_new = np.ones(len(keys), dtype=np.bool_)
        is_new[number[positions >= corpus.audited]] = False
        place = np.empty(len(keys), dtype=np.int64)
        place[np.argsort(is_new, kind="stable")] = np.arange(len(keys))
        of = np.full(len(corpus.frame), -1)
        of[positions] = place[number]
        shown = np.empty(len(keys), dtype=np.int64)
        ordered = text.canonical_order[of[text.canonical_order] >= 0][::-1]
        for half in (ordered[ordered < corpus.audited], ordered[ordered >= corpus.audited]):
            shown[of[half]] = half
        context = np.unique(text.context[shown], return_inverse=True)[1]
        return cls(of, shown, int((~is_new).sum()), text.node[shown], context)

    def texts(self, frame: pd.DataFrame) -> tuple[Texts, Texts]:
        """The normalised inputs, system prompt included, and the normalised outputs.

        Those of accepted units, few of which are ever asked for, are made when they are.
        """
        own = frame.iloc[self.shown[self.accepted :]]

        def accepted(unit: int) -> pd.DataFrame:
            return frame.iloc[[self.shown[unit]]]

        return (
            Texts(self.accepted, lambda unit: normalised_inputs(accepted(unit))[0], normalised_inputs(own)),
            Texts(self.accepted, lambda unit: _outputs(accepted(unit))[0], _outputs(own)),
        )

    def answers(self, frame: pd.DataFrame, chosen: Positions) -> list[str]:
        """The normalised outputs of some units, empty where the output is all there is of an example."""
        shown = frame.iloc[self.shown[chosen]]
        asked, answered = normalised_column(shown, "input"), normalised_column(shown, "output")
        return [(answer or "") if text else "" for text, answer in zip(asked, answered, strict=True)]


class Texts(Sequence[str]):
    """Texts of which the first ones are made when they are asked for."""

    def __init__(self, made: int, make: Callable[[int], str], others: list[str]) -> None:
        self._made = made
        self._make = make
        self._others = others

    def each(self, change: Callable[[str], str]) -> Texts:
        """These texts with something done to each."""
        return Texts(self._made, lambda unit: change(self._make(unit)), list(map(change, self._others)))

    def __len__(self) -> int:
        return self._made + len(self._others)

    @overload
    def __getitem__(self, item: int) -> str: ...
    @overload
    def __getitem__(self, item: slice) -> list[str]: ...
    def __getitem__(self, item: int | slice) -> str | list[str]:
        if isinstance(item, slice):
            return [self[i] for i in range(*item.indices(len(self)))]
        return self._make(item) if item < self._made else self._others[item - self._made]


def comparable(corpus: Corpus) -> Mask:
    """Which examples can be copies: (n,) bool.

    An example without an input, in data that has inputs, is a defect of another kind (FMT002, FMT013); two of
    them are equal only in what they lack. DATA and the accepted examples are looked at apart.
    """
    inputs = corpus.frame["input"].tolist()
    there = np.array([isinstance(text, str) and bool(text.strip()) for text in inputs], dtype=np.bool_)
    for half in (there[: corpus.audited], there[corpus.audited :]):
        half |= not half.any()
    return there


def _outputs(frame: pd.DataFrame) -> list[str]:
    return [text or "" for text in normalised_column(frame, "output")]
