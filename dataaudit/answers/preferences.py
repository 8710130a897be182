"""Preferences that contradict each other: what is better here is worse there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import orjson

from dataaudit.dataset import Corpus
from dataaudit.evidence.text import TextEvidence, normalise
from dataaudit.formats.base import canonical
from dataaudit.wording import excerpt

#: What a thumb up puts an answer above, and a thumb down below.
_MARK = ""
#: Of each answer so much is shown.
_WIDTH = 28


class Preference(NamedTuple):
    """An edge of the graph of answers to one input, what else it must share to be compared, and how it reads."""

    better: str
    worse: str
    context: str
    text: str


def find_preferences(corpus: Corpus) -> dict[int, Preference]:
    """What is preferred at each position of a corpus where anything is."""
    outputs, extras = (corpus.frame[name].tolist() for name in ("output", "extra"))
    return {
        position: preference
        for position, (output, extra) in enumerate(zip(outputs, extras, strict=True))
        if isinstance(output, str) and isinstance(extra, str) and (preference := _read(output, orjson.loads(extra)))
    }


def opposed(preferences: Mapping[int, Preference], text: TextEvidence) -> Iterator[dict[int, str]]:
    """Of each input whose preferences go round in a circle those that do, in order of position, as texts.

    Answers to an input are the nodes of a graph, preferences its edges; a thumb up prefers an answer to a mark, a
    thumb down the mark to the answer. Preferences within a strongly connected component can't all hold: A before B
    and B before A, or a longer way round.
    """
    for group in text.groups(text.input_normalised):
        among: dict[str, dict[int, Preference]] = {}
        for position in group.tolist():
            if position in preferences:
                among.setdefault(preferences[position].context, {})[position] = preferences[position]
        for own in among.values():
            circular = _circular(list(own.values()))
            said = {
                position: one.text
                for (position, one), in_circle in zip(own.items(), circular, strict=True)
                if in_circle
            }
            if said:
                yield said


def _read(output: str, extra: dict[str, Any]) -> Preference | None:
    """What a row prefers, None where it prefers nothing or an answer to itself."""
    rejected, thumb = extra.pop("rejected", None), extra.pop("label", None)
    answer, context = normalise(output), canonical(extra)
    if isinstance(rejected, str):
        text = f"{excerpt(output, _WIDTH)} > {excerpt(rejected, _WIDTH)}"
        found = Preference(answer, normalise(rejected), context, text)
    elif isinstance(thumb, bool):
        better, worse = (answer, _MARK) if thumb else (_MARK, answer)
        found = Preference(better, worse, context, "good" if thumb else "bad")
    else:
        return None
    return found if found.better != found.worse else None


def _circular(preferences: Sequence[Preference]) -> list[bool]:
    """Which of them have both answers in one strongly connected component."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if len(preferences) < 2:
        return [False] * len(preferences)
    names = sorted({answer for one in preferences for answer in (one.better, one.worse)})
    node: Mapping[str, int] = {name: i for i, name in enumerate(names)}
    edges = np.array([(node[one.better], node[one.worse]) for one in preferences])
    graph = coo_array((np.ones(len(edges)), edges.T), shape=(len(names), len(names)))
    component = connected_components(graph, directed=True, connection="strong")[1]
    return [bool(better == worse) for better, worse in component[edges]]
