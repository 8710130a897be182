"""Pairs of examples whose inputs ask the same, in the same words or in others, whatever their answers are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dataaudit.answers.amounts import text_forms
from dataaudit.answers.requests import persons, request
from dataaudit.answers.slots import Slots
from dataaudit.dataset import Corpus
from dataaudit.duplicates.shingles import spaced
from dataaudit.evidence.pairs import UnitPairs
from dataaudit.evidence.text import TextEvidence, normalise
from dataaudit.evidence.units import Units
from dataaudit.formats.base import is_blank
from dataaudit.formats.outputs import FREE, output_kind
from dataaudit.formats.phrases import REFUSAL, boilerplate_kinds
from dataaudit.intervals import Estimate, wilson

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]

#: More different answers to one request are samples, not slips; as in LAB001.
_MOST_ANSWERS = 20
#: Longer prompts, which are a text with a request before or behind it, are compared whole.
_LONGEST = 200
#: Answers of fewer words say nothing of how freely a task is answered: they are the same or they are not. Ours.
_FREE_WORDS = 6
#: A sample of so many tells as much as all.
_LOOKED_AT = 2000
#: So many pairs of longer answers tell whether a task is open-ended. Ours.
_ENOUGH = 30
#: By so much pairs must share more of their words (Jaccard) than answers put together at random: Alpaca's do by .18,
#: those of them that ask for poems, jokes, headlines or passwords by .06.
_MORE_ALIKE = 0.1


@dataclass(frozen=True, eq=False)
class Paraphrases:
    """p pairs of units (`Units`) of which one at least is new, in an order that doesn't depend on that of the rows.

    Attributes
    ----------
    first, second
        (p,) int64; accepted units are first.
    similarity
        (p,) float64, how likely the inputs ask the same; 1 where they are the same request.
    """

    first: Indices
    second: Indices
    similarity: Floats

    def __len__(self) -> int:
        return len(self.first)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self.first.tolist(), self.second.tolist(), strict=True)

    def every(self, n: int) -> Paraphrases:
        """Every n-th of them."""
        return Paraphrases(self.first[::n], self.second[::n], self.similarity[::n])

    def share(self, chosen: Collection[int]) -> Estimate:
        """The share of some pairs, with its interval for as many pairs as tell something of their own.

        Pairs of one question are not independent. So the number in Wilson's interval is divided by the design effect
        of the groups (Korn and Graubard 1998); where the share is 0 or 1 it is the number of groups.
        """
        n, share = len(self), len(chosen) / len(self)
        group = self.groups(range(n))
        sizes, hits = np.bincount(group), np.bincount(group[list(chosen)], minlength=group.max() + 1)
        spread = len(sizes) / max(1, len(sizes) - 1) * float(np.square(hits - share * sizes).sum()) / n**2
        effective = min(n, share * (1 - share) / spread) if spread > 0 else len(sizes)
        return Estimate(share, *wilson(share, max(1, round(effective))))

    def groups(self, chosen: Collection[int]) -> Indices:
        """The same number for those of some pairs that hang together: by a unit, or by others of them."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        places = np.fromiter(chosen, np.int64)
        pairs = np.stack([self.first[places], self.second[places]])
        units, ends = np.unique(pairs, return_inverse=True)
        first, second = ends.reshape(pairs.shape)
        edges = coo_array((np.ones(len(places)), (first, second)), shape=(len(units), len(units)))
        group: Indices = connected_components(edges, directed=False)[1][first].astype(np.int64)
        return group


def find_paraphrases(
    corpus: Corpus, units: Units, text: TextEvidence, semantic: UnitPairs | None, similarity: float
) -> Paraphrases:
    """The pairs whose inputs ask the same and are answered.

    Inputs do where they are the same request, however it is put (`requests.request`), or where their score is
    `similarity` at least (`duplicates.semantic`) and they have the same fillings (`Slots`). System prompts, labels,
    tools and later turns must be equal once normalised.

    Parameters
    ----------
    semantic
        Pairs that are alike in what they ask; None without an encoder.
    """
    systems, inputs, outputs = (corpus.frame[name].iloc[units.shown].tolist() for name in ("system", "input", "output"))
    contexts = [(_folded(system), context) for system, context in zip(systems, units.context.tolist(), strict=True)]

    @cache
    def slots(unit: int) -> Slots:
        return Slots(inputs[unit])

    found = dict.fromkeys(_same_requests(units, text, contexts), 1.0)
    for pair, score in _alike(semantic, similarity):
        one, other = pair
        asked = isinstance(inputs[one], str) and isinstance(inputs[other], str)
        if pair not in found and asked and contexts[one] == contexts[other] and slots(one).equal(slots(other)):
            found[pair] = score
    pairs = sorted(pair for pair in found if not any(is_blank(outputs[unit]) for unit in pair))
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return Paraphrases(first, second, np.array([found[pair] for pair in pairs], dtype=np.float64))


def is_open_ended(outputs: Sequence[str], pairs: Paraphrases) -> bool:
    """Whether inputs that ask the same are answered nearly as differently as any two.

    Parameters
    ----------
    outputs
        The answer of each unit. Only pairs of longer answers in free text are looked at, refusals apart; too few tell
        nothing.
    """
    looked_at = pairs.every(len(pairs) // _LOOKED_AT + 1)
    units = np.union1d(looked_at.first, looked_at.second).tolist()
    said = zip(units, boilerplate_kinds([outputs[unit] for unit in units]), strict=True)
    words = {unit: _words(outputs[unit]) for unit, kind in said if kind != REFUSAL}
    longer = {unit: own for unit, own in words.items() if own}
    both = [(one, other) for one, other in looked_at if one in longer and other in longer]
    if len(both) < _ENOUGH:
        return False
    half = len(both) // 2
    strangers = ((both[i][0], both[i - half][1]) for i in range(len(both)))
    own, others = ([_shared(longer[one], longer[two]) for one, two in found] for found in (both, strangers))
    return bool(np.median(own) - np.median(others) < _MORE_ALIKE)


def _same_requests(units: Units, text: TextEvidence, contexts: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int]]:
    """Pairs of units of one request, of which one at least is new."""
    nodes = text.nodes
    words = {node: spaced(nodes[node]).split() for node in np.unique(units.node).tolist()}
    requests = {node: request(own) if len(own) <= _LONGEST else tuple(own) for node, own in words.items()}
    answers: dict[tuple[object, ...], list[int]] = {}
    for unit, (node, context) in enumerate(zip(units.node.tolist(), contexts, strict=True)):
        answers.setdefault((requests[node] or nodes[node], context), []).append(unit)
    for same in answers.values():
        if 1 < len(same) <= _MOST_ANSWERS:
            who = {unit: persons(words[int(units.node[unit])]) for unit in same}
            for one, other in combinations(same, 2):
                if other >= units.accepted and (who[one] == who[other] or not (who[one] and who[other])):
                    yield one, other


def _alike(semantic: UnitPairs | None, similarity: float) -> Iterator[tuple[tuple[int, int], float]]:
    if semantic is not None:
        for pair in np.flatnonzero(semantic.input >= np.float32(similarity)).tolist():
            yield (int(semantic.first[pair]), int(semantic.second[pair])), float(semantic.input[pair])


def _folded(system: object) -> str:
    return normalise(system) if isinstance(system, str) else ""


def _words(output: str) -> frozenset[str]:
    """The different words of a longer answer in free text; none of any other."""
    words = frozenset(text_forms(output)) if output_kind(output) == FREE else frozenset()
    return words if len(words) >= _FREE_WORDS else frozenset()


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
