"""What a reader sees of the report in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browsing import Opened

Visit = Callable[..., Opened]
SIZES = [(1280, 800), (390, 844)]


@pytest.mark.encoder
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_verdict_and_its_first_reason_are_on_the_first_screen(visit: Visit, width: int, height: int) -> None:
    page = visit("no-go", width, height).page
    for part in (".badge", "h1", "#verdict .reasons li"):
        box = page.locator(part).first.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= height


@pytest.mark.encoder
@pytest.mark.parametrize(("name", "width"), [("no-go", 360), ("no-go", 390), ("hostile", 390), ("large", 390)])
def test_nothing_sticks_out_at_the_side(visit: Visit, name: str, width: int) -> None:
    page = visit(name, width, 844).page
    page.evaluate("document.querySelectorAll('#unfold').forEach((button) => button.click())")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.encoder
@pytest.mark.parametrize(
    ("name", "scheme", "width"), [("no-go", "light", 390), ("no-go", "dark", 1280), ("go", "dark", 390)]
)
def test_axe_finds_no_serious_problem(visit: Visit, name: str, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is missing")
    page = visit(name, width=width, color_scheme=scheme).page
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    page.evaluate("document.querySelectorAll('.marks button').forEach((button, n) => n < 9 && button.click())")
    page.add_style_tag(content=".live tbody { content-visibility: visible }")
    found = axe.Axe().run(page).response["violations"]
    grave = [problem for problem in found if problem["impact"] in {"serious", "critical"}]
    assert [(problem["id"], problem["nodes"][0]["html"]) for problem in grave] == []


def test_it_is_readable_without_javascript(visit: Visit) -> None:
    page = visit("decided", java_script_enabled=False).page
    assert page.locator(".evidence").first.is_visible()
    assert page.locator("#tools").is_hidden()
    assert page.get_by_text("accepted: ").first.is_visible()


def test_print_has_the_evidence_and_no_controls(visit: Visit) -> None:
    page = visit("decided").page
    page.emulate_media(media="print")
    assert page.locator(".evidence").first.is_visible()
    controls = page.locator(".tools, .top, [aria-pressed=false], .opener, .reasoning, dialog").all()
    assert [control.inner_text() for control in controls if control.is_visible()] == []
    assert page.locator(".marks [aria-pressed=true]").first.is_visible()


def test_hostile_text_runs_nothing_and_is_shown(visit: Visit) -> None:
    page = visit("hostile").page
    page.evaluate("document.getElementById('unfold').click()")
    assert "{{ 7*191 }}{% raw %}{# no #}" in str(page.locator("#finding-table").text_content())
    assert page.locator("main img, main script, main [onclick], [href^=javascript]").count() == 0
    page.locator("#search").fill("<script>alert(1)</script>")
    assert page.locator(".finding:visible").count() > 0


def test_a_code_leads_to_the_documentation_of_its_check_and_back_to_its_findings(visit: Visit) -> None:
    found = visit("decided")
    page = found.page
    page.locator('.finding[data-code="DUP001"] a.code').first.click()
    assert page.locator("#DUP001 .doc").is_visible()
    page.locator("#DUP001 [data-show]").click()
    assert {each["code"] for each in found.shown()} == {"DUP001"}
