"""The learning curve as a chart."""

from dataclasses import replace

from dataaudit.model import CheckResult, Finding, Measure, Outcome, Pillar, Severity
from dataaudit.report import Report
from dataaudit.reports.charts import charts
from dataaudit.reports.curve_charts import learning_curve

CURVE = [{"examples": 100, "error": 0.4}, {"examples": 200, "error": 0.3}, {"examples": 400, "error": 0.2}]
FINDING = Finding(
    "SIZE004",
    "more examples like these would help: twice as many would cut the error",
    severity=Severity.INFO,
    evidence={"more_examples": "helps", "curve": CURVE, "doubled": {"examples": 800, "error": 0.15}},
)
MEASURES = (
    Measure("probe_error", 0.2, "share", 0.18, 0.22),
    Measure("probe_error_doubled", 0.15, "share", 0.12, 0.18),
)
RESULT = CheckResult(
    "SIZE004", "more-data-would-help", Pillar.SIZE, Outcome.PASS, measures=MEASURES, findings=(FINDING,)
)


def test_the_curve_ends_with_what_is_expected_of_twice_as_many(go: Report) -> None:
    (chart,) = learning_curve(replace(go, results=(RESULT,)))
    assert chart.text == (
        "More examples like these would help: with 800 the error of the probe is expected to be 15 % [12–18 %]."
    )
    assert chart.rows == [("100", "40 %"), ("200", "30 %"), ("400", "20 %"), ("800", "15 % [12–18 %]")]
    assert "stroke-dasharray" in chart.shapes


def test_without_a_curve_there_is_no_chart(go: Report) -> None:
    assert list(learning_curve(replace(go, results=()))) == []
    untold = replace(RESULT, measures=(), findings=(), outcome=Outcome.NOT_APPLICABLE)
    assert list(learning_curve(replace(go, results=(untold,)))) == []


def test_it_is_among_the_charts_of_the_page(go: Report) -> None:
    assert "learning-curve" in {chart.id for chart in charts(replace(go, results=(*go.results, RESULT)))}
