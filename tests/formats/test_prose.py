import pytest

from dataaudit.formats.prose import looks_like_code, without_code


@pytest.mark.parametrize(
    "text",
    ["a ```x``` b", "a\n```py\nx\n```\nb", "a `x` b", "a\n\n    x\nb", "a <code>x</code> b", "a\n>>> x\nb", "a ```x"],
)
def test_code_is_taken_out(text: str) -> None:
    assert "x" not in without_code(text)
    assert "a" in without_code(text)


@pytest.mark.parametrize(
    "text", ["int i = 0;", "def f(x):", "print('hi')", "x => y", "<p>hi", "{% if x %}", "use ${x}", "import os"]
)
def test_statements_and_tags_look_like_code(text: str) -> None:
    assert looks_like_code(text)


@pytest.mark.parametrize("text", ["A sentence.", "5 < 6 and 7 > 2", "He imports wine from France.", "{{name}} is here"])
def test_prose_does_not(text: str) -> None:
    assert not looks_like_code(text)
