"""Why a prompt failed, told of each result, and what share of the results training can mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataaudit.baselines.changing import DatedAnswers
from dataaudit.baselines.facts import Fact
from dataaudit.baselines.form import Labels, is_same_but_form
from dataaudit.baselines.knowledge import Question, Wording, missing_facts
from dataaudit.coverage.support import Support
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.baseline import Baseline
from dataaudit.formats.base import is_blank
from dataaudit.formats.task import is_closed_set
from dataaudit.intervals import Estimate

Counts = NDArray[np.int64]

#: Training answers by which it is told what they repeat.
_WORDING_OF = 200


@dataclass(frozen=True, slots=True)
class Why:
    """What is known of a failure that has an expected answer.

    Attributes
    ----------
    result
        Which of the baseline's results.
    form_only
        Whether the output says what was expected in another form; None where there is no output.
    facts
        What the right answer states and neither the prompt nor the output holds.
    change
        The older and the newer answer of training, where it changed.
    """

    result: int
    form_only: bool | None
    facts: Sequence[Fact] = ()
    change: tuple[str, str] | None = None

    @property
    def for_knowledge(self) -> bool:
        """Whether knowledge is missing."""
        return bool(self.facts or self.change)


@dataclass(frozen=True, slots=True, eq=False)
class Failures:
    """The failures of a baseline on some of its inputs.

    Attributes
    ----------
    baseline, chosen
        The results, and which of their distinct inputs are looked at: (m,).
    support
        What each of these finds in training.
    whys
        Of the failures with an expected answer.
    """

    baseline: Baseline
    chosen: Counts
    support: Support
    whys: Sequence[Why]

    @property
    def for_knowledge(self) -> Estimate | None:
        """The share of the failures with an expected answer that are for want of knowledge; None if there are none."""
        return self._share(self.whys, [why.for_knowledge for why in self.whys])

    @property
    def form_only(self) -> Estimate | None:
        """The share of the failures with an expected answer and an output that are so in form only."""
        told = [why for why in self.whys if why.form_only is not None]
        return self._share(told, [bool(why.form_only) for why in told])

    @property
    def fixable(self) -> Estimate:
        """The share of all results that failed and that training can mend.

        These are failures next to which the labels of training agree, not for want of knowledge, and less what
        training doesn't cover of them. Of that the lower end takes the upper one; the upper end takes the lower one,
        and also counts failures next to which any examples agree.
        """
        missing = np.array([why.result for why in self.whys if why.for_knowledge], dtype=np.int64)
        beyond = np.bincount(self.baseline.node[missing], minlength=len(self.baseline.nodes))
        failures = (self.baseline.failures - beyond)[self.chosen]
        firm = self._covered(np.where(self.support.consistent, failures, 0))
        return firm._replace(high=self._covered(np.where(self.support.not_inconsistent, failures, 0)).high)

    def _covered(self, failures: Counts) -> Estimate:
        """The share of all results that these failures are, less those that training doesn't cover."""
        weights = self.baseline.weights[self.chosen]
        share = Estimate.of(float(failures.sum() / weights.sum()), effective(weights))
        if not failures.any():
            return share
        uncovered = self.support.uncovered(failures)
        return Estimate(
            share.value * (1 - uncovered.value), share.low * (1 - uncovered.high), share.high * (1 - uncovered.low)
        )

    def _share(self, whys: Sequence[Why], flags: Sequence[bool]) -> Estimate | None:
        if not whys:
            return None
        repeats = np.unique(self.baseline.node[[why.result for why in whys]], return_counts=True)[1]
        return Estimate.of(sum(flags) / len(flags), effective(repeats))


def explain_failures(evidence: EvidenceView, chosen: Counts, support: Support) -> Failures:
    """Tell why the prompt failed on the `chosen` inputs of the baseline; labels out of a closed set are no facts."""
    baseline: Baseline = evidence.baseline
    place = np.full(len(baseline.nodes), -1)
    place[chosen] = np.arange(len(chosen))
    labels = closed_labels(evidence)
    facts = None if labels is not None else _Facts(evidence, place, support)
    whys = []
    for result in np.flatnonzero(~baseline.passed & (place[baseline.node] >= 0)).tolist():
        expected, output = baseline.expected[result], baseline.output[result]
        if expected is not None and not is_blank(expected):
            form_only = None if output is None else is_same_but_form(expected, output, labels)
            told = None if form_only or facts is None else facts.why(result, expected, form_only)
            whys.append(told or Why(result, form_only))
    return Failures(baseline, chosen, support, whys)


def closed_labels(evidence: EvidenceView) -> Labels | None:
    """The labels that the right answers are; None where they are texts."""
    expected = [text for text in evidence.baseline.expected if text is not None and not is_blank(text)]
    if evidence.has("labels"):
        return Labels([*evidence.labels.names, *expected])
    return Labels(expected) if is_closed_set(expected) else None


def effective(weights: Counts) -> int:
    """As many inputs as tell as much where each comes once (Kish 1965): repeats are no independent draws."""
    return round(float(weights.sum() ** 2 / (weights**2).sum()))


class _Facts:
    """Looks for the facts that a prompt didn't have."""

    def __init__(self, evidence: EvidenceView, place: Counts, support: Support) -> None:
        self._baseline: Baseline = evidence.baseline
        self._place, self._nearest = place, support.comparison.nearest
        self._wording, self._dated = _wording(evidence), DatedAnswers(evidence)

    def why(self, result: int, expected: str, form_only: bool | None) -> Why:
        own, node = self._baseline, int(self._baseline.node[result])
        question = Question(own.systems[result], own.inputs[result], expected, own.output[result])
        change = self._dated.changed(own.nodes[node], own.embeddings[node], self._nearest[self._place[node]])
        return Why(result, form_only, missing_facts(question, self._wording), change)


def _wording(evidence: EvidenceView) -> Wording:
    """Of answers spread over training, whatever the order of rows."""
    order = evidence.text.canonical_order
    some = order[np.linspace(0, len(order) - 1, min(len(order), _WORDING_OF)).astype(np.int64)]
    outputs = evidence.corpus.frame["output"].iloc[some].tolist()
    return Wording(output for output in outputs if isinstance(output, str))
