"""Whatever a text says, it shows as text, in every format."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

import orjson
import pytest
from hostile_data import hostile_audit
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from sample_parts import HOSTILE, dataset, quoted, result, share
from sample_triage import accepted_finding

from dataaudit.model import (
    Action,
    Finding,
    Location,
    NotJudged,
    Outcome,
    Pillar,
    PillarScore,
    Reason,
    Recommendation,
    Verdict,
)
from dataaudit.registry import renderer
from dataaudit.report import Counts, Report
from dataaudit.reports import concise, github, html_report, json_report, junit, markdown, sarif, terminal, worklist
from dataaudit.reports.annotations import lone_reasons
from dataaudit.review.spreadsheet import cell_text, defused, restored
from dataaudit.wording import excerpt, visible

PIECES = [
    *"`|\\<>&;#@*_~[]()!:.-/ \n\r\t$%\"'=+^{}1a\x00\x1b\u202e\u2028\ud800",
    "<script>", "</script>", "</details>", "<!--", "-->", "]]>", "::error::", "##[group]", "##vso[x]", "{{", "{%",
    "www.a.org", "http://a.b", "a@b.org", "&#64;", "](javascript:x)", "[red]", "onclick='x'", "%0A", "\ufffe",
]  # fmt: skip
#: So many pieces that no format cuts the text, however much of it has to be written out.
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(), min_size=1, max_size=12).map("".join)
Test = Callable[[str], None]


def any_text(test: Test) -> Test:
    """The test with all tricks at once, and with many generated texts."""
    return settings(max_examples=60, deadline=None, derandomize=True)(given(TEXTS)(example(HOSTILE)(test)))


def report_of(text: str) -> Report:
    """A report in which everything that may come from data or a plug-in is this text."""
    place = Location(text, 4, 3, text, text)
    evidence = {"rows": [quoted(3, text, text, text)], "suggested_label": text, "keys": ["0" * 16], text: [text]}
    finding = Finding("LAB001", text, (place,), evidence=evidence, suggestion=text)
    accepted = accepted_finding(Finding("LAB001", text, (place,)), text)
    results = (
        result("LAB001", "conflicting-labels", Outcome.FAIL, [finding, accepted], share("conflict_rows", 0.5, 0.1)),
        result("FMT005", "batch-drift", Outcome.ERROR, reason=text),
    )
    return Report(
        version="0.1.0",
        created="2026-11-21T14:35:00Z",
        seconds=1.8,
        dataset=dataset(text, 5, columns={"input": text}),
        settings={"seed": 0, "encoder": None, "params": {}, "config_sha256": None},
        verdict=Verdict(
            "NO-GO",
            0,
            (Reason("LAB001", text),),
            (NotJudged("COV005", text), NotJudged("FMT005", text)),
            Recommendation("RAG-FIRST", (Reason("COV005", text),)),
            (Action("drop", "LAB001", 1, text, (3,)),),
        ),
        counts=Counts(5, 5, 4, 4, None, {"LAB001": 1}),
        pillars=(PillarScore(Pillar.LABELS, 0, Outcome.FAIL, text),),
        results=results,
    )


def is_plain(text: str) -> bool:
    """Whether nothing in it is hidden from the reader or obeyed by a terminal."""
    return visible(text, lines=True) == text


def commands(text: str) -> list[str]:
    """The lines that GitHub's runner, or Azure's, takes for commands."""
    return [line for line in re.split(r"\r\n|\r|\n", text) if re.search(r"^\s*::|##\w*\[", line)]


class Page(HTMLParser):
    """The elements of a page with the names of their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attributes)))
        self.links += [value or "" for name, value in attributes if name in ("href", "src", "action")]

    def count(self, tag: str) -> int:
        return sum(element[0] == tag for element in self.elements)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def cells(table: bytes) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))


def markdown_parts(page: str) -> tuple[set[str], set[str], str]:
    """The kinds of tokens in a page, its pieces of HTML, and its text."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(page)
    tokens += [child for token in tokens for child in token.children or ()]
    html = {part for token in tokens if token.type.startswith("html") for part in re.findall("<[^>]*>", token.content)}
    text = "".join(token.content for token in tokens if token.type in ("text", "text_special", "code_inline"))
    return {token.type for token in tokens}, html, text


@any_text
def test_a_terminal_gets_no_command(text: str) -> None:
    shown = terminal.render(report_of(text))
    assert is_plain(shown)
    assert commands(shown) == []
    colours = terminal.render(report_of(text), color=True)
    assert is_plain(re.sub("\x1b\\[[0-9;]*m", "", colours))


@any_text
def test_a_line_of_the_concise_report_is_a_line(text: str) -> None:
    shown = concise.render(report_of(text))
    assert shown.count("\n") == 1 + 1 + 2 + 1
    assert is_plain(shown)
    assert commands(shown) == []


@any_text
def test_the_workflow_gets_our_commands_only(text: str) -> None:
    shown = github.render(report_of(text))
    ours = re.compile(r"::error (file=[^,:]*,line=4,)?title=[^,:]*::.*")
    assert [bool(ours.fullmatch(line)) for line in shown.splitlines()] == [True, True, False]
    assert commands(shown) == shown.splitlines()[:2]
    assert is_plain(shown)


@any_text
def test_json_is_read_back_equal(text: str) -> None:
    report = report_of(text.replace("\ud800", ""))
    data = orjson.loads(json_report.render(report))
    json_report.validate(data)
    assert Report.from_dict(data) == report


@any_text
def test_html_has_no_other_element_than_with_harmless_text(text: str) -> None:
    page, harmless = (Page(html_report.render(report_of(one))) for one in (text, "harmless"))
    assert set(page.elements) <= set(harmless.elements)
    assert page.count("script") == harmless.count("script")
    assert [link for link in page.links if not link.startswith(("#", "data:,"))] == []
    assert visible(text, lines=True).strip() in "".join(page.texts)


@any_text
def test_markdown_makes_nothing_of_it(text: str) -> None:
    kinds, html, shown = markdown_parts(markdown.render(report_of(text)))
    harmless = markdown_parts(markdown.render(report_of("harmless")))
    assert kinds - {"code_inline", "text_special"} <= harmless[0]
    assert html == harmless[1]
    assert excerpt(text, markdown.LONGEST_TEXT) in shown


@any_text
def test_junit_holds_the_text(text: str) -> None:
    root = ElementTree.fromstring(junit.render(report_of(text)))
    shown = re.sub("[\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", visible(text))
    (failure,) = root.iterfind("testsuite[@name='labels']/testcase/failure")
    assert failure.get("message") == shown
    assert failure.text == f"{shown}:4: {shown}"


@any_text
def test_sarif_holds_the_text_and_no_link(text: str) -> None:
    (run,) = orjson.loads(sarif.render(report_of(text)))["runs"]
    shown = visible(text, lines=True)
    open_one, accepted = run["results"]
    assert open_one["message"]["text"] == visible(f"{text}. {text}", lines=True).replace("](", "] (")
    assert accepted["message"]["text"] == shown.replace("](", "] (")
    assert accepted["suppressions"][0]["justification"] == shown


@any_text
def test_the_worklist_holds_the_text_and_no_formula(text: str) -> None:
    (row,) = cells(worklist.render(report_of(text)))
    assert all(cell == defused(restored(cell)) for cell in row.values())
    assert [restored(row[name]) for name in ("source", "suggestion", "input", "label")] == [cell_text(text)] * 4
    assert restored(row["message"]) == f"LAB001 {cell_text(text)}"


def test_an_audit_of_hostile_data_finds_what_is_wrong_with_them() -> None:
    codes = {finding.code for finding in hostile_audit().findings}
    assert codes >= {"DUP001", "LAB001", "FMT001", "FMT007"}
    assert not [result.code for result in hostile_audit().results if result.outcome is Outcome.ERROR]


@pytest.mark.parametrize("module", ["terminal", "concise", "github"])
def test_of_hostile_data_no_log_holds_a_command(module: str) -> None:
    shown = str(renderer(module)(hostile_audit()))
    assert is_plain(shown)
    assert commands(shown) == (shown.splitlines()[:-2] if module == "github" else [])


def test_of_hostile_data_json_is_valid_and_read_back_equal() -> None:
    data = orjson.loads(json_report.render(hostile_audit()))
    json_report.validate(data)
    assert Report.from_dict(data) == hostile_audit()


def test_of_hostile_data_html_runs_nothing() -> None:
    page, harmless = Page(html_report.render(hostile_audit())), Page(html_report.render(report_of("harmless")))
    assert not any(page.count(tag) for tag in ("img", "iframe", "object", "embed", "base"))
    assert not any(name.startswith("on") for element in page.elements for name in element[1:])
    assert page.count("script") == harmless.count("script")
    assert [link for link in page.links if not link.startswith(("#", "data:,"))] == []
    assert "<script>alert(1)</script><img src=x onerror=alert(2)>" in "".join(page.texts)


def test_of_hostile_data_markdown_makes_nothing() -> None:
    page = markdown.render(hostile_audit())
    kinds, html, shown = markdown_parts(page)
    assert is_plain(page)
    assert not kinds & {"link_open", "image", "em_open", "s_open", "fence", "blockquote_open"}
    assert html == {"<details>", "<summary>", "<b>", "</b>", "</summary>", "</details>", "<sub>", "</sub>"}
    assert "<script>alert(1)</script><img src=x onerror=alert(2)>" in shown


def test_of_hostile_data_junit_and_sarif_are_read() -> None:
    root = ElementTree.fromstring(junit.render(hostile_audit()))
    assert "<script>alert(1)</script>" in "".join(root.itertext())
    (run,) = orjson.loads(sarif.render(hostile_audit()))["runs"]
    assert len(run["results"]) == len(hostile_audit().findings) + len(lone_reasons(hostile_audit()))


def test_of_hostile_data_no_cell_is_a_formula() -> None:
    rows = list(cells(worklist.render(hostile_audit())))
    assert all(cell == defused(restored(cell)) for row in rows for cell in row.values())
    assert any(row["label"].startswith("'=cmd|") for row in rows)
