"""How copies differ from what they repeat, as the checks of duplicates put it into evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dataaudit.model import Finding
from dataaudit.wording import percent

_SIDES = ("input", "output")


class Difference(NamedTuple):
    """Words in which a row differs from the one that it repeats; on one side there may be none."""

    field: str
    kept: str
    other: str

    @property
    def short(self) -> str:
        """As wdiff writes it: "[-for my-]{+on the+}"."""
        gone, new = self.kept and f"[-{self.kept}-]", self.other and f"{{+{self.other}+}}"
        return f"{gone}{new}"


@dataclass(frozen=True, slots=True)
class Match:
    """A redundant row beside the one that it repeats; `similarities` are in [0, 1], by field."""

    row: int | None
    similarities: Mapping[str, float]
    differences: tuple[Difference, ...]

    @property
    def likeness(self) -> str:
        """ "input 97 % alike, output the same"."""
        return ", ".join(f"{field} {self._how_alike(field)}" for field in self.similarities)

    def _how_alike(self, field: str) -> str:
        """A text that lacks a part of the other can be alike in full, and is not the same."""
        share = self.similarities[field]
        same = share == 1 and all(difference.field != field for difference in self.differences)
        return "the same" if same else f"{percent(share)} alike"


def matches(finding: Finding) -> list[Match]:
    """The pairs behind a finding of copies; none where its check, or an older version of it, names none."""
    items = finding.evidence.get("matches")
    found = map(_match, items) if isinstance(items, list | tuple) else ()
    return [match for match in found if match is not None]


def _match(item: Any) -> Match | None:
    if not isinstance(item, Mapping):
        return None
    row, shares = item.get("row"), {side: item.get(side) for side in _SIDES}
    similarities = {side: share for side, share in shares.items() if isinstance(share, int | float) and 0 <= share <= 1}
    differences = tuple(_differences(item.get("differs")))
    if not similarities and not differences:
        return None
    return Match(row if isinstance(row, int) else None, similarities, differences)


def _differences(items: Any) -> Iterator[Difference]:
    for item in items if isinstance(items, list | tuple) else ():
        if isinstance(item, Mapping):
            difference = Difference(*(str(item.get(name) or "") for name in Difference._fields))
            if difference.kept or difference.other:
                yield difference
