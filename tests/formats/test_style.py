"""How a text is written, whatever it says."""

import pytest

from dataaudit.formats import style


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("- one\n- two", "-"),
        ("First:\n* one\n* two\n- three", "*"),
        ("1. one\n2. two", "1."),
        ("1) one\n2) two", "1)"),
        ("• one", "•"),
        ("one - two", None),
        ("1.5 is a number", None),
    ],
)
def test_a_list_is_known_by_what_marks_its_items(text: str, marker: str | None) -> None:
    assert style.list_marker(style.list_items(text)) == marker


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("- one\n- two", "list"),
        ("There are two kinds.\n\nThe first is green.\n\n- the other", "prose"),
        ("# Title\n\nText.", "markdown"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "markdown"),
        ("This is **bold**.", "markdown"),
        ("2 * 3 ** 4 is prose", "prose"),
    ],
)
def test_layouts(text: str, layout: str) -> None:
    assert style.layout(text, style.list_items(text)) == layout


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("all small", "lower case"),
        ("ALL LARGE", "UPPER CASE"),
        ("Each Word", "Title Case"),
        ("Only the first, and Paris", "Sentence case"),
        ("iPhone", "mixed case"),
        ("12, 24", None),
    ],
)
def test_cases_of_texts(text: str, case: str | None) -> None:
    assert style.casing(text) == case


@pytest.mark.parametrize(
    ("label", "case"),
    [
        ("Refund", "Title Case"),
        ("Desc:Manner", "Title Case"),
        ("DESC:manner", "mixed case"),
        ("AddToPlaylist", "mixed case"),
        ("Refund not shown", "Sentence case"),
        ("refund", "lower case"),
    ],
)
def test_cases_of_labels(label: str, case: str) -> None:
    assert style.label_case(label) == case


@pytest.mark.parametrize(
    ("label", "joint"),
    [("track_order", "_"), ("track order", " "), ("track-order", "-"), ("trackOrder", "camelCase"), ("track", None)],
)
def test_what_joins_the_words_of_a_label(label: str, joint: str | None) -> None:
    assert style.separator(label) == joint


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("on 2024-01-31 it", "2024-01-31"),
        ("due 31/01/2024.", "31/01/2024"),
        ("am 31.01.2024 um", "31.01.2024"),
        ("of January 31, 2024", "January 31, 2024"),
        ("31st January 2024", "31 January 2024"),
        ("version 1.2.3, chapter 4/5, 1999", None),
    ],
)
def test_dates(text: str, format: str | None) -> None:
    assert style.date_format(text) == format


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("about 1,234,567 people", "1,234.5"),
        ("it costs 12.50 today", "1,234.5"),
        ("etwa 1.234,50 Euro", "1.234,5"),
        ("environ 1 234 567 habitants", "1 234"),
        ("about 1234567 people", "1234"),
        ("in 1999, at 7 of 12", None),
    ],
)
def test_numbers(text: str, format: str | None) -> None:
    assert style.number_format(text) == format


def test_white_space_at_the_edges() -> None:
    assert [style.edge_space(text) for text in ("x", " x", "x\n", "\tx ")] == ["none", "leading", "trailing", "both"]


def test_a_sentence_may_end_in_a_quotation_or_announce_a_list() -> None:
    assert all(map(style.ends_sentence, ("He left.", 'He said "No!"', "As follows:", "很好。")))
    assert not any(map(style.ends_sentence, ("He left", "12", "def f(x)")))


def test_an_opening_is_two_words_whatever_stands_before_them() -> None:
    assert [style.opening(text) for text in ("**Sure,** here is it", "No", "...")] == ["sure here", "no", None]


def test_letters_count_as_words_where_words_are_not_spaced_apart() -> None:
    assert [style.words(text) for text in ("two words", "你好 GPT", "")] == [2, 3, 0]


def test_emoji_are_no_other_signs() -> None:
    assert style.has_emoji("well done 🎉")
    assert not style.has_emoji("naïve – “quoted” 你好")
