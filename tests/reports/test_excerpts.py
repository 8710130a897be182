import pytest
from sample_duplicates import difference, match
from sample_parts import place, places, quoted

from dataaudit.model import Finding
from dataaudit.reports.excerpts import details, quotes


def detail(**evidence: object) -> tuple[str, tuple[str, ...]]:
    (found,) = details(Finding("LAB001", "", evidence=evidence))
    return found.name, found.texts


@pytest.mark.parametrize(
    ("evidence", "shown"),
    [
        ({"suggested_label": "b"}, ("suggested label", ("b",))),
        ({"accepted": {"source": "a.jsonl", "line": 4, "row": None}}, ("already accepted", ("a.jsonl:4",))),
        ({"held_out": {"source": "b.jsonl", "line": 9, "row": None}}, ("in the held-out data", ("b.jsonl:9",))),
        ({"matches": ["of another check", 3]}, ("matches", ("of another check, 3",))),
        ({"neighbours": [{"row": 1, "text": "t", "label": "l"}]}, ("nearest neighbours", ("t → l",))),
        ({"violations": [{"rule": "r", "message": "m", "field": "f"}]}, ("violations", ("f: m",))),
        ({"violations": [{"rule": "r", "message": "m", "field": None}]}, ("violations", ("m",))),
        ({"my_key": 0.123456}, ("my key", ("0.123",))),
        ({"my_key": 12345}, ("my key", ("12,345",))),
        ({"my_key": True}, ("my key", ("yes",))),
        ({"my_key": ["a", None, 2]}, ("my key", ("a, none, 2",))),
        ({"my_key": {"a": 1, "b": {"c": "d"}}}, ("my key", ("a: 1, b: c: d",))),
    ],
)
def test_evidence_is_put_into_words(evidence: dict[str, object], shown: tuple[str, tuple[str, ...]]) -> None:
    assert detail(**evidence) == shown


def test_long_lists_say_how_many_are_left() -> None:
    _, texts = detail(neighbours=[{"text": str(n), "label": "l"} for n in range(15)])
    assert len(texts) == 13
    assert texts[-1] == "and 3 more"


def test_rows_of_the_same_text_are_quoted_once() -> None:
    rows = [quoted(row, "hello", "greeting") for row in (3, 9, 20)]
    finding = Finding("DUP001", "", places(3, 9, 20), evidence={"keep_row": 3, "rows": rows})
    assert [(quote.places, quote.role) for quote in quotes(finding)] == [
        (places(3), "keep"),
        (places(9, 20), ""),
    ]


def test_the_answer_is_the_label_else_the_output() -> None:
    rows = [quoted(1, "a", "b", "c"), quoted(2, "a", None, "c"), quoted(3, "a")]
    finding = Finding("LAB001", "", places(1, 2, 3), evidence={"rows": rows})
    assert [quote.answer for quote in quotes(finding)] == ["b", "c", ""]


def test_a_row_without_text_is_not_quoted() -> None:
    assert quotes(Finding("FMT002", "", places(1), evidence={"rows": [quoted(1, None)]})) == []


@pytest.mark.parametrize("rows", [None, "text", 7, [None, "text", 7, {}, {"input": 5}]])
def test_odd_rows_of_a_foreign_check_do_no_harm(rows: object) -> None:
    assert quotes(Finding("XYZ001", "", (place(1),), evidence={"rows": rows})) == []


def test_a_text_that_is_quoted_anyway_is_not_repeated() -> None:
    evidence = {"rows": [quoted(1, "a long text")], "text": "a long…", "output": "other"}
    assert [d.name for d in details(Finding("DUP001", "", places(1), evidence=evidence))] == ["output"]


def test_pairs_have_a_place_of_their_own() -> None:
    evidence = {"matches": [match(3, 0.9, difference("input", "a", "b"))], "copies": 1}
    assert [d.name for d in details(Finding("DUP003", "", places(3), evidence=evidence))] == ["copies"]
