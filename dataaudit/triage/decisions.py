"""Decisions about findings, and what follows from them: what was kept counts no longer, what is to go is not clean.

A decision is about the content of rows. It holds wherever they stand, and for copies of them too, and is left aside
when one of them changes. The file is JSON Lines: `fingerprint` and `code` of the finding, `decision` (keep, fix or
drop), `reason` (of what is kept), `keys` of the rows to act on and `keep`, that of the row of a group which stays, or
null; `source` and `line` tell a reader where the first of the rows stood. The HTML report exports it. The table of rows
(`--report rows.csv`), filled in, says the same row by row.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from dataaudit.dataset import Dataset
from dataaudit.errors import InputError
from dataaudit.model import CheckResult, Finding, Limit, Measure, Reason, Severity
from dataaudit.triage.identity import content_keys, fingerprint, rows_to_act_on
from dataaudit.wording import plural

_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Mark(StrEnum):
    """What is to be done about a finding: mend its rows, leave them as they are, or drop them."""

    FIX = "fix"
    KEEP = "keep"
    DROP = "drop"


_WANTED = {Mark.FIX: "to be fixed", Mark.DROP: "to be dropped"}


@dataclass(frozen=True, slots=True)
class TriageDecision:
    """A decision about a finding.

    Attributes
    ----------
    where
        Its place in the file, "decisions.jsonl:3".
    keys, keep
        The content of the rows to act on, and of the row of a group that stays.
    """

    where: str
    fingerprint: str
    code: str
    mark: Mark
    reason: str
    keys: tuple[str, ...]
    keep: str | None = None


@dataclass(frozen=True, slots=True)
class Triage:
    """What was decided about the findings of a dataset; without decisions it changes nothing.

    Attributes
    ----------
    decisions
        By the fingerprint of the finding; several where each is about some of its rows.
    left_out
        Rows that are to be fixed or dropped, so that they are no clean examples, and why.
    """

    decisions: Mapping[str, Sequence[TriageDecision]] = field(default_factory=lambda: _NOTHING)
    left_out: Mapping[int, Reason] = field(default_factory=lambda: _NOTHING)

    def applied(self, result: CheckResult, params: Any) -> CheckResult:
        """The result with its findings marked and, where some were kept, its measures without their rows."""
        if not self.decisions:
            return result
        findings = tuple(map(self._marked, result.findings))
        if not any(finding.accepted for finding in findings):
            return replace(result, findings=findings)
        measures = tuple(_without_kept(measure, result.findings, findings, params) for measure in result.measures)
        return replace(result, findings=findings, measures=measures)

    def _marked(self, finding: Finding) -> Finding:
        """The finding with what was decided; it is kept only if that was decided of all its rows."""
        said = self.decisions.get(fingerprint(finding))
        if not said:
            return finding
        decision = next((one for one in said if one.mark is not Mark.KEEP), said[0])
        acted_on = {key for _, key in rows_to_act_on(finding)}
        if decision.mark is Mark.KEEP and not acted_on <= {key for one in said for key in one.keys}:
            return finding
        evidence = {**finding.evidence, "decision": {"decision": str(decision.mark), "reason": decision.reason}}
        if decision.mark is not Mark.KEEP:
            return replace(finding, evidence=evidence)
        return replace(finding, evidence=evidence, severity=Severity.INFO, suggestion="")


def read_triage(path: str | Path, dataset: Dataset) -> Triage:
    """The decisions of a file that hold for a dataset.

    Warns of decisions about rows that are not in it, or no longer as they were.

    Raises
    ------
    InputError
        The file can't be read, says something that can't be understood, or two things of one finding.
    """
    from dataaudit.triage.files import read_decisions

    decisions = read_decisions(path)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, key in content_keys(dataset, range(len(dataset.records))).items():
        rows[key].append(row)
    holding = [decision for decision in decisions if rows.keys() >= {*decision.keys, *filter(None, [decision.keep])}]
    if gone := len(decisions) - len(holding):
        what = f"{gone:,} of {plural(len(decisions), 'decision')}"
        warnings.warn(f"{path}: {what} left aside, their rows have changed or are not in the data", stacklevel=3)
    return Triage(_settled(holding), _left_out(holding, rows))


def _settled(decisions: Iterable[TriageDecision]) -> dict[str, list[TriageDecision]]:
    """The decisions by finding; InputError where two contradict each other on the same rows of one."""
    said: dict[str, list[TriageDecision]] = defaultdict(list)
    firsts: dict[tuple[str, tuple[str, ...]], TriageDecision] = {}
    for decision in decisions:
        first = firsts.setdefault((decision.fingerprint, decision.keys), decision)
        if first.mark is not decision.mark:
            raise InputError(f"{first.where} and {decision.where} decide differently on one finding: settle it")
        said[decision.fingerprint].append(decision)
    return dict(said)


def _left_out(decisions: Iterable[TriageDecision], rows: Mapping[str, Sequence[int]]) -> dict[int, Reason]:
    """The rows that are to be fixed or dropped; of copies the first stays where one is to stay."""
    left_out: dict[int, Reason] = {}
    for decision in decisions:
        if decision.mark is Mark.KEEP:
            continue
        reason = Reason(decision.code, ": ".join(filter(None, [_WANTED[decision.mark], decision.reason])))
        for key in decision.keys:
            copies = rows[key][1:] if key == decision.keep else rows[key]
            left_out |= {row: reason for row in copies if row not in left_out}
    return left_out


def _without_kept(measure: Measure, before: Sequence[Finding], after: Sequence[Finding], params: Any) -> Measure:
    """A measure that may not exceed a limit, less what the kept findings contributed to it.

    A measure is as good as proportional to the rows that its findings name, of findings about no row to themselves.
    """
    limit = getattr(params, measure.name, None)
    if not isinstance(limit, Limit) or limit.direction == "at_least":
        return measure
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old.severity is Severity.ERROR]
    pairs = pairs or list(zip(before, after, strict=True))
    total = {unit for old, _ in pairs for unit in _units(old, measure)}
    left = {unit for _, new in pairs if not new.accepted for unit in _units(new, measure)}
    return _scaled(measure, len(left) / len(total)) if total else measure


def _units(finding: Finding, measure: Measure) -> set[int | str]:
    """What a measure counts of a finding: its rows, or itself where it is about none."""
    if not finding.rows:
        return {finding.message}
    return {row for row in finding.rows if measure.rows is None or row in measure.rows}


def _scaled(measure: Measure, share: float) -> Measure:
    def scaled(value: float | None) -> float | None:
        if value is None:
            return None
        return round(value * share) if isinstance(value, int) else value * share

    return replace(measure, value=scaled(measure.value), low=scaled(measure.low), high=scaled(measure.high))
