"""Near pairs: examples that are alike in their words, and whether they say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.duplicates.facts import CLOSED, LONG, answers_agree, differing_fact
from dataaudit.duplicates.near import FLOOR, similarities
from dataaudit.duplicates.signatures import NearIndex, proposed_against, proposed_within, sign
from dataaudit.evidence.pairs import Scores, UnitPairs
from dataaudit.evidence.self_test import Plant, plants_of_words
from dataaudit.evidence.units import Units

Positions = NDArray[np.int64]


class Sides(NamedTuple):
    """The texts of n examples: inputs with and without the scaffolding, outputs."""

    whole: Sequence[str]
    inputs: Sequence[str]
    outputs: Sequence[str]


def find_near_pairs(
    units: Units, frame: pd.DataFrame, strip: Callable[[str], str], known: NearIndex | None, seed: int, jobs: int
) -> UnitPairs:
    """Look for them among the units of a corpus.

    Parameters
    ----------
    frame
        The corpus'.
    strip
        Takes the scaffolding out of a normalised input.
    known
        The index of the accepted units.

    Returns
    -------
    Pairs with a similarity of `FLOOR` at least on either side. The first is an accepted unit, else the
    longer one, in which the other may be contained. `similarity` is that of the long sides: on a short one either a
    word that counts differs, and the pair doesn't agree, or none.
    """
    whole, outputs = units.texts(frame)
    sides = Sides(whole, whole.each(strip), outputs)
    new = _longest_first(sides, units.accepted)
    index = NearIndex.of([sides.inputs[i] for i in new], [outputs[i] for i in new], jobs)
    within = proposed_within(index, FLOOR) + units.accepted
    rank = np.concatenate([within, _against(known, index, units.accepted)])
    pairs = np.concatenate([np.arange(units.accepted), new])[rank[np.lexsort(rank.T)]]
    pairs = pairs[units.context[pairs[:, 0]] == units.context[pairs[:, 1]]]
    return _scored(sides, pairs, _planted(plants_of_words(units, *sides[1:], seed), sides, index, new), jobs)


def _longest_first(sides: Sides, start: int) -> Positions:
    """The units from `start` on, by length, then number."""
    sizes = [len(sides.inputs[i]) + len(sides.outputs[i]) for i in range(start, len(sides.inputs))]
    return start + np.argsort(-np.array(sizes, dtype=np.int64), kind="stable")


def _against(known: NearIndex | None, index: NearIndex, start: int) -> Positions:
    """(p, 2) pairs of an accepted and a new unit."""
    if known is None:
        return np.empty((0, 2), dtype=np.int64)
    pairs: Positions = proposed_against(known, index.signatures, FLOOR) + np.array([0, start])
    return pairs


def _scored(sides: Sides, pairs: Positions, planted: Scores, jobs: int = 1) -> UnitPairs:
    """The pairs whose sides are both alike."""
    of_input, of_output = (similarities(texts, pairs, jobs) for texts in sides[1:])
    alike = np.minimum(of_input, of_output) >= FLOOR
    pairs, of_input, of_output = pairs[alike], of_input[alike], of_output[alike]
    agree = [
        _agree(sides, one, other, similarity)
        for (one, other), similarity in zip(pairs.tolist(), of_output.tolist(), strict=True)
    ]
    similarity = np.minimum(
        np.where(_are_short(sides.inputs, pairs, LONG), 1, of_input),
        np.where(_are_short(sides.outputs, pairs, CLOSED), 1, of_output),
    ).astype(np.float32)
    first, second = pairs.astype(np.int32).T
    return UnitPairs(first, second, of_input, of_output, similarity, np.array(agree, dtype=np.bool_), planted)


def _are_short(texts: Sequence[str], pairs: Positions, most: int) -> NDArray[np.bool_]:
    """(p,) whether one of each pair has no more words than that."""
    return np.array([min(texts[one].count(" "), texts[other].count(" ")) < most for one, other in pairs.tolist()], bool)


def _agree(sides: Sides, one: int, other: int, similarity: float) -> bool:
    """Whether the inputs, with and without their scaffolding, and the outputs say the same."""
    asked = {(texts[one], texts[other]) for texts in sides[:2]}
    if any(text != copy and differing_fact(text, copy) is not None for text, copy in asked):
        return False
    outputs = sides.outputs[one], sides.outputs[other]
    return outputs[0] == outputs[1] or answers_agree(*outputs, similarity)


def _planted(plants: Sequence[Plant], sides: Sides, index: NearIndex, new: Positions) -> Scores:
    """(q,) the similarity at which each copy was found with its original, 0 where it was not or facts differ."""
    originals = [plant.unit for plant in plants]
    copies = [plant.input for plant in plants], [plant.output for plant in plants]
    inputs, outputs = ([texts[unit] for unit in originals] + own for texts, own in zip(sides[1:], copies, strict=True))
    proposed = {(int(new[place]), copy) for place, copy in proposed_against(index, sign(*copies), FLOOR).tolist()}
    rows = [(i, len(plants) + i) for i, unit in enumerate(originals) if (unit, i) in proposed]
    pairs = np.array(rows, dtype=np.int64).reshape(-1, 2)
    scored = _scored(Sides(inputs, inputs, outputs), pairs, np.empty(0, np.float32))
    found = np.zeros(len(plants), np.float32)
    found[scored.first[scored.agree]] = scored.similarity[scored.agree]
    return found
