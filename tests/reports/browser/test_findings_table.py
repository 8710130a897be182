"""Filter, search and sort of the findings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import FOUND, Opened, decided_report

from dataaudit.reports.html_report import MOST_BYTES, MOST_FINDINGS

Visit = Callable[..., Opened]
ReportFile = Callable[[str], Path]
CODES = [finding.code for finding in decided_report().findings]


def test_all_findings_are_shown_in_the_order_of_the_report(visit: Visit) -> None:
    assert [each["code"] for each in visit("decided").shown()] == CODES


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("severity", "warning", "severity", {"warning"}),
        ("check", "DUP001", "code", {"DUP001"}),
        ("check", "labels", "pillar", {"labels"}),
        ("decision", "keep", "decided", {"keep"}),
        ("decision", "open", "decided", {"open"}),
    ],
)
def test_a_filter_shows_what_fits(visit: Visit, field: str, value: str, attribute: str, expected: set[str]) -> None:
    found = visit("decided")
    everything = found.shown()
    found.page.locator(f"#{field}").select_option(value)
    fitting = [each for each in everything if each.get(attribute) in expected]
    assert found.shown() == fitting
    assert found.page.locator("#shown").inner_text() == f"{len(fitting)} of {len(everything)} shown"


def test_the_search_reads_places_and_evidence(visit: Visit) -> None:
    found = visit("decided")
    found.press("/")
    found.page.keyboard.type("sample_data/no-go/train.jsonl:189 never closed")
    assert [each["code"] for each in found.shown()] == ["FMT001"]
    found.press("Escape")
    assert len(found.shown()) == len(CODES)


def test_headers_sort_up_and_down(visit: Visit) -> None:
    found = visit("decided")
    header = found.page.locator('th[data-sort="place"]')
    header.get_by_role("button").click()
    lines = [int(each["line"]) for each in found.shown() if "line" in each]
    assert lines == sorted(lines)
    assert header.get_attribute("aria-sort") == "ascending"
    header.get_by_role("button").click()
    assert [int(each["line"]) for each in found.shown() if "line" in each] == lines[::-1]
    assert found.page.locator("th[aria-sort]").count() == 1


@pytest.mark.parametrize("key", ["code", "confidence"])
def test_codes_begin_with_the_first_and_confidences_with_the_highest(visit: Visit, key: str) -> None:
    found = visit("large")
    found.page.locator(f'th[data-sort="{key}"] button').click()
    values = [each[key] for each in found.shown()]
    assert values == (sorted(values) if key == "code" else sorted(values, key=float, reverse=True))


def test_of_very_many_findings_a_part_is_listed_and_the_rest_is_named(visit: Visit, report_file: ReportFile) -> None:
    found = visit("large")
    assert report_file("large").stat().st_size <= MOST_BYTES
    assert len(found.shown()) == MOST_FINDINGS
    advice = found.page.locator("#findings .advice").inner_text()
    assert f"This page lists {MOST_FINDINGS:,} of {FOUND:,} findings, some of every check." in advice
    assert "Left out: 6,000 DUP001, 6,000 LAB002, 6,000 PRV002." in advice


def test_a_large_table_is_searched_whole(visit: Visit) -> None:
    found = visit("large")
    everything = found.shown()
    found.page.locator("#search").fill("order monday 12?")
    assert found.shown() == [each for each in everything if (int(each["line"]) - 1) % 100 == 12]
