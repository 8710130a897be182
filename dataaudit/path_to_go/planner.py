"""The search: everything that is known to help, completed by the examples that are missing then, and pruned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from dataaudit.config import Policy
from dataaudit.model import Action, CheckResult, CheckSpec, Finding, Gap, Limit, Outcome, Remedy, Severity
from dataaudit.path_to_go.aftermath import Aftermath, edits_of
from dataaudit.path_to_go.contents import Contents
from dataaudit.path_to_go.edits import EFFORT, INSTEAD, Choice, Edit, Step
from dataaudit.path_to_go.measures import measured_after
from dataaudit.path_to_go.places import Places
from dataaudit.path_to_go.refinement import CLASSES, Refinement
from dataaudit.path_to_go.sentences import action_of, provision, remaining
from dataaudit.verdict import Judgement, decide, judge

_SIZE = "SIZE001"
#: Edits that leave their rows in the data, as clean examples.
_HEALING = frozenset({Remedy.FIX, Remedy.RELABEL, Remedy.REVIEW})


@dataclass(frozen=True)
class Planner:
    """Searches the path to GO over the results of one audit.

    Attributes
    ----------
    results
        As the checks left them, not judged.
    specs
        The checks by code, for their remedies.
    params
        The settings of each check by code; their `Limit` fields are the thresholds.
    disqualifying
        Codes whose rows are not clean examples.
    deselected
        Checks that weren't run, with the reason.
    contents
        The rows of the data.
    """

    results: Sequence[CheckResult]
    specs: Mapping[str, CheckSpec]
    params: Mapping[str, Any]
    policy: Policy
    disqualifying: frozenset[str]
    deselected: Mapping[str, str]
    contents: Contents

    def plan(self, judgement: Judgement) -> tuple[Action, ...]:
        """The edits after which nothing fails, by effort; where none are known to do, those that help.

        Of a required check that lacks an input the first step is to give it.
        """
        missing = [provision(result) for result in judgement.results if self._is_open(result)]
        search = Search(self, frozenset(r.code for r in judgement.results if r.outcome is Outcome.FAIL))
        return (*missing, *search.actions())

    def _is_open(self, result: CheckResult) -> bool:
        return result.missing and result.code in self.policy.require


@dataclass(frozen=True)
class Search:
    """One search; `failed` are the checks with a measure beyond its failing limit."""

    planner: Planner
    failed: frozenset[str]

    def actions(self) -> tuple[Action, ...]:
        """The steps of the path, by effort."""
        if not self.failed:
            return ()
        choices = self._choices()
        after = self._completed(choices)
        if worse := self._failing(after) - self.failed:  # of fewer rows the same defects are a greater share
            return replace(self, failed=self.failed | worse).actions()
        if self._passes(after):
            choices = self._pruned(self._cheapest(choices))
            refinement = Refinement(self._start, self._passes)
            after = refinement.with_alternatives(refinement.with_fewer_reviews(self._completed(choices), self.failed))
        edits = sorted((edit for edit in after.edits if edit.count or edit.whole), key=_effort)
        steps = [action_of(edit, after, self._results[edit.code]) for edit in edits]
        return (*steps, *self._remaining(after))

    def _remaining(self, after: Aftermath) -> Iterator[Action]:
        """What fails even after these edits, and what its check suggests."""
        failing = set(self._failing(after))
        for reason in self._judged(after).verdict.reasons:
            if reason.code in failing:
                failing.remove(reason.code)
                yield remaining(reason, self._results[reason.code])

    @cached_property
    def _results(self) -> Mapping[str, CheckResult]:
        return {result.code: result for result in self.planner.results}

    @cached_property
    def _start(self) -> Aftermath:
        disqualifying = self.planner.disqualifying
        places = {code: Places.of(result, code in disqualifying) for code, result in self._results.items()}
        return Aftermath.nothing_done(self.planner.contents, places)

    def _choices(self) -> list[Choice]:
        """What heals each failed check, and where clean examples will be missing, what makes clean ones of bad rows."""
        choices = [choice for code in sorted(self.failed) for choice in self._remedies(code)]
        if any(edit.step is Step.ADD and edit.choice.target is None for edit in self._completed(choices).edits):
            choices += [Choice(Step(remedy), code) for code, remedy in self._gains()]
        return sorted(choices, key=lambda choice: (EFFORT[choice.step], choice.code))

    def _remedies(self, code: str) -> Iterator[Choice]:
        remedy, result = self.planner.specs[code].remedy, self._results[code]
        if remedy is not None and remedy is not Remedy.ADD:
            yield Choice(Step(remedy), code)
        elif remedy is Remedy.ADD and code not in (_SIZE, CLASSES):
            targets: list[Gap | str] = [*result.gaps, *_missing_topics(result)]
            yield from (Choice(Step.ADD, code, target) for target in targets)

    def _gains(self) -> Iterator[tuple[str, Remedy]]:
        """Checks whose rows would be clean examples if they were mended."""
        for code, result in self._results.items():
            remedy = self.planner.specs[code].remedy
            heals = remedy in _HEALING and code in self.planner.disqualifying and code not in self.failed
            if remedy is not None and heals and result.disqualified:
                yield code, remedy

    def _completed(self, choices: Sequence[Choice]) -> Aftermath:
        """After what was chosen, and the examples that are missing then."""
        after = edits_of(choices, self._start, self.failed)
        for choice in choices:
            if choice.target is not None:
                after = after.plus(self._addition(choice, after))
        after = self._with_classes(after)
        lacking = self._lacking(after)
        return after.plus(Edit(Choice(Step.ADD, _SIZE), lacking)) if lacking else after

    def _addition(self, choice: Choice, after: Aftermath) -> Edit:
        """Examples of a gap or topic: as many as a class must have, if it may be one that is not there yet."""
        least, classes = self._limit(CLASSES, "smallest_class"), list(after.contents.classes)
        target = choice.target
        if not isinstance(target, Gap):
            return Edit(choice, max(self.planner.params[choice.code].enough, int(least) if classes else 0))
        if target.nearest_topic in classes:
            label = classes.index(target.nearest_topic)
            if (lacking := int(np.ceil(least - after.class_sizes[label]))) > 0:
                return Edit(choice, max(target.needed, lacking, int(least)), label=label, of_label=lacking)
        return Edit(choice, max(target.needed, int(least) if classes else 0))

    def _with_classes(self, after: Aftermath) -> Aftermath:
        least = self._limit(CLASSES, "smallest_class")
        if not len(self.planner.contents.classes) or not least:
            return after
        lacking = np.ceil(least - after.class_sizes[after.classes]).astype(int)
        for label, n in zip(after.classes.tolist(), lacking.tolist(), strict=True):
            if n > 0:
                after = after.plus(Edit(Choice(Step.ADD, CLASSES), n, label=label, of_label=n))
        return after

    def _lacking(self, after: Aftermath) -> int:
        """How many clean examples SIZE001 lacks."""
        counted = (m.value for m in self._after(_SIZE, after).measures if m.name == "clean_examples")
        clean, least = next(counted, None), self._limit(_SIZE, "clean_examples")
        return 0 if clean is None else max(0, int(np.ceil(least - clean)))

    def _limit(self, code: str, name: str) -> float:
        """The failing limit of a measure that may not be less; 0 where it has none."""
        limit = getattr(self.planner.params.get(code), name, None)
        return limit.fail or 0 if isinstance(limit, Limit) and code in self._results else 0

    def _after(self, code: str, after: Aftermath) -> CheckResult:
        result = self._results.get(code) or CheckResult(code, "", self.planner.specs[code].pillar, Outcome.PASS)
        return measured_after(result, self.planner.params.get(code), self._start, after)

    def _passes(self, after: Aftermath) -> bool:
        """Whether the real verdict finds no failure left; what could not be judged no edit of rows changes."""
        planner, results = self.planner, self._results_after(after)
        return decide(results, planner.params, planner.policy, planner.deselected) != "NO-GO"

    def _failing(self, after: Aftermath) -> frozenset[str]:
        return frozenset(r.code for r in self._judged(after).results if r.outcome is Outcome.FAIL)

    def _judged(self, after: Aftermath) -> Judgement:
        planner, results = self.planner, self._results_after(after)
        return judge(results, planner.params, planner.policy, planner.deselected)

    def _results_after(self, after: Aftermath) -> list[CheckResult]:
        return [self._after(code, after) for code in self._results]

    def _cheapest(self, choices: list[Choice]) -> list[Choice]:
        """With another edit where the least effort, dropping rows, costs examples that must be written anew."""
        for i, choice in enumerate(choices):
            for step in INSTEAD.get(choice.code, ()):
                other = [*choices[:i], replace(choice, step=step), *choices[i + 1 :]]
                if self._is_better(other, choices):
                    choices = other
        return choices

    def _is_better(self, choices: Sequence[Choice], than: Sequence[Choice]) -> bool:
        after = self._completed(choices)
        return self._passes(after) and after.added < self._completed(than).added

    def _pays(self, choice: Choice, with_it: Aftermath, without: Aftermath) -> bool:
        """Whether an edit spares examples; if it does nothing else, one for two rows: settling two makes one clean."""
        rows = sum(edit.count for edit in with_it.edits if edit.choice is choice and choice.code not in self.failed)
        saved = without.added - with_it.added
        return saved > 0 and 2 * saved >= rows

    def _pruned(self, choices: list[Choice]) -> list[Choice]:
        """Leave out, the greatest effort first, edits without which nothing fails and no more is to be written."""
        for choice in reversed(choices):
            rest = [other for other in choices if other is not choice]
            after = self._completed(rest)
            if self._passes(after) and not self._pays(choice, self._completed(choices), after):
                return self._pruned(rest)  # what was needed for it may now be left out
        return choices


def _effort(edit: Edit) -> tuple[int, bool, str]:
    """The order of steps: by effort, examples of any kind last."""
    return EFFORT[edit.step], edit.code == _SIZE, edit.code


def _missing_topics(result: CheckResult) -> Iterator[str]:
    """Declared topics that nothing in the data is near."""
    for finding in result.findings:
        if _is_missing(finding):
            yield finding.evidence["topic"]


def _is_missing(finding: Finding) -> bool:
    return "topic" in finding.evidence and finding.severity is Severity.ERROR
