import pytest

from dataaudit.wording import estimate, excerpt, interval, limit_phrase, number, percent, plural, visible


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (0.034, "3.4 %"),
        (0.1, "10 %"),
        (0.0004, "0.04 %"),
        (0.000001, "< 0.01 %"),
        (0.99949, "99.9 %"),
        (0.99999, "> 99.9 %"),
        (1, "100 %"),
        (float("nan"), "unknown"),
    ],
)
def test_a_share_is_in_per_cent_and_never_rounded_to_nothing_or_all(share: float, text: str) -> None:
    assert percent(share) == text


def test_counts_have_thousands_and_no_idle_decimals() -> None:
    assert [number(1240), number(12.5), number(0.034, "share"), number(None)] == [
        "1,240",
        "12.5",
        "3.4 %",
        "unknown",
    ]


def test_a_small_number_is_not_rounded_to_nothing() -> None:
    assert [number(n, "currency") for n in (0, 0.0034, -0.0034, 0.006)] == ["0", "0.003", "-0.003", "0.01"]


def test_an_interval_names_its_unit_once() -> None:
    assert interval(0.06, 0.12) == "[6–12 %]"
    assert interval(5, 1200, "rows") == "[5–1,200]"
    assert estimate(0.085, 0.06, 0.12) == "8.5 % [6–12 %]"
    assert estimate(0.085, None, None) == "8.5 %"


def test_an_interval_may_be_open() -> None:
    assert interval(0.06, None) == "[≥ 6 %]"
    assert interval(None, 0.12) == "[≤ 12 %]"


def test_limits_in_words() -> None:
    assert limit_phrase(0.1, "at_most") == "at most 10 %"
    assert limit_phrase(300, "at_least", "examples") == "at least 300"
    assert limit_phrase(0.01, "below") == "below 1 %"
    assert limit_phrase(0, "at_most", "rows") == limit_phrase(0, "below") == "none"


def test_nouns_follow_their_number() -> None:
    assert [plural(n, "row") for n in (0, 1, 1240)] == ["0 rows", "1 row", "1,240 rows"]
    assert plural(2, "class", "classes") == "2 classes"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x00", "\\x1b[31mred\\x00"),
        ("a\r\n\tb", "a\\r\\n\\tb"),
        ("\u202egnp.exe\u2069", "\\u202egnp.exe\\u2069"),
        ("\u2028\x85\ufeff\u200b", "\\u2028\\x85\\ufeff\\u200b"),
        ("\U000e0041\ud800", "\\U000e0041\\ud800"),
        ("naïve 日本語 می‌خواهم 👩‍👧", "naïve 日本語 می‌خواهم 👩‍👧"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_lines_may_stay() -> None:
    assert visible("a\r\nb\tc\rd\x07", lines=True) == "a\nb\tc\\rd\\x07"


def test_an_excerpt_is_one_line_of_the_width() -> None:
    assert excerpt(" a\nb ", 10) == "a\\nb"
    assert excerpt("abcdef", 6) == "abcdef"
    assert excerpt("abcdefg", 6) == "abcde…"
    assert excerpt("x" * 10_000_000, 6) == "xxxxx…"


def test_wide_characters_take_two_cells_and_accents_none() -> None:
    assert excerpt("日本語日本語", 6) == "日本…"
    assert excerpt("e\u0301" * 6, 6) == "e\u0301" * 6


def test_an_excerpt_of_accents_alone_is_not_endless() -> None:
    assert len(excerpt("e" + "\u0301" * 1000, 6)) < 30
