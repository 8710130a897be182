"""Opening a report in a browser, and noting what the page complains about or asks for."""

from __future__ import annotations

import json
from contextlib import chdir
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sample_audits import AUDITS, ROOT, sample_audit
from sample_no_go import no_go_report
from sample_parts import places, quoted, result
from sample_triage import with_accepted

from dataaudit import audit
from dataaudit.model import Finding, Location, Outcome, Severity
from dataaudit.report import Counts, Report

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

ROWS, FOUND = 100_000, 20_000


@dataclass
class Opened:
    """A page, and what went wrong on it: messages of the console, dialogs, requests other than for itself."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def focused(self) -> str:
        """The text of the finding in which the focus is."""
        return str(self.page.evaluate("document.activeElement.closest('tbody')?.innerText ?? ''"))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def shown(self) -> list[dict[str, str]]:
        """The data attributes of the findings that are shown, in order."""
        script = "[...document.querySelectorAll('.finding:not([hidden])')].map((body) => ({...body.dataset}))"
        found: list[dict[str, str]] = self.page.evaluate(script)
        return found

    def exported(self) -> list[dict[str, Any]]:
        with self.page.expect_download() as download:
            self.press("e")
        assert download.value.suggested_filename == "decisions.jsonl"
        lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


def opened(context: BrowserContext, url: str) -> Opened:
    page = context.new_page()
    found = Opened(page)
    page.on("console", lambda message: found.problems.append(message.text))
    page.on("pageerror", lambda error: found.problems.append(str(error)))
    page.on("dialog", lambda dialog: (found.problems.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: found.problems.append(request.url) if leaves(request.url, url) else None)
    page.goto(url)
    return found


def leaves(asked: str, url: str) -> bool:
    """Whether a request is for anything but the page itself, or what it has inside."""
    return asked.split("#")[0] != url and not asked.startswith(("data:", f"blob:{url}", "blob:null"))


@cache
def encoded_audit() -> Report:
    """The sample data that are no good, with the map of the gaps."""
    data, options = AUDITS["sample no-go"]
    with chdir(ROOT):
        return audit(data, **options)


def decided_report() -> Report:
    """The report of an audit to which decisions were given."""
    return with_accepted(sample_audit("sample no-go"), "LAB001")


def large_report() -> Report:
    """100,000 rows with 20,000 findings, of three checks."""
    found = [_finding(row, f"{row:016x}") for row in range(FOUND)]
    results = (
        result("DUP001", "exact-duplicate", Outcome.FAIL, found[0::3]),
        result("LAB002", "suspect-label", Outcome.WARN, found[1::3]),
        result("PRV002", "personal-data", Outcome.WARN, found[2::3]),
    )
    sources = [{"path": "data/large.jsonl", "sha256": "0" * 64, "bytes": 9_000_000, "rows": ROWS}]
    report = no_go_report()
    data = {**report.dataset, "sources": sources, "rows": ROWS}
    return replace(report, dataset=data, counts=Counts(ROWS, ROWS, 80_000, 80_000, None), results=results)


def _finding(row: int, key: str) -> Finding:
    code = ("DUP001", "LAB002", "PRV002")[row % 3]
    severity = Severity.ERROR if code == "DUP001" else Severity.WARNING
    text = f"Where is order {row}? It should have come on Monday, and nobody answers the telephone."
    evidence = {"rows": [quoted(row, text, f"intent_{row % 50}")], "keys": [key], "number": row}
    place: tuple[Location, ...] = places(row)
    return Finding(code, f"row {row} should be looked at", place, severity, 0.5 + row / 2 / FOUND, evidence, "Look.")
