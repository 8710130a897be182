"""What topics explain of a difference."""

import numpy as np
import pytest

from dataaudit.drift.topics import InputTopics, LabelTopics
from dataaudit.evidence.signals import Signal

TOPICS = {
    "poems": "write a short poem about the sea and the wind number {}",
    "sums": "add these two figures and give the total of case {}",
}


def share(*codes: int) -> Signal:
    return Signal("bold", "share", ("no", "yes"), np.array(codes))


def inputs(*topics: str) -> InputTopics:
    texts = [TOPICS[topic].format(i) for i, topic in enumerate(topics)]
    order = sorted(texts)
    return InputTopics(order, np.array([order.index(text) for text in texts]), seed=0)


def test_labels_explain_what_is_the_same_within_each() -> None:
    signal = share(*[1] * 80, *[0] * 20, *[1] * 20, *[0] * 80)
    labels = signal.codes.copy()
    found = LabelTopics(labels, least=30).explain(signal, 0, np.arange(100), np.arange(100, 200))
    assert found.share == pytest.approx(1)


def test_without_common_labels_nothing_can_be_said() -> None:
    signal, labels = share(*[1] * 100, *[0] * 100), np.repeat([0, 1], 100)
    assert LabelTopics(labels, least=30).explain(signal, 0, np.arange(100), np.arange(100, 200)).share is None


def test_inputs_explain_a_change_of_what_is_asked() -> None:
    topics = inputs(*["poems"] * 80, *["sums"] * 20, *["poems"] * 40, *["sums"] * 160)
    signal = share(*[1] * 80, *[0] * 20, *[1] * 40, *[0] * 160)
    found = topics.explain(signal, 0, np.arange(100), np.arange(100, 300))
    assert found.share == pytest.approx(1, abs=0.15)
    assert found.told_apart is not None
    assert found.told_apart > 0.6


def test_inputs_explain_nothing_of_another_style() -> None:
    topics = inputs(*["poems", "sums"] * 150)
    signal = share(*[1] * 100, *[0] * 200)
    found = topics.explain(signal, 0, np.arange(100), np.arange(100, 300))
    assert found.share == pytest.approx(0, abs=0.1)


def test_another_topic_can_be_told_apart() -> None:
    topics = inputs(*["poems"] * 100, *["sums"] * 200)
    found = topics.explain(share(*[1] * 100, *[0] * 200), 0, np.arange(100), np.arange(100, 300))
    assert found.told_apart is not None
    assert found.told_apart > 0.95
