"""A worklist: real inputs from the gaps, for somebody to write the answers to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heapreplace
from math import inf, sqrt

import numpy as np
import pandas as pd

from dataaudit.dataset import Dataset, Task
from dataaudit.errors import InputError
from dataaudit.evidence.text import normalise
from dataaudit.model import CheckResult, Gap
from dataaudit.review.spreadsheet import defused
from dataaudit.wording import percent, plural, visible

#: The input and the answer, called as in a format that is recognised by these names and allows further columns.
COLUMNS: dict[Task, tuple[str, str]] = {
    "classification": ("text", "label"),
    "generation": ("prompt", "completion"),
}
ORIGIN = ("gap", "share", "source", "line")
_CODE = "COV001"


def found_gaps(results: Iterable[CheckResult]) -> tuple[Gap, ...]:
    """The gaps that COV001 found; InputError where it didn't judge, so that nobody knows of any."""
    result = next((result for result in results if result.code == _CODE), None)
    if result is None or not result.judged:
        reason = (result and result.reason) or "it was left out"
        raise InputError(f"which real inputs the data don't cover is not known: {_CODE} didn't judge: {reason}")
    return result.gaps


def draw_worklist(reference: Dataset, gaps: Sequence[Gap], task: Task, n: int, seed: int) -> pd.DataFrame:
    """Up to n different real inputs from the gaps, the answers left empty.

    Each gap has its share by the examples that it needs, and at least one input if n is enough for that. Within
    a gap the inputs are drawn at random from the traffic, so that what is asked often tends to come first, and
    what is written is as varied as what people ask. They are as they were written: nothing is masked or cut.

    Parameters
    ----------
    seed
        Of the drawing, which doesn't depend on the order of rows.

    Returns
    -------
    The two of COLUMNS, then ORIGIN; one row an input, the gap with the most traffic first.
    """
    random = np.random.default_rng(seed)
    inputs = [_drawn(reference, gap.reference_rows, random) for gap in gaps]
    counts = apportion([gap.needed for gap in gaps], [len(rows) for rows in inputs], n)
    table = [
        _cells(reference, row, gap)
        for gap, rows, count in zip(gaps, inputs, counts, strict=True)
        for row in rows[:count]
    ]
    return pd.DataFrame(table, columns=[*COLUMNS[task], *ORIGIN], dtype=object)


def apportion(needs: Sequence[int], most: Sequence[int], n: int) -> list[int]:
    """Up to n items shared out by needs, of each at most so many: Huntington and Hill's method.

    It gives every need one item before any gets a second, then the next to where it is most wanting: to the
    greatest need / √(k (k + 1)), k being what it has.

    >>> apportion([30, 10, 1], [100, 100, 100], 20), apportion([30, 10], [5, 100], 20)
    ([14, 5, 1], [5, 15])
    """
    counts = [0] * len(needs)
    queue = [(-inf, -need, i) for i, need in enumerate(needs) if most[i]]
    heapify(queue)
    for _ in range(min(n, sum(most))):
        i = queue[0][2]
        counts[i] += 1
        if counts[i] == most[i]:
            heappop(queue)
        else:
            heapreplace(queue, (-needs[i] / sqrt(counts[i] * (counts[i] + 1)), -needs[i], i))
    return counts


def summary(table: pd.DataFrame, gaps: Sequence[Gap], n: int) -> str:
    """What the worklist holds, what to do with it, and what no real input is there for."""
    if not gaps:
        return "no gaps were found: there is nothing to write\n"
    counts = [int((table["gap"] == gap.name).sum()) for gap in gaps]
    text, answer = table.columns[:2]
    lines = [f"{plural(len(table), 'real input')} from {plural(len(gaps), 'gap')}"]
    lines += [
        f"{count:>5,} on '{visible(gap.name)}', which needs {plural(gap.needed, 'example')}"
        for gap, count in zip(gaps, counts, strict=True)
        if count
    ]
    lines.append(f"fill in {answer}: the file can then be audited and trained on as it is")
    if altered := sum(defused(cell) != cell for cell in table[text]):
        lines.append(f"{plural(altered, 'input')} would be a formula to a spreadsheet and has an apostrophe before it")
    if len(table) < n:
        lines += _missing(gaps, counts)
    return "\n".join(lines) + "\n"


def _missing(gaps: Sequence[Gap], counts: Sequence[int]) -> list[str]:
    """What the gaps need beyond the real inputs that there are."""
    missing = {gap.name: gap.needed - count for gap, count in zip(gaps, counts, strict=True) if gap.needed > count}
    first = "the gaps hold no more different real inputs"
    if not missing:
        return [first]
    lines = [f"{count:>5,} on '{visible(name)}'" for name, count in missing.items()]
    return [f"{first}; {plural(sum(missing.values()), 'example')} more to be written anew:", *lines]


def _drawn(reference: Dataset, rows: Iterable[int], random: np.random.Generator) -> list[int]:
    """A row of each different input, in a random order that depends on what the rows say and not on their places."""
    texts = {row: reference.at(row, "input") or "" for row in rows}
    ordered = sorted((row for row, text in texts.items() if text.strip()), key=lambda row: (texts[row], row))
    different: dict[str, int] = {}
    for i in random.permutation(len(ordered)):
        different.setdefault(normalise(texts[ordered[i]]), ordered[i])
    return list(different.values())


def _cells(reference: Dataset, row: int, gap: Gap) -> tuple[str, ...]:
    place = reference.locate(row)
    line = "" if place.line is None else str(place.line)
    return reference.at(row, "input"), "", gap.name, percent(gap.share), place.source or "", line
