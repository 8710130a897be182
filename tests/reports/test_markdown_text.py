import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dataaudit.reports.markdown_text import inert, inert_excerpt
from dataaudit.wording import visible

PIECES = [
    *"`|\\<>&;#@*_~[]()!:.-/ \n\t$%\"'=+^{}1a",
    "``",
    "www.a.org",
    "http://a.b",
    "a@b.org",
    "&#64;",
    "GH-1",
    "</td>",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(), max_size=30).map("".join)
EVERY_TEXT = settings(max_examples=200, deadline=None, derandomize=True)
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def pieces(line: str) -> list[Token]:
    return [child for token in PARSER.parse(line) for child in token.children or ()]


def github_html(line: str) -> str:
    """What GitHub's own parser makes of it."""
    cmark = pytest.importorskip("cmarkgfm")
    options = pytest.importorskip("cmarkgfm.cmark").Options
    return str(cmark.github_flavored_markdown_to_html(line, options=options.CMARK_OPT_UNSAFE))


def shown(html: str) -> str:
    return unescape(re.sub(r"</?(?:code|p|td)>", "", html)).strip("\n")


@EVERY_TEXT
@given(TEXTS)
def test_any_text_shows_as_itself(text: str) -> None:
    tokens = pieces(f"- x {inert(text)} y")
    assert {token.type for token in tokens} <= {"text", "code_inline", "text_special"}
    assert "".join(token.content for token in tokens) == f"x {visible(text)} y"


@EVERY_TEXT
@given(TEXTS)
def test_any_text_stays_in_its_cell(text: str) -> None:
    tokens = pieces(f"| a | b |\n| - | - |\n| x {inert(text)} y | last |")
    assert "".join(token.content for token in tokens) == f"abx {visible(text)} ylast"


@EVERY_TEXT
@given(TEXTS)
def test_github_finds_nothing_in_any_text(text: str) -> None:
    html = github_html(f"x {inert(text)} y")
    assert set(re.findall(r"<([^/\s>]+)", html)) <= {"p", "code"}
    assert shown(html) == f"x {visible(text)} y"


@EVERY_TEXT
@given(TEXTS)
def test_on_github_any_text_stays_in_its_cell(text: str) -> None:
    html = github_html(f"| a | b |\n| - | - |\n| x {inert(text)} y | last |")
    (cell,) = re.findall(r"<td>(.*)</td>\n<td>last</td>", html)
    assert set(re.findall(r"<([^/\s>]+)", cell)) <= {"code"}
    assert shown(cell) == f"x {visible(text)} y"


@pytest.mark.parametrize(
    "text",
    ["redundant rows: 2.3 %, at most 2 % allowed", "exact-duplicate", "2 rows (of 1,240) are “thin”", "größer"],
)
def test_prose_stays_prose(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize(
    "text",
    ["a@b.org", "@torvalds", "#1", "GH-1", "www.a.org", ":smile:", "a_b_c", "deadbeef", "$x$", "1  2", " a", "a/b#1"],
)
def test_what_github_would_link_is_code(text: str) -> None:
    assert inert(text) == f"`{text}`"


def test_backticks_and_bars_stand_between_spans() -> None:
    assert inert("a`b||`c") == "`a`&#96;`b`&#124;&#124;&#96;`c`"


def test_brackets_of_prose_are_no_link() -> None:
    assert inert("8.5 % [6–12 %]") == "8.5 % &#91;6–12 %&#93;"


def test_a_long_text_is_cut_before_it_is_written() -> None:
    assert inert_excerpt("word " * 20, 9) == "word wor…"


def test_of_nothing_nothing_is_shown() -> None:
    assert inert("") == ""
