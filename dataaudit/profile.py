"""What the data look like in numbers, for charts: sizes of classes, lengths of texts, batches beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.dataset import Corpus
from dataaudit.drift.by_part import DRIFT_CODES, Series, series_by_part
from dataaudit.evidence import Evidence
from dataaudit.evidence.signals import Signal
from dataaudit.formats.style import words
from dataaudit.formats.tokens import estimate_tokens
from dataaudit.formats.trainers.profile import load_profile
from dataaudit.labels.classes import Classes
from dataaudit.model import CheckResult, Finding
from dataaudit.quoting import quoted

Mask = NDArray[np.bool_]
Integers = NDArray[np.int64]

#: Bars of a histogram, at most.
MOST_BINS = 20
#: Where the longest text is so many times the median, most of a linear axis would be empty.
SKEWED = 8

_LENGTH_CODE = "FMT008"
_NAME = 40


@dataclass(frozen=True, slots=True)
class ClassSize:
    """A class: how many answers name it, and how many of these are clean examples; accepted data count in both."""

    name: str
    rows: int
    clean: int


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long the texts of the clean examples are, those without a text left out.

    Attributes
    ----------
    of
        "input", "output" or "example", which is all that a row says.
    unit
        "words", or "tokens" as `estimate_tokens` estimates them.
    edges, counts
        (k + 1,) and (k,): how many texts have at least edges[i] and less than edges[i + 1] of the unit.
    skewed
        Whether the edges grow by factors.
    limits
        How many tokens each chosen trainer takes at most, by its name; only where the unit is tokens.
    """

    of: str
    unit: str
    edges: tuple[int, ...]
    counts: tuple[int, ...]
    median: int
    low: int
    high: int
    longest: int
    skewed: bool
    limits: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Profile:
    """The numbers; each part is empty where the data have nothing of the kind.

    Attributes
    ----------
    classes
        The largest first.
    with_accepted
        Whether the classes include data accepted before, as SIZE002 counts.
    """

    classes: tuple[ClassSize, ...] = ()
    with_accepted: bool = False
    lengths: tuple[Lengths, ...] = ()
    series: tuple[Series, ...] = ()


@dataclass(frozen=True, eq=False)
class ProfileSource:
    """What a profile is made of, kept until somebody asks for it.

    Attributes
    ----------
    clean
        (audited,) which of DATA's examples are clean.
    labels
        None where the answers are no labels.
    signals, drifts
        Of the outputs, and the findings that rest on them; empty where nobody looked for drift.
    limits
        Tokens that each chosen trainer takes at most.
    """

    corpus: Corpus
    clean: Mask
    labels: Classes | None
    signals: Mapping[str, Signal]
    drifts: Sequence[Finding]
    limits: Mapping[str, int]

    @cached_property
    def profile(self) -> Profile:
        """The profile, computed at first use."""
        return Profile(
            classes=() if self.labels is None else _class_sizes(self.labels, self.corpus, self.clean),
            with_accepted=self.corpus.audited < len(self.corpus.frame),
            lengths=tuple(self._lengths()),
            series=series_by_part(self.corpus, self.clean, self.signals, self.drifts, texts=self.labels is None),
        )

    def _lengths(self) -> Iterator[Lengths]:
        examples = self.corpus.frame.iloc[: self.corpus.audited][self.clean]
        for name in ("input", "output") if self.labels is None else ("input",):
            yield from histogram(name, "words", _word_counts(examples[name]))
        if self.limits:
            yield from histogram("example", "tokens", _token_counts(examples), self.limits)


def profile_source(
    evidence: Evidence, results: Sequence[CheckResult], params: Mapping[str, Mapping[str, Any]]
) -> ProfileSource:
    """What the profile of an audit is made of; nothing is computed for it, and no vectors are held.

    Parameters
    ----------
    params
        The settings of the checks, as they stand in the report.
    """
    judged = [result for result in results if result.code in DRIFT_CODES and result.judged]
    findings = [finding for result in judged for finding in result.findings if "signal" in finding.evidence]
    return ProfileSource(
        corpus=evidence.corpus,
        clean=evidence.clean,
        labels=evidence.labels if evidence.has("labels") else None,
        signals=evidence.signals if judged else {},
        drifts=[finding for finding in findings if not finding.accepted],
        limits=_token_limits(params),
    )


def histogram(of: str, unit: str, lengths: Integers, limits: Mapping[str, int] | None = None) -> Iterator[Lengths]:
    """The distribution of lengths, where at least two differ.

    Parameters
    ----------
    lengths
        (n,) int; texts of length 0 don't count.
    """
    lengths = lengths[lengths > 0]
    if len(lengths) == 0 or lengths.min() == lengths.max():
        return
    low, median, high = np.quantile(lengths, [0.05, 0.5, 0.95], method="inverted_cdf").tolist()
    skewed = bool(lengths.max() > SKEWED * median)
    edges = _growing_edges(lengths) if skewed else _even_edges(lengths)
    counts = np.histogram(lengths, edges)[0]
    yield Lengths(
        of, unit, tuple(edges.tolist()), tuple(counts.tolist()), median, low, high, int(lengths.max()), skewed,
        dict(limits or {}),
    )  # fmt: skip


def _even_edges(lengths: Integers) -> Integers:
    """Edges a round number apart."""
    low, high = int(lengths.min()), int(lengths.max())
    least = (high - low + 1) / (MOST_BINS - 1)
    step = next(step for power in range(20) for step in (10**power, 2 * 10**power, 5 * 10**power) if step >= least)
    first = low // step
    edges: Integers = np.arange(first, ceil((high + 1) / step) + 1) * step
    return edges


def _growing_edges(lengths: Integers) -> Integers:
    """Edges that grow by a factor, by 1 at least; no bin is narrower than the one before."""
    low, high = int(lengths.min()), int(lengths.max())
    factor = ((high + 1) / low) ** (1 / MOST_BINS)
    edges = [low]
    while edges[-1] <= high:
        edges.append(ceil(round(edges[-1] * factor, 6)))
    return np.array(edges)


def _class_sizes(labels: Classes, corpus: Corpus, clean: Mask) -> tuple[ClassSize, ...]:
    """The classes of DATA; answers around a label are none of its examples (SIZE002)."""
    usable = np.ones(len(labels.index), dtype=np.bool_)
    rows = labels.sizes(usable)
    usable[: corpus.audited] = clean
    examples = labels.sizes(usable)
    own = np.unique(labels.held[labels.holder < corpus.audited]).tolist()
    own.sort(key=lambda i: (-examples[i], -rows[i], labels.names[i]))
    return tuple(ClassSize(quoted(labels.names[i], _NAME), int(rows[i]), int(examples[i])) for i in own)


def _word_counts(texts: pd.Series) -> Integers:
    return np.array([words(text) if isinstance(text, str) else 0 for text in texts.tolist()], dtype=np.int64)


def _token_counts(examples: pd.DataFrame) -> Integers:
    """About how many tokens each example has, what a chat template adds apart."""
    columns = (examples[name].fillna("").tolist() for name in ("system", "input", "output"))
    return np.rint(estimate_tokens(["\n".join(texts) for texts in zip(*columns, strict=True)])).astype(np.int64)


def _token_limits(params: Mapping[str, Mapping[str, Any]]) -> dict[str, int]:
    trainers = params.get(_LENGTH_CODE, {}).get("trainers", ())
    return {name: tokens.limit for name in trainers if (tokens := load_profile(name).tokens) is not None}
