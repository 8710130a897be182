"""Items that are alike: what texts say of who labels them and how, and which differences are topics."""

import numpy as np
from annotated import annotated
from numpy.typing import NDArray

from dataaudit.labels.annotations import Annotations
from dataaudit.labels.expectation import Expectation
from dataaudit.labels.likeness import Likeness

Vectors = NDArray[np.float64]


def texts(topic: NDArray[np.int64], clear: float, seed: int = 0) -> Vectors:
    """Vectors of length 1 that tell their topic more or less clearly."""
    random = np.random.default_rng(seed)
    vectors = clear * random.normal(size=(3, 24))[topic] + random.normal(size=(len(topic), 24))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def learn(annotations: Annotations, vectors: Vectors) -> Expectation:
    targets = [(annotations.label, len(annotations.labels)), (annotations.annotator, len(annotations.annotators))]
    return Expectation.learn(vectors, annotations.item, targets, seed=0)


def uneven(changed: float) -> Likeness:
    """Annotator "x" gets one topic mostly, which the texts tell badly, and calls some of the others by its label."""
    random = np.random.default_rng(6)
    who = np.where(random.random(3000) < 0.12, "x", "y")
    topic = np.where((who == "x") & (random.random(3000) < 0.6), 0, random.integers(3, size=3000))
    label = np.where((who == "x") & (random.random(3000) < changed), 0, topic)
    annotations = annotated((i, str(who[i]), "abc"[label[i]]) for i in range(3000))
    own, others = (np.flatnonzero(annotations.annotator == i) for i in (0, 1))
    return Likeness.of(annotations, learn(annotations, texts(topic, 0.35)), 0, own, others)


def test_scores_tell_what_texts_tell() -> None:
    topic = np.random.default_rng(1).integers(3, size=900)
    annotations = annotated((i, "x", "abc"[own]) for i, own in enumerate(topic.tolist()))
    scores = learn(annotations, texts(topic, 2.0)).scores(np.arange(900), 0)
    assert scores[topic == 0].mean() > scores[topic != 0].mean() + 0.5


def test_scores_have_not_seen_the_items_own_label() -> None:
    random = np.random.default_rng(2)
    label = random.integers(2, size=400)
    annotations = annotated((i, "x", "ab"[own]) for i, own in enumerate(label.tolist()))
    scores = learn(annotations, texts(random.integers(3, size=400), 0.0)).scores(np.arange(400), 0)
    assert abs(scores[label == 0].mean() - scores[label == 1].mean()) < 0.05


def test_topics_that_texts_tell_badly_are_not_taken_for_bias() -> None:
    alike = uneven(changed=0.0)
    own, other = alike.strata(0)[0].shares
    assert own - other > 0.1
    assert alike.is_topic(0, own - other, 0.1)


def test_labels_that_were_changed_are_not_taken_for_topics() -> None:
    alike = uneven(changed=0.4)
    own, other = alike.strata(0)[0].shares
    assert not alike.is_topic(0, own - other, 0.1)


def test_only_items_with_counterparts_are_comparable() -> None:
    alike = uneven(changed=0.0)
    assert alike.comparable == len(alike.own)
    turned = Likeness(alike.annotations, alike.expectation, alike.own, alike.others, alike.part, alike.other_part * 0)
    assert turned.comparable < len(alike.own)
