import pytest

from dataaudit.formats.system_prompts import is_copy_of, template_of

PROMPT = "You are a helpful assistant of the shop. Answer in one short sentence."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Be kind.\n\n Always.", "Be kind. Always."),
        ("Today is 3 May 2024.", "Today is 12 June 2025."),
        ("You talk to Ann Lee today.", "You talk to Bob today."),
    ],
)
def test_what_a_program_fills_in_makes_no_difference(one: str, other: str) -> None:
    assert template_of(one) == template_of(other)


@pytest.mark.parametrize("other", ["Be kind. always.", "Be kind! Always.", "Be nice. Always."])
def test_what_a_person_changes_does(other: str) -> None:
    assert template_of("Be kind. Always.") != template_of(other)


@pytest.mark.parametrize(
    "copy",
    [
        PROMPT,
        PROMPT.replace("helpful", "helpfull"),
        PROMPT.replace("You", "you"),
        PROMPT[:-1],
        PROMPT.replace("short ", ""),
        PROMPT.replace("shop. Answer", "shop, answer"),
    ],
)
def test_a_copy_with_slips_is_a_copy(copy: str) -> None:
    assert is_copy_of(copy, PROMPT)


@pytest.mark.parametrize(
    "other",
    [
        PROMPT.replace("sentence", "paragraph"),
        PROMPT.replace("helpful", "rude"),
        PROMPT + " Never speak of prices, and never of the weather.",
        "You are a pirate.",
    ],
)
def test_a_prompt_that_says_something_else_is_none(other: str) -> None:
    assert not is_copy_of(other, PROMPT)
