"""The rows of a dataset after some edits: which are gone, which are clean, how many each class has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dataaudit.model import Gap
from dataaudit.path_to_go.contents import Contents, Mask, Rows, no_rows
from dataaudit.path_to_go.edits import Choice, Edit, Step
from dataaudit.path_to_go.places import CONFLICTS, Places

#: Another spelling takes rows out of a class that was none; what a relabelled row is then, nobody knows before.
RESPELLING = "LAB006"
_OFF_FORMAT = "FMT003"


@dataclass(frozen=True, eq=False)
class Aftermath:
    """What the edits leave.

    Attributes
    ----------
    places
        The places of each check's findings.
    edits
        What was done, in order; `plus` adds one.
    gone
        (rows,) bool, the rows that were dropped.
    healed
        By check (rows,) bool, the rows with which it finds nothing wrong any more.
    """

    contents: Contents
    places: Mapping[str, Places]
    gone: Mask
    healed: Mapping[str, Mask] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    _open: dict[str, Mask] = field(default_factory=dict, repr=False)

    @classmethod
    def nothing_done(cls, contents: Contents, places: Mapping[str, Places]) -> Aftermath:
        """The data as they are."""
        return cls(contents, places, np.zeros(contents.count, dtype=np.bool_))

    def plus(self, edit: Edit) -> Aftermath:
        """After one more edit."""
        gone, healed = self.gone, dict(self.healed)
        if len(edit.dropped):
            gone = gone | self.contents.mask(edit.dropped)
        if len(edit.healed):
            before = healed.get(edit.code, np.False_)
            healed[edit.code] = before | self.contents.mask(edit.healed)
        return Aftermath(self.contents, self.places, gone, healed, (*self.edits, edit))

    def open(self, code: str) -> Mask:
        """(p,) bool, which places of a check's findings are left."""
        if code not in self._open:
            places, healed = self.places[code], self.healed.get(code)
            touched = healed is not None or self.gone[places.row].any()
            self._open[code] = places.open(self.gone, healed) if touched else places.untouched
        return self._open[code]

    def mended(self, code: str) -> bool:
        """Whether what a check finds wrong with the whole is mended."""
        return any(edit.code == code and edit.whole for edit in self.edits)

    @property
    def added(self) -> int:
        """How many examples were added, of whatever kind."""
        return sum(edit.count for edit in self.edits if edit.step is Step.ADD)

    @property
    def covered(self) -> list[Gap | str]:
        """The gaps and topics to which examples were added."""
        return [edit.choice.target for edit in self.edits if edit.choice.target is not None]

    @cached_property
    def examples(self) -> int:
        """How many examples there are."""
        return len(self.contents.examples) - int(self.gone[self.contents.examples].sum()) + self.added

    @cached_property
    def clean(self) -> Mask:
        """(rows,) bool, the clean examples among the rows that were there."""
        clean = self._sound.copy()
        clean[self.hidden_copies] = False
        return clean

    @cached_property
    def hidden_copies(self) -> Rows:
        """Rows that turn out to be copies of others once they are mended: they have the input of a sound row."""
        inputs = self.contents.inputs
        if not len(inputs) or not self.healed:
            return no_rows()
        mended = np.any(list(self.healed.values()), axis=0) & ~self.gone & (inputs >= 0)
        rows = np.flatnonzero(mended)
        there = np.flatnonzero(~self.gone & ~mended & self._sound)
        first = np.zeros(len(rows), dtype=np.bool_)
        first[np.unique(inputs[rows], return_index=True)[1]] = True
        copies: Rows = rows[~first | np.isin(inputs[rows], inputs[there]) | np.isin(inputs[rows], self.contents.known)]
        return copies

    @cached_property
    def _sound(self) -> Mask:
        """(rows,) bool, the examples with which no check that disqualifies finds anything wrong."""
        sound = self.contents.mask(self.contents.examples) & ~self.gone
        sound[list(self.contents.left_out)] = False
        for code in self.places:
            sound[self.disqualified(code)] = False
        return sound

    def disqualified(self, code: str) -> Rows:
        """The rows that a check still keeps from being clean."""
        places = self.places[code]
        if not places.disqualifies.any():
            return no_rows()
        return places.row[self.open(code) & places.disqualifies[places.finding]]

    @cached_property
    def class_sizes(self) -> NDArray[np.int64]:
        """(k,) clean examples of each class; a row that got another label counts for none, for nobody knows which."""
        contents = self.contents
        known = self.clean & ~self._relabelled
        sizes = contents.accepted + np.bincount(
            contents.label[known[contents.labelled]], minlength=len(contents.classes)
        )
        for edit in self.edits:
            if edit.label is not None:
                sizes[edit.label] += edit.of_label
        return sizes

    @cached_property
    def classes(self) -> Rows:
        """The classes that rows still name."""
        contents = self.contents
        there = ~self.gone[contents.labelled]
        if (respelled := self.healed.get(RESPELLING)) is not None:
            there &= ~respelled[contents.labelled]
        return np.flatnonzero(np.bincount(contents.label[there], minlength=len(contents.classes)))

    @cached_property
    def _relabelled(self) -> Mask:
        relabelled = np.zeros(self.contents.count, dtype=np.bool_)
        for edit in self.edits:
            if edit.step is Step.RELABEL or edit.code in (RESPELLING, _OFF_FORMAT):
                relabelled[edit.healed] = True
        return relabelled


def edit_of_rows(choice: Choice, after: Aftermath, failed: bool) -> Edit:
    """The edit that a choice is after other edits; of a check that hasn't failed, where it takes clean examples."""
    places = after.places[choice.code]
    scope = places.counted if failed else places.disqualifies
    chosen = after.open(choice.code) & scope[places.finding]
    rows, groups = places.rows(chosen), len(np.unique(places.finding[chosen]))
    whole = () if choice.step in (Step.DROP, Step.RESPLIT) else places.whole
    dropped, healed = _effect(choice, after, chosen, rows)
    return Edit(choice, len(rows), rows, dropped, healed, groups, whole)


def _effect(choice: Choice, after: Aftermath, chosen: Mask, rows: Rows) -> tuple[Rows, Rows]:
    """The rows that are dropped and those that are healed."""
    if choice.step is Step.DROP:
        return rows, rows[:0]
    if choice.step is not Step.RELABEL or choice.code != CONFLICTS:
        return rows[:0], rows
    kept = _kept(after, chosen)
    return np.setdiff1d(rows, kept), kept


def _kept(after: Aftermath, chosen: Mask) -> Rows:
    """Of each conflict the row that stays: once they agree, they are copies of each other, or of an accepted one."""
    places = after.places[CONFLICTS]
    unsound = np.zeros(after.contents.count, dtype=np.bool_)
    for code in after.places.keys() - {CONFLICTS}:
        unsound[after.disqualified(code)] = True
    among = np.flatnonzero(chosen & (places.least[places.finding] > 1))
    order = among[np.lexsort((places.row[among], unsound[places.row[among]], places.finding[among]))]
    _, firsts = np.unique(places.finding[order], return_index=True)
    kept: Rows = places.row[order[firsts]]
    return kept


def edits_of(choices: Sequence[Choice], start: Aftermath, failed: frozenset[str]) -> Aftermath:
    """After the edits of rows that were chosen, one after the other, so that no row is dropped twice."""
    after = start
    for choice in choices:
        if choice.step is not Step.ADD:
            after = after.plus(edit_of_rows(choice, after, choice.code in failed))
    return after
