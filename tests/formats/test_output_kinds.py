"""What kind of thing an output is."""

import pytest

from dataaudit.formats.outputs import output_kind


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ('{"a": 1}', "JSON object"),
        ('\n [{"a": 1}] ', "JSON array"),
        ("<think>So.</think>\n{}", "JSON object"),
        ('```json\n{"a": 1}\n```', "fenced JSON"),
        ('```\n{"a": 1}\n```', "fenced JSON"),
        ("```python\nprint(1)\n```", "fenced code"),
        ("{'a': 1}", "broken JSON"),
        ('{"a": 1, "b": "cut o', "broken JSON"),
        ("<order><id>1</id></order>", "XML or HTML"),
        ('<?xml version="1.0"?>\n<a>x</a>', "XML or HTML"),
        ("<br/>", "XML or HTML"),
        ("SELECT a FROM b WHERE c = 1.5", "SQL"),
        ("with t as (select 1) select * from t", "SQL"),
        ('[{"name": "f", "arguments": {}}]', "tool call"),
        ('{"function": {"name": "f"}}', "tool call"),
    ],
)
def test_what_a_parser_reads_has_a_kind(output: str, kind: str) -> None:
    assert output_kind(output) == kind


@pytest.mark.parametrize(
    "output",
    [
        "Hello.",
        "- a list\n- of things",
        "# A heading\n\n| a | table |",
        "[1] Smith et al. say so.",
        "[a link](https://example.org)",
        "{{name}} is my name.",
        "Here is the code:\n```python\nprint(1)\n```",
        "```a```, said in ```b```",
        "Select the best one from the list. Then buy it.",
        "<b>Mind</b> that this is text.",
        "42",
        "",
    ],
)
def test_everything_else_is_free_text(output: str) -> None:
    assert output_kind(output) == "free text"


@pytest.mark.parametrize(
    "text", ["<a" * 100_000, "{" * 100_000, "```\n" * 50_000, "select " * 50_000, "<think>" * 50_000]
)
def test_hostile_text_takes_no_time(text: str) -> None:
    assert output_kind(text) == "free text"
