"""The self-test: copies of a sample of DATA's own examples are planted, and each tier of the search looks for them.

Planted copies are seen by nothing else: they are looked for in the finished index, as a batch would be.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.duplicates.facts import LONG
from dataaudit.duplicates.plants import rephrased, respelled, reworded, slipped
from dataaudit.evidence.text import normalise
from dataaudit.evidence.units import Units
from dataaudit.formats.languages import language

#: Copies of each kind: a share of .9 is then known to ±.06. Those that are to be encoded take longer.
PLANTED, ENCODED = 100, 50


class Plant(NamedTuple):
    """A copy of an example, normalised."""

    unit: int
    input: str
    output: str


def found_respelled(units: Units, frame: pd.DataFrame, seed: int) -> NDArray[np.bool_]:
    """(p,) whether copies in other spelling are equal to their originals once they are normalised."""
    random = Random(seed)
    texts = [_text(frame, int(units.shown[unit])) for unit in _sample(units, PLANTED, random)]
    return np.array([normalise(respelled(text, random)) == normalise(text) for text in texts if text], dtype=np.bool_)


def plants_of_words(units: Units, inputs: Sequence[str], outputs: Sequence[str], seed: int) -> list[Plant]:
    """Copies with two in a hundred words of a long output changed, or with a slip in a short input.

    Parameters
    ----------
    inputs, outputs
        Of all units, normalised.
    """
    random = Random(seed)
    chosen = _sample(units, PLANTED, random)
    words = sorted({word for unit in chosen for word in outputs[unit].split()})
    plants = (_with_other_words(unit, inputs[unit], outputs[unit], words, random) for unit in chosen)
    return [plant for plant in plants if plant is not None]


def plants_of_wording(nodes: Sequence[str], chosen: Sequence[int], seed: int) -> list[Plant]:
    """English inputs put in another way, as plants without an output; none of other languages.

    Parameters
    ----------
    nodes, chosen
        All topics, and which of them are DATA's own.
    """
    random = Random(seed)
    picked = random.sample(chosen, min(ENCODED, len(chosen)))
    if language(" ".join(nodes[node] for node in picked)) != "English":
        return []
    return [Plant(node, normalise(rephrased(nodes[node], random)), "") for node in picked]


def _sample(units: Units, n: int, random: Random) -> list[int]:
    """Units that are not accepted, the same for any order of rows."""
    own = range(units.accepted, len(units.shown))
    return random.sample(own, min(n, len(own)))


def _with_other_words(unit: int, asked: str, answer: str, words: Sequence[str], random: Random) -> Plant | None:
    if answer.count(" ") + 1 >= LONG:
        return Plant(unit, asked, normalise(reworded(answer, words, random)))
    slip = slipped(asked, random)
    return None if slip is None else Plant(unit, slip, answer)


def _text(frame: pd.DataFrame, position: int) -> str:
    """What there is of an example: its input, else its output."""
    texts = (frame.at[position, name] for name in ("input", "output"))
    return next((text for text in texts if isinstance(text, str) and text.strip()), "")
