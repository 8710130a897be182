import pytest

from dataaudit.formats.endings import SentenceEnds, is_terminated, prose_ending, truncation


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Run this:\n```python\nprint(1)", "a code fence is never closed"),
        ('{"name": "Ada", "born": {"year": 18', "the JSON is never closed"),
        ('[{"a": 1}, {"a": ', "the JSON is never closed"),
        ("It comes in red, green, blue,", "it ends with a comma"),
        ("There are three good reasons for that:", "it ends with a colon"),
        ("He lived in a small town (the one near", "a bracket is never closed"),
        ('Then she said to him: "I will never', "a quotation is never closed"),
        ("We went to the market and", "it ends with 'and'"),
        ("1. One\n2. Two\n3.", "its last item is empty"),
    ],
)
def test_a_text_that_breaks_off_says_why(text: str, reason: str) -> None:
    assert truncation(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A whole sentence.",
        "Done\n\nKind regards,",
        "Name:\nAddress:\nDate of birth and place of birth:",
        "```\ncode\n```\nAnd that is all.",
        "~~~\ncode",
        "Use ```x``` inline and go on",
        '{"a": 1}',
        "[see below",
        "Nice to meet you today :(",
        "Well done, all of you 🎉",
        "I wonder what it is made of",
        "track_order",
        "This is (as you know) the end of it",
        "1.\n2.\n3.",
    ],
)
def test_a_finished_text_has_no_reason(text: str) -> None:
    assert truncation(text) is None


@pytest.mark.parametrize("text", ["Yes.", "Yes.\u200b\n", "Really?!", "`x`", "end。", "Fine 😀", "Oh :("])
def test_marks_and_smileys_are_ends(text: str) -> None:
    assert is_terminated(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It was late. We all went home after that", "paragraph"),
        ("we all went home after that", "sentence"),
        ("Do this:\n- go home after that at once", "item"),
        ("Five Ways To Save The World", None),
        ("so much fun with all of you #love", None),
        ('"Nothing is so firmly believed." - Montaigne', None),
        ("too short", None),
    ],
)
def test_only_running_text_is_compared(text: str, kind: str | None) -> None:
    assert prose_ending(text) == kind


ENDS = SentenceEnds.of(["We went to the river with the children. They reduced the noise of the reduction."] * 200)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("And so we came to the", "no sentence ends with 'the'"),
        ("And so we came with the children", None),
        ("And so we met the unseen", None),
    ],
)
def test_a_word_that_ends_no_sentence_is_known_from_the_corpus(text: str, reason: str | None) -> None:
    assert ENDS.unfinished_word(text) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It is a clear redu", "'redu' is half a word"),
        ("It is a clear river", None),
        ("It is a clear Redu", None),
        ("It is a clear rive", None),
        ("It is a clear zebra", None),
    ],
)
def test_half_a_word_is_the_beginning_of_another(text: str, reason: str | None) -> None:
    assert ENDS.half_word(text) == reason
