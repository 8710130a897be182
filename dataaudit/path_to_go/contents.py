"""What a plan has to know of the data besides the findings: which rows are examples, and of which classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.evidence import Evidence
from dataaudit.formats.base import is_blank
from dataaudit.model import CheckResult

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


def no_rows() -> Rows:
    """Rows of which there are none."""
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """The rows of a dataset.

    Attributes
    ----------
    count
        How many rows there are, readable or not.
    examples
        (e,) the rows that are examples.
    left_out
        Rows that somebody decided to fix or drop.
    classes
        The names of the k classes; none where the answers are no labels.
    labelled, label
        (p,) a row and a class that it names, for each label of each example.
    accepted
        (k,) examples of each class that were accepted before.
    inputs
        (count,) which input each row has, with its system prompt: equal if they are once normalised. -1 where there is
        none, or two examples of one input may both be clean, since the answers are no labels.
    known
        The inputs that accepted examples have.
    noun
        What an answer is called: "label" or "answer".
    """

    count: int
    examples: Rows
    left_out: frozenset[int] = frozenset()
    classes: Sequence[str] = ()
    labelled: Rows = field(default_factory=no_rows)
    label: Rows = field(default_factory=no_rows)
    accepted: Rows = field(default_factory=no_rows)
    inputs: Rows = field(default_factory=no_rows)
    known: Rows = field(default_factory=no_rows)
    noun: str = "answer"

    @classmethod
    def of(cls, evidence: Evidence, results: Iterable[CheckResult], left_out: Iterable[int] = ()) -> Contents:
        """The contents of the dataset that this evidence is about, with the classes if SIZE002 counted them."""
        dataset, corpus = evidence.dataset, evidence.corpus
        noun = "label" if dataset.task == "classification" else "answer"
        rows = dataset.examples.index.to_numpy(np.int64)
        counted = any(measure.name == "smallest_class" for result in results for measure in result.measures)
        if not counted:
            return cls(len(dataset.records), rows, frozenset(left_out), noun=noun)
        classes = evidence.labels
        own = classes.holder < corpus.audited
        keys = _inputs(evidence)
        inputs = np.full(len(dataset.records), -1)
        inputs[rows] = keys[: corpus.audited]
        return cls(
            len(dataset.records),
            rows,
            frozenset(left_out),
            classes.names,
            rows[classes.holder[own]],
            classes.held[own],
            np.bincount(classes.held[~own], minlength=len(classes.names)),
            inputs,
            np.unique(keys[corpus.audited :]),
            noun,
        )

    def mask(self, rows: Rows) -> Mask:
        """(count,) bool, true for these rows."""
        found = np.zeros(self.count, dtype=np.bool_)
        found[rows] = True
        return found


def _inputs(evidence: Evidence) -> Rows:
    """(positions,) a number for each different input, -1 where it is blank."""
    _, keys = np.unique(evidence.text.input_normalised, return_inverse=True)
    blank = [is_blank(text) for text in evidence.corpus.frame["input"].tolist()]
    return np.where(blank, -1, keys.reshape(-1))
