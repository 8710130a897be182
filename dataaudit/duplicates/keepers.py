"""Which row of a group of copies stays: the first that nothing else is wrong with.

A check of duplicates keeps the first copy. If that one is cut short, say, or holds a secret, another check removes it,
and with it the whole group would be lost, although a good copy is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from dataaudit.model import CheckResult, Finding


def with_sound_keepers(
    results: Sequence[CheckResult], disqualifying: Set[str], left_out: Set[int] = frozenset()
) -> list[CheckResult]:
    """The results with another row to keep where the one of a group is not sound and a copy of it is.

    Parameters
    ----------
    results
        Of all checks that disqualify; a group is a finding with `evidence["keep_row"]`.
    disqualifying
        The codes of those whose rows are removed.
    left_out
        Rows that are removed for another reason.
    """
    judged = [finding for result in results if result.code in disqualifying for finding in result.findings]
    copies = _Copies.of([finding for finding in judged if finding.disqualifies], left_out)
    elected = dict(copies.elected())
    if not elected:
        return list(results)
    return [
        replace(result, findings=tuple(_keeping(finding, elected.get(id(finding))) for finding in result.findings))
        for result in results
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Copies:
    """The groups by the row that they keep, the row that a copy goes with, and the rows with something else wrong."""

    groups: Mapping[int, Sequence[Finding]]
    redundant: Set[int]
    unsound: Set[int]

    @classmethod
    def of(cls, findings: Iterable[Finding], left_out: Set[int]) -> _Copies:
        groups: dict[int, list[Finding]] = defaultdict(list)
        redundant: set[int] = set()
        unsound = set(left_out)
        for finding in findings:
            if "keep_row" in finding.evidence:
                groups[finding.evidence["keep_row"]].append(finding)
                redundant.update(finding.rows)
            else:
                unsound.update(finding.rows)
        return cls(groups, redundant, unsound)

    def elected(self) -> Iterator[tuple[int, int]]:
        """The findings, by `id`, that are to keep another row, and which. Copies of copies are one group."""
        for keeper in self.groups.keys() & self.unsound - self.redundant:
            found = next(self._sound(keeper), None)
            if found is not None:
                finding, row = found
                yield id(finding), row

    def _sound(self, keeper: int) -> Iterator[tuple[Finding, int]]:
        """The sound copies of a row, each with the finding that would remove it; those of unsound copies last."""
        pairs = [(finding, row) for finding in self.groups.get(keeper, ()) for row in finding.rows]
        yield from (pair for pair in pairs if pair[1] not in self.unsound)
        for _, row in pairs:
            yield from self._sound(row)


def _keeping(finding: Finding, row: int | None) -> Finding:
    """The finding with this row as the one to keep; what it shows of how copies differ is that of the two."""
    if row is None:
        return finding
    places, evidence = finding.locations, dict(finding.evidence)
    order = sorted(range(len(places)), key=lambda i: places[i].row != row)
    before, evidence["keep_row"] = evidence["keep_row"], row
    if "keys" in evidence:
        evidence["keys"] = [evidence["keys"][i] for i in order]
    if "matches" in evidence:
        evidence["matches"] = [_turned(match, before) for match in evidence["matches"] if match["row"] == row]
    return replace(finding, locations=tuple(places[i] for i in order), evidence=evidence)


def _turned(match: Mapping[str, Any], row: int) -> dict[str, Any]:
    differs = [{**one, "kept": one["other"], "other": one["kept"]} for one in match["differs"]]
    return {**match, "row": row, "differs": differs}
