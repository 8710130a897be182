"""A path made exact once it is found: no more rows to review than it takes, and what may be done instead."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dataaudit.path_to_go.aftermath import RESPELLING, Aftermath
from dataaudit.path_to_go.contents import Contents, Rows
from dataaudit.path_to_go.edits import Choice, Edit, Step

#: Examples for a class that is too thin.
CLASSES = "SIZE002"
_DROPPABLE = (Step.FIX, Step.RELABEL)


@dataclass(frozen=True)
class Refinement:
    """Refines the edits of a path.

    Attributes
    ----------
    start
        The data as they are.
    passes
        Whether nothing fails after some edits.
    """

    start: Aftermath
    passes: Callable[[Aftermath], bool]

    def with_fewer_reviews(self, after: Aftermath, failed: frozenset[str]) -> Aftermath:
        """With only as many rows to review as make enough clean examples, an even part of each class."""
        for i, edit in enumerate(after.edits):
            if edit.step is Step.REVIEW and edit.code not in failed:
                after = self._with_fewer_rows(after, i, _evenly(edit.rows, after.contents))
        return after

    def with_alternatives(self, after: Aftermath) -> Aftermath:
        """With what may be done instead: rows dropped that are to be mended, thin classes dropped or merged."""
        edits = self._with_drops(list(after.edits))
        return replace(after, edits=tuple(self._with_merges(edits)))

    def _with_fewer_rows(self, after: Aftermath, i: int, rows: Rows) -> Aftermath:
        """With the fewest of the rows, in their order, that edit i needs."""

        def tried(n: int) -> Aftermath:
            return self._done([*after.edits[:i], _of_rows(after.edits[i], rows[:n]), *after.edits[i + 1 :]])

        return tried(bisect_left(range(len(rows)), True, key=lambda n: self.passes(tried(n))))

    def _with_drops(self, edits: list[Edit]) -> list[Edit]:
        """Rows may be dropped where nothing fails if all of these are, and no other edit becomes idle by it."""
        for i, edit in enumerate(edits):
            if edit.step in _DROPPABLE and not edit.whole:
                other = [*edits[:i], replace(edit, instead=(Step.DROP,)), *edits[i + 1 :]]
                dropping = [_dropping(one) if one.instead else one for one in other]
                if self._holds(dropping, dropping):
                    edits = other
        return edits

    def _with_merges(self, edits: list[Edit]) -> list[Edit]:
        """Thin classes may go where their examples are not needed for anything else: all of them at once."""
        thin = [edit for edit in edits if edit.code == CLASSES]
        others = [edit for edit in edits if edit.code != CLASSES]
        ways: list[Step] = []
        for step, without in ((Step.RELABEL, self._merging), (Step.DROP, self._dropping_class)):
            if thin and self._holds([*others, *map(without, thin)], others):
                ways.append(step)
        return [replace(edit, instead=tuple(ways)) if edit.code == CLASSES else edit for edit in edits]

    def _merging(self, edit: Edit) -> Edit:
        """The rows of a thin class get another label: as if they were respelled."""
        return Edit(Choice(Step.RELABEL, RESPELLING), 0, healed=self._rows_of(edit))

    def _dropping_class(self, edit: Edit) -> Edit:
        return Edit(Choice(Step.DROP, CLASSES), 0, dropped=self._rows_of(edit))

    def _rows_of(self, edit: Edit) -> Rows:
        contents = self.start.contents
        rows: Rows = contents.labelled[contents.label == edit.label]
        return rows

    def _holds(self, edits: Sequence[Edit], among: Sequence[Edit]) -> bool:
        """Whether nothing fails after these edits, and something without one among some; a thin class always would."""
        fewer = ([other for other in edits if other is not edit] for edit in among if edit.code != CLASSES)
        return self.passes(self._done(edits)) and not any(self.passes(self._done(rest)) for rest in fewer)

    def _done(self, edits: Iterable[Edit]) -> Aftermath:
        after = self.start
        for edit in edits:
            after = after.plus(edit)
        return after


def _dropping(edit: Edit) -> Edit:
    return replace(edit, dropped=edit.rows, healed=edit.rows[:0])


def _of_rows(edit: Edit, rows: Rows) -> Edit:
    return replace(edit, rows=np.sort(rows), healed=np.sort(rows), count=len(rows))


def _evenly(rows: Rows, contents: Contents) -> Rows:
    """The rows in turns: the first of each class, then the second of each, and so on."""
    label = np.full(contents.count, -1)
    label[contents.labelled] = contents.label
    turns: Counter[int] = Counter()
    keys = []
    for row in rows.tolist():
        keys.append((turns[label[row]], row))
        turns[label[row]] += 1
    return np.array([row for _, row in sorted(keys)], dtype=np.int64)
