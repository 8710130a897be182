"""Answers that changed over time: what training answered before, it answers otherwise later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dataaudit.answers.slots import Slots
from dataaudit.baselines.facts import facts
from dataaudit.drift.parts import moments
from dataaudit.evidence import EvidenceView

#: Of sentences that are as near as this (cosine) and have the same numbers and names, most ask the same. Ours.
_NEARLY_THE_SAME = 0.9


class DatedAnswers:
    """The training answers with their times."""

    def __init__(self, evidence: EvidenceView) -> None:
        frame = evidence.corpus.frame
        self.there = "timestamp" in frame
        self._nodes, self._vectors = evidence.text.nodes, evidence.embeddings
        if self.there:
            times = moments(frame["timestamp"])
            dated = np.flatnonzero(np.isfinite(times))
            dated = dated[np.argsort(times[dated], kind="stable")]
            self._times, self._outputs = times, frame["output"].tolist()
            self._dated = _by_node(evidence.text.node[dated], dated)

    def changed(self, text: str, vector: NDArray[np.float32], nearest: NDArray[np.int32]) -> tuple[str, str] | None:
        """The older and the newer answer to an input, where training changed it; else None.

        Parameters
        ----------
        text, vector
            The normalised input and its vector of length 1.
        nearest
            The training inputs next to it.
        """
        if not self.there:
            return None
        same = [node for node in nearest.tolist() if self._asks_the_same(text, vector, node)]
        positions = [position for node in same for position in self._dated.get(node, ())]
        return self._change(sorted(positions, key=lambda i: (self._times[i], i)))

    def _asks_the_same(self, text: str, vector: NDArray[np.float32], node: int) -> bool:
        if self._nodes[node] == text:
            return True
        near = float(vector @ self._vectors[node]) >= _NEARLY_THE_SAME
        return near and Slots(self._nodes[node]).equal(Slots(text))

    def _change(self, positions: Sequence[int]) -> tuple[str, str] | None:
        """Where two answers state different facts, and the one was given no more once the other was."""
        answers = [(self._times[i], self._outputs[i]) for i in positions if isinstance(self._outputs[i], str)]
        stated = [frozenset(fact.words for fact in facts(output)) for _, output in answers]
        for at in range(1, len(answers)):
            before, after = set(stated[:at]), set(stated[at:])
            later = answers[at][0] > answers[at - 1][0]
            if later and before.isdisjoint(after) and (stated[at - 1] - stated[at]) and (stated[at] - stated[at - 1]):
                return answers[at - 1][1], answers[at][1]
        return None


def _by_node(nodes: NDArray[np.int64], positions: NDArray[np.int64]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for node, position in zip(nodes.tolist(), positions.tolist(), strict=True):
        found.setdefault(node, []).append(position)
    return found
