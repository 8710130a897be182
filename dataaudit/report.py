"""Report: everything an audit found out, and the only thing a renderer knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataaudit.errors import ConfigError, InputError
from dataaudit.json_values import (
    build,
    finding_dict,
    finding_from,
    plain,
    result_dict,
    result_from,
    verdict_dict,
    verdict_from,
)
from dataaudit.model import CheckResult, Finding, Gap, Outcome, Pillar, PillarScore, Reason, Severity, Verdict

if TYPE_CHECKING:
    import pandas as pd

    from dataaudit.changes import Changes
    from dataaudit.cleaning import Removal
    from dataaudit.coverage.map import CoverageMap
    from dataaudit.dataset import Dataset
    from dataaudit.profile import Profile, ProfileSource
    from dataaudit.review.edits import Edits
    from dataaudit.review.matching import Review

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
    nothing is computed from them. `changes` is what got better and worse since an earlier report, where one was given.
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
    changes: Changes | None = field(default=None, repr=False, compare=False)
    _data: Dataset | None = field(default=None, repr=False, compare=False)
    _clean_rows: frozenset[int] = field(default=frozenset(), repr=False, compare=False)
    _left_out: Mapping[int, Reason] = field(default_factory=dict, repr=False, compare=False)
    _review: Review | None = field(default=None, repr=False, compare=False)
    _reference: Dataset | None = field(default=None, repr=False, compare=False)
    _map: CoverageMap | None = field(default=None, repr=False, compare=False)
    _profile: ProfileSource | None = field(default=None, repr=False, compare=False)

    @property
    def data(self) -> Dataset | None:
        """The audited examples; None of a report that was loaded from JSON."""
        return self._data

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, the worst first: by severity, code and row."""
        return tuple(sorted((f for result in self.results for f in result.findings), key=_finding_order))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The kinds of real input that nothing in the data serves, the most frequent first."""
        return tuple(gap for result in self.results for gap in result.gaps)

    @property
    def coverage_map(self) -> CoverageMap | None:
        """Training and real inputs on a plane, the gaps marked; None without gaps, or if loaded from JSON."""
        return self._map

    @property
    def profile(self) -> Profile | None:
        """What the data look like in numbers, computed at first use; None if loaded from JSON."""
        return None if self._profile is None else self._profile.profile

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
        from dataaudit.cleaning import removals
        from dataaudit.registry import disqualifying_codes

        codes = disqualifying_codes()
        findings = (finding for finding in self.findings if finding.code in codes and finding.disqualifies)
        return removals(self._dataset(), findings, self._clean_rows, self._left_out)

    def clean(
        self,
        out: str | Path | None = None,
        quarantine: str | Path | None = None,
        *,
        drop: bool = False,
        relabel: bool = False,
    ) -> list[Mapping[str, Any]]:
        """The records of the clean examples, in order and as they were read.

        With `drop` or `relabel` it is an edit by the review that the audit was given, and no cleaning: every
        record stays as it is but those that the reviewer called wrong.

        Parameters
        ----------
        out
            Where to write them, byte for byte as they stand in the data; its ending must be that of the data.
        quarantine
            Where to write all other rows: JSON Lines of source, line, row, reasons and record, the record's
            own text (`record_base64` where it is not UTF-8).
        drop
            Leave out what is wrong and has no correction.
        relabel
            Correct the label or answer of what is wrong and has a correction.

        Raises
        ------
        ValueError
            The report was loaded from JSON and has no data.
        InputError
            A check crashed, no row passes, `out` doesn't fit the data, or a file can't be written.
        ConfigError
            `drop` or `relabel` without a review.
        """
        if drop or relabel:
            edits = self.edits(drop=drop, relabel=relabel)
            edits.write(out, quarantine)
            return edits.records()
        dataset = self._dataset()
        if out is not None or quarantine is not None:
            from dataaudit.cleaning import write_rows

            write_rows(self, dataset, self._clean_rows, out, quarantine)
        records = (dataset.records[row].value for row in sorted(self._clean_rows))
        return [record for record in records if record is not None]

    def edits(self, *, drop: bool = True, relabel: bool = True) -> Edits:
        """What `clean` does with `drop` and `relabel`: which rows change, and which are left out; errors as there."""
        from dataaudit.review.edits import plan_edits

        return plan_edits(self._dataset(), self._review, drop=drop, relabel=relabel)

    def review_sample(self, n: int, out: str | Path | None = None) -> pd.DataFrame:
        """A table of up to n rows to be judged by a human, and given back as `audit(…, reviewed=…)`.

        Half of it are the rows most worth a look, half are drawn at random, by which what is wrong in all can be
        measured. `verdict` (ok, wrong, relabel, drop, unsure), `corrected` and `comment` are to be filled in.

        Parameters
        ----------
        out
            Where to write it: CSV for a spreadsheet.

        Raises
        ------
        ValueError
            The report was loaded from JSON and has no data.
        InputError
            The file can't be written.
        """
        from dataaudit.review.sample import draw_sample
        from dataaudit.review.spreadsheet import write_table

        table = draw_sample(self._dataset(), self.results, n, self.settings["seed"])
        if out is not None:
            write_table(table, Path(out))
        return table

    def plan(self, folder: str | Path | None = None) -> str:
        """The path to GO as a checklist, the least effort first.

        Parameters
        ----------
        folder
            Where to write it as plan.md, with a table of the rows of each step beside it. What an earlier plan wrote
            there is replaced.

        Raises
        ------
        InputError
            The folder holds something else, or a file can't be written.
        """
        from dataaudit.reports.plan import render, write_plan

        if folder is not None:
            write_plan(self, Path(folder))
        return render(self, None if folder is None else str(folder))

    def gap_worklist(self, n: int, out: str | Path | None = None) -> pd.DataFrame:
        """Up to n different real inputs that lie in the gaps, for somebody to write the answers to.

        Each gap has its share by the examples that it needs. The answers (`label`, else `completion`) are empty;
        filled in, the table can be audited and trained on. Without gaps it has no rows, and no file is written.

        Parameters
        ----------
        out
            Where to write it: CSV for a spreadsheet.

        Raises
        ------
        ValueError
            The report was loaded from JSON and has no data.
        ConfigError
            The audit was given no real inputs.
        InputError
            COV001 didn't judge, or the file can't be written.
        """
        from dataaudit.coverage.worklist import draw_worklist, found_gaps
        from dataaudit.review.spreadsheet import write_table

        task = self._dataset().task
        if self._reference is None:
            raise ConfigError("gaps are found by real inputs: audit the data with reference=FILE")
        table = draw_worklist(self._reference, found_gaps(self.results), task, n, self.settings["seed"])
        if out is not None and len(table):
            write_table(table, Path(out))
        return table

    def _dataset(self) -> Dataset:
        if self._data is None:
            raise ValueError("a report that was loaded from a file has no data to clean; audit the data again")
        return self._data

    def save(self, path: str | Path) -> None:
        """Write the report in the format of the path's ending: .json .html .md .xml (JUnit) .sarif .csv .gx.json.

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
            "verdict": verdict_dict(self.verdict),
            "counts": plain(self.counts),
            "pillars": [plain(pillar) for pillar in self.pillars],
            "results": [result_dict(result) for result in self.results],
            "findings": [finding_dict(finding) for finding in self.findings],
            "gaps": [plain(gap) for gap in self.gaps],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """The report that `to_dict` wrote."""
        verdict = verdict_from(data["verdict"])
        missing = {item.code for item in verdict.not_judged}
        findings = [finding_from(item) for item in data["findings"]]
        gaps = tuple(build(Gap, item) for item in data["gaps"])
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
            results=tuple(result_from(item, findings, gaps, missing) for item in data["results"]),
        )

    def changes_since(self, previous: Report | str | Path) -> Changes:
        """What got better and worse since another report, or since one that was saved as JSON.

        Raises
        ------
        InputError
            The file is no JSON report.
        """
        from dataaudit.changes import changes_between

        return changes_between(previous if isinstance(previous, Report) else Report.load(previous), self)

    @staticmethod
    def is_saved(path: str | Path) -> bool:
        """Whether a file is a JSON report, and not a dataset."""
        import orjson

        if not str(path).lower().endswith(".json") or not Path(path).is_file():
            return False
        try:
            item = orjson.loads(Path(path).read_bytes())
        except (OSError, orjson.JSONDecodeError):
            return False
        return isinstance(item, dict) and {"schema_version", "verdict", "results"} <= item.keys()

    @classmethod
    def load(cls, path: str | Path) -> Report:
        """The report in a JSON file.

        Raises
        ------
        InputError
            The file can't be read, or is no JSON report.
        """
        import orjson

        from dataaudit.reading import content

        try:
            return cls.from_dict(orjson.loads(content.load(Path(path))))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path}: no JSON report of dataaudit: write one with --report FILE.json") from error

    def _repr_html_(self) -> str:
        """What a notebook shows: the HTML report in a frame of its own, so that its style stays inside."""
        from html import escape

        from dataaudit.registry import renderer

        page = escape(str(renderer("html_report")(self)))
        return f'<iframe title="dataaudit" srcdoc="{page}" style="width: 100%; height: 50rem; border: 0"></iframe>'


def _finding_order(finding: Finding) -> tuple[int, str, tuple[int, str]]:
    return _SEVERITIES.index(finding.severity), finding.code, finding.place
