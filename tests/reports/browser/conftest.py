"""A browser, and the reports that it opens."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browsing import Opened, decided_report, encoded_audit, large_report, opened
from hostile_data import hostile_audit
from sample_audits import sample_audit

from dataaudit.report import Report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
REPORTS: dict[str, Callable[[], Report]] = {
    "go": lambda: sample_audit("sample go"),
    "no-go": encoded_audit,
    "decided": decided_report,
    "hostile": hostile_audit,
    "large": large_report,
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright, which drives a browser, is missing")
    if CHROMIUM is None:
        pytest.skip("no Chromium here to open the report with")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Where the HTML report of this name is; each is made once."""
    folder = tmp_path_factory.mktemp("reports")

    def path_of(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            REPORTS[name]().save(path)
        return path

    return path_of


@pytest.fixture
def visit(browser: Browser, report_file: Callable[[str], Path]) -> Iterator[Callable[..., Opened]]:
    """Opens a report in a profile of its own; in the end no page may have complained or asked for anything."""
    visited: list[Opened] = []

    def visit(name: str, width: int = 1280, height: int = 800, **options: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        visited.append(opened(context, report_file(name).as_uri()))
        return visited[-1]

    yield visit
    for each in visited:
        each.page.context.close()
    assert [problem for each in visited for problem in each.problems] == []
