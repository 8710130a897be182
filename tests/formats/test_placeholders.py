import pytest

from dataaudit.formats.placeholders import empty_answer, empty_prompt, is_address, is_used_as_text, placeholder


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Noinput", "explicit"),
        ("< No Input >.", "explicit"),
        ("\\<no_output\\>", "explicit"),
        ("No response required.", "explicit"),
        ("There is no context provided", "explicit"),
        ("[blank]", "explicit"),
        ("TBD", "explicit"),
        ("#N/A", "explicit"),
        ("your answer here", "explicit"),
        ("NaN", "program"),
        ("null", "program"),
        ("None.", "word"),
        ("N/A", "word"),
        ("--", "word"),
        ("(not specified)", "word"),
    ],
)
def test_placeholders_are_known_however_they_are_written(text: str, level: str) -> None:
    assert placeholder(text) == level


@pytest.mark.parametrize("text", ["", "No", "?", ".", "...", "nothing", "no input is better than bad input", "banana"])
def test_texts_are_no_placeholders(text: str) -> None:
    assert placeholder(text) is None


def test_a_word_counts_less_the_more_it_can_mean() -> None:
    assert empty_prompt("N/A", "Name three fruits.", labelled=False) == 0.8
    assert empty_prompt("N/A", "", labelled=False) == 0.5
    assert empty_prompt("N/A", "", labelled=True) is None
    assert empty_prompt("N/A", "Say what N/A means.", labelled=False) is None
    assert empty_prompt("No input", "", labelled=True) == 0.95


def test_a_turn_may_stand_for_nothing() -> None:
    assert empty_prompt("user: Hi\nassistant: <no output>\nuser: Well?", "", labelled=False) == 0.95
    assert empty_prompt("user: Allergies?\nassistant: None\nuser: Well?", "", labelled=False) is None


def test_a_bare_word_is_an_answer_among_words() -> None:
    assert empty_answer("None", "Which of them are red?", in_prose=False) is None
    assert empty_answer("None", "Which of them are red?", in_prose=True) == 0.5
    assert empty_answer("None", "List them, or say none.", in_prose=True) is None
    assert empty_answer("<nooutput>", "Draw a logo.", in_prose=False) == 0.95


@pytest.mark.parametrize(
    "text", ["https://example.org/a?b=c", " www.example.org ", "URL: http://a.org", "<https://a.org>, https://b.org"]
)
def test_an_address_alone_is_one(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", ["", "See https://example.org", "https://example.org is nice", "example", "a://"])
def test_an_address_in_a_sentence_is_not(text: str) -> None:
    assert not is_address(text)


def test_an_address_can_be_the_matter() -> None:
    assert is_used_as_text("https://a.org/x", "Name the domain.", "a.org")
    assert is_used_as_text("https://a.org/x", "Link to it.", '<a href="https://a.org/x">x</a>')
    assert not is_used_as_text("https://a.org/x", "Summarise the article.", "It is about cats.")
