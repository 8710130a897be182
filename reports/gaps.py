"""What a report says of coverage: the gaps, what else is uncovered, and which gaps are uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from dataaudit.model import Finding, Gap
from dataaudit.report import Report

#: Colours that gaps have in turn; their numbers tell them apart.
HUES = 7

_CODE = "COV001"
#: What a finding on a gap may say besides the gap itself.
_COVERAGE = {"none": "hardly anything near", "thin": "too few examples near"}


class GapRow(NamedTuple):
    """A gap: its number and colour on the map, whether anything is near it, and in which share of resamples it is."""

    number: int
    hue: int
    gap: Gap
    coverage: str
    stability: float | None


class Shares(NamedTuple):
    """What the gaps leave: inputs scattered outside of training, and covered ones. None where it is not known."""

    scattered: float | None
    covered: float | None


def hue(number: int) -> int:
    """The colour of the gap with this number, counted from 1."""
    return (number - 1) % HUES


def gap_rows(report: Report) -> list[GapRow]:
    """The gaps in their order, numbered from 1."""
    told = {str(finding.evidence["gap"]): finding.evidence for finding in _on_gaps(report)}
    return [_row(number, gap, told.get(gap.name, {})) for number, gap in enumerate(report.gaps, 1)]


def uncertain_gaps(report: Report) -> list[Finding]:
    """The findings on gaps that are too uncertain to count."""
    counted = {gap.name for gap in report.gaps}
    return [finding for finding in _on_gaps(report) if str(finding.evidence["gap"]) not in counted]


def other_shares(report: Report) -> Shares:
    """The traffic that is in no gap, so that the shares add up."""
    measures = (measure for result in report.results for measure in result.measures)
    scattered = next((measure.value for measure in measures if measure.name == "scattered_share"), None)
    if scattered is None:
        return Shares(None, None)
    return Shares(scattered, max(0.0, 1 - scattered - sum(gap.share for gap in report.gaps)))


def _on_gaps(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == _CODE and "gap" in finding.evidence]


def _row(number: int, gap: Gap, evidence: Mapping[str, Any]) -> GapRow:
    coverage, stability = str(evidence.get("coverage")), evidence.get("stability")
    known = float(stability) if isinstance(stability, int | float) else None
    return GapRow(number, hue(number), gap, _COVERAGE.get(coverage, ""), known)
