"""Runs the checks: gathers the evidence they declare, gives each only that, and keeps every crash in sight."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dataaudit.dataset import Dataset
from dataaudit.duplicates.keepers import with_sound_keepers
from dataaudit.engine import Engine
from dataaudit.errors import DataAuditError
from dataaudit.evidence import Evidence
from dataaudit.model import CheckOutput, CheckResult, CheckSpec, Outcome
from dataaudit.quoting import with_rows
from dataaudit.registry import REQUIREMENTS
from dataaudit.triage.decisions import Triage
from dataaudit.triage.identity import identified

#: Evidence in the order in which it is built. A step may use the ones before it, but not those of the lanes beside
#: its own: these are built at the same time, since making the graph keeps one thread busy.
LANES = (
    (("text", "labels", "annotations", "scaffolds"),),
    (("near", "signals"), ("embeddings", "neighbours")),
    (("semantic", "reference", "held_out", "baseline", "topics"),),
)

#: A finding that disqualifies leaves some doubt, however unsure it is.
_LEAST_DOUBT = 0.01


@dataclass
class Runner:
    """One run of a set of checks over one dataset.

    Attributes
    ----------
    params
        The settings of each check by code.
    disqualifying
        Codes of the checks whose rows are not clean examples.
    triage
        What somebody decided about findings of earlier audits.
    announce
        Called with the name of each step before it starts.
    """

    dataset: Dataset
    evidence: Evidence
    params: Mapping[str, Any]
    disqualifying: frozenset[str]
    triage: Triage = field(default_factory=Triage)
    engine: Engine = field(default_factory=Engine)
    announce: Callable[[str], None] = lambda _: None

    def run(self, specs: Iterable[CheckSpec]) -> list[CheckResult]:
        """The results by code, not judged yet; a check that needs to know the clean rows runs after the others."""
        specs = sorted(specs, key=lambda spec: spec.code)
        able = [spec for spec in specs if all(map(self._has, spec.requires - {"clean"}))]
        broken = self._gather({name for spec in able for name in spec.sees})
        self.announce("checks")
        first = [spec for spec in specs if "clean" not in spec.requires]
        results = self.engine.map(lambda spec: self._run_one(spec, broken), first)
        results = with_sound_keepers(results, self.disqualifying, self.triage.left_out.keys())
        self.evidence.doubt = self.doubt(results)
        last = [spec for spec in specs if "clean" in spec.requires]
        results += self.engine.map(lambda spec: self._run_one(spec, broken), last)
        return sorted(results, key=lambda result: result.code)

    def doubt(self, results: Iterable[CheckResult]) -> NDArray[np.float64]:
        """How sure it is that each example is not clean, in [0, 1]: (examples,).

        0 where no disqualifying check points at it, and nobody decided to fix or drop it; else as sure as the surest
        of these findings.
        """
        doubt = dict.fromkeys(self.triage.left_out, 1.0)
        for finding in (f for r in results if r.code in self.disqualifying for f in r.findings if f.disqualifies):
            for row in finding.rows:
                doubt[row] = max(doubt.get(row, _LEAST_DOUBT), finding.confidence)
        return self.dataset.examples.index.map(lambda row: doubt.get(row, 0.0)).to_numpy(np.float64)

    def _gather(self, names: set[str]) -> dict[str, str]:
        """Build the evidence that is needed and there; what crashed, and how, by name."""
        broken: dict[str, str] = {}
        for lanes in LANES:
            for lane in self.engine.map(lambda lane: self._build(lane, names), lanes):
                broken |= lane
        return broken

    def _build(self, steps: Iterable[str], names: set[str]) -> dict[str, str]:
        """Those of these steps that are needed and there, one after the other."""
        broken: dict[str, str] = {}
        for name in steps:
            if name not in names or not self._has(name):
                continue
            self.announce(name)
            try:
                getattr(self.evidence, name)
            except DataAuditError:
                raise
            except Exception as error:
                broken[name] = _describe(error)
        return broken

    def _has(self, name: str) -> bool:
        if self.dataset.examples.empty:
            return False
        return self.evidence.has(name)

    def _run_one(self, spec: CheckSpec, broken: Mapping[str, str]) -> CheckResult:
        started = perf_counter()
        result = CheckResult(spec.code, spec.name, spec.pillar, Outcome.PASS)
        absent = [REQUIREMENTS[name] for name in sorted(spec.requires) if not self._has(name)]
        if absent:  # what doesn't apply is not missed, whatever else it lacks
            requirement = min(absent, key=lambda requirement: requirement.missing)
            return _skipped(result, requirement.absent, requirement.missing)
        for name in sorted(spec.sees & broken.keys()):
            return replace(result, outcome=Outcome.ERROR, reason=f"{name}: {broken[name]}")
        try:
            output = spec.function(self.dataset, self.evidence.view(spec.sees), self.params[spec.code])
        except Exception as error:
            return replace(result, outcome=Outcome.ERROR, reason=_describe(error))
        return replace(self._filled(result, output), seconds=round(perf_counter() - started, 3))

    def _filled(self, result: CheckResult, output: CheckOutput) -> CheckResult:
        if output.skipped is not None:
            return _skipped(result, output.skipped, output.missing)
        findings = sorted(output.findings, key=lambda finding: finding.place)
        shown = [with_rows(self.dataset, finding) for finding in findings]
        filled = replace(result, measures=output.measures, findings=identified(self.dataset, shown), gaps=output.gaps)
        return self.triage.applied(filled, self.params[result.code])


def _skipped(result: CheckResult, reason: str, missing: bool) -> CheckResult:
    return replace(result, outcome=Outcome.NOT_APPLICABLE, reason=reason, missing=missing)


def _describe(error: Exception) -> str:
    """What went wrong: our own sentence, or where in the code something unforeseen did."""
    if isinstance(error, DataAuditError):
        return str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({place.filename.rsplit('/', 1)[-1]}:{place.lineno})"
