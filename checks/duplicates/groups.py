"""Groups of equal examples, and how they are reported: shared by the checks of exact and normalised copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.dataset import Corpus, Dataset
from dataaudit.evidence.text import Positions, TextEvidence
from dataaudit.model import CheckOutput, Finding, Limit, Measure
from dataaudit.quoting import quoted
from dataaudit.wording import plural

#: Holds for all tiers together: their measures of this name add up.
REDUNDANT_ROWS = Limit(
    0.02,
    0.10,
    source="default policy; of public sets Alpaca and LIMA repeat no row, TREC 1.3 %, SNIPS 1.4 %, and "
    "LLaMA-Factory's glaive_toolcall_en_demo 11.7 %",
)
_QUOTED = 200

Mask = NDArray[np.bool_]


class Copies(NamedTuple):
    """Examples that say the same.

    Attributes
    ----------
    positions
        Those of DATA, ascending.
    accepted
        The first copy among the accepted examples, None where there is none.
    """

    positions: Positions
    accepted: int | None

    @property
    def redundant(self) -> Positions:
        """The positions that are one too many: all but the first, or all where a copy was accepted before."""
        return self.positions if self.accepted is not None else self.positions[1:]


def exact_copies(corpus: Corpus, text: TextEvidence) -> list[Copies]:
    """Groups of examples that are equal after NFC."""
    return _groups(text.groups(text.exact), _comparable(corpus), corpus.audited)


def normalised_copies(corpus: Corpus, text: TextEvidence) -> list[Copies]:
    """Groups of examples that are equal once normalised, without those that are exact copies already."""
    counted = _comparable(corpus)
    for group in exact_copies(corpus, text):
        counted[group.redundant] = False
    return _groups(text.groups(text.normalised), counted, corpus.audited)


def report_copies(code: str, relation: str, groups: Sequence[Copies], dataset: Dataset, corpus: Corpus) -> CheckOutput:
    """The share of rows that are redundant, and a finding a group.

    `relation` says in which way its rows are equal: "word for word".
    """
    redundant = sum(len(group.redundant) for group in groups)
    return CheckOutput(
        measures=(
            Measure("redundant_rows", redundant / len(dataset.examples), "share"),
            Measure("duplicate_groups", len(groups), "groups"),
        ),
        findings=tuple(_finding(code, relation, group, dataset, corpus) for group in groups),
    )


def _comparable(corpus: Corpus) -> Mask:
    """Which examples can be copies: (n,) bool.

    An example without an input, in data that has inputs, is a defect of another kind (FMT002, FMT013); two of
    them are equal only in what they lack.
    """
    inputs = corpus.frame["input"]
    there = np.array([isinstance(text, str) and bool(text.strip()) for text in inputs], dtype=np.bool_)
    return there if there.any() else np.ones(len(inputs), dtype=np.bool_)


def _groups(groups: Iterable[Positions], counted: Mask, audited: int) -> list[Copies]:
    found = []
    for group in groups:
        accepted = group[group >= audited]
        own = group[(group < audited) & counted[group]]
        copies = Copies(own, int(accepted[0]) if len(accepted) else None)
        if len(copies.redundant):
            found.append(copies)
    return found


def _finding(code: str, relation: str, group: Copies, dataset: Dataset, corpus: Corpus) -> Finding:
    rows = corpus.frame["row"].to_numpy()[group.positions]
    n = len(group.redundant)
    evidence = {"copies": n, "text": _quoted(corpus, int(group.positions[0]))}
    if group.accepted is None:
        original = "the first of these"
        evidence = {"keep_row": int(rows[0]), **evidence}
    else:
        original = f"accepted {corpus.named_place(group.accepted)}"
        evidence = {"accepted": corpus.place(group.accepted), **evidence}
    message = f"{plural(n, 'row')} {'repeats' if n == 1 else 'repeat'} {original} {relation}"
    suggestion = f"drop {'it' if n == 1 else 'them'}"
    return Finding(code, message, dataset.locate_all(rows), evidence=evidence, suggestion=suggestion)


def _quoted(corpus: Corpus, position: int) -> str:
    example = corpus.frame.loc[position]
    texts = (example[name] for name in ("input", "output", "label"))
    text = next((text for text in texts if isinstance(text, str) and text.strip()), "")
    return quoted(text, _QUOTED)
