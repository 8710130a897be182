"""The map: which points are on it, and that the same inputs always lie in the same places."""

import random
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from fakes import WordEncoder
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from dataaudit import audit
from dataaudit.coverage.map import MOST_BYTES, REAL, TRAINING, CoverageMap, draw_map, map_of
from dataaudit.evidence import Evidence, encoders
from dataaudit.formats import shape, shape_inputs
from dataaudit.model import CheckResult, Gap, Outcome, Pillar
from dataaudit.reading import read
from dataaudit.reports import json_report, terminal

TOPICS = ("parcel courier late address", "refund money charged twice", "parrot cage seeds beak")


def texts(topics: tuple[str, ...], n: int, seed: int) -> list[str]:
    """Texts of three words of a topic and a number, n of each."""
    rng = random.Random(seed)
    return [" ".join([*rng.sample(topic.split(), 3), str(seed + i)]) for topic in topics for i in range(n)]


TRAIN = texts(TOPICS[:2], 30, 0)
REFERENCE = texts(TOPICS, 40, 1000)
PARROTS = tuple(range(80, 120))


@cache
def vectors(n: int, dimension: int, seed: int = 0) -> NDArray[np.float32]:
    found = np.random.default_rng(seed).normal(size=(n, dimension)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def evidence(train: list[str], real: list[str], encoder: Any = WordEncoder) -> Evidence:
    known, found = read([{"text": text, "label": "a"} for text in train]), read([{"text": text} for text in real])
    dataset, reference = shape(known.records, known.sources), shape_inputs(found.records, found.sources)
    return Evidence(dataset, encoder=encoder and encoder(), cache=None, reference=reference)


def judged(rows: tuple[int, ...]) -> list[CheckResult]:
    gap = Gap("parrot", (), (), 0.3, 0.2, 0.4, 0, 20, None, rows)
    return [CheckResult("COV001", "uncovered-inputs", Pillar.COVERAGE, Outcome.FAIL, gaps=(gap,))]


def drawn(train: list[str], real: list[str], rows: tuple[int, ...]) -> CoverageMap:
    found = map_of(evidence(train, real), judged(rows))
    assert found is not None
    return found


def test_every_input_is_on_a_map_with_room_for_all() -> None:
    found = drawn(TRAIN, REFERENCE, PARROTS)
    assert [(found.group == kind).sum() for kind in (TRAINING, REAL, 0)] == [60, 80, 40]


def test_inputs_of_gaps_come_first_and_the_others_share_the_rest() -> None:
    found = draw_map(vectors(500, 8), vectors(400, 8), [np.arange(10), np.arange(50, 70)], 0, most=100)
    assert [(found.group == kind).sum() for kind in (TRAINING, REAL, 0, 1)] == [35, 35, 10, 20]
    assert (found.vectors[found.group == 1] == vectors(400, 8)[50:70]).all()


def test_inputs_of_gaps_are_at_most_half() -> None:
    found = draw_map(vectors(500, 8), vectors(400, 8), [np.arange(300)], 0, most=100)
    assert [(found.group == kind).sum() for kind in (TRAINING, REAL, 0)] == [25, 25, 50]


@pytest.mark.parametrize(("training", "real", "kinds"), [(20, 400, [20, 70, 10]), (500, 30, [70, 20, 10])])
def test_where_one_kind_is_scarce_there_is_more_of_the_other(training: int, real: int, kinds: list[int]) -> None:
    found = draw_map(vectors(training, 8), vectors(real, 8), [np.arange(10)], 0, most=100)
    assert [(found.group == kind).sum() for kind in (TRAINING, REAL, 0)] == kinds


def test_long_vectors_are_kept_of_fewer_points() -> None:
    found = draw_map(vectors(600, 4096), vectors(600, 4096), [np.arange(5)], 0)
    assert found.vectors.nbytes <= MOST_BYTES
    assert len(found.vectors) == 488


def test_the_order_of_rows_does_not_matter() -> None:
    one = drawn(TRAIN, REFERENCE, PARROTS)
    other = drawn(TRAIN[::-1], REFERENCE[::-1], tuple(range(40)))
    assert one.vectors.tobytes() == other.vectors.tobytes()
    assert one.group.tolist() == other.group.tolist()


def test_the_number_of_threads_does_not_matter() -> None:
    points = draw_map(vectors(300, 32), vectors(300, 32, 1), [np.arange(9)], 0)
    places = []
    for threads in (1, 3):
        with threadpool_limits(threads):
            places.append(replace(points).layout.tobytes())
    assert places[0] == places[1]


def test_alike_inputs_lie_together_within_the_unit_square() -> None:
    points = drawn(TRAIN, REFERENCE, PARROTS)
    layout = points.layout
    assert (layout.min(), layout[:, 0].max()) == (0, 1)
    assert (np.round(layout, 3) == layout).all()
    middle = np.median(layout[points.group == 0], axis=0)
    distance = np.hypot(*(layout - middle).T)
    assert np.median(distance[points.group == 0]) < np.median(distance[points.group != 0]) / 2


def test_inputs_without_any_difference_have_a_place() -> None:
    points = CoverageMap(np.ones((130, 8), np.float32), np.full(130, REAL), 0)
    assert (points.layout == 0).all()


def test_without_a_gap_there_is_no_map_and_nothing_is_encoded() -> None:
    unencoded = evidence(TRAIN, REFERENCE, encoder=None)
    none_found = [replace(result, gaps=()) for result in judged(PARROTS)]
    assert map_of(unencoded, none_found) is None
    assert map_of(unencoded, []) is None


def test_only_a_page_pays_for_the_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "load_encoder", lambda *_, **__: WordEncoder())
    rows = [{"text": text, "label": "a"} for text in TRAIN]
    report = audit(rows, reference=[{"text": text} for text in REFERENCE], select=["COV001"], cache=False)
    terminal.render(report)
    json_report.render(report)
    assert report.coverage_map is not None
    assert "layout" not in vars(report.coverage_map)
