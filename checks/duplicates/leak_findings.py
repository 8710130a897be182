"""How leaked inputs are reported: a finding for each held-out input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from dataaudit.checks.duplicates.held_out_sides import Side
from dataaudit.dataset import Dataset
from dataaudit.duplicates.leakage import Leak, Tier
from dataaudit.evidence import HeldOut
from dataaudit.evidence.text import Positions
from dataaudit.model import Finding, Severity
from dataaudit.quoting import mask, quoted
from dataaudit.wording import percent, plural

_QUOTED = 200
#: A reader needs a few pairs to agree.
_MATCHES = 5
_TIERS = list(Tier)
_DOUBTED = 0.5
_CONFIDENCE = {Tier.EXACT: 1.0, Tier.NORMALISED: 1.0, Tier.PASSAGES: 0.9, Tier.CHARACTERS: 0.9}
_RELATIONS = {
    Tier.EXACT: "word for word",
    Tier.NORMALISED: "but for case, punctuation and spacing",
    Tier.CHARACTERS: "but for small words or letters",
}
_DOUBTS = {
    "number": "with another number",
    "date": "with another date",
    "negation": "with a negation more or less",
    "person": "for another person",
    "name": "with another name",
    "word": "in other words",
    "order": "in another order",
    "opposite": "with an opposite word",
    "question": "with another question word",
    "language": "in another language",
}
_NEARLY = {Tier.CHARACTERS: "in nearly the same words", Tier.SEMANTIC: "in other words"}


class _Row(NamedTuple):
    """A training row that repeats a held-out input, and how."""

    row: int
    leak: Leak


@dataclass(frozen=True, slots=True, eq=False)
class Reporter:
    """Makes findings of leaks between these two sides.

    Attributes
    ----------
    code
        Of the check.
    places
        Where held-out examples stand.
    """

    code: str
    dataset: Dataset
    places: HeldOut
    training: Side
    held_out: Side

    def findings(self, leaks: Iterable[Leak]) -> Iterator[Finding]:
        """One for each held-out input that leaks, and one for what else resembles it; `leaks` come in its order."""
        for text, own in groupby(leaks, key=lambda leak: leak.held_out):
            found = list(own)
            for to_review in (False, True):
                if rows := self._rows(leak for leak in found if leak.to_review == to_review):
                    yield self._finding(text, rows)

    def _rows(self, leaks: Iterable[Leak]) -> list[_Row]:
        """The training rows of one held-out input, the closest first."""
        found = []
        for leak in leaks:
            variants = self.held_out.variants(leak.held_out) if leak.tier is Tier.NORMALISED else set()
            for position in self.training.positions(leak.training).tolist():
                exact = bool(variants) and self.training.written_at(position) in variants
                row = int(self.training.corpus.at(position, "row"))
                found.append(_Row(row, leak._replace(tier=Tier.EXACT) if exact else leak))
        return sorted(found, key=lambda row: (_TIERS.index(row.leak.tier), -row.leak.similarity, row.row))

    def _finding(self, text: int, rows: Sequence[_Row]) -> Finding:
        positions, closest = self.held_out.positions(text), rows[0].leak
        near = [row for row in rows if row.leak.tier not in (Tier.EXACT, Tier.NORMALISED)]
        them = "it" if len(rows) == 1 else "them"
        review = f"compare {them} with the held-out row, and drop {them} from training if the question is the same"
        return Finding(
            self.code,
            _message(rows, self._named(positions)),
            self.dataset.locate_all(sorted(row.row for row in rows)),
            Severity.INFO if closest.to_review else Severity.ERROR,
            confidence=_DOUBTED if closest.to_review else _CONFIDENCE[closest.tier],
            evidence={
                "eval": self.places.place(int(positions[0])),
                "held_out_rows": len(positions),
                "text": quoted(self.held_out.written(text), _QUOTED),
                "tier": closest.tier.value,
                "similarity": round(closest.similarity, 3),
                "matches": [self._match(row) for row in near[:_MATCHES]],
            },
            suggestion=review if closest.to_review else f"drop {them} from training",
        )

    def _named(self, positions: Positions) -> str:
        more = len(positions) - 1
        first = self.places.named_place(int(positions[0]))
        return f"{first} and {plural(more, 'more held-out row')}" if more else first

    def _match(self, row: _Row) -> dict[str, Any]:
        """A pair as reports show it: how alike its inputs are, and in which words they differ."""
        from dataaudit.duplicates.highlight import changes

        held_out, training = self.held_out.written(row.leak.held_out), self.training.written(row.leak.training)
        pairs = changes(mask(held_out), mask(training))
        differs = [{"field": "input", "kept": kept, "other": other} for kept, other in pairs]
        return {"row": row.row, "input": round(row.leak.similarity, 3), "output": None, "differs": differs}


def _message(rows: Sequence[_Row], held_out: str) -> str:
    closest, n = rows[0].leak, len(rows)
    who = plural(n, "training row")
    if closest.to_review:
        doubt = _DOUBTS[closest.difference.kind] if closest.difference else _NEARLY[closest.tier]
        return f"{who} may ask what {held_out} asks, {doubt}"
    if closest.tier is Tier.PASSAGES:
        share = f"{'has' if n == 1 else 'have up to'} {percent(closest.similarity)}"
        return f"{who} {share} of the passages of {held_out}"
    mixed = ", the closest" if len({row.leak.tier for row in rows}) > 1 else ""
    return f"{who} {'repeats' if n == 1 else 'repeat'} {held_out}{mixed} {_RELATIONS[closest.tier]}"
