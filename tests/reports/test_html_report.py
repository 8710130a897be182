import base64
import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sample_duplicates import difference, match
from sample_parts import HOSTILE, SOURCE, places, quoted, result
from sample_triage import REASON, accepted_finding

from dataaudit.model import Finding, Location, Outcome, Pillar, Severity
from dataaudit.report import Counts, Report
from dataaudit.reports import html_report
from dataaudit.reports.documentation import sections
from dataaudit.reports.html_report import MOST_BYTES, render
from dataaudit.triage.identity import fingerprint

FIXTURES = ["no_go", "go", "undecided", "hostile", "large"]
VOID = {"meta", "link", "input", "circle", "rect"}
SOURCES = {"src", "href", "action", "formaction", "srcset", "data", "poster", "background", "xlink:href"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Page(HTMLParser):
    """The elements of a page with their attributes, its text, and whatever is not closed as it was opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.unbalanced: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.unbalanced += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in {"script", "style"}:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


@pytest.fixture(params=FIXTURES)
def page(request: pytest.FixtureRequest) -> Page:
    return Page(render(request.getfixturevalue(request.param)))


def test_elements_are_closed_as_they_are_opened(page: Page) -> None:
    assert page.unbalanced == []


def test_nothing_is_loaded(page: Page) -> None:
    targets = [value or "" for _, attributes in page.elements for name, value in attributes.items() if name in SOURCES]
    assert [target for target in targets if not target.startswith(("#", "data:,"))] == []
    assert {tag for tag, _ in page.elements} & {"img", "iframe", "object", "embed", "base"} == set()


def test_no_handler_stands_in_an_attribute(page: Page) -> None:
    assert [name for _, attributes in page.elements for name in attributes if name.startswith("on")] == []
    assert [attributes for _, attributes in page.elements if "style" in attributes] == []


def test_ids_are_unique_and_links_lead_somewhere(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    links = {attributes["href"] for tag, attributes in page.elements if tag == "a"}
    assert len(ids) == len(set(ids))
    assert {f"#{name}" for name in ids} >= links


def test_a_reader_with_a_screen_reader_finds_the_way(page: Page) -> None:
    elements = [(tag, attributes) for tag, attributes in page.elements]
    assert ("html", {"lang": "en"}) in elements
    assert [tag for tag, _ in elements].count("h1") == 1
    fields = {attributes["id"] for tag, attributes in elements if tag in {"input", "select"}}
    assert fields == {attributes["for"] for tag, attributes in elements if tag == "label"}


def test_only_our_script_may_run(no_go: Report) -> None:
    text = render(no_go)
    scripts = re.findall("<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert len(scripts) == 1
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:" in text


def test_the_first_screen_says_it_all(no_go: Report) -> None:
    text = Page(render(no_go)).text
    assert "NO-GO 43 of 100 Not ready to fine-tune on data/tickets.jsonl" in text
    assert "COV001 uncovered inputs: 23.6 % [20.4–27 %], at most 20 % allowed" in text
    assert "rows 1,240 readable 1,239 clean 914 effective 880" in text
    assert "exact duplicate DUP001 −112" in text
    assert "Worth training? PROMPT-FIRST." in text


def test_every_finding_is_there_with_its_evidence(no_go: Report) -> None:
    text = Page(render(no_go)).text
    assert all(finding.message in text for finding in no_go.findings)
    assert all(finding.suggestion in text for finding in no_go.findings)
    assert "line 12 keep input I still have not received my new card" in text
    assert "already accepted data/train.jsonl:44" in text
    assert "in the held-out data data/eval.jsonl:9" in text
    assert "nearest neighbours what exchange rate do you use → exchange_rate" in text
    assert "violations text: expected a string, found null intent: is missing" in text


def test_of_copies_it_says_how_alike_they_are_and_what_differs(no_go: Report) -> None:
    text = Page(render(no_go)).text
    assert (
        "compared with line 31 : only there only here "
        "line 613 : input 91.2 % alike, output the same input my replaced by the added: still "
        "line 614 : input the same, output 85.3 % alike output three replaced by 3 the replaced by your"
    ) in text
    assert "compared with data/train.jsonl:7 : only there only here line 802 : input 81 % alike" in text
    assert "compared with data/eval.jsonl:9" in text


def test_what_differs_is_marked_as_left_out_or_added(no_go: Report) -> None:
    text = render(no_go)
    assert '<del dir="auto">my</del><span class="hidden-text"> replaced by </span> <ins dir="auto">the</ins>' in text
    assert '<span class="hidden-text">added: </span><ins dir="auto">still</ins>' in text


def test_what_differs_is_marked_in_the_quoted_rows(no_go: Report) -> None:
    text = render(no_go)
    assert ">why is <mark>my</mark> transfer pending in the app<" in text
    assert ">why is <mark>the</mark> transfer <mark>still</mark> pending in the app<" in text
    assert "up to <mark>three</mark> days. You can follow <mark>the</mark> transfer in the app, in the list" in text
    assert ">Can I use Apple Pay <mark>to top</mark> up?<" in text


def test_of_many_differences_some_are_listed(no_go: Report) -> None:
    differs = [difference("output", f"old{n}", f"new{n}") for n in range(30)]
    finding = Finding("DUP003", "", places(3), evidence={"matches": [match(3, 0.9, *differs)]})
    text = Page(render(replace(no_go, results=(result("DUP003", "near-duplicate", Outcome.FAIL, [finding]),)))).text
    assert (
        "compared with the other : only there only here line 4 : input 90 % alike output old0 replaced by new0" in text
    )
    assert "old11 replaced by new11 and more" in text


@pytest.mark.parametrize("matches", [None, 7, "text", {}, [None, 7, "text", [], {}], [{"row": [3], "differs": 5}]])
def test_odd_or_missing_pairs_do_no_harm(no_go: Report, matches: object) -> None:
    finding = Finding("DUP003", "m", places(3), evidence={"matches": matches, "rows": [quoted(3, "hello", "a")]})
    text = render(replace(no_go, results=(result("DUP003", "near-duplicate", Outcome.FAIL, [finding]),)))
    assert "compared with" not in text
    assert "hello" in text


def test_findings_of_each_severity_are_counted_apart(no_go: Report) -> None:
    severities = [finding.severity for finding in no_go.findings]
    counts = (severities.count(Severity.ERROR), severities.count(Severity.WARNING), severities.count(Severity.INFO))
    assert f"Findings {len(severities)} %d errors %d warnings %d info" % counts in Page(render(no_go)).text


def test_each_pillar_says_what_it_asks(no_go: Report) -> None:
    text = Page(render(no_go)).text
    assert "duplicates fail 42 redundant rows: 11.9 % Does every example teach something new" in text
    assert set(html_report.QUESTIONS) == set(Pillar)


def test_the_code_of_a_finding_leads_to_the_documentation_of_its_check(no_go: Report) -> None:
    page = Page(render(no_go))
    assert ("details", {"id": "LAB001"}) in page.elements
    assert {"class": "code tone-none", "href": "#LAB001"} in [own for tag, own in page.elements if tag == "a"]
    assert sections("LAB001")[0].paragraphs[0].replace("`", "") in page.text


def test_a_finding_carries_what_a_decision_needs(no_go: Report) -> None:
    finding = Finding("DUP001", "m", places(4, 7, 9), evidence={"keys": ["aa", "bb", "aa"], "keep_row": 4})
    body = triaged(no_go, finding)
    expected = {"fingerprint": fingerprint(finding), "keys": "bb aa", "keep": "aa", "source": SOURCE, "line": "8"}
    assert {name: body.get(f"data-{name}") for name in expected} == expected
    assert "data-mark" not in body


def test_of_a_finding_about_no_row_nothing_can_be_decided(no_go: Report) -> None:
    body = triaged(no_go, Finding("SIZE001", "too few", (Location(SOURCE, None, None),)))
    assert {"data-fingerprint", "data-keys"} & body.keys() == set()


def test_an_accepted_finding_is_muted_and_has_its_reason(no_go: Report) -> None:
    finding = accepted_finding(Finding("LAB001", "m", places(4, 7), evidence={"keys": ["aa", "bb"]}))
    body = triaged(no_go, finding)
    assert body["class"] == "finding tone-none accepted"
    assert (body["data-mark"], body["data-reason"], body["data-keys"]) == ("keep", REASON, "aa bb")
    assert f"accepted: {REASON}" in Page(render(with_finding(no_go, finding))).text


def test_what_was_decided_is_listed_before_anything_else(large: Report) -> None:
    decided = {"decision": "fix", "reason": ""}
    findings = [
        replace(finding, evidence={**finding.evidence, "keys": ["aa"], "decision": decided} if n > 2990 else {})
        for n, finding in enumerate(large.results[1].findings[:3000])
    ]
    page = Page(render(replace(large, results=(replace(large.results[1], findings=tuple(findings)),))))
    bodies = [own for tag, own in page.elements if tag == "tbody" and "data-code" in own]
    assert len(bodies) == 2000
    assert sum(own.get("data-mark") == "fix" for own in bodies) == 9


def with_finding(report: Report, finding: Finding) -> Report:
    return replace(report, results=(result(finding.code, "a-check", Outcome.FAIL, [finding]),))


def triaged(report: Report, finding: Finding) -> dict[str, str | None]:
    """The attributes of the only finding of a page."""
    page = Page(render(with_finding(report, finding)))
    return next(own for tag, own in page.elements if tag == "tbody" and "data-code" in own)


def test_the_encoder_that_judged_is_named(no_go: Report) -> None:
    assert "Encoder minilm, 384 dimensions, sha256 53aa5117" in Page(render(no_go)).text


def test_gaps_path_checks_and_settings_are_there(no_go: Report) -> None:
    text = Page(render(no_go)).text
    assert "card swallowed by ATM nearest: lost_or_stolen_card 8.5 % [6–12 %]" in text
    assert "Decide on one label for 29 rows with the same input LAB001 lines 102, 141–142, 641, 978" in text
    assert "redundant rows: 9 % (11.9 % over DUP001, DUP002, DUP003; at most 10 % allowed)" in text
    assert "batch-drift crashed ZeroDivisionError: division by zero (batch_drift.py:48)" in text
    assert "Fingerprint 9c1185a5c5e9fc54612808977ee8f548" in text
    assert "similarity = 0.8" in text


def test_a_go_shows_what_it_did_not_judge(go: Report) -> None:
    text = Page(render(go)).text
    assert "GO 89 of 100 Ready to fine-tune on support.jsonl" in text
    assert "Nothing that was judged is beyond its limits. 2 checks could not judge" in text
    assert "COV001 COV003 no sample of real inputs was given (--reference)" in text


def test_undecided_has_no_score(undecided: Report) -> None:
    text = Page(render(undecided)).text
    assert "UNDECIDED Not enough could be judged of support.jsonl" in text
    assert "of 100" not in text


def test_the_text_of_the_data_is_text(hostile: Report) -> None:
    text = render(hostile)
    assert text.count("<script") == 1
    assert "<img" not in text
    assert "1337" not in text
    assert "\x1b" not in text
    assert re.search("[\x00\u2028\u202a-\u202e\u2066-\u2069]", text) is None
    assert r"\x1b[31mred\x1b]0;title\x07 [bold red]markup[/]" in Page(text).text
    assert "{{ 7*191 }}{% raw %}{# no #}" in Page(text).text


def test_hostile_text_adds_no_element(hostile: Report) -> None:
    text = json.dumps(hostile.to_dict()).replace(json.dumps(HOSTILE)[1:-1], "harmless")
    harmless = Report.from_dict(json.loads(text))
    assert Page(render(hostile)).elements == Page(render(harmless)).elements


def test_a_large_report_lists_some_of_every_code_and_says_so(large: Report) -> None:
    text = render(large)
    assert text.count('<tbody class="finding') == 2000
    assert text.count('data-code="LAB001"') == 3
    assert "This page lists 2,000 of 5,003 findings" in text
    assert "Left out: 3,003 LAB002." in text
    assert "--report report.json" in text


def test_long_texts_do_not_make_it_huge(large: Report) -> None:
    words = "<&>" * 200
    findings = [
        Finding("LAB001", words, places(n), evidence={"rows": [quoted(n, words, words, words)]}) for n in range(3000)
    ]
    text = render(replace(large, results=(result("LAB001", "conflicting-labels", Outcome.FAIL, findings),)))
    assert len(text.encode()) <= MOST_BYTES
    assert re.search(r"This page lists \d+ of 3,000 findings", text)


def test_the_steps_to_clean_rows_add_up(no_go: Report) -> None:
    counts = Counts(rows=100, readable=90, clean=50, effective=50, reviewed=None, removed={"FMT001": 10})
    text = Page(render(replace(no_go, counts=counts))).text
    assert "rows in the data 100 unreadable row FMT001 −10 other reasons −40 clean examples 50" in text


def test_data_without_rows_can_be_shown(go: Report) -> None:
    empty = replace(go, counts=Counts(0, 0, 0, 0, None), results=(), pillars=())
    assert "rows in the data 0 clean examples 0" in Page(render(empty)).text


def test_data_in_memory_gets_python_instead_of_commands(go: Report) -> None:
    frame = {"path": "<DataFrame>", "sha256": "", "bytes": 0, "rows": 2400}
    text = Page(render(replace(go, dataset={**go.dataset, "sources": [frame]}))).text
    assert 'report.save("report.json")' in text
    assert "dataaudit audit" not in text


def test_the_template_trusts_nothing() -> None:
    folder = Path(html_report.__file__).parent
    template = (folder / "report.html.jinja").read_text(encoding="utf-8")
    assert re.search(r"\|\s*safe|autoescape", template) is None


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to open the page with")
@pytest.mark.parametrize("name", ["no_go", "hostile", "large"])
def test_a_browser_opens_it(request: pytest.FixtureRequest, tmp_path: Path, name: str) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(request.getfixturevalue(name)), encoding="utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    ]
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [
        str(CHROMIUM),
        *options,
        profile,
        "--enable-logging=stderr",
        "--dump-dom",
        f"{path.as_uri()}#LAB001",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    dom = Page(done.stdout)
    tools = next(attributes for tag, attributes in dom.elements if attributes.get("id") == "tools")
    target = next(attributes for _, attributes in dom.elements if attributes.get("id") == "LAB001")
    assert "hidden" not in tools
    assert "open" in target
    assert "CONSOLE" not in done.stderr
