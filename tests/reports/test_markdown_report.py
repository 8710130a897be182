from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from sample_parts import places, result
from sample_triage import REASON, with_accepted, with_changes

from dataaudit.model import Finding, Outcome, Pillar, PillarScore, Reason
from dataaudit.report import Report
from dataaudit.reports import markdown
from dataaudit.reports.markdown import render

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def html_of(report: Report) -> str:
    return PARSER.render(render(report))


def part(report: Report, title: str) -> list[str]:
    """The lines of a section, or of a pillar."""
    lines = render(report).splitlines()
    start = next(
        at for at, line in enumerate(lines) if line.startswith((f"### {title}", f"<details><summary><b>{title}"))
    )
    ends = (at for at, line in enumerate(lines) if at > start and line.startswith(("###", "<details>", "<sub>")))
    return [line for line in lines[start + 1 : next(ends)] if line]


@pytest.mark.parametrize(
    ("name", "heading"), [("no_go", "## ❌ NO-GO"), ("go", "## ✅ GO"), ("undecided", "## ⚠️ UNDECIDED")]
)
def test_the_verdict_is_the_heading(request: pytest.FixtureRequest, name: str, heading: str) -> None:
    assert render(request.getfixturevalue(name)).splitlines()[0] == heading


def test_the_first_lines_say_it_all(no_go: Report) -> None:
    lines = render(no_go).splitlines()
    assert lines[2] == "**Not ready to fine-tune on** `data/tickets.jsonl` · score 43 of 100"
    assert lines[4] == "Worth training? **PROMPT-FIRST**"
    assert lines[5] == "- **SIZE001** under 1,000 clean examples a prompt is often enough"
    assert lines[7:10] == [
        "| rows | readable | clean | effective |",
        "| --: | --: | --: | --: |",
        "| 1,240 | 1,239 | 914 | 880 |",
    ]


def test_what_blocks_comes_before_what_warns(no_go: Report) -> None:
    codes = [line.split("**")[1] for line in part(no_go, "Why")]
    assert codes == ["COV001", "DUP001", "FMT001", "LAB001", "PRV001", "SIZE001"]


def test_the_path_to_go_is_a_task_list(no_go: Report) -> None:
    lines = part(no_go, "Path to GO")
    assert lines[1] == "- [ ] **DUP001** Remove 148 redundant rows"
    assert len(lines) == 5


def test_gaps_are_a_table(no_go: Report) -> None:
    lines = part(no_go, "Gaps")
    assert lines[2:] == [
        "| card swallowed by ATM | 8.5 % [6–12 %] | 2 | 40 |",
        "| closing the account | 3.1 % [1.8–5.2 %] | 0 | 25 |",
    ]


def test_what_crashed_is_told_from_what_was_not_judged(no_go: Report) -> None:
    lines = part(no_go, "Not judged")
    crash = "- **FMT005** batch-drift: crashed: `ZeroDivisionError: division by zero (batch_drift.py:48)`"
    assert lines[0] == crash
    assert "- **COV005** uncovered-baseline-failure: " in lines[1]


def test_each_pillar_folds_out(no_go: Report) -> None:
    text = render(no_go)
    assert text.count("<details>") == text.count("</details>") == len(no_go.pillars)
    assert "<details><summary><b>format</b> · crashed</summary>" in text
    assert html_of(no_go).count("<table>") == 2 + len(no_go.pillars)


def test_a_pillar_has_its_checks_and_worst_findings(no_go: Report) -> None:
    lines = part(no_go, "duplicates")
    measured = "redundant rows 9 % (at most 10 % allowed)"
    assert f"| **DUP001** | exact-duplicate | fail | {measured} | 4 |" in lines
    assert "- **DUP001** `data/tickets.jsonl:205` 3 rows repeat the first of these exactly " in "\n".join(lines)


def test_a_finding_about_the_whole_data_has_no_place(no_go: Report) -> None:
    assert "- **SIZE002** `card_swallowed has 5 clean examples, at least 8 needed`" in part(no_go, "size")


def test_what_was_accepted_stands_last_with_its_reason(no_go: Report) -> None:
    lines = part(with_accepted(no_go, "LAB001"), "labels")
    assert lines[-2].endswith("· accepted: `both labels `&#124;` are <b>right</b>`")
    assert REASON in html_of(with_accepted(no_go, "LAB001")).replace("</code>|<code>", "|").replace(
        "&lt;", "<"
    ).replace("&gt;", ">")


def test_many_findings_are_counted(large: Report) -> None:
    assert part(large, "labels")[-2] == "- and 4,995 more findings"


def test_sections_that_find_no_room_are_named(no_go: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "LONGEST", 4_000)
    text = render(no_go)
    assert len(text) <= 4_000
    assert text.count("<details>") == text.count("</details>")
    assert "Left out to stay below 4,000 characters: " in text
    assert "<sub>by dataaudit " in text.splitlines()[-1]


def test_even_the_longest_report_fits(no_go: Report) -> None:
    longest = "`|" * 5000
    reasons = tuple(Reason(f"A{n}", longest) for n in range(50))
    findings = [Finding("LAB001", longest, places(n)) for n in range(50)]
    results = (result("LAB001", longest, Outcome.FAIL, findings),)
    pillars = tuple(PillarScore(pillar, 0, Outcome.FAIL, longest) for pillar in Pillar)
    verdict = replace(no_go.verdict, reasons=reasons)
    assert len(render(replace(no_go, verdict=verdict, results=results, pillars=pillars))) <= 60_000


def test_the_end_says_what_was_audited_by_what(no_go: Report) -> None:
    last = render(no_go).splitlines()[-1]
    assert last.startswith("<sub>by dataaudit 0.1.0 · data `9c1185a5c5e9fc54612808977ee8f548` · ")


def test_of_a_comparison_it_says_what_got_worse_before_the_path_to_go(no_go: Report) -> None:
    text = render(with_changes(no_go, "DUP001"))
    assert "⚠️ Something got worse: 2 new findings, 0 gone." in part(with_changes(no_go, "DUP001"), "Since the previous")
    assert text.index("### Why") < text.index("### Since the previous report") < text.index("### Path to GO")
    assert "Since the previous report" not in render(no_go)


def test_nothing_is_said_where_there_is_nothing_to_say(go: Report) -> None:
    text = render(go)
    assert "### Why" not in text
    assert "### Path to GO" not in text
    assert "### Gaps" not in text
