"""Which rows of a check's findings are still to be acted on after some edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dataaudit.model import CheckResult, Finding, Severity
from dataaudit.path_to_go.contents import Mask, Rows

#: A conflict needs two rows that disagree, unless an accepted one is the other.
CONFLICTS = "LAB001"


@dataclass(frozen=True, eq=False)
class Places:
    """The rows that the findings of a check name, as arrays.

    Attributes
    ----------
    row, finding
        (p,) a row, and the number of the finding that names it.
    stays
        (p,) bool, the rows of groups on which nothing is to be done.
    counted, disqualifies
        (f,) bool, which of the findings the limits are about, and whose rows are no clean examples.
    least
        (f,) how many rows it takes for the finding to be one.
    whole
        What the errors of the files or of the table as a whole say, which no row can mend.
    """

    findings: Sequence[Finding]
    row: Rows
    finding: Rows
    stays: Mask
    counted: Mask
    disqualifies: Mask
    least: Rows
    whole: tuple[str, ...]

    @classmethod
    def of(cls, result: CheckResult, disqualifying: bool) -> Places:
        """The places of a check's findings; `disqualifying` is whether the check disqualifies at all."""
        findings = [finding for finding in result.findings if not finding.accepted]
        named = [_rows(finding) for finding in findings]
        rows = [row for own, _ in named for row in own]
        keep = [row == kept for own, kept in named for row in own]
        blocking = np.array([_blocks(finding) for finding in findings], dtype=np.bool_)
        two = [result.code == CONFLICTS and "accepted" not in finding.evidence for finding in findings]
        return cls(
            findings,
            np.array(rows, dtype=np.int64),
            np.repeat(np.arange(len(findings)), [len(own) for own, _ in named]),
            np.array(keep, dtype=np.bool_),
            blocking if blocking.any() else np.ones(len(findings), dtype=np.bool_),
            np.array([disqualifying and finding.disqualifies for finding in findings], dtype=np.bool_),
            np.array(two, dtype=np.int64) + 1,
            tuple(f.message for f, (own, _) in zip(findings, named, strict=True) if _blocks(f) and not own),
        )

    @cached_property
    def untouched(self) -> Mask:
        """(p,) bool, which places are to be acted on as the data are."""
        return self.open(np.zeros(self.row.max(initial=0) + 1, dtype=np.bool_), None)

    def open(self, gone: Mask, healed: Mask | None) -> Mask:
        """(p,) bool, which places are left where these rows are gone and those healed, masks of all rows."""
        there = ~gone[self.row]
        if healed is not None:
            there &= ~healed[self.row]
        left = there & ~self.stays
        left &= np.bincount(self.finding[left], minlength=len(self.least))[self.finding] >= self.least[self.finding]
        orphaned = np.zeros(len(self.findings), dtype=np.bool_)
        orphaned[self.finding[self.stays & gone[self.row]]] = True
        candidates = np.flatnonzero(left & orphaned[self.finding])
        _, firsts = np.unique(self.finding[candidates], return_index=True)
        left[candidates[firsts]] = False  # where the one that stays is gone, the next one stays
        return left

    def rows(self, places: Mask) -> NDArray[np.int64]:
        """The different rows at these places, ascending."""
        return np.unique(self.row[places])


def _blocks(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def _rows(finding: Finding) -> tuple[list[int], int | None]:
    """The different rows of a finding, and the one that stays."""
    rows = dict.fromkeys(place.row for place in finding.locations if place.row is not None)
    return list(rows), finding.evidence.get("keep_row")
