"""How outputs are written, as signals that can be counted."""

from typing import Any

import pandas as pd

from dataaudit.evidence.signals import Signal, output_signals


def signals(*outputs: str | None, labels: bool = False) -> dict[str, Signal]:
    frame = pd.DataFrame({"input": ["What is it?"] * len(outputs), "output": outputs}, dtype=object)
    frame["label"] = frame["output"] if labels else None
    return output_signals(frame, "classification" if labels else "generation")


def levels(signal: Signal) -> list[str | None]:
    return [None if code < 0 else signal.levels[code] for code in signal.codes.tolist()]


def test_kinds_and_layouts_are_told_apart() -> None:
    found = signals("A pipe it is.", "- one\n- two", '{"a": 1}', "# Title\nText.", None)
    assert levels(found["kind"]) == ["prose", "list", "JSON object", "markdown", None]


def test_keys_count_whatever_their_order_and_the_order_by_itself() -> None:
    found = signals('{"a": 1, "b": 2}', '{"a": 3, "b": 4}', '{"b": 5, "a": 6}', '{"c": 7}')
    assert levels(found["JSON keys"]) == ["a, b", "a, b", "a, b", "c"]
    assert levels(found["key order"]) == ["no", "no", "yes", "no"]


def test_an_answer_in_another_language_than_its_input_is_foreign() -> None:
    english = "It is the one that you have in your hand, and it will be with you."
    german = "Das ist die, die ich mit einer anderen auf dem Tisch und nicht im Haus habe."
    frame = pd.DataFrame({"input": [english] * 2, "output": [english, german], "label": None}, dtype=object)
    found = output_signals(frame, "generation")
    assert levels(found["language"]) == ["English", "German"]
    assert levels(found["foreign language"]) == ["no", "yes"]


def test_of_labels_only_the_form_counts() -> None:
    found = signals("refund", "REFUND", "track_order", "refund", labels=True)
    assert set(found) <= {"kind", "letter case", "word separator", "edge white space", "closing punctuation"}
    assert levels(found["letter case"]) == ["lower case", "UPPER CASE", "lower case", "lower case"]


def test_what_all_outputs_share_says_nothing() -> None:
    assert signals("A pipe it is.", "A pear it is.") == {}


def test_levels_do_not_depend_on_the_order_of_rows() -> None:
    outputs: list[Any] = ["- one\n- two", "A pipe it is.", "A pear, then.", '{"a": 1}']
    straight, turned = signals(*outputs), signals(*reversed(outputs))
    assert {name: levels(one) for name, one in straight.items()} == {
        name: levels(one)[::-1] for name, one in turned.items()
    }
