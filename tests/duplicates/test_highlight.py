"""What is shown of the difference between two texts."""

from dataaudit.duplicates.highlight import changes


def test_runs_of_words_that_differ() -> None:
    assert changes("Fly to New York on Monday.", "Fly to Boston on Monday, please.") == [
        ("New York", "Boston"),
        ("Monday.", "Monday, please."),
    ]


def test_what_one_text_has_more() -> None:
    assert changes("a b", "a x b") == [("", "x")]


def test_equal_texts_have_none() -> None:
    assert changes("a b", "a b") == []


def test_few_and_short_runs() -> None:
    left, right = ("same ".join(f"{side}{i} " for i in range(99)) for side in ("left", "right"))
    assert len(changes(left, right)) == 8
    assert changes("x" * 200, "y") == [("x" * 79 + "…", "y")]
