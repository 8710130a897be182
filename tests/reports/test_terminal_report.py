import io
import json
import re
import shlex
from dataclasses import replace

import pytest
from rich.console import Console
from sample_parts import places
from sample_triage import with_accepted

from dataaudit.model import CheckResult, Finding, Location, Severity
from dataaudit.report import Report
from dataaudit.reports.terminal import print_report, render

_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
FIXTURES = ["no_go", "go", "undecided", "hostile", "large"]


def with_findings(result: CheckResult, *findings: Finding) -> CheckResult:
    return replace(result, findings=findings, gaps=())


def lines_after(text: str, title: str) -> list[str]:
    """The lines of a section, without their indent."""
    return [line.strip() for line in text.split(f" {title}", 1)[1].split("\n\n")[0].splitlines()[1:]]


def test_the_head_names_the_data_and_the_verdict(no_go: Report) -> None:
    head = [line.strip() for line in render(no_go).splitlines()[:5]]
    assert head[0] == "data/tickets.jsonl · text-label · classification · encoder minilm"
    assert head[2] == "NO-GO   score 43  1,240 rows, 1,239 readable, 914 clean"
    assert head[3] == "COV001   uncovered inputs: 23.6 % [20.4–27 %], at most 20 % allowed"


def test_only_what_blocks_is_a_reason_for_a_no_go(no_go: Report) -> None:
    assert "rows with secrets: 1, none allowed" in render(no_go)
    assert "at least 1,000 needed" not in render(no_go)


def test_each_pillar_has_a_line(no_go: Report) -> None:
    text = render(no_go)
    assert re.search(r"labels +████░░░░░░ +38  fail +conflicting rows: 2.3 %\n", text)
    assert re.search(r"format +–  crashed +unreadable rows: 1\n", text)


def test_findings_are_spread_over_the_codes_with_their_text(no_go: Report) -> None:
    found = lines_after(render(no_go), "Worst findings")
    assert (
        found[0]
        == "data/tickets.jsonl:205  DUP001  3 rows repeat the first of these exactly [also lines 206, 891; keep"
    )
    assert found[2] == "“I still have not received my new card, I ordered over a week ag…” → card_arrival"
    codes = [line.split()[1] for line in found if line.startswith("data/")]
    assert codes == ["DUP001", "DUP003", "FMT001", "FMT002", "LAB001", "PRV001", "SIZE002"]
    assert found[-1] == "and 11 more findings: --output concise, or --report report.html"


def test_of_a_near_copy_it_says_what_differs(no_go: Report) -> None:
    found = lines_after(render(no_go), "Worst findings")
    assert found[5] == "“why is the transfer still pending in the app” → Transfers take up to three days. You ca…"
    assert found[6] == "input 91.2 % alike, output the same: [-my-]{+the+} {+still+}"


def test_a_near_copy_of_an_older_report_has_no_such_line(no_go: Report) -> None:
    text = json.dumps(no_go.to_dict()).replace('"matches"', '"older"')
    assert "alike" not in render(Report.from_dict(json.loads(text)))


@pytest.mark.parametrize(("name", "shown"), [("minilm-bf16", "encoder minilm"), ("static", "encoder static")])
def test_the_head_names_the_encoder_the_same_on_all_machines(go: Report, name: str, shown: str) -> None:
    settings = {**go.settings, "encoder": {"name": name, "dimension": 384, "sha256": None}}
    assert render(replace(go, settings=settings)).splitlines()[0].endswith(f"generation · {shown}")


def test_without_an_encoder_none_is_named(go: Report) -> None:
    head = render(replace(go, settings={**go.settings, "encoder": None})).splitlines()[0]
    assert head == " support.jsonl · openai-chat · generation"


def test_a_conflict_shows_all_its_answers(no_go: Report) -> None:
    assert "“My card has not arrived yet.” → card_arrival | card_delivery_estimate\n" in render(no_go)


def test_gaps_path_and_open_ends(no_go: Report) -> None:
    text = render(no_go)
    assert re.search(r"card swallowed by ATM +8.5 % \[6–12 %\] +40 examples needed\n", text)
    assert re.search(r"\n 1\.  Remove 1 row with a secret, and revoke it +PRV001\n", text)
    assert re.search(r"FMT005 batch-drift +crashed: ZeroDivisionError", text)
    assert re.search(r"COV005 uncovered-baseline-failure +no results of a prompt baseline", text)


def test_the_commands_can_be_pasted(no_go: Report) -> None:
    text = render(no_go).split(" Next\n")[1].replace("  the whole report, to read and forward", "")
    assert shlex.split(text.splitlines()[0].rstrip("\\") + text.splitlines()[1]) == [
        *("dataaudit", "audit", "data/tickets.jsonl", "--against", "data/train.jsonl"),
        *("--reference", "data/live inputs.jsonl", "--eval", "data/eval.jsonl", "--report", "report.html"),
    ]
    assert "dataaudit explain COV001" in text


def test_a_go_is_short_and_says_what_was_not_judged(go: Report) -> None:
    text = render(go)
    assert len(text.splitlines()) < 30
    assert " GO   score 89" in text
    assert lines_after(text, "Warnings")[0] == "support.jsonl:514  PRV002  an e-mail address"
    assert lines_after(text, "Not judged") == ["COV001 COV003  no sample of real inputs was given (--reference)"]
    assert "dataaudit audit support.jsonl --reference FILE" in text


def test_undecided_says_why(undecided: Report) -> None:
    text = render(undecided)
    assert "UNDECIDED   no score" in text
    assert "something that the verdict needs could not be judged" in text
    assert "LAB001 conflicting-labels  crashed: KeyError: 'label'" in text


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("name", FIXTURES)
def test_it_fits_the_width(request: pytest.FixtureRequest, name: str, width: int) -> None:
    text = render(request.getfixturevalue(name), width=width)
    assert max(map(len, text.splitlines())) <= width


def test_a_bad_set_fits_about_a_screen(no_go: Report, large: Report) -> None:
    assert len(render(no_go).splitlines()) <= 65
    assert len(render(large).splitlines()) <= 65


@pytest.mark.parametrize("name", FIXTURES)
def test_no_control_character_of_the_data_gets_through(request: pytest.FixtureRequest, name: str) -> None:
    assert _UNSAFE.search(render(request.getfixturevalue(name))) is None


def test_markup_and_emoji_codes_of_the_data_stay_text(hostile: Report) -> None:
    text = render(hostile, color=True)
    assert "[bold red]markup[/]" in text
    assert ":smile:" in text
    assert "\x1b]8;" not in text


def test_no_color_is_honoured(no_go: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    file = io.StringIO()
    print_report(no_go, Console(file=file, width=100, force_terminal=True))
    assert re.findall(r"\x1b\[[\d;]*3[0-7]", file.getvalue()) == []
    assert "\x1b[" not in render(no_go)


def test_a_wide_terminal_gets_no_longer_lines(no_go: Report) -> None:
    file = io.StringIO()
    print_report(no_go, Console(file=file, width=200))
    assert max(len(line.rstrip()) for line in file.getvalue().splitlines()) <= 100


def test_a_terminal_without_unicode_gets_bars_of_ascii(no_go: Report) -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="replace")
    print_report(no_go, Console(file=file, width=100))
    file.seek(0)
    assert "####......   38  fail" in file.read()


def test_a_long_path_leaves_the_message_its_own_line(no_go: Report) -> None:
    path = "a/very/long/" * 8 + "x.jsonl"
    moved = tuple(
        replace(result, findings=tuple(replace(f, locations=(Location(path, 7, 6),)) for f in result.findings))
        for result in no_go.results
        if result.code == "LAB001"
    )
    text = render(replace(no_go, results=moved), width=80)
    assert "x.jsonl:7  LAB001\n   2 rows with the same input have 2 different labels" in text


def test_infos_are_left_to_the_other_reports(no_go: Report) -> None:
    info = Finding("FMT010", "the answer begins as others do", places(3), Severity.INFO)
    (line,) = lines_after(render(replace(no_go, results=(with_findings(no_go.results[0], info),))), "Findings")
    assert line == "1 finding, none of which blocks or warns: --output concise, or --report report.html"


def test_infos_about_no_row_take_no_line(no_go: Report) -> None:
    infos = [finding for finding in no_go.findings if finding.severity is Severity.INFO]
    text = render(replace(no_go, results=(with_findings(no_go.results[0], *infos),)))
    assert [finding.locations for finding in infos] == [(), ()]
    assert " finding" not in text.lower()


def test_the_same_fix_is_told_once(large: Report) -> None:
    def advised(result: CheckResult) -> CheckResult:
        return replace(result, findings=tuple(replace(f, suggestion="drop it") for f in result.findings))

    report = replace(large, results=tuple(map(advised, large.results)))
    assert render(report).count("fix: drop it") == 0
    without_path = replace(report, verdict=replace(large.verdict, path_to_go=()))
    assert render(without_path).count("fix: drop it") == 1


def test_what_was_accepted_is_counted_and_not_shown(no_go: Report) -> None:
    assert "AWS access key" in render(no_go)
    text = render(with_accepted(no_go, "PRV001"))
    assert "AWS access key" not in text
    assert "1 finding accepted by decision, not counted" in text
