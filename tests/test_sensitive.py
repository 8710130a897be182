"""The search itself: hints, windows, and what goes first where values overlap."""

import re

from dataaudit.sensitive import Finder, Pattern, Sensitive, masked, without


def pattern(kind: str, hint: str, regex: str, reach: int | None = None) -> Pattern:
    return Pattern(kind, hint, re.compile(f"(?P<value>{regex})"), lambda match: match["value"] != "no", reach=reach)


def found(finder: Finder, text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in finder.find(text)]


def test_of_overlapping_values_the_first_pattern_goes_first() -> None:
    finder = Finder([pattern("word", "cd", "[cd]+"), pattern("all", "b", "[a-d]+")], gate=".")
    assert found(finder, "abcd ab") == [("word", "cd"), ("all", "ab")]


def test_a_value_that_is_refused_leaves_its_place_to_others() -> None:
    finder = Finder([pattern("two", "n", "no"), pattern("three", "n", "not")], gate=".")
    assert found(finder, "not so") == [("three", "not")]


def test_values_are_found_as_far_as_they_reach_from_their_hint() -> None:
    finder = Finder([pattern("tag", "#", "(?<![a-z])[a-z]{1,4}#[a-z]*", reach=4)], gate="#")
    text = f"{'x ' * 500}ab#cd {'y ' * 500}efgh#ij kl#m"
    assert found(finder, text) == [("tag", "ab#cd"), ("tag", "efgh#ij"), ("tag", "kl#m")]


def test_a_text_that_does_not_pass_the_gate_is_not_searched() -> None:
    assert found(Finder([pattern("word", "b", "b")], gate="a"), "b") == []


def test_values_are_replaced_by_what_may_be_shown() -> None:
    first = [Sensitive("a", 4, 8, 1.0, "<a>")]
    second = [Sensitive("b", 0, 2, 1.0, "<b>"), Sensitive("b", 6, 9, 1.0, "<no>")]
    assert without("0123456789", first, second) == "<b>23<a>89"


def test_nothing_of_a_short_secret_is_shown() -> None:
    assert (masked("hunter2!"), masked("x" * 16)) == ("…", "xxxx…")
