import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataaudit.evidence.text import canonical, normalise


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Hello,  world!", "hello world"),
        ("Straße", "STRASSE"),
        ("ﬁle Ａ", "file a"),
        ("cafe\u0301", "CAFÉ"),
        ("well-known", "well known"),
        ("don’t", "don't"),
        ("snake_case\n\tname", "Snake case name"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("COVID-19.", "covid 19"),
        ("at 5.", "at 5"),
        ("−5", "-5"),
        ("¿qué?", "Qué"),
        (" \u3000\t", ""),
    ],
)
def test_what_a_reader_would_not_call_different_is_equal(text: str, other: str) -> None:
    assert normalise(text) == normalise(other)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("1.5", "15"),
        ("1.5", "1 5"),
        (".5 mg", "5 mg"),
        ("-5", "5"),
        ("it is -5 outside", "it is 5 outside"),
        ("1,000", "1 000"),
        ("10:30", "10 30"),
        ("3*5", "3/5"),
        ("x + 1", "x - 1"),
        ("5%", "5"),
        ("C#", "C"),
        ("$5", "€5"),
        ("fine 🙂", "fine 🙁"),
        ("?", "!"),
        ("...", ""),
        ("a", "ä"),
    ],
)
def test_what_carries_meaning_stays(text: str, other: str) -> None:
    assert normalise(text) != normalise(other)


@given(st.text(st.one_of(st.characters(), st.sampled_from("aZ09 .,:-−*/\n\u0301\u200b\u00ad\u0345İß"))))
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert canonical(canonical(text)) == canonical(text)


@given(st.text(st.characters(codec="ascii")))
def test_plain_ascii_takes_a_short_cut_to_the_same_text(text: str) -> None:
    assert normalise(text + " é") == f"{normalise(text + ' e')[:-1]}é"


def test_canonical_text_keeps_everything_but_the_way_accents_are_written() -> None:
    assert canonical("Cafe\u0301  !") == "Café  !"
    assert canonical("ﬁ") == "ﬁ"
