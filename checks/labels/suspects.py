"""What LAB002 says about a row whose label is probably wrong, and about two labels that are confused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.labels.confusable import ConfusablePair
from dataaudit.labels.noise import Suspicion
from dataaudit.labels.sample import LabelledSample
from dataaudit.labels.witnesses import nearest_with
from dataaudit.model import Finding, Severity
from dataaudit.quoting import quoted
from dataaudit.wording import plural

#: No witness is surer than this: of those that are, .85 to .99 are right.
_SUREST = 0.99
_AGAINST = 3
_EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Findings:
    """Makes the findings about one dataset."""

    code: str
    dataset: Dataset
    evidence: EvidenceView
    sample: LabelledSample
    examples: NDArray[np.int64]

    def suspect(self, position: int, suspicion: Suspicion) -> Finding:
        """A row of DATA whose label is probably wrong."""
        item, frame = int(self.sample.item[position]), self.evidence.corpus.frame
        label, wrong = int(suspicion.suggested[item]), min(float(suspicion.wrong[item]), _SUREST)
        given, suggested = quoted(frame.at[position, "label"], 60), self._name(label)
        against = nearest_with(self.sample, self.evidence.embeddings, item, label, _AGAINST)
        return Finding(
            self.code,
            f"labelled {given}, which is probably wrong ({100 * wrong:.0f} %): {suggested} is likelier",
            (self.dataset.locate(int(frame.at[position, "row"]), "label"),),
            severity=Severity.WARNING,
            confidence=round(wrong, 3),
            evidence={"label": given, "suggested_label": suggested, "neighbours": self._speakers(against)},
            suggestion=f"read it again; if it is about {suggested}, relabel it",
        )

    def confused(self, pair: ConfusablePair) -> Finding:
        """Two labels of which each is given where the other is meant: a matter for the guideline."""
        first, second = self._name(pair.first), self._name(pair.second)
        ways = ((first, second, pair.first, pair.first_as_second), (second, first, pair.second, pair.second_as_first))
        sizes = np.bincount(self.sample.labels)
        shares = [
            f"{len(passing)} of {plural(int(sizes[given]), 'input')} labelled {own} pass for {other}"
            for own, other, given, passing in ways
        ]
        return Finding(
            self.code,
            f"{first} and {second} are confused: {' and '.join(shares)}",
            severity=Severity.WARNING,
            confidence=0.9,
            evidence={
                "labels": [first, second],
                "inputs": {own: len(passing) for own, _, _, passing in ways},
                "examples": self._speakers(i for *_, passing in ways for i in passing[:_EXAMPLES].tolist()),
            },
            suggestion="say in the guideline what tells them apart, and review both; or make them one label",
            disqualifies=False,
        )

    def _name(self, label: int) -> str:
        return quoted(self.sample.names[label], 60)

    def _speakers(self, items: Iterable[int]) -> list[dict[str, object]]:
        return [self._speaker(int(self.examples[item])) for item in items]

    def _speaker(self, position: int) -> dict[str, object]:
        example = self.evidence.corpus.frame.loc[position]
        text, label = (quoted(example[column], 120) for column in ("input", "label"))
        return {**self.evidence.corpus.place(position), "text": text, "label": label}
