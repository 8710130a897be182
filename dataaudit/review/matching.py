"""A review: the verdicts of a table, each on the rows that it is about."""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dataaudit.dataset import Dataset
from dataaudit.errors import InputError
from dataaudit.intervals import Estimate, clopper_pearson
from dataaudit.review.keys import RowKey, row_keys
from dataaudit.review.verdicts import Decision, Judged, read_decisions
from dataaudit.wording import plural

#: So much may be wrong in what nobody reviewed, at 95 %, for a random sample to vouch for it (METHODS: none wrong
#: of 59, 1 of 93, 2 of 124, 3 of 153).
MAY_BE_WRONG = 0.05
#: Fewer can't show that, so they are no measurement to go by.
ENOUGH = 59

Rows = Mapping[RowKey, list[int]]


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer says of the rows of a dataset; a verdict is about a row's content, so about all its copies.

    Attributes
    ----------
    name
        The table's.
    right
        Rows judged right, or since corrected as the reviewer said.
    wrong
        Rows judged wrong, each with the decision.
    random, random_wrong
        How many rows of the random part were judged, and how many of these wrong. What was wrong counts even if
        it has been mended since: mending what a sample has hit says nothing about the rest.
    suspects, suspects_wrong
        The same of the rows that were drawn because something was found.
    """

    name: str
    right: frozenset[int] = frozenset()
    wrong: Mapping[int, Decision] = field(default_factory=dict)
    random: int = 0
    random_wrong: int = 0
    suspects: int = 0
    suspects_wrong: int = 0

    @property
    def judged(self) -> frozenset[int]:
        """The rows with a verdict."""
        return self.right | self.wrong.keys()

    def rate(self) -> Estimate | None:
        """The share of wrong rows with its exact 95 % interval; None where no row of the random part was judged."""
        if not self.random:
            return None
        return Estimate(self.random_wrong / self.random, *clopper_pearson(self.random_wrong, self.random))

    def measured(self) -> Estimate | None:
        """The same, None also where too few rows were judged to go by it rather than by an estimate."""
        return self.rate() if self.random >= ENOUGH else None

    def at_most(self) -> float:
        """What share may be wrong at most, at 95 % (one-sided); 1 where nothing of the random part was judged."""
        return clopper_pearson(self.random_wrong, self.random, 0.9)[1]

    def vouches(self) -> bool:
        """Whether the random part shows that the rows nobody reviewed are good enough."""
        return self.at_most() <= MAY_BE_WRONG


def read_review(table: Any, dataset: Dataset) -> Review:
    """The review of a dataset, from a table as `read_decisions` takes it.

    Warns of verdicts on rows that are not in the data, or no longer as they were judged.

    Raises
    ------
    InputError
        The table can't be read, is not about these data, or says two things of one row.
    """
    name, decisions = read_decisions(table)
    rows = _rows_of(dataset)
    mended = _mended(dataset, rows, decisions)
    there = rows.keys() | mended.keys()
    if there.isdisjoint(decision.key for decision in decisions):
        raise InputError(
            f"{name}: none of its {plural(len(decisions), 'row')} is in the data as it was then: "
            "give the same data, --format and --map as for `dataaudit sample`"
        )
    judged = [decision for decision in decisions if decision.judged is not Judged.UNSURE]
    _warn(name, len(judged), sum(decision.key not in there for decision in judged))
    said = _settled(decision for decision in judged if decision.key in rows)
    drawn = [d for d in judged if d.random and (d.judged is Judged.WRONG or d.key in there)]
    found = [d for d in judged if not d.random and (d.judged is Judged.WRONG or d.key in there)]
    right = [rows[key] for key, decision in said.items() if decision.judged is Judged.RIGHT]
    now_right = frozenset(row for same in mended.values() for row in same)
    wrong = {row: d for key, d in said.items() if d.judged is Judged.WRONG for row in rows[key]}
    return Review(
        name,
        now_right.union(*right),
        {row: decision for row, decision in wrong.items() if row not in now_right},
        len(drawn),
        sum(decision.judged is Judged.WRONG for decision in drawn),
        len(found),
        sum(decision.judged is Judged.WRONG for decision in found),
    )


def reviewed_rows(dataset: Dataset, review: Review | None) -> NDArray[np.bool_] | None:
    """(examples,) bool, which were reviewed by a mark in the data or by a verdict; None where there is neither."""
    if review is None and not dataset.has("reviewed"):
        return None
    marked = dataset.examples["reviewed"].eq(True).to_numpy(bool) if dataset.has("reviewed") else np.False_
    return marked | dataset.examples.index.isin(sorted(review.judged if review else ()))


def answer_field(dataset: Dataset) -> str:
    """What of an example is judged and corrected: its label where there is a closed set, else its output."""
    return "label" if dataset.task == "classification" else "output"


def _rows_of(dataset: Dataset) -> dict[RowKey, list[int]]:
    rows = defaultdict(list)
    for row, key in zip(dataset.examples.index.tolist(), row_keys(dataset.examples), strict=True):
        rows[key].append(row)
    return dict(rows)


def _mended(dataset: Dataset, rows: Rows, decisions: Iterable[Decision]) -> dict[RowKey, list[int]]:
    """Rows that now have the answer that a reviewer gave them, by the key they had."""
    given = {d.key: d.answer.strip() for d in decisions if d.answer is not None and d.key not in rows}
    asked = defaultdict(list)
    for key in rows if given else ():
        asked[key.asked].extend(rows[key])
    column = answer_field(dataset)
    same = {
        key: [row for row in asked.get(key.asked, ()) if (dataset.at(row, column) or "").strip() == answer]
        for key, answer in given.items()
    }
    return {key: own for key, own in same.items() if own}


def _settled(decisions: Iterable[Decision]) -> dict[RowKey, Decision]:
    """One decision on each content; InputError where there are two."""
    said: dict[RowKey, Decision] = {}
    for decision in decisions:
        first = said.setdefault(decision.key, decision)
        if (first.judged, first.answer) != (decision.judged, decision.answer):
            raise InputError(f"{first.where} and {decision.where} judge the same content differently: settle it")
    return said


def _warn(name: str, judged: int, gone: int) -> None:
    if not judged:
        warnings.warn(f"{name}: no verdict is filled in yet", stacklevel=3)
    if gone:
        what = f"{gone:,} of {plural(judged, 'judged row')}"
        warnings.warn(f"{name}: {what} not in the data as judged, so left aside", stacklevel=3)
