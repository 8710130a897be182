"""Which texts ask the same in other words."""

import numpy as np
import pytest
from fakes import WordEncoder
from numpy.typing import NDArray

from dataaudit.duplicates.semantic import CONTRADICTED, LIMIT, contradiction, semantic_pairs, semantic_scores
from dataaudit.evidence.neighbours import NeighbourGraph, build_graph

ENCODER = WordEncoder()


def score(one: str, other: str, cosine: float = 0.95, nearest: float = 0.0) -> float:
    """The score of one pair."""
    first, second = np.array([0], np.int32), np.array([1], np.int32)
    bests = np.array([nearest, 0.0])
    (found,) = semantic_scores([one, other], first, second, np.array([cosine]), bests, ENCODER.encode)
    return float(found)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("book two seats", "reserve three seats", "number"),
        ("wake me on monday", "on friday wake me up", "date"),
        ("can i go", "am i not allowed to go", "negation"),
        ("what is your name", "tell me what my name is", "person"),
        ("how do i buy shares", "how do i sell shares", "opposite"),
        ("is it legal", "is it illegal", "opposite"),
        ("when was he born", "where was he born", "question"),
        ("convert inches to feet", "convert feet to inches", "order"),
        ("code to convert celsius to fahrenheit", "write code for fahrenheit to celsius conversion", "order"),
        ("flights from new york to florida", "flights from florida to new york", "order"),
        ("why do cats chase dogs", "why do dogs chase cats", "order"),
        ("wie macht man das und was ist der preis", "how is that made and for what price", "language"),
    ],
)
def test_facts_that_no_wording_changes(one: str, other: str, kind: str) -> None:
    found, mirrored = contradiction(one, other), contradiction(other, one)
    assert found is not None
    assert mirrored is not None
    assert found.kind == mirrored.kind == kind
    assert score(one, other, cosine=0.99) <= CONTRADICTED < LIMIT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("please stop", "stop please"),
        ("are you a bot or a person", "are you a person or a bot"),
        ("the answer is no", "no is the answer"),
        ("how do i delete a question", "how do you delete a question"),
        ("what should i do if i am ill", "if i am ill what should i do"),
        ("why do people lie", "what are the reasons that people lie"),
        ("什么是机器学习", "机器学习是什么"),
    ],
)
def test_paraphrases_contradict_nothing(one: str, other: str) -> None:
    assert contradiction(one, other) is None


def test_another_filling_of_the_same_frame_ranks_low() -> None:
    filled = score("book me a table for tonight in paris", "book me a table for tonight in london")
    assert filled < LIMIT
    assert filled < score("book me a table for tonight in paris", "a place to eat in london tonight please")


def test_a_word_in_the_place_of_a_lesser_one_was_not_left_out() -> None:
    assert score("a view of paris from the tower", "a view of this from the tower") < 0.9


def test_what_only_says_more_keeps_its_cosine() -> None:
    assert score("how can i become confident", "how can i become really confident") == pytest.approx(0.95)


def test_a_nearer_neighbour_takes_a_quarter_of_the_difference() -> None:
    alone, beside = score("buy a car", "get a vehicle"), score("buy a car", "get a vehicle", nearest=0.99)
    assert alone - beside == pytest.approx(0.25 * (0.99 - 0.95))


def test_a_pair_ranks_alike_either_way_round() -> None:
    pair = "how can i stop smoking", "how do i quit smoking now"
    assert score(*pair) == score(*pair[::-1])


def graph_of(texts: list[str]) -> NeighbourGraph:
    """The nearest neighbours of texts."""
    return build_graph(ENCODER.encode(texts), k=3)


def pairs_of(texts: list[str], floor: float = LIMIT) -> set[tuple[str, str]]:
    """The semantic pairs among texts."""
    found = semantic_pairs(graph_of(texts), texts, ENCODER.encode, floor=floor)
    return {(texts[i], texts[j]) for i, j in zip(found.first.tolist(), found.second.tolist(), strict=True)}


TEXTS = [
    "book a table for two in paris tonight",
    "for two in paris book a table tonight",
    "in paris for three book a table tonight",
    "what is machine learning",
]


def test_each_pair_is_found_once() -> None:
    assert pairs_of(TEXTS) == {(TEXTS[0], TEXTS[1])}


def test_no_floor_lets_another_fact_pass() -> None:
    assert not [pair for pair in pairs_of(TEXTS, floor=-1.0) if TEXTS[2] in pair and TEXTS[3] not in pair]


def test_pairs_do_not_depend_on_the_order_of_texts() -> None:
    assert {frozenset(pair) for pair in pairs_of(TEXTS[::-1])} == {frozenset(pair) for pair in pairs_of(TEXTS)}


@pytest.mark.parametrize("texts", [[], ["alone"]])
def test_fewer_than_two_texts_have_no_pairs(texts: list[str]) -> None:
    nothing: NDArray[np.float32] = np.empty((len(texts), 0), np.float32)
    found = semantic_pairs(NeighbourGraph(nothing.astype(np.int32), nothing), texts, ENCODER.encode)
    assert len(found.first) == len(found.score) == 0
