import pytest
from sample_duplicates import difference, match
from sample_parts import places, quoted

from dataaudit.model import Finding
from dataaudit.reports.excerpts import quotes
from dataaudit.reports.marking import marked, pieces, spans_alone, spans_of_pair
from dataaudit.reports.matches import Difference, matches


def shown(text: str, spans: list[tuple[int, int]]) -> str:
    return "".join(f"<{piece}>" if is_marked else piece for piece, is_marked in pieces(text, spans))


def pair(kept: str, other: str, *differences: tuple[str, str]) -> tuple[str, str]:
    of_kept, of_other = spans_of_pair(kept, other, [Difference("input", *words) for words in differences])
    return shown(kept, of_kept), shown(other, of_other)


def test_the_one_of_many_equal_words_that_differs_is_marked() -> None:
    found = pair("Is the fee in the app the one I pay?", "Is the fee in the app a one I pay?", ("the", "a"))
    assert found == ("Is the fee in the app <the> one I pay?", "Is the fee in the app <a> one I pay?")


def test_words_that_were_added_or_left_out_are_marked_on_one_side() -> None:
    found = pair("where is my card now", "so where is card", ("", "so"), ("my", ""), ("now", ""))
    assert found == ("where is <my> card <now>", "<so> where is card")


def test_words_that_begin_like_what_follows_them_are_found() -> None:
    assert pair("the card in the app", "the app", ("the card in", "")) == ("<the card in> the app", "the app")


def test_what_both_sides_of_a_difference_share_is_not_marked() -> None:
    found = pair("pay for my order", "pay on the order", ("for my order", "on the order"))
    assert found == ("pay <for my> order", "pay <on the> order")


def test_case_spacing_and_punctuation_do_not_matter() -> None:
    assert pair("Hi, where\nis IT?", "hi where is this", ("it", "this")) == (
        "Hi, where\nis <IT>?",
        "hi where is <this>",
    )


def test_nothing_is_marked_from_where_the_texts_part_in_another_way() -> None:
    found = pair("a my card b the end of a te…", "a the card c", ("my", "the"), ("x", "y"))
    assert found == ("a <my> card b the end of a te…", "a <the> card c")


@pytest.mark.parametrize(("text", "expected"), [("on the desk", "<on the> desk"), ("on the on the", "on the on the")])
def test_alone_a_text_is_marked_only_where_that_is_clear(text: str, expected: str) -> None:
    assert (
        shown(text, spans_alone(text, [Difference("input", "in a", "on the"), Difference("input", "x", "")]))
        == expected
    )


def test_of_a_long_difference_that_was_cut_short_the_beginning_is_marked() -> None:
    found = pair("see the new app for all of it", "see it now ok", ("the new app for a…", "it"), ("of it", "now"))
    assert found == ("see <the new app for> all of it", "see <it> now ok")


def test_a_part_of_a_word_is_not_marked() -> None:
    assert spans_alone("cards and discard", [Difference("input", "", "card")]) == []


def test_spans_may_overlap() -> None:
    assert shown("abcdef", [(3, 5), (1, 4), (2, 3)]) == "a<bcd><e>f"


def test_each_row_is_marked_by_its_own_pair_and_the_one_to_keep_by_all() -> None:
    rows = [quoted(1, "a b c"), quoted(5, "x b c"), quoted(7, "a b z", None, "same")]
    evidence = {
        "keep_row": 1,
        "rows": rows,
        "matches": [
            match(5, 0.9, difference("input", "a", "x")),
            match(7, 0.9, difference("input", "c", "z"), difference("system", "p", "q")),
        ],
    }
    finding = Finding("DUP003", "", places(1, 5, 7), evidence=evidence)
    found = marked(quotes(finding), matches(finding))
    assert found == [
        {"input": [("a", True), (" b ", False), ("c", True)]},
        {"input": [("x", True), (" b c", False)]},
        {"input": [("a b ", False), ("z", True)], "output": [("same", False)]},
    ]
