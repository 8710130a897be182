"""Semantic pairs: examples that ask and answer the same in other words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.duplicates.facts import answers_agree
from dataaudit.duplicates.semantic import semantic_pairs, semantic_scores
from dataaudit.evidence.neighbours import NeighbourGraph, query_graph
from dataaudit.evidence.pairs import Scores, UnitPairs
from dataaudit.evidence.self_test import plants_of_wording
from dataaudit.evidence.units import Units

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
Members = NDArray[np.int64]

#: The least score for which pairs are looked for, and with the static encoder.
FLOOR, STATIC_FLOOR = 0.9, 0.92
#: Examples of one input that are compared with those of another.
_MOST_OF_A_NODE = 10


def find_semantic_pairs(
    units: Units,
    near: UnitPairs,
    frame: pd.DataFrame,
    nodes: Sequence[str],
    vectors: Vectors,
    graph: NeighbourGraph,
    encode: Encode,
    floor: float,
    seed: int,
    jobs: int,
) -> UnitPairs:
    """Look for them among the neighbours of the inputs; the outputs of those that are left are encoded, too.

    Parameters
    ----------
    near
        Those that are alike in their words.
    frame
        The corpus'.
    nodes, vectors, graph
        The topics without scaffolding, their vectors, and the nearest neighbours of each.
    encode
        The encoder that the vectors are from.
    floor
        The least score.

    Returns
    -------
    Pairs whose `input` is the score of the topics and whose `output` the cosine of the outputs, 1 where they are
    equal. Accepted units are first, then those whose keys are.
    """
    agreeing = np.stack([units.node[near.first[near.agree]], units.node[near.second[near.agree]]], axis=1)
    found = semantic_pairs(graph, nodes, encode, floor=floor, agreeing=np.sort(agreeing, axis=1))
    first, second, pair = _units_of(units, found.first, found.second)
    both = np.union1d(first, second)
    answers = dict(zip(both.tolist(), units.answers(frame, both), strict=True))
    sides = [(answers[one], answers[other]) for one, other in zip(first.tolist(), second.tolist(), strict=True)]
    output = _answer_cosines(sides, encode)
    score = found.score[pair].astype(np.float32)
    agree = [answers_agree(*side, float(cosine)) for side, cosine in zip(sides, output, strict=True)]
    return UnitPairs(
        first=first.astype(np.int32),
        second=second.astype(np.int32),
        input=score,
        output=output,
        similarity=np.minimum(score, output),
        agree=np.array(agree, dtype=np.bool_),
        planted=_planted(units, nodes, vectors, graph, encode, seed, jobs),
    )


def _units_of(units: Units, one: NDArray[np.int32], other: NDArray[np.int32]) -> tuple[Members, Members, Members]:
    """The pairs of units whose topics are paired, with the pair of topics, in the order of the second, then the first.

    They agree in whatever is neither input nor output, and not both were accepted before.
    """
    order = np.argsort(units.node, kind="stable")
    ends = np.searchsorted(units.node[order], np.arange(units.node.max(initial=-1) + 2))
    rows = []
    for pair, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        left, right = (order[ends[node] : ends[node + 1]][:_MOST_OF_A_NODE].tolist() for node in (a, b))
        rows += [(max(i, j), min(i, j), pair) for i in left for j in right]
    second, first, pairs = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    kept = (units.context[first] == units.context[second]) & (second >= units.accepted)
    order = np.lexsort((first[kept], second[kept]))
    return first[kept][order], second[kept][order], pairs[kept][order]


def _answer_cosines(sides: Sequence[tuple[str, str]], encode: Encode) -> Scores:
    """(p,) how alike the outputs are, 1 where they are equal."""
    different = [i for i, (one, other) in enumerate(sides) if one != other]
    texts = sorted({text for i in different for text in sides[i]})
    cosines = np.ones(len(sides), np.float32)
    if texts:
        place, vectors = {text: i for i, text in enumerate(texts)}, encode(texts)
        one, other = ([place[sides[i][side]] for i in different] for side in (0, 1))
        cosines[different] = np.vecdot(vectors[one], vectors[other])
    return cosines


def _planted(
    units: Units,
    nodes: Sequence[str],
    vectors: Vectors,
    graph: NeighbourGraph,
    encode: Encode,
    seed: int,
    jobs: int,
) -> Scores:
    """(q,) the score of each planted copy with its original, 0 where that isn't among its nearest."""
    plants = plants_of_wording(nodes, np.unique(units.node[units.accepted :]).tolist(), seed)
    if not plants or not graph.indices.shape[1]:
        return np.empty(0, np.float32)
    inputs, own = [plant.input for plant in plants], np.array([plant.unit for plant in plants])
    distinct = sorted(set(inputs))
    copies = encode(distinct)[[distinct.index(text) for text in inputs]]
    near = query_graph(vectors, copies, graph.indices.shape[1], jobs)
    texts = [*(nodes[node] for node in own.tolist()), *inputs]
    nearest = np.concatenate([graph.similarities[own, 0], near.similarities[:, 0]]).astype(np.float64)
    first = np.arange(len(plants), dtype=np.int32)
    cosine = np.vecdot(vectors[own], copies).astype(np.float64)
    scores = semantic_scores(texts, first, first + np.int32(len(plants)), cosine, nearest, encode)
    return np.where((near.indices == own[:, None]).any(axis=1), scores, 0).astype(np.float32)
