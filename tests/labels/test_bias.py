"""Annotators against the others."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from annotated import annotated
from numpy.typing import NDArray

from dataaudit.drift.settings import Settings
from dataaudit.labels.annotations import Annotations
from dataaudit.labels.bias import Tendencies, find_tendencies

NOBODY = 10**9


def never() -> NDArray[np.float64]:
    raise AssertionError


def found(
    annotations: Annotations, vectors: Callable[[], NDArray[np.float64]] = never, audited: int = NOBODY
) -> Tendencies:
    return find_tendencies(annotations, vectors, audited, Settings())


def shared(prefer: dict[int, str], items: int = 300, people: int = 5, labels: str = "ab") -> Annotations:
    """Everybody labels everything; some give a label to a quarter of what they would have called otherwise."""
    random = np.random.default_rng(7)
    usual = random.dirichlet(np.ones(len(labels)), items)
    votes = []
    for item in range(items):
        for who in range(people):
            label = str(random.choice(list(labels), p=usual[item]))
            votes.append((item, str(who), prefer[who] if who in prefer and random.random() < 0.3 else label))
    return annotated(votes)


def alone(biased: bool, uneven: bool = True) -> tuple[Annotations, NDArray[np.float64]]:
    """One label an item: two topics of which annotators get different shares, each with its usual label."""
    random = np.random.default_rng(11)
    topic = random.integers(2, size=2000)
    who = np.where(random.random(2000) < (0.85 if uneven else 0.5), 4 * topic, 0) + random.integers(4, size=2000)
    label = np.where(random.random(2000) < 0.9, topic, 1 - topic)
    mine = np.flatnonzero(who == 2)
    if biased:
        label[mine[random.random(len(mine)) < 0.3]] = 1
    direction = random.normal(size=(2, 20))
    vectors = direction[topic] + 0.5 * random.normal(size=(2000, 20))
    annotations = annotated((i, str(who[i]), "ab"[label[i]]) for i in range(2000))
    return annotations, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_who_prefers_a_label_is_found_on_shared_items() -> None:
    [one] = found(shared({2: "b"})).found
    assert (one.annotator, one.label, one.by_item) == (2, 1, True)
    assert 0.1 < one.difference < 0.25
    assert one.q < 0.01


def test_nobody_is_accused_where_all_are_alike() -> None:
    told = found(shared({}))
    assert told.found == ()
    assert told.judged == (0, 1, 2, 3, 4)


def test_a_label_that_is_preferred_says_why_others_are_avoided() -> None:
    told = found(shared({1: "c"}, items=600, labels="abc")).found
    assert [(one.annotator, one.label, one.difference > 0) for one in told] == [(1, 2, True)]


def test_a_label_that_is_avoided_for_several_others_is_told() -> None:
    random = np.random.default_rng(1)
    usual = random.choice(list("abcdef"), 600, p=[0.5, 0.1, 0.1, 0.1, 0.1, 0.1])
    votes = [(i, who, str(label)) for i, label in enumerate(usual) for who in "123"]
    avoiding = [
        str(random.choice(list("bcdef"))) if label == "a" and random.random() < 0.6 else str(label) for label in usual
    ]
    [one] = found(annotated(votes + [(i, "4", label) for i, label in enumerate(avoiding)])).found
    assert (one.annotator, one.label) == (3, 0)
    assert one.difference < -0.2


def test_unequal_topics_accuse_nobody() -> None:
    annotations, vectors = alone(biased=False)
    told = found(annotations, lambda: vectors)
    assert told.found == ()
    assert len(told.judged) == 8


def test_a_preference_is_found_among_unequal_topics() -> None:
    annotations, vectors = alone(biased=True)
    [one] = found(annotations, lambda: vectors).found
    assert (one.annotator, one.label, one.by_item) == (2, 1, False)
    assert one.difference > 0.1


def test_a_topic_of_ones_own_is_not_compared() -> None:
    vectors = alone(biased=False)[1].copy()
    votes = [(i, "own" if i < 300 else f"{i % 3}", "a" if i < 300 else "b") for i in range(2000)]
    vectors[:300] = np.eye(20)[0]
    vectors[300:, 0] = 0.0
    assert found(annotated(votes), lambda: vectors).found == ()


def test_few_items_are_not_judged() -> None:
    votes = [(i, str(who), "ab"[i % 2]) for i in range(100) for who in range(3)]
    votes += [(i, "new", "a") for i in range(29)]
    told = found(annotated(votes))
    assert (told.judged, told.unjudged) == ((0, 1, 2), (3,))


def test_accepted_annotations_are_only_compared_with() -> None:
    annotations = shared({2: "b"})
    accepted = replace(annotations, position=np.where(annotations.annotator == 2, 10**6, annotations.position))
    told = found(accepted, audited=10**6)
    assert told.found == ()
    assert told.judged == (0, 1, 3, 4)
    batch = replace(annotations, position=np.where(annotations.annotator == 2, 0, 10**6))
    assert [(one.annotator, one.label) for one in found(batch, audited=10**6).found] == [(2, 1)]


def test_what_others_expect_is_known_of_each_item() -> None:
    [one] = found(shared({2: "b"})).found
    assert len(one.expected) == len(one.own) == 300
    assert set(np.round(4 * one.expected).astype(int)) <= {0, 1, 2, 3, 4}
