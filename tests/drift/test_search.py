"""The search: what is reported of what differs."""

from typing import Any

import numpy as np

from dataaudit.drift.parts import Order, Partition
from dataaudit.drift.search import Drift, Search
from dataaudit.drift.settings import Settings
from dataaudit.drift.topics import Explanation
from dataaudit.evidence.signals import Signal


class Told:
    """Topics that explain a share of everything."""

    def __init__(self, share: float | None, told_apart: float = 0.5) -> None:
        self.explanation = Explanation(share, told_apart)

    def explain(self, *_: Any) -> Explanation:
        return self.explanation


def share(name: str, codes: Any) -> dict[str, Signal]:
    return {name: Signal(name, "share", ("no", "yes"), np.asarray(codes))}


def batches(*sizes: int) -> Partition:
    codes = np.repeat(np.arange(len(sizes)), sizes)
    return Partition("batch", tuple(f"b{i}" for i in range(len(sizes))), codes)


def in_file(n: int) -> list[Order]:
    return [Order("file order", np.arange(n))]


def search(signals: dict[str, Signal], *partitions: Partition, orders: Any = (), **options: Any) -> list[Drift]:
    return Search(signals=signals, settings=Settings(), **options).run(partitions, orders)


def test_the_deviating_rows_are_those_with_what_is_more_frequent() -> None:
    [found] = search(share("bold", [0] * 100 + [1, 0] * 50 + [0] * 100), batches(100, 100, 100))
    assert (found.kind, found.name) == ("batch", "b1")
    assert found.deviating.tolist() == list(range(100, 200, 2))


def test_of_two_parts_the_smaller_is_the_one_that_deviates() -> None:
    [found] = search(share("bold", [0] * 60 + [1] * 40), batches(60, 40))
    assert found.name == "b1"


def test_a_part_that_is_like_the_rest_is_not_blamed_for_another() -> None:
    found = search(share("bold", [1] * 100 + [0] * 60 + [0] * 60), batches(100, 60, 60))
    assert [drift.name for drift in found] == ["b0"]


def test_few_rows_are_silent() -> None:
    assert search(share("bold", [1] * 29 + [0] * 100), batches(29, 100)) == []


def test_a_sure_but_small_effect_is_silent() -> None:
    codes = ([1] * 9 + [0] * 91) * 20 + [0] * 8000
    assert search(share("bold", codes), batches(2000, 8000)) == []


def test_what_topics_explain_is_silent() -> None:
    signals, parts = share("bold", [1, 0] * 50 + [0] * 300), batches(100, 300)
    assert search(signals, parts, topics=lambda: Told(0.9)) == []
    assert search(signals, parts, topics=lambda: Told(None)) == []
    assert len(search(signals, parts, topics=lambda: Told(0.1, 0.95))) == 1


def test_a_stretch_of_another_topic_is_silent() -> None:
    signals = share("bold", [0] * 300 + [1] * 100 + [0] * 600)
    [found] = search(signals, orders=in_file(1000))
    assert found.inside.tolist() == list(range(300, 400))
    assert search(signals, orders=in_file(1000), topics=lambda: Told(0.1, 0.95)) == []


def test_topics_are_not_asked_for_without_need() -> None:
    def never() -> None:
        raise AssertionError

    assert search(share("bold", [0, 1] * 200), batches(200, 200), orders=in_file(400), topics=never) == []


def test_a_batch_in_one_place_is_reported_once() -> None:
    signals = share("bold", [0] * 300 + [1] * 100 + [0] * 600)
    [found] = search(signals, batches(300, 100, 600), orders=in_file(1000))
    assert found.kind == "batch"


def test_signals_that_say_the_same_are_one_finding() -> None:
    codes = [1] * 100 + [0] * 200
    [found] = search(share("bold", codes) | share("headings", codes), batches(100, 200))
    assert [drift.signal.name for drift in found.also] == ["headings"]


def test_rows_of_one_group_are_one_witness() -> None:
    signals, parts = share("bold", [1] * 100 + [0] * 200), batches(100, 200)
    assert search(signals, parts, group=np.repeat(np.arange(3), 100)) == []
    assert len(search(signals, parts, group=np.repeat(np.arange(60), 5))) == 1
