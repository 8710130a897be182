"""The path to GO: a small set of edits that turns the verdict, found by judging again after each.

Candidate edits are taken from what failed: drop, fix or relabel the rows of a check, add examples to a gap, a
class or the whole. They are applied to the measures, not to the data, and the real verdict judges the outcome.
Whatever is not needed for GO is left out again, the greatest effort first, so no edit of the answer is idle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dataaudit.config import Policy
from dataaudit.model import Action, CheckResult, CheckSpec, Finding, Gap, Limit, Measure, Outcome, Remedy, Severity
from dataaudit.verdict import Judgement, judge
from dataaudit.wording import interval, percent, plural

_EFFORT = {remedy: effort for effort, remedy in enumerate(Remedy)}
_SENTENCES = {
    Remedy.DROP: "drop {rows}: {name}",
    Remedy.FIX: "fix or drop {rows}: {name}",
    Remedy.RELABEL: "settle the label of {rows}: {name}",
    Remedy.REVIEW: "review {rows}: {name}",
}
#: Edits of these kinds leave their rows in the data, as clean examples.
_HEALING = frozenset({Remedy.FIX, Remedy.RELABEL, Remedy.REVIEW})


@dataclass(frozen=True, slots=True)
class Edit:
    """An action with what it does to the measures: the rows it heals or the examples it adds."""

    action: Action
    remedy: Remedy
    gap: Gap | None = None
    label: str | None = None


@dataclass(frozen=True)
class Planner:
    """Searches the path to GO over the results of one audit.

    Attributes
    ----------
    results
        As the checks left them, or judged: judging again gives the same.
    specs
        The checks by code, for their remedies.
    disqualifying
        Codes whose rows are not clean examples.
    deselected
        Checks that weren't run, with the reason.
    """

    results: Sequence[CheckResult]
    specs: Mapping[str, CheckSpec]
    params: Mapping[str, Any]
    policy: Policy
    disqualifying: frozenset[str]
    deselected: Mapping[str, str]

    def plan(self, judgement: Judgement) -> tuple[Action, ...]:
        """The edits that make a NO-GO a GO, by effort; where they don't suffice, those that are known."""
        failed = {result.code for result in judgement.results if result.outcome is Outcome.FAIL}
        edits = [edit for result in judgement.results for edit in self._edits(result, failed)]
        edits.sort(key=lambda edit: _EFFORT[edit.remedy])
        edits = self._with_missing_examples(edits)
        if self._is_go(edits):
            edits = self._pruned(edits)
        return tuple(edit.action for edit in edits)

    def _edits(self, result: CheckResult, failed: set[str]) -> list[Edit]:
        """What heals a failed check; where clean examples are too few, also what makes clean ones of bad rows."""
        remedy = self.specs[result.code].remedy
        gains = "SIZE001" in failed and result.code in self.disqualifying and remedy in _HEALING
        if remedy is None or not (result.code in failed or (gains and result.disqualified)):
            return []
        if remedy is not Remedy.ADD:
            return [self._row_edit(result, remedy)]
        thin = [_class_edit(finding.evidence) for finding in result.findings if "class_needs" in finding.evidence]
        return thin + [_gap_edit(gap) for gap in result.gaps]

    def _row_edit(self, result: CheckResult, remedy: Remedy) -> Edit:
        """What to do with the rows of a check, and with what it finds wrong with the data as a whole."""
        blocking = [finding for finding in result.findings if finding.severity is Severity.ERROR]
        disqualifying = [finding for finding in result.findings if finding.disqualifies]
        rows = tuple(sorted({row for finding in blocking or disqualifying or result.findings for row in finding.rows}))
        sentence = _SENTENCES[remedy].format(rows=plural(len(rows), "row"), name=result.name.replace("-", " "))
        whole = [f"mend the whole: {finding.message}" for finding in result.findings if _is_about_all(finding)]
        message = "; ".join([sentence] * bool(rows) + whole[:1])
        return Edit(Action(remedy, result.code, len(rows), message, rows), remedy)

    def _with_missing_examples(self, edits: list[Edit]) -> list[Edit]:
        """Add what SIZE001 lacks even after the other edits."""
        limit = getattr(self.params.get("SIZE001"), "clean_examples", None)
        clean = self._clean_examples(edits)
        if not isinstance(limit, Limit) or limit.fail is None or clean is None or clean >= limit.fail:
            return edits
        needed = int(limit.fail - clean)
        message = f"add {plural(needed, 'clean example')}, of any kind"
        return [*edits, Edit(Action(Remedy.ADD, "SIZE001", needed, message), Remedy.ADD)]

    def _clean_examples(self, edits: Sequence[Edit]) -> float | None:
        """How many examples are clean after the edits; None where SIZE001 has not counted them."""
        counted = [m.value for r in self.results for m in r.measures if m.name == "clean_examples"]
        if not counted or counted[0] is None:
            return None
        added = sum(edit.action.count for edit in edits if edit.remedy is Remedy.ADD)
        return counted[0] + added + len(self._healed(edits)) - len(self._lost(edits))

    def _healed(self, edits: Sequence[Edit]) -> set[int]:
        """Rows that were not clean and are after the edits: nothing else is wrong with them."""
        healed = {edit.action.code for edit in edits if edit.remedy in _HEALING}
        bad = [result for result in self.results if result.code in self.disqualifying]
        remaining = {row for result in bad if result.code not in healed for row in result.disqualified}
        return {row for result in bad if result.code in healed for row in result.disqualified} - remaining

    def _lost(self, edits: Sequence[Edit]) -> set[int]:
        """Rows that are clean examples and dropped all the same."""
        bad = {row for result in self.results if result.code in self.disqualifying for row in result.disqualified}
        return {row for edit in edits if edit.remedy is Remedy.DROP for row in edit.action.rows} - bad

    def _is_go(self, edits: Sequence[Edit]) -> bool:
        after = [self._after(result, edits) for result in self.results]
        return judge(after, self.params, self.policy, self.deselected).verdict.decision == "GO"

    def _after(self, result: CheckResult, edits: Sequence[Edit]) -> CheckResult:
        """A check's result as it would be once the edits were made."""
        own = [edit for edit in edits if edit.action.code == result.code]
        if result.code == "SIZE001":
            return _with_value(result, "clean_examples", self._clean_examples(edits))
        if not own:
            return result
        if result.gaps:
            return _without_gaps(result, [edit.gap for edit in own if edit.gap is not None])
        if any(edit.label is not None for edit in own):
            return _with_classes(result, {edit.label for edit in own}, self.params[result.code])
        return replace(result, findings=(), measures=tuple(_healed_measure(m) for m in result.measures))

    def _pruned(self, edits: list[Edit]) -> list[Edit]:
        """Leave out each edit that GO doesn't need, the greatest effort first."""
        for edit in reversed(edits):
            rest = [other for other in edits if other is not edit]
            if self._is_go(rest):
                edits = rest
        return edits


def _is_about_all(finding: Finding) -> bool:
    """Whether it is an error of the files or the table, and not of a row."""
    return finding.severity is Severity.ERROR and all(place.row is None for place in finding.locations)


def _gap_edit(gap: Gap) -> Edit:
    message = (
        f"add {plural(gap.needed, 'example')} on '{gap.name}': "
        f"{percent(gap.share)} of real inputs {interval(gap.low, gap.high)}"
    )
    return Edit(Action(Remedy.ADD, "COV001", gap.needed, message), Remedy.ADD, gap=gap)


def _class_edit(evidence: Mapping[str, Any]) -> Edit:
    needed, label = evidence["class_needs"], evidence["label"]
    message = f"add {plural(needed, 'clean example')} of '{label}': it has {evidence['clean']}"
    return Edit(Action(Remedy.ADD, "SIZE002", needed, message), Remedy.ADD, label=label)


def _without_gaps(result: CheckResult, closed: Sequence[Gap]) -> CheckResult:
    left = tuple(gap for gap in result.gaps if gap not in closed)
    covered = sum(gap.share for gap in closed)
    measures = tuple(_lowered(m, covered) if m.name == "uncovered_share" else m for m in result.measures)
    largest = max((gap.share for gap in left), default=0.0)
    return _with_value(replace(result, measures=measures, gaps=left), "largest_gap", largest)


def _with_classes(result: CheckResult, grown: set[str | None], params: Any) -> CheckResult:
    """With these classes grown to the failing limit."""
    left = tuple(finding for finding in result.findings if finding.evidence.get("label") not in grown)
    sizes = [finding.evidence["clean"] for finding in left]
    return _with_value(replace(result, findings=left), "smallest_class", min([params.smallest_class.fail, *sizes]))


def _with_value(result: CheckResult, name: str, value: float | None) -> CheckResult:
    return replace(result, measures=tuple(_set(m, value) if m.name == name else m for m in result.measures))


def _set(measure: Measure, value: float | None) -> Measure:
    return replace(measure, value=value, low=None, high=None)


def _lowered(measure: Measure, by: float) -> Measure:
    def less(value: float | None) -> float | None:
        return None if value is None else max(value - by, 0.0)

    return replace(measure, value=less(measure.value), low=less(measure.low), high=less(measure.high))


def _healed_measure(measure: Measure) -> Measure:
    return measure if measure.direction == "at_least" else _set(measure, 0.0)
