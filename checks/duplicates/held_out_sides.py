"""Training and held-out examples side by side: the distinct inputs of each, and the rows that have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dataaudit.dataset import Corpus
from dataaudit.evidence import EvidenceView, HeldOut
from dataaudit.evidence.text import Positions, canonical
from dataaudit.evidence.units import comparable


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The distinct normalised inputs of some examples.

    Attributes
    ----------
    corpus
        The examples by their positions.
    nodes
        (u,) the node of each distinct input.
    texts
        (u,) the inputs.
    order, starts
        The examples that have input i are at the positions ``order[starts[i]:starts[i + 1]]``, ascending.
    """

    corpus: Corpus
    nodes: Positions
    texts: list[str]
    order: Positions
    starts: Positions

    @classmethod
    def of(cls, corpus: Corpus, positions: Positions, nodes: Sequence[str], node: Positions) -> Side:
        """Of the examples at these positions, of which `node` says which of the `nodes` is the input."""
        order = positions[np.argsort(node[positions], kind="stable")]
        own, starts = np.unique(node[order], return_index=True)
        return cls(corpus, own, [nodes[i] for i in own.tolist()], order, np.append(starts, len(order)))

    def positions(self, text: int) -> Positions:
        """Where the examples with this input are."""
        return self.order[self.starts[text] : self.starts[text + 1]]

    def written(self, text: int) -> str:
        """The input as it is written, of several ways the one that sorts first."""
        return min(self.variants(text))

    def variants(self, text: int) -> set[str]:
        """The ways in which its examples write this input, in Unicode normalisation form C."""
        return {self.written_at(position) for position in self.positions(text).tolist()}

    def written_at(self, position: int) -> str:
        """The input of one example in Unicode normalisation form C; the output where it has no input."""
        said = (self.corpus.at(position, column) for column in ("input", "output"))
        return canonical(next((text for text in said if isinstance(text, str)), ""))


def both_sides(evidence: EvidenceView) -> tuple[Side, Side]:
    """The training examples of DATA, and the held-out ones; those without an input among others are left out."""
    held_out: HeldOut = evidence.held_out
    corpus: Corpus = evidence.corpus
    own = held_out.training & comparable(corpus)[: corpus.audited]
    training = Side.of(corpus, np.flatnonzero(own), evidence.text.nodes, evidence.text.node)
    there = np.flatnonzero(comparable(held_out.corpus))
    return training, Side.of(held_out.corpus, there, held_out.nodes, held_out.node)
