"""Batch by batch: how often the parts of the data have what sets one of them apart, or how long their answers are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.dataset import Corpus
from dataaudit.drift.parts import KINDS, Order, moments, orders, partitions
from dataaudit.evidence.signals import Signal
from dataaudit.formats.style import words
from dataaudit.intervals import Estimate
from dataaudit.model import Finding
from dataaudit.quoting import mask, quoted

Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]

CLEAN = "clean"
#: The checks whose findings rest on signals.
DRIFT_CODES = frozenset({"FMT005", "LAB004"})
MOST_STYLES, MOST_PARTS = 2, 12
#: Kinds of parts that are worth a look where none deviates.
_WORTH_A_LOOK = ("batch", "time", "annotator", "source")
_NAME, _EVIDENCE_NAME = 40, 60
#: Two days of seconds: stretches of time that are shorter are told apart by the hour.
_DAYS = 2 * 86_400


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the data: a share of its `answers` with its 95 % interval, or a median with its quartiles."""

    name: str
    answers: int
    value: float
    low: float
    high: float
    deviates: bool


@dataclass(frozen=True, slots=True)
class Series:
    """One property in all parts of a kind.

    Attributes
    ----------
    kind
        What kind of parts, one of `drift.parts.KINDS`.
    what
        What the share is of: CLEAN, or as findings name it; empty where the values are lengths in words.
    left_out
        How many parts are not listed: those that don't deviate and are the smallest.
    """

    kind: str
    what: str
    parts: tuple[Part, ...]
    left_out: int


@dataclass(frozen=True, slots=True, eq=False)
class _Slice:
    """A part: its positions in the corpus, and which places of an order they take, if they are a stretch of one."""

    name: str
    positions: Positions
    first: int = 0


def series_by_part(
    corpus: Corpus, clean: Mask, signals: Mapping[str, Signal], findings: Sequence[Finding], *, texts: bool
) -> tuple[Series, ...]:
    """What differs most in each kind of part, else how long its answers are; and how much of it is clean.

    Parameters
    ----------
    clean
        (audited,) which of DATA's examples are clean.
    signals
        By name, aligned to the corpus.
    findings
        Those of drift, with the evidence that `drift_wording.numbers` writes.
    texts
        Whether the answers are texts and no labels, so that their length says something.
    """
    slices = dict(_slices(corpus))
    styles = _styles(slices, signals, findings, corpus)
    kind = next((kind for kind in _WORTH_A_LOOK if kind in slices), None)
    if kind is None:
        return styles
    if not styles and texts:
        styles = (_lengths(kind, slices[kind], corpus),)
    return styles if clean.all() else (*styles, _clean_shares(kind, slices[kind], clean))


def _styles(
    slices: Mapping[str, Sequence[_Slice]],
    signals: Mapping[str, Signal],
    findings: Sequence[Finding],
    corpus: Corpus,
) -> tuple[Series, ...]:
    """What differs most in each kind of part, the greatest difference first."""
    strongest: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda finding: -finding.evidence["effect"]):
        kind = kind_of(finding)
        if kind in slices and finding.evidence["signal"] in signals:
            strongest.setdefault(kind, finding)
    chosen = list(strongest.items())[:MOST_STYLES]
    return tuple(_shares(kind, slices[kind], signals, finding, corpus) for kind, finding in chosen)


def kind_of(finding: Finding) -> str:
    """The kind of part that a finding of drift is about."""
    return "annotator" if "annotator" in finding.evidence else str(finding.evidence.get("part", ""))


def _slices(corpus: Corpus) -> Iterator[tuple[str, list[_Slice]]]:
    for partition in partitions(corpus):
        if partition.kind != KINDS[0]:
            members = (np.flatnonzero(partition.codes == i) for i in range(len(partition.names)))
            yield partition.kind, [_Slice(*pair) for pair in zip(partition.names, members, strict=True)]
    for order in orders(corpus):
        if len(order.positions) >= MOST_PARTS:
            yield order.kind, list(_stretches(order, corpus))


def _stretches(order: Order, corpus: Corpus) -> Iterator[_Slice]:
    """Stretches of an order, each with as many rows as the next, named by where they begin."""
    starts = np.arange(MOST_PARTS) * len(order.positions) // MOST_PARTS
    for name, first, positions in zip(
        _beginnings(order, corpus, starts), starts.tolist(), np.split(order.positions, starts[1:]), strict=True
    ):
        yield _Slice(name, positions, first)


def _beginnings(order: Order, corpus: Corpus, starts: Positions) -> list[str]:
    first = corpus.frame.iloc[order.positions[starts]]
    if order.kind == "time":
        stamps = moments(first["timestamp"])
        form = "%Y-%m-%d" if np.diff(stamps).min() > _DAYS else "%Y-%m-%d %H:%M"
        return [pd.Timestamp(stamp, unit="s").strftime(form) for stamp in stamps.tolist()]
    if first["source"].nunique() == 1 and first["line"].notna().all():
        return [f"from line {int(line):,}" for line in first["line"]]
    return [f"from row {row:,}" for row in first["row"].tolist()]


def _shares(
    kind: str, slices: Sequence[_Slice], signals: Mapping[str, Signal], finding: Finding, corpus: Corpus
) -> Series:
    """How often each part has what a finding says of one of them."""
    signal = signals[finding.evidence["signal"]]
    deviating = [_deviates(one, finding) for one in slices]
    levels = _levels(signal, finding, slices, deviating, corpus)
    applying = ((one, signal.codes[one.positions]) for one in slices)
    hits = [(one, np.isin(codes[codes >= 0], levels)) for one, codes in applying]
    parts = [_share(one, hit, deviates) for (one, hit), deviates in zip(hits, deviating, strict=True) if len(hit)]
    return _series(kind, str(finding.evidence["what"]), parts)


def _share(one: _Slice, hit: Mask, deviates: bool = False) -> Part:
    return Part(one.name, len(hit), *Estimate.of(float(hit.mean()), len(hit)).rounded(), deviates)


def _clean_shares(kind: str, slices: Sequence[_Slice], clean: Mask) -> Series:
    """How much of each part is clean."""
    return _series(kind, CLEAN, [_share(one, clean[one.positions]) for one in slices])


def _levels(
    signal: Signal, finding: Finding, slices: Sequence[_Slice], deviating: Sequence[bool], corpus: Corpus
) -> Positions:
    """The levels of the rows that a finding names: of an amount all, else the one that is most more frequent."""
    named = np.isin(corpus.frame["row"].to_numpy(), [place.row for place in finding.locations if place.row is not None])
    levels = np.unique(signal.codes[named & (signal.codes >= 0)])
    if signal.scale == "amount":
        return levels
    inside = np.zeros(len(signal.codes), dtype=np.bool_)
    for one, deviates in zip(slices, deviating, strict=True):
        inside[one.positions] = deviates
    shares = [_frequencies(signal, side) for side in (inside, ~inside)]
    return levels[[int(np.argmax((shares[0] - shares[1])[levels]))]]


def _frequencies(signal: Signal, side: NDArray[np.bool_]) -> NDArray[np.float64]:
    codes = signal.codes[side & (signal.codes >= 0)]
    found: NDArray[np.float64] = np.bincount(codes, minlength=len(signal.levels)) / max(len(codes), 1)
    return found


def _deviates(one: _Slice, finding: Finding) -> bool:
    """Whether a part is the one that a finding is about, or has most in common with the stretch that it is about."""
    evidence, kind = finding.evidence, kind_of(finding)
    if kind == "annotator":
        return quoted(one.name, _EVIDENCE_NAME) == str(evidence["annotator"])
    if kind not in KINDS[4:]:
        return mask(one.name) == str(evidence["name"])
    first, end = map(int, str(evidence["name"]).split(":"))
    n = len(one.positions)
    return 2 * (min(end, one.first + n) - max(first, one.first)) >= min(n, end - first)


def _lengths(kind: str, slices: Sequence[_Slice], corpus: Corpus) -> Series:
    """How long the answers of each part are."""
    outputs = corpus.frame["output"].tolist()
    parts = []
    for one in slices:
        texts = (outputs[position] for position in one.positions.tolist())
        lengths = [words(text) for text in texts if isinstance(text, str)]
        if lengths:
            low, middle, high = np.quantile(lengths, [0.25, 0.5, 0.75]).tolist()
            parts.append(Part(one.name, len(lengths), middle, low, high, deviates=False))
    return _series(kind, "", parts)


def _series(kind: str, what: str, parts: Sequence[Part]) -> Series:
    """The parts in their order, at most MOST_PARTS of them, their names fit to be shown."""
    chosen = sorted(range(len(parts)), key=lambda i: (not parts[i].deviates, -parts[i].answers, i))[:MOST_PARTS]
    kept = [parts[i] for i in sorted(chosen)]
    start = _common_folder([part.name for part in kept]) if kind == "source" else 0
    named = (replace(part, name=quoted(part.name[start:], _NAME)) for part in kept)
    return Series(kind, what, tuple(named), len(parts) - len(kept))


def _common_folder(paths: Sequence[str]) -> int:
    """How many characters of paths name the folders that all are in."""
    folders = zip(*(path.split("/")[:-1] for path in paths), strict=False)
    return sum(len(names[0]) + 1 for names in takewhile(lambda names: len(set(names)) == 1, folders))
