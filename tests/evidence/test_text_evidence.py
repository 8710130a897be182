import random

import numpy as np
from small_parts import frame

from dataaudit.evidence.text import TextEvidence, distinct, key, topics


def lists(groups: list[np.ndarray]) -> list[list[int]]:
    return [group.tolist() for group in groups]


def test_a_key_depends_on_where_a_text_ends_and_on_whether_there_is_one() -> None:
    keys = [
        key("ab", "c"),
        key("a", "bc"),
        key("abc", ""),
        key("abc", None),
        key("abc"),
        key("1:a"),
        key("a"),
    ]
    assert len(set(keys)) == len(keys)
    assert all(len(each) == 16 for each in keys)


def test_half_a_surrogate_pair_has_a_key_of_its_own() -> None:
    assert key("\ud800") != key("?")


def test_exact_groups_differ_from_normalised_ones() -> None:
    text = TextEvidence.of(
        frame(
            {"input": "Café?", "output": "Yes"},
            {"input": "other", "output": "No"},
            {"input": "Cafe\u0301?", "output": "Yes"},
            {"input": "CAFÉ", "output": "yes."},
        )
    )
    assert lists(text.groups(text.exact)) == [[0, 2]]
    assert lists(text.groups(text.normalised)) == [[0, 2, 3]]
    assert text.nodes == ["café", "other"]
    assert text.node.tolist() == [0, 1, 0, 0]


def test_every_field_makes_a_difference() -> None:
    example = {"system": "s", "input": "i", "output": "o", "label": "l", "extra": "e"}
    changed = [example | {name: "other"} for name in example] + [example | {name: None} for name in example]
    rows = frame(example, *changed)
    rows["extra"] = ["e"] + [row["extra"] for row in changed]
    text = TextEvidence.of(rows)
    assert text.groups(text.exact) == text.groups(text.normalised) == []
    assert lists(text.groups(text.input_normalised)) == [[0, 3, 4, 5, 8, 9, 10]]


def test_the_topic_is_the_output_where_there_is_no_input() -> None:
    nodes, node = distinct(topics(frame({"input": "B!"}, {"input": " ", "output": "A"}, {"output": "b"}, {})))
    assert nodes == ["", "a", "b"]
    assert node.tolist() == [2, 1, 2, 0]


def test_groups_are_ordered_by_their_first_member() -> None:
    text = TextEvidence.of(frame(*({"input": letter} for letter in "xaybzaxby")))
    assert lists(text.groups(text.exact)) == [[0, 6], [1, 5], [2, 8], [3, 7]]


def test_canonical_order_does_not_depend_on_the_order_of_rows() -> None:
    inputs = [f"question {n % 40}" for n in range(60)]
    order = random.Random(1).sample(range(60), 60)
    straight = TextEvidence.of(frame(*({"input": text} for text in inputs)))
    shuffled = TextEvidence.of(frame(*({"input": inputs[n]} for n in order)))
    assert [inputs[n] for n in straight.canonical_order] == [inputs[order[n]] for n in shuffled.canonical_order]
    assert straight.nodes == shuffled.nodes


def test_no_examples_have_no_groups() -> None:
    text = TextEvidence.of(frame())
    assert text.groups(text.exact) == []
    assert text.nodes == []
    assert len(text.node) == len(text.canonical_order) == 0


def test_kept_evidence_is_the_same_and_can_be_joined() -> None:
    one, other = frame({"input": "A"}, {"input": "b"}), frame({"input": "a"}, {"input": "\ud800"})
    text = TextEvidence.of(one).followed_by(TextEvidence.from_table(TextEvidence.of(other).to_table()))
    assert lists(text.groups(text.normalised)) == [[0, 2]]
    assert text.nodes == ["?", "a", "b"]
    assert text.node.tolist() == [1, 2, 1, 0]
