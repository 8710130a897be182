"""Groups of copies, and how they are reported: shared by the checks of duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.dataset import Corpus, Dataset
from dataaudit.duplicates.grouping import stars
from dataaudit.duplicates.highlight import changes
from dataaudit.evidence.pairs import UnitPairs
from dataaudit.evidence.text import Positions, TextEvidence
from dataaudit.evidence.units import Units, comparable
from dataaudit.model import CheckOutput, Finding, Limit, Measure
from dataaudit.quoting import mask, quoted
from dataaudit.wording import plural

#: Holds for all tiers together: their measures of this name add up.
REDUNDANT_ROWS = Limit(
    0.02,
    0.10,
    source="default policy; of public sets Alpaca and LIMA repeat no row, TREC 1.3 %, SNIPS 1.4 %, and "
    "LLaMA-Factory's glaive_toolcall_en_demo 11.7 %",
)
_QUOTED = 200
#: A reader needs a few pairs of a group to agree.
_MATCHES = 5

Mask = NDArray[np.bool_]


class Match(NamedTuple):
    """How much of the input and of the output a copy has in common with the original, in [0, 1]; None where empty."""

    input: float | None
    output: float | None


class Copies(NamedTuple):
    """Examples that say the same.

    Attributes
    ----------
    positions
        Those of DATA; the first is the one to keep, unless one was accepted before.
    accepted
        The first copy among the accepted examples, None where there is none.
    matches
        Of each redundant position how alike it is to the original; empty where they are equal.
    """

    positions: Positions
    accepted: int | None
    matches: tuple[Match, ...] = ()

    @property
    def redundant(self) -> Positions:
        """The positions that are one too many: all but the first, or all where a copy was accepted before."""
        return self.positions if self.accepted is not None else self.positions[1:]

    @property
    def original(self) -> int:
        """The position that the others are copies of."""
        return int(self.positions[0]) if self.accepted is None else self.accepted


def exact_copies(corpus: Corpus, text: TextEvidence) -> list[Copies]:
    """Groups of examples that are equal after NFC."""
    return _groups(text.groups(text.exact), comparable(corpus), corpus.audited)


def normalised_copies(corpus: Corpus, text: TextEvidence) -> list[Copies]:
    """Groups of examples that are equal once normalised, without those that are exact copies already."""
    counted = comparable(corpus)
    for group in exact_copies(corpus, text):
        counted[group.redundant] = False
    return _groups(text.groups(text.normalised), counted, corpus.audited)


def similar_copies(units: Units, audited: int, pairs: UnitPairs, passing: Mask) -> list[Copies]:
    """Groups of examples around an original that each is similar to.

    Parameters
    ----------
    audited
        How many positions of the corpus are DATA's.
    passing
        (p,) bool, which of the pairs are copies.
    """
    chosen = np.flatnonzero(passing)
    first, second = pairs.first[chosen], pairs.second[chosen]
    kept = _kept_positions(units, audited)
    groups: dict[int, list[tuple[int, Match]]] = {}
    for unit, place in stars(first, second, pairs.similarity[chosen]).items():
        match = Match(float(pairs.input[chosen[place]]), float(pairs.output[chosen[place]]))
        groups.setdefault(int(first[place]), []).append((int(kept[unit]), match))
    return sorted(
        (_around(units, kept, original, members) for original, members in groups.items()),
        key=lambda group: int(group.positions[0]),
    )


def similar_enough(pairs: UnitPairs, similarity: float) -> Mask:
    """(p,) bool, which pairs are that similar and differ in no fact."""
    enough: Mask = pairs.agree & (pairs.similarity >= np.float32(similarity))
    return enough


def _kept_positions(units: Units, audited: int) -> Positions:
    """(u,) DATA's first position of each unit, which stays when its exact and normalised copies go; -1 without."""
    own = np.flatnonzero(units.of[:audited] >= 0)[::-1]
    kept = np.full(len(units.shown), -1)
    kept[units.of[own]] = own
    return kept


def _around(units: Units, kept: Positions, original: int, members: list[tuple[int, Match]]) -> Copies:
    positions, matches = zip(*sorted(members), strict=True)
    if original < units.accepted:
        return Copies(np.array(positions), int(units.shown[original]), matches)
    return Copies(np.array([kept[original], *positions]), None, matches)


def report_copies(code: str, relation: str, groups: Sequence[Copies], dataset: Dataset, corpus: Corpus) -> CheckOutput:
    """The share of rows that are redundant, and a finding a group.

    `relation` says in which way its rows are equal: "word for word".
    """
    return CheckOutput(
        measures=(redundant_rows(groups, dataset), Measure("duplicate_groups", len(groups), "groups")),
        findings=tuple(group_finding(code, relation, group, dataset, corpus) for group in groups),
    )


def redundant_rows(groups: Iterable[Copies], dataset: Dataset, name: str = "redundant_rows") -> Measure:
    """The share of rows that are one too many."""
    return Measure(name, sum(len(group.redundant) for group in groups) / len(dataset.examples), "share")


def group_finding(code: str, relation: str, group: Copies, dataset: Dataset, corpus: Corpus) -> Finding:
    """The finding of one group: the row to keep first."""
    rows = [int(corpus.at(position, "row")) for position in group.positions.tolist()]
    n = len(group.redundant)
    evidence: dict[str, Any] = {"copies": n, "text": _quoted(corpus, int(group.positions[0]))}
    if group.accepted is None:
        original = "the first of these"
        evidence = {"keep_row": rows[0], **evidence}
    else:
        original = f"accepted {corpus.named_place(group.accepted)}"
        evidence = {"accepted": corpus.place(group.accepted), **evidence}
    if group.matches:
        evidence["matches"] = list(_matches(group, corpus))
    message = f"{plural(n, 'row')} {'repeats' if n == 1 else 'repeat'} {original} {relation}"
    suggestion = f"drop {'it' if n == 1 else 'them'}"
    confidence = min([1.0, *(share for match in group.matches for share in match if share is not None)])
    return Finding(
        code,
        message,
        dataset.locate_all(rows),
        confidence=round(confidence, 3),
        evidence=evidence,
        suggestion=suggestion,
    )


def _groups(groups: Iterable[Positions], counted: Mask, audited: int) -> list[Copies]:
    found = []
    for group in groups:
        accepted = group[group >= audited]
        own = group[(group < audited) & counted[group]]
        copies = Copies(own, int(accepted[0]) if len(accepted) else None)
        if len(copies.redundant):
            found.append(copies)
    return found


def _matches(group: Copies, corpus: Corpus) -> Iterator[dict[str, Any]]:
    """The pairs of a group that are shown: how alike, and what differs."""
    original = _texts(corpus, group.original)
    for position, match in list(zip(group.redundant.tolist(), group.matches, strict=True))[:_MATCHES]:
        copy = _texts(corpus, position)
        differs = [
            {"field": name, "kept": kept, "other": other}
            for name in ("system", "input", "output")
            if name in original and name in copy and original[name] != copy[name]
            for kept, other in changes(mask(original[name]), mask(copy[name]))
        ]
        shares = {name: None if share is None else round(share, 3) for name, share in match._asdict().items()}
        yield {"row": int(corpus.at(position, "row")), **shares, "differs": differs}


def _texts(corpus: Corpus, position: int) -> dict[str, str]:
    """The texts of an example by their fields."""
    texts = {name: corpus.at(position, name) for name in ("system", "input", "output", "label")}
    return {name: text for name, text in texts.items() if isinstance(text, str)}


def _quoted(corpus: Corpus, position: int) -> str:
    texts = _texts(corpus, position)
    said = (texts.get(name, "") for name in ("input", "output", "label"))
    return quoted(next((text for text in said if text.strip()), ""), _QUOTED)
