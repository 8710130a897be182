"""The HTML report: one file that a lead reads and forwards; it loads nothing, and is readable without script.

Everything from the data passes two gates: `visible` (control characters and bidirectional overrides are
written out) and Jinja's autoescaping, both applied to every value of the template. A content security policy
allows no script but ours, by its hash, and no request at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dataaudit.model import Action, Finding, Location, Measure, Pillar, Severity
from dataaudit.report import Report
from dataaudit.reports.advice import COLUMNS, COSTS, advice, cost_rows
from dataaudit.reports.cards import card, clip
from dataaudit.reports.changes import told
from dataaudit.reports.charts import charts
from dataaudit.reports.documentation import sections
from dataaudit.reports.gap_map import Drawing, draw
from dataaudit.reports.gaps import gap_rows, other_shares, uncertain_gaps
from dataaudit.reports.places import data_name, line_list, rows_by_number
from dataaudit.reports.selection import (
    SENTENCE,
    blocking,
    next_steps,
    outcome_word,
    report_command,
    result_names,
    shared_measures,
    spread,
    steadiness,
    unjudged,
)
from dataaudit.reports.steps import condensed
from dataaudit.reports.vega import Chart
from dataaudit.wording import estimate, interval, number, percent, plural, requirement, visible

if TYPE_CHECKING:
    from jinja2 import Environment

#: Findings that the page lists; the JSON report lists all. A page has to open at once and fit into an e-mail.
MOST_FINDINGS = 2000
MOST_BYTES = 3_000_000
MOST_GAPS = 100
#: In per cent, so that a single row of many can be seen.
THINNEST_BAR = 0.4

#: What each pillar asks, for somebody who has to decide.
QUESTIONS = {
    Pillar.SIZE: "Is there enough that is clean, different and read by a human, of every class?",
    Pillar.DUPLICATES: "Does every example teach something new, and is none of them in the test data?",
    Pillar.LABELS: "Do like inputs have like answers, whoever wrote them?",
    Pillar.COVERAGE: "Is every kind of input that users really send among the examples?",
    Pillar.FORMAT: "Can every row be read, and do all answers look the way the model is to answer?",
    Pillar.PRIVACY: "Is it free of secrets and personal data that a model could repeat?",
}


class Bar(NamedTuple):
    """A step from the file to clean examples; `start` and `width` in per cent of all rows."""

    label: str
    code: str
    rows: int
    start: float
    width: float
    kind: str


def render(report: Report) -> str:
    """The report as a page of at most MOST_BYTES, unless a single part of it is larger.

    Where the findings are too many or too long for that, fewer are listed, spread over the codes, and the
    page says how many are left out and how to get them.
    """
    most, drawn = MOST_FINDINGS, charts(report)
    page = _render(report, most, drawn)
    while (size := len(page.encode("utf-8", "replace"))) > MOST_BYTES and most > 1:
        most = max(1, min(most, len(report.findings)) * MOST_BYTES // (size + size // 8))
        page = _render(report, most, drawn)
    return page


def _render(report: Report, most: int, drawn: Sequence[Chart]) -> str:
    findings = report.findings
    listed, found = _listed(findings, most), Counter(finding.code for finding in findings)
    template = _environment().get_template("report.html.jinja")
    return template.render(
        report=report,
        verdict=report.verdict,
        dataset=report.dataset,
        settings=report.settings,
        name=data_name(report),
        sentence=SENTENCE[report.verdict.decision],
        blockers=blocking(report),
        advice=advice(report),
        steady=steadiness(report),
        costs=cost_rows(report),
        costs_title=COSTS,
        cost_columns=COLUMNS,
        changes=told(report.changes) if report.changes else None,
        bars=_bars(report),
        steps=_steps(report, rows_by_number(findings)),
        rows=gap_rows(report)[:MOST_GAPS],
        more=report.gaps[MOST_GAPS:],
        shares=other_shares(report),
        uncertain=uncertain_gaps(report),
        drawing=_drawing(report),
        charts=drawn,
        total=len(findings),
        cards=[card(finding, report) for finding in listed],
        found=found,
        left_out=found - Counter(finding.code for finding in listed),
        documentation={result.code: sections(result.code) for result in report.results},
        names=result_names(report),
        not_judged=unjudged(report),
        commands=[(" ".join(step.command), step.purpose) for step in next_steps(report)[1:]],
        json_command=" ".join(report_command(report, "report.json")),
        totals=shared_measures(report),
        severities=list(Severity),
        pillar_of={result.code: result.pillar for result in report.results},
        questions=QUESTIONS,
        severities_found=Counter(finding.severity for finding in findings),
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    script = (folder / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment.globals.update(
        style=Markup((folder / "report.css").read_text(encoding="utf-8")),
        script=Markup(script),
        script_hash=f"sha256-{digest}",
    )
    environment.filters.update(
        clip=clip,
        estimate=_estimate,
        interval=lambda gap: interval(gap.low, gap.high),
        limit=_limit,
        number=number,
        outcome=outcome_word,
        percent=percent,
        plural=plural,
    )
    return environment


def _shown(value: Any) -> Any:
    """What every value of the template goes through, before it is escaped."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return visible(value, lines=True)
    return value


def _estimate(measure: Measure) -> str:
    return estimate(measure.value, measure.low, measure.high, measure.unit)


def _limit(measure: Measure) -> str:
    if measure.limit is None or measure.direction is None:
        return ""
    return requirement(measure.limit, measure.direction, measure.unit)


def _bars(report: Report) -> list[Bar]:
    """From all rows, step by step, to the clean ones; what no step accounts for has a step of its own."""
    counts, names = report.counts, result_names(report)
    bars, left = [_bar("rows in the data", "", counts.rows, counts.rows, counts.rows, "total")], counts.rows
    for code, removed in counts.removed.items():
        left -= removed
        label = names.get(code, "").replace("-", " ")
        bars.append(_bar(label, code, removed, left + removed, counts.rows, "removed"))
    if left > counts.clean:
        bars.append(_bar("other reasons", "", left - counts.clean, left, counts.rows, "removed"))
    bars.append(_bar("clean examples", "", counts.clean, counts.clean, counts.rows, "clean"))
    if counts.effective < counts.clean:
        bars.append(_bar("effective examples", "SIZE001", counts.effective, counts.effective, counts.rows, "clean"))
    return bars


def _bar(label: str, code: str, rows: int, end: int, total: int, kind: str) -> Bar:
    scale = 100 / max(total, 1)
    return Bar(label, code, rows, round(max(end - rows, 0) * scale, 2), round(max(rows * scale, THINNEST_BAR), 2), kind)


def _steps(report: Report, places: Mapping[int, Location]) -> list[tuple[Action, str]]:
    """The path to GO, each step with the lines it is about."""
    home = data_name(report)
    return [
        (step, line_list((places.get(row, Location(home, None, row)) for row in step.rows), home))
        for step in condensed(report.verdict.path_to_go)
    ]


def _drawing(report: Report) -> Drawing | None:
    points = report.coverage_map
    return None if points is None else draw(points, [gap.name for gap in report.gaps[:MOST_GAPS]])


def _listed(findings: Sequence[Finding], most: int) -> list[Finding]:
    """`most` of the findings in their order: those that were decided on, of the others of every code its share."""
    order = {id(finding): position for position, finding in enumerate(findings)}
    decided = [finding for finding in findings if "decision" in finding.evidence]
    others = spread(finding for finding in findings if "decision" not in finding.evidence)
    return sorted(islice(chain(decided, others), most), key=lambda finding: order[id(finding)])
