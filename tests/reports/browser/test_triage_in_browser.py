"""Decisions about findings: by keyboard, by mouse, exported, kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browsing import Opened, decided_report
from sample_audits import sample_audit
from sample_triage import REASON

from dataaudit.model import Finding
from dataaudit.triage.identity import fingerprint

Visit = Callable[..., Opened]
#: Those of one check, whose findings are all about rows.
CHECK = "FMT002"
FOUND = [finding for finding in decided_report().findings if finding.code == CHECK]


@pytest.fixture
def triage(visit: Visit) -> Opened:
    """The report with the findings of CHECK shown and the first of them chosen."""
    found = visit("decided")
    found.page.locator("#check").select_option(CHECK)
    found.page.locator("#check").blur()
    found.press("n")
    return found


def line_of(finding: Finding, decision: str, reason: str | None = None) -> dict[str, object]:
    kept = finding.evidence.get("keep_row")
    rows = list(zip(finding.locations, finding.evidence["keys"], strict=True))
    return {
        "fingerprint": fingerprint(finding),
        "code": finding.code,
        "decision": decision,
        "reason": reason,
        "keys": list(dict.fromkeys(key for place, key in rows if kept is None or place.row != kept)),
        "keep": next((key for place, key in rows if kept is not None and place.row == kept), None),
        "source": finding.locations[0].source,
        "line": next(place.line for place, _ in rows if kept is None or place.row != kept),
    }


def accepted_lines() -> list[dict[str, object]]:
    return [line_of(finding, "keep", REASON) for finding in decided_report().findings if finding.accepted]


def test_keys_go_from_finding_to_finding(triage: Opened) -> None:
    assert f":{FOUND[0].locations[0].line}" in triage.focused()
    triage.press("ArrowDown")
    assert f":{FOUND[1].locations[0].line}" in triage.focused()
    triage.press("n", "ArrowUp", "p")
    assert f":{FOUND[0].locations[0].line}" in triage.focused()


def test_enter_opens_and_closes(triage: Opened) -> None:
    evidence = triage.page.locator(".current .evidence")
    triage.press("Enter")
    assert evidence.is_visible()
    triage.press("Enter")
    assert evidence.is_hidden()


def test_each_decision_is_exported_as_a_line(triage: Opened) -> None:
    triage.press("f", "n", "k")
    triage.page.keyboard.type("reads fine <b>")
    triage.press("Enter", "n", "d")
    expected = [line_of(FOUND[0], "fix"), line_of(FOUND[1], "keep", "reads fine <b>"), line_of(FOUND[2], "drop")]
    exported = triage.exported()
    assert [line for line in exported if line["code"] == CHECK] == expected
    assert [line for line in exported if line["code"] != CHECK] == accepted_lines()


def test_of_a_group_the_rows_to_act_on_and_the_one_to_keep_are_exported(visit: Visit) -> None:
    group = next(finding for finding in decided_report().findings if finding.code == "DUP001")
    found = visit("decided")
    found.page.locator("#check").select_option("DUP001")
    found.page.locator(".finding:visible [data-mark=drop]").first.click()
    assert [line for line in found.exported() if line["code"] == "DUP001"] == [line_of(group, "drop")]


def test_progress_is_told(triage: Opened) -> None:
    total = sum("keys" in finding.evidence for finding in decided_report().findings)
    kept = len(accepted_lines())
    progress = triage.page.locator("#progress")
    assert progress.inner_text() == f"{kept} of {total} triaged: 0 fix, {kept} keep, 0 drop"
    triage.press("d")
    told = f"{kept + 1} of {total} triaged: 0 fix, {kept} keep, 1 drop"
    assert progress.inner_text() == f"{told} · not exported yet"
    assert triage.page.locator("#announced").inner_text() == f"Marked drop. {told}"
    triage.exported()
    assert progress.inner_text() == told


def test_keep_asks_for_a_reason_and_can_be_called_off(triage: Opened) -> None:
    triage.press("k", "Enter")
    assert triage.page.locator("#reason").is_visible()
    triage.press("Space", "Enter", "Escape")
    assert triage.page.locator("#reason").is_hidden()
    assert f":{FOUND[0].locations[0].line}" in triage.focused()
    assert triage.exported() == accepted_lines()


def test_a_decision_can_be_undone(triage: Opened) -> None:
    triage.press("f", "u")
    assert triage.exported() == accepted_lines()


def test_decisions_of_the_audit_can_be_undone_for_good(visit: Visit) -> None:
    found = visit("decided")
    found.page.locator("#decision").select_option("keep")
    found.page.locator(".finding:visible [aria-pressed=true]").first.click()
    found.page.reload()
    assert found.exported() == accepted_lines()[1:]


def test_a_reload_keeps_what_was_decided(triage: Opened) -> None:
    triage.press("d")
    triage.page.reload()
    assert "not exported yet" in triage.page.locator("#progress").inner_text()
    assert line_of(FOUND[0], "drop") in triage.exported()


@pytest.mark.parametrize("key", ["Control+d", "Alt+d", "Meta+f"])
def test_a_key_with_a_modifier_decides_nothing(triage: Opened, key: str) -> None:
    triage.press(key)
    assert triage.exported() == accepted_lines()


def test_keys_typed_into_a_field_decide_nothing(triage: Opened) -> None:
    triage.press("/", "f", "d", "k")
    assert triage.page.locator("#search").input_value() == "fdk"
    assert "not exported" not in triage.page.locator("#progress").inner_text()


def test_about_no_row_nothing_can_be_decided(visit: Visit) -> None:
    finding = next(finding for finding in sample_audit("sample no-go").findings if "keys" not in finding.evidence)
    found = visit("decided")
    found.page.locator("#check").select_option(finding.code)
    found.page.locator("#check").blur()
    found.press("n", "d")
    assert found.page.locator("#announced").inner_text() == "This finding is about no row: nothing can be decided."


def test_help_lists_the_keys(triage: Opened) -> None:
    triage.press("?")
    assert triage.page.get_by_role("dialog").is_visible()
    triage.press("d", "Escape")
    assert triage.page.get_by_role("dialog").is_hidden()
    assert triage.exported() == accepted_lines()


def test_where_nothing_can_be_stored_it_is_said(visit: Visit) -> None:
    found = visit("decided")
    found.page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    found.press("n")
    found.page.locator(".marks button").first.click()
    assert "lost when this page closes" in found.page.locator("#progress").inner_text()
