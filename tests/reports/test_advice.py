"""Every report that people read says whether training is worth it and why; two say when it has paid for itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_parts import HOSTILE, SETTINGS, result

from dataaudit.costs import CostCase, CostSettings, break_even, cost_settings
from dataaudit.model import Measure, Outcome, Reason, Recommendation
from dataaudit.report import Report
from dataaudit.reports import html_report, markdown, terminal
from dataaudit.reports.advice import advice, cost_rows

COSTS = CostSettings(
    requests_per_day=1000,
    prompt_input_price=2,
    prompt_output_price=8,
    tuned_input_price=1,
    tuned_output_price=4,
    data_cost=300,
    maintenance_per_month=20,
)
REASONS = (Reason("COV005", "the first fact"), Reason("FMT001", "the second fact"))


def advised(report: Report, recommendation: Recommendation) -> Report:
    return replace(report, verdict=replace(report.verdict, recommendation=recommendation))


def priced(report: Report, settings: CostSettings = COSTS, low: float = 2.5, high: float = 3.5) -> Report:
    """With the costs of a thousand requests: 3 with the prompt, its margin as given, and 1 without."""
    measured = result(
        "FMT009",
        "system-prompt-variants",
        Outcome.PASS,
        (),
        Measure("cost_per_1000_requests_prompt", 3, "currency", low, high),
        Measure("cost_per_1000_requests_tuned", 1, "currency"),
    )
    params = {**SETTINGS["params"], "FMT009": {**cost_settings(settings), "min_rows": 20}}
    return replace(report, results=(*report.results, measured), settings={**SETTINGS, "params": params})


@pytest.mark.parametrize("choice", ["FINE-TUNE", "PROMPT-FIRST", "RAG-FIRST", None])
def test_the_choice_and_every_reason_are_told(go: Report, choice: str | None) -> None:
    report = advised(go, Recommendation(choice, REASONS))  # type: ignore[arg-type]
    said = choice or "Can't tell"
    assert f"Worth training? {said}: the first fact; the second fact" in terminal.render(report)
    lines = markdown.render(report).splitlines()
    start = lines.index(f"Worth training? **{said}**")
    assert lines[start + 1 : start + 3] == ["- **COV005** the first fact", "- **FMT001** the second fact"]


def test_the_page_links_each_reason_to_its_check(no_go: Report) -> None:
    page = html_report.render(advised(no_go, Recommendation(None, REASONS)))
    part = page[page.index('<div class="advice">') :].split("</div>")[0]
    assert "Worth training? Can&#39;t tell." in part
    assert [f'href="#{code}"' in part for code, _ in REASONS] == [True, True]


def test_without_choice_and_reasons_nothing_is_said(no_go: Report) -> None:
    report = advised(no_go, Recommendation())
    assert advice(report) is None
    assert not any("Worth training" in render(report) for render in (terminal.render, markdown.render))
    assert '<div class="advice">' not in html_report.render(report)


def test_hostile_reasons_stay_text(no_go: Report) -> None:
    report = advised(no_go, Recommendation("RAG-FIRST", (Reason("COV005", HOSTILE),)))
    assert "<script>alert(1)" not in html_report.render(report)
    assert "\x1b" not in terminal.render(report)


def test_the_table_is_made_of_the_measures_and_the_settings(go: Report) -> None:
    rows = cost_rows(priced(go))
    assert [row.requests_per_day for row in rows] == ["100", "500", "1,000", "2,000", "10,000"]
    assert [row.stated for row in rows] == [False, False, True, False, False]
    stated = break_even(0.002, 300, 20, 1000)
    assert stated is not None
    assert rows[2].requests.split(" ")[0] == f"{stated.requests:,}"
    assert rows[2].days == "223 [163–356]"
    assert rows[2].saved == "41 [26–56]"


def test_what_never_pays_is_said_so(go: Report) -> None:
    rows = cost_rows(priced(go))
    assert (rows[0].requests, rows[0].days, rows[0].saved) == ("never", "never", "−14 [−15–−12]")
    uncertain = cost_rows(priced(go, low=0.5))[2]
    assert uncertain.days.endswith("[≥ 163]")
    assert cost_rows(priced(go, replace(COSTS, maintenance_per_month=70)))[2].days.startswith("never, at best ")


def test_a_saved_report_has_the_same_table(go: Report) -> None:
    report = priced(go)
    assert cost_rows(Report.from_dict(report.to_dict())) == cost_rows(report)


@pytest.mark.parametrize("missing", ["requests_per_day", "data_cost"])
def test_there_is_no_table_without_volume_or_costs(go: Report, missing: str) -> None:
    assert cost_rows(priced(go, replace(COSTS, **{missing: None}))) == []
    assert cost_rows(go) == []


def test_page_and_markdown_show_the_table(go: Report) -> None:
    page, text = html_report.render(priced(go)), markdown.render(priced(go))
    assert page.count('<tr class="stated">') == 1
    assert 'href="#costs"' in page
    assert 'id="costs"' in page
    assert "| requests a day | saved a month | break-even: requests | days |" in text
    assert "| **1,000** | **41 [26–56]** |" in text
    assert 'id="costs"' not in html_report.render(go)


def test_measures_and_table_agree_at_the_stated_volume(go: Report) -> None:
    report = priced(go)
    measures = {m.name: m for found in report.results if found.code == "FMT009" for m in found.measures}
    case = CostCase.of(measures, COSTS)
    assert case is not None
    assert [volume.value for volume in case.volumes() if volume.requests_per_day == 1000] == [case.break_evens[0]]
