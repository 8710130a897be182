"""How annotators work: faster than anybody reads, one label after the other, one answer to many inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.dataset import Corpus
from dataaudit.drift.significance import q_values
from dataaudit.evidence.signals import NO, YES, Signal

Indices = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Two others show what is usual.
_OTHERS = 2


class Pace(NamedTuple):
    """How fast an annotator is: the medians over n rows of the seconds each took, and of the words read in one.

    `positions` are these rows in the order of time.
    """

    seconds: float
    words_per_second: float
    n: int
    positions: Indices


class Hasty(NamedTuple):
    """An annotator who is too fast; others take `usual` seconds."""

    annotator: str
    pace: Pace
    usual: float


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """An annotator who seldom changes the label in the order of time.

    `changes` of `n` rows, `by_chance` with their labels in any order; `usual` is the share of chance of others.
    `positions` are the longest run, all of `label`.
    """

    annotator: str
    changes: int
    by_chance: float
    usual: float
    n: int
    label: int
    positions: Indices
    p: float
    q: float = 1.0


def rows_by_annotator(corpus: Corpus) -> dict[str, Indices]:
    """The positions of DATA's rows by annotator, where each row is one annotator's."""
    if "annotator" not in corpus.frame:
        return {}
    codes, names = pd.factorize(corpus.frame["annotator"].iloc[: corpus.audited], sort=True)
    return {str(name): np.flatnonzero(codes == i) for i, name in enumerate(names)}


def find_hasty(
    rows: Mapping[str, Indices], moments: Floats, words: Floats, *, share: float, fastest: float, least: int
) -> list[Hasty]:
    """The annotators who take less than a share of the others' time, and less than anybody needs to read.

    Parameters
    ----------
    rows
        The positions of each annotator.
    moments, words
        (n,) when each position was labelled, in seconds, NaN where that is unknown; how many words its input has.
    share, fastest
        Of the median of the others' medians, the share that is too little; how many words a second nobody reads.
    least
        Items that an annotator must have.

    Notes
    -----
    What is looked at is the median time between an annotator's rows: breaks don't matter. Stamps by which most rows
    follow at once are those of an upload, or days, and say nothing.
    """
    paces = {name: _pace(positions, moments, words) for name, positions in rows.items()}
    known = {name: pace for name, pace in paces.items() if pace is not None and pace.n >= least}
    found = []
    for name, pace in known.items():
        others = [other.seconds for own, other in known.items() if own != name]
        if len(others) < _OTHERS:
            continue
        usual = float(np.median(others))
        if pace.seconds < share * usual and pace.words_per_second > fastest:
            found.append(Hasty(name, pace, usual))
    return found


def _pace(positions: Indices, moments: Floats, words: Floats) -> Pace | None:
    """The median time between rows, None where stamps say nothing."""
    positions = in_time(positions, moments)
    gaps, after = np.diff(moments[positions]), positions[1:]
    if not len(gaps) or 2 * (gaps == 0).sum() >= len(gaps):
        return None
    speed = np.median(np.divide(words[after], gaps, out=np.full(len(gaps), np.inf), where=gaps > 0))
    return Pace(float(np.median(gaps)), float(speed), len(after), positions)


def find_runs(
    rows: Mapping[str, Indices], moments: Floats, labels: Indices, *, share: float, max_q: float, least: int
) -> list[Run]:
    """The annotators who change the label less often than by chance, and than others do, in the order of time.

    Parameters
    ----------
    labels
        (n,) int, the label of each position, -1 for none.
    share
        Of the others' median of changes over those by chance, what is too little: where items come sorted by topic
        they change seldom too.

    Notes
    -----
    The test of Wald and Wolfowitz (1940) for several labels (Barton and David 1957), given how often the annotator
    gives each; Benjamini and Hochberg (1995) over annotators.
    """
    found = []
    for name, positions in rows.items():
        ordered = in_time(positions[labels[positions] >= 0], moments)
        if len(ordered) >= least and len(np.unique(moments[ordered])) * 2 > len(ordered):
            found.append(_run(name, ordered, labels))
    told = [run for run in found if run is not None]
    adjusted = q_values([run.p for run in told], len(told)).tolist() if told else []
    ratios = [run.changes / run.by_chance for run in told]
    alarms = []
    for i, (run, q) in enumerate(zip(told, adjusted, strict=True)):
        others = ratios[:i] + ratios[i + 1 :]
        if len(others) >= _OTHERS and q < max_q and ratios[i] < share * np.median(others):
            alarms.append(replace(run, q=q, usual=float(np.median(others))))
    return alarms


def _run(name: str, ordered: Indices, labels: Indices) -> Run | None:
    """The changes along ordered positions, None where there is one label only."""
    from scipy.stats import norm

    given = labels[ordered]
    n, counts = len(given), np.unique(given, return_counts=True)[1].astype(np.float64)
    if len(counts) < 2:
        return None
    squares, cubes = (counts**2).sum(), (counts**3).sum()
    by_chance = n - squares / n
    variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n**3) / (n**2 * (n - 1))
    edges = np.flatnonzero(given[1:] != given[:-1]) + 1
    starts, sizes = np.append(0, edges), np.diff(np.concatenate([[0], edges, [n]]))
    longest = int(np.argmax(sizes))
    first = int(starts[longest])
    p = float(norm.cdf((len(edges) - by_chance) / np.sqrt(max(variance, 1e-12))))
    positions = ordered[first : first + int(sizes[longest])]
    return Run(name, len(edges), float(by_chance), 1.0, n, int(given[first]), positions, p)


def in_time(positions: Indices, moments: Floats) -> Indices:
    """Those positions whose time is known, in its order."""
    positions = positions[~np.isnan(moments[positions])]
    return positions[np.argsort(moments[positions], kind="stable")]


def pasted_answers(
    answers: Sequence[object], inputs: Sequence[object], annotators: Sequence[object], *, words: int, times: int
) -> Signal:
    """Whether an annotator gave the same answer to several inputs; it doesn't apply to short answers.

    Parameters
    ----------
    answers, inputs, annotators
        Of n rows: the answer, what is equal for equal inputs, the name.
    words, times
        How many words an answer must have, and how many different inputs one that counts as pasted.
    """
    keys = [
        (who, " ".join(answer.casefold().split()))
        if isinstance(answer, str) and isinstance(who, str) and len(answer.split()) >= words
        else None
        for answer, who in zip(answers, annotators, strict=True)
    ]
    asked: dict[tuple[str, str], set[object]] = {}
    for key, text in zip(keys, inputs, strict=True):
        if key is not None:
            asked.setdefault(key, set()).add(text)
    codes = [-1 if key is None else int(len(asked[key]) >= times) for key in keys]
    return Signal("the same answer to several inputs", "share", (NO, YES), np.array(codes, dtype=np.int64))
