"""Report: everything an audit found out, and the only thing a renderer knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataaudit.model import (
    Action,
    CheckResult,
    Finding,
    Gap,
    Location,
    Measure,
    NotJudged,
    Outcome,
    Pillar,
    PillarScore,
    Reason,
    Recommendation,
    Severity,
    Verdict,
)

if TYPE_CHECKING:
    import pandas as pd

    from dataaudit.cleaning import Removal
    from dataaudit.dataset import Dataset

SCHEMA_VERSION = "1"
_SEVERITIES = list(Severity)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows are left at each step from the file to clean examples.

    `removed` maps a code to the rows that it alone, or it first, keeps from being clean; `effective` are
    clean examples with different inputs.
    """

    rows: int
    readable: int
    clean: int
    effective: int
    reviewed: int | None
    removed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one audit; see the JSON report in the README for the meaning of each part.

    `dataset` and `settings` are plain dictionaries of the shape of the JSON report: they are shown, and
    nothing is computed from them.
    """

    version: str
    created: str
    seconds: float
    dataset: Mapping[str, Any]
    settings: Mapping[str, Any]
    verdict: Verdict
    counts: Counts
    pillars: tuple[PillarScore, ...]
    results: tuple[CheckResult, ...]
    _data: Dataset | None = field(default=None, repr=False, compare=False)
    _clean_rows: frozenset[int] = field(default=frozenset(), repr=False, compare=False)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the worst first: by severity, code and row."""
        return tuple(sorted((f for result in self.results for f in result.findings), key=_finding_order))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The kinds of real input that nothing in the data serves, the most frequent first."""
        return tuple(gap for result in self.results for gap in result.gaps)

    @property
    def rows(self) -> pd.DataFrame:
        """One line a row: row, source, line, codes, severity, clean.

        A report that was loaded from JSON no longer has the data: it lists only the rows with findings, and
        `clean` is missing.
        """
        from dataaudit.rows import row_table

        return row_table(self.findings, self._data, self._clean_rows)

    @property
    def removed(self) -> tuple[Removal, ...]:
        """The rows that `clean` leaves out, each with its reasons; ValueError as there."""
        from dataaudit.cleaning import disqualifying_codes, removals

        disqualifying = disqualifying_codes(self)
        findings = (finding for finding in self.findings if finding.code in disqualifying)
        return removals(self._dataset(), findings, self._clean_rows)

    def clean(self, out: str | Path | None = None, quarantine: str | Path | None = None) -> list[Mapping[str, Any]]:
        """The records of the clean examples, in order and as they were read.

        Parameters
        ----------
        out
            Where to write them, byte for byte as they stand in the data; its ending must be that of the data.
        quarantine
            Where to write all other rows: JSON Lines of source, line, row, reasons and record, the record's
            own text (`record_base64` where it is not UTF-8).

        Raises
        ------
        ValueError
            The report was loaded from JSON and has no data.
        InputError
            A check crashed, no row passes, `out` doesn't fit the data, or a file can't be written.
        """
        dataset = self._dataset()
        if out is not None or quarantine is not None:
            from dataaudit.cleaning import write_rows

            write_rows(self, dataset, self._clean_rows, out, quarantine)
        records = (dataset.records[row].value for row in sorted(self._clean_rows))
        return [record for record in records if record is not None]

    def _dataset(self) -> Dataset:
        if self._data is None:
            raise ValueError("a report that was loaded from a file has no data to clean; audit the data again")
        return self._data

    def save(self, path: str | Path) -> None:
        """Write the report in the format of the path's ending (.json, .html).

        Raises
        ------
        InputError
            An ending that no report has, or a file that can't be written.
        """
        from dataaudit.registry import renderer_for
        from dataaudit.writing import write_file

        page = renderer_for(Path(path))(self)
        write_file(Path(path), page.encode() if isinstance(page, str) else page)

    def to_dict(self) -> dict[str, Any]:
        """The JSON report as plain values, keys in the order of its schema."""
        return {
            "schema_version": SCHEMA_VERSION,
            "tool": {"name": "dataaudit", "version": self.version},
            "created": self.created,
            "seconds": self.seconds,
            "dataset": dict(self.dataset),
            "settings": dict(self.settings),
            "verdict": _verdict_dict(self.verdict),
            "counts": _plain(self.counts),
            "pillars": [_plain(pillar) for pillar in self.pillars],
            "results": [_result_dict(result) for result in self.results],
            "findings": [_finding_dict(finding) for finding in self.findings],
            "gaps": [_plain(gap) for gap in self.gaps],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """The report that `to_dict` wrote."""
        verdict = _verdict(data["verdict"])
        missing = {item.code for item in verdict.not_judged}
        findings = [_finding(item) for item in data["findings"]]
        gaps = tuple(_build(Gap, item) for item in data["gaps"])
        return cls(
            version=data["tool"]["version"],
            created=data["created"],
            seconds=data["seconds"],
            dataset=data["dataset"],
            settings=data["settings"],
            verdict=verdict,
            counts=Counts(**data["counts"]),
            pillars=tuple(
                PillarScore(Pillar(item["name"]), item["score"], Outcome(item["outcome"]), item["summary"])
                for item in data["pillars"]
            ),
            results=tuple(_result(item, findings, gaps, missing) for item in data["results"]),
        )

    def _repr_html_(self) -> str:
        """What a notebook shows: the HTML report in a frame of its own, so that its style stays inside."""
        from html import escape

        from dataaudit.registry import renderer

        page = renderer("html_report")(self)
        return f'<iframe srcdoc="{escape(str(page))}" width="100%" height="800" frameborder="0"></iframe>'


def _finding_order(finding: Finding) -> tuple[int, str, tuple[int, str]]:
    return _SEVERITIES.index(finding.severity), finding.code, finding.place


def _plain(value: Any) -> dict[str, Any]:
    return {key: list(item) if isinstance(item, tuple) else item for key, item in asdict(value).items()}


def _verdict_dict(verdict: Verdict) -> dict[str, Any]:
    return {
        "decision": verdict.decision,
        "score": verdict.score,
        "reasons": [reason._asdict() for reason in verdict.reasons],
        "not_judged": [item._asdict() for item in verdict.not_judged],
        "recommendation": _plain(verdict.recommendation),
        "path_to_go": [_plain(action) for action in verdict.path_to_go],
    }


def _result_dict(result: CheckResult) -> dict[str, Any]:
    return {
        "code": result.code,
        "name": result.name,
        "pillar": result.pillar,
        "outcome": result.outcome,
        "reason": result.reason,
        "measures": [_measure_dict(measure) for measure in result.measures],
        "affected_rows": len(result.rows),
        "seconds": result.seconds,
    }


def _measure_dict(measure: Measure) -> dict[str, Any]:
    keys = ("name", "value", "limit", "direction", "unit", "low", "high")
    return {key: getattr(measure, key) for key in keys}


def _finding_dict(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        "locations": [place._asdict() for place in finding.locations],
        "evidence": dict(finding.evidence),
        "suggestion": finding.suggestion,
    }


def _build(kind: type, item: Mapping[str, Any]) -> Any:
    """A frozen type from its dictionary; lists become tuples."""
    values = {key.name: item[key.name] for key in fields(kind) if key.name in item}
    return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in values.items()})


def _verdict(item: Mapping[str, Any]) -> Verdict:
    return Verdict(
        decision=item["decision"],
        score=item["score"],
        reasons=tuple(Reason(**reason) for reason in item["reasons"]),
        not_judged=tuple(NotJudged(**entry) for entry in item["not_judged"]),
        recommendation=_build(Recommendation, item["recommendation"]),
        path_to_go=tuple(_build(Action, action) for action in item["path_to_go"]),
    )


def _result(
    item: Mapping[str, Any], findings: Iterable[Finding], gaps: tuple[Gap, ...], missing: set[str]
) -> CheckResult:
    code = item["code"]
    return CheckResult(
        code=code,
        name=item["name"],
        pillar=Pillar(item["pillar"]),
        outcome=Outcome(item["outcome"]),
        reason=item["reason"],
        missing=code in missing and item["outcome"] == Outcome.NOT_APPLICABLE,
        measures=tuple(_build(Measure, measure) for measure in item["measures"]),
        findings=tuple(sorted((finding for finding in findings if finding.code == code), key=lambda one: one.place)),
        gaps=gaps if code == "COV001" else (),
        seconds=item["seconds"],
    )


def _finding(item: Mapping[str, Any]) -> Finding:
    return Finding(
        code=item["code"],
        message=item["message"],
        locations=tuple(Location(**place) for place in item["locations"]),
        severity=Severity(item["severity"]),
        confidence=item["confidence"],
        evidence=item["evidence"],
        suggestion=item["suggestion"],
    )
