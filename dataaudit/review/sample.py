"""The sample to review: the rows most worth a look, and rows drawn at random, which measure what is wrong in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from dataaudit.dataset import Dataset
from dataaudit.model import CheckResult, Finding, Pillar, Severity
from dataaudit.quoting import quoted
from dataaudit.review.keys import RowKey, row_keys
from dataaudit.review.spreadsheet import cell_text
from dataaudit.review.verdicts import ACCEPTED, RANDOM, SUSPECT
from dataaudit.wording import percent, plural

#: What is filled in, what is read, and what belongs to the machine.
TO_FILL = ("verdict", "corrected", "comment")
TEXTS = ("system", "input", "output", "label", "extra")
TECHNICAL = ("row", "source", "line", "key", "stratum")

#: The checks that doubt single answers, which a reader can settle.
_DOUBTS = frozenset({"LAB001", "LAB002", "LAB003", "LAB005"})
_READABLE = (Pillar.LABELS, Pillar.FORMAT)
_SEVERITIES = list(Severity)
_QUOTED_LABEL = 60


class Suspicion(NamedTuple):
    """Why a row is worth a look, and how much: the smallest rank is worth the most."""

    rank: tuple[int, int, float, str]
    finding: Finding


def draw_sample(dataset: Dataset, results: Iterable[CheckResult], n: int, seed: int) -> pd.DataFrame:
    """A table of up to n rows to review, to be filled in and read by `read_review`.

    Half of it are the top suspects: rows that the checks of labels doubt, the surest first, then rows of other
    findings that reading can settle; of copies only one. The other half, more where suspects are few, is drawn
    uniformly from all rows that can be read. A row that is in both is listed once, so the table may be shorter.
    Both are mixed, so that whoever stops early has judged a random part of each.

    Parameters
    ----------
    seed
        Of the drawing, which doesn't depend on the order of rows.

    Returns
    -------
    Columns TO_FILL (empty), those of TEXTS that say something, suggested, why, and TECHNICAL.
    """
    keys = dict(zip(dataset.examples.index.tolist(), row_keys(dataset.examples), strict=True))
    random = np.random.default_rng(seed)
    suspects = _suspects(results, keys)
    most = min(n // 2, len(suspects))
    drawn = _shuffled(keys, keys, random)[: n if n >= len(keys) else n - most]
    copies = {keys[row]: row for row in drawn}
    doubted = {copies.get(keys[row], row): finding for row, finding in suspects[:most]}
    listed = _shuffled({*doubted, *drawn}, keys, random)
    return _table(dataset, listed, keys, doubted, frozenset(drawn))


def summary(table: pd.DataFrame) -> str:
    """What the table holds, and what its random part can prove."""
    from dataaudit.intervals import clopper_pearson

    suspects, random = (int(table["stratum"].str.contains(name).sum()) for name in (SUSPECT, RANDOM))
    bound = percent(clopper_pearson(0, random, 0.9)[1])
    return (
        f"{plural(len(table), 'row')} to review: {suspects:,} suspects and {random:,} drawn at random\n"
        f"verdict is {ACCEPTED}; corrected takes the right answer where it is another\n"
        f"0 wrong of {random:,} random rows would show, at 95 %, that at most {bound} of all are wrong\n"
    )


def _shuffled(rows: Iterable[int], keys: Mapping[int, RowKey], random: np.random.Generator) -> list[int]:
    """The rows in a random order that depends on their content and not on their places."""
    ordered = sorted(rows, key=lambda row: (keys[row], row))
    return [ordered[i] for i in random.permutation(len(ordered))]


def _suspects(results: Iterable[CheckResult], keys: Mapping[int, RowKey]) -> list[tuple[int, Finding]]:
    """The rows worth a look, the most first, one of each content, with the finding that says so."""
    found: dict[int, Suspicion] = {}
    for result in results:
        for finding in result.findings if result.pillar in _READABLE else ():
            own = Suspicion(_rank(result.pillar, finding), finding)
            for row in finding.rows:
                if row in keys and (row not in found or own.rank < found[row].rank):
                    found[row] = own
    different: dict[RowKey, int] = {}
    for row in sorted(found, key=lambda row: (found[row].rank, keys[row], row)):
        different.setdefault(keys[row], row)
    return [(row, found[row].finding) for row in different.values()]


def _rank(pillar: Pillar, finding: Finding) -> tuple[int, int, float, str]:
    doubts = finding.code in _DOUBTS
    weight = 0 if doubts else _SEVERITIES.index(finding.severity)
    return 0 if doubts else 1 + _READABLE.index(pillar), weight, -finding.confidence, finding.code


def _table(
    dataset: Dataset,
    rows: Sequence[int],
    keys: Mapping[int, RowKey],
    doubted: Mapping[int, Finding],
    drawn: frozenset[int],
) -> pd.DataFrame:
    texts = _texts_to_show(dataset)
    labels = _labels_as_quoted(dataset)
    table = []
    for row in rows:
        place, finding = dataset.locate(row), doubted.get(row)
        strata = [SUSPECT] * (finding is not None) + [RANDOM] * (row in drawn)
        table.append([
            *("" for _ in TO_FILL),
            *(cell_text(dataset.at(row, column)) for column in texts),
            *(("", "") if finding is None else _hints(finding, labels)),
            *(str(row), place.source, "" if place.line is None else str(place.line)),
            *(str(keys[row]), "+".join(strata)),
        ])  # fmt: skip
    return pd.DataFrame(table, columns=[*TO_FILL, *texts, "suggested", "why", *TECHNICAL], dtype=object)


def _hints(finding: Finding, labels: Mapping[str, str]) -> tuple[str, str]:
    """The label that a finding suggests, and why."""
    suggested = finding.evidence.get("suggested_label")
    label = labels.get(suggested, "") if isinstance(suggested, str) else ""
    return label, f"{finding.code} {cell_text(finding.message)}"


def _texts_to_show(dataset: Dataset) -> list[str]:
    """The columns with something to judge; an output that is the label is shown once."""
    there = [column for column in TEXTS if dataset.has(column)]
    if "label" in there and dataset.examples["output"].equals(dataset.examples["label"]):
        there.remove("output")
    return there


def _labels_as_quoted(dataset: Dataset) -> dict[str, str]:
    """The labels by how findings quote them; those that look alike there can't be told apart."""
    if not dataset.has("label"):
        return {}
    names = dataset.examples["label"].dropna().unique().tolist()
    shown = {name: quoted(name, _QUOTED_LABEL) for name in names}
    alike = Counter(shown.values())
    return {short: name for name, short in shown.items() if alike[short] == 1}
