"""Rows that are too long for the chosen trainer, so that nothing of their answers is learnt.

## What it does

For a chosen trainer (`--trainer`) with a limit of tokens, finds the rows that it refuses or leaves out for
their length, and those of which the cut leaves no token to train on. It also says how many lose their end.

## Why it matters

The loss of a row without targets reads 0.0 or NaN and nobody notices: the run succeeds, and the longest
examples, often the best, have taught nothing.

## How it is measured

The tokens before the first answer that is trained on, and those of the whole row, with 4 more a message for
the chat template, against the limit of the trainer's profile. Tokens are counted with the tokenizer.json
that `[checks.FMT008] tokenizer` names; without one they are estimated, and counted as between 0.8 and 1.3
times the estimate: rows that are too long at any rate are errors, rows that may be are only mentioned.
`rows_lost_to_length` counts the errors; its interval reaches from all estimates being too high to all being
too low.

## Thresholds and their source

None may be lost (contract: default policy, rows that the chosen trainer refuses or drops). The limits are
those of the profiles: `dataaudit explain FMT002 --trainer NAME`.

## When it is wrong

Limits are settings of most trainers (`max_length`, `cutoff_len`): the profile holds the default. In scripts
other than Latin the estimate can be off by a factor of two: name the tokenizer.

## What to do

Shorten what comes before the answer, split the conversation, or raise the trainer's limit as far as the
model goes.

## References

TRL issue 6668 and unsloth issue 1128 (all labels masked after truncation); the sources of the profiles.
Estimate: fitted with two tokenizers of mistral-common on English, code and JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats import Part, format_of
from dataaudit.formats.tokens import PER_MESSAGE, Counts, count_tokens
from dataaudit.formats.trainers import Tokens, load_profile
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy, Severity
from dataaudit.registry import check
from dataaudit.wording import plural

CODE = "FMT008"
_LOST = {
    "reject": "refuses it: {n} tokens, {limit} are allowed",
    "drop": "leaves it out: {n} tokens, {limit} are allowed",
    "cut": "{does}: {n} tokens before the answer, {limit} are kept",
}
_ANY = Limit(0, 0, warn_on="high", fail_on="low", source="contract: default policy, rows that a trainer drops")


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT008."""

    rows_lost_to_length: Limit = _ANY
    trainers: tuple[str, ...] = field(default=(), metadata={"source": "--trainer, or [audit] trainers"})
    tokenizer: str = field(default="", metadata={"source": "the path of a tokenizer.json; empty: estimated"})


class Lengths(NamedTuple):
    """Tokens of some rows: of what comes before the first answer, and of all."""

    rows: NDArray[np.int64]
    before: Counts
    all: Counts


@check(CODE, "over-length", Pillar.FORMAT, params=Params, disqualifies=True, remedy=Remedy.FIX)
def over_length(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report the rows of which a chosen trainer learns nothing."""
    del evidence
    if not params.trainers:
        return CheckOutput.not_judged("no trainer was named (--trainer)")
    limits = {name: tokens for name in params.trainers if (tokens := load_profile(name).tokens) is not None}
    if not limits or dataset.examples.empty:
        return CheckOutput.not_applicable(f"no limit of tokens is known of {', '.join(params.trainers)}")
    lengths = _lengths(dataset, min(tokens.limit for tokens in limits.values()), params.tokenizer)
    findings: list[Finding] = []
    sure, possible = set[int](), set[int]()
    for name, tokens in limits.items():
        decisive = lengths.before if tokens.over == "cut" else lengths.all
        surely, maybe = decisive.low >= tokens.limit, decisive.high >= tokens.limit
        findings += _lost(dataset, name, tokens, lengths.rows[surely], decisive.value[surely])
        findings += _mentioned(name, tokens, maybe & ~surely, (lengths.all.high > tokens.limit) & ~surely)
        sure |= set(lengths.rows[surely].tolist())
        possible |= set(lengths.rows[maybe].tolist())
    low, high = (len(sure), len(possible)) if possible - sure else (None, None)
    measure = Measure("rows_lost_to_length", len(sure), low=low, high=high)
    return CheckOutput(measures=(measure,), findings=tuple(findings))


def _lengths(dataset: Dataset, limit: int, tokenizer: str) -> Lengths:
    """The tokens of those rows that can be beyond the limit: no text has more tokens than bytes."""
    format = format_of(dataset)
    parts = {row: format.parts(dataset.records[row].value or {}) for row in dataset.examples.index.tolist()}
    long = {row: own for row, own in parts.items() if sum(map(_most_tokens, own)) > limit}
    every = [part for own in long.values() for part in own]
    early = [before for own in long.values() for before in _before_answer(own)]
    owner = np.repeat(np.arange(len(long)), [len(own) for own in long.values()])
    counts = count_tokens([part.text for part in every], tokenizer)
    rows = np.fromiter(long, dtype=np.int64, count=len(long))
    return Lengths(rows, _added(counts, owner, np.array(early, dtype=bool)), _added(counts, owner, True))


def _most_tokens(part: Part) -> int:
    return len(part.text.encode("utf-8", "replace")) + PER_MESSAGE


def _before_answer(parts: Sequence[Part]) -> list[bool]:
    first = next((i for i, part in enumerate(parts) if part.trained), len(parts))
    return [i < first for i in range(len(parts))]


def _added(counts: Counts, owner: NDArray[np.int64], which: NDArray[np.bool_] | bool) -> Counts:
    """The tokens of each row's parts, as many as `which` says, added up."""
    ends = (np.bincount(owner, weights=(n + PER_MESSAGE) * which).astype(np.float64) for n in counts)
    return Counts(*ends)


def _lost(
    dataset: Dataset, trainer: str, tokens: Tokens, rows: NDArray[np.int64], lengths: NDArray[np.float64]
) -> Iterator[Finding]:
    does = "drops it" if tokens.unless_trained else "learns nothing from it"
    for row, n in zip(rows.tolist(), lengths.tolist(), strict=True):
        lost = _LOST[tokens.over].format(does=does, n=f"{round(n):,}", limit=f"{tokens.limit:,}")
        yield Finding(
            CODE,
            f"{trainer} {lost}",
            (dataset.locate(row),),
            evidence={"trainer": trainer, "tokens": round(n), "limit": tokens.limit, "over": tokens.over},
            suggestion="shorten it or split it",
        )


def _mentioned(trainer: str, tokens: Tokens, maybe: NDArray[np.bool_], longer: NDArray[np.bool_]) -> Iterator[Finding]:
    """What may be lost, and what loses its end: a sentence each, about no row in particular."""
    if maybe.any():
        yield _mention(trainer, f"{plural(int(maybe.sum()), 'row')} may be too long: name the tokenizer to know")
    if tokens.over == "cut" and longer.any():
        n = plural(int(longer.sum()), "row")
        yield _mention(trainer, f"{n} can be longer than {tokens.limit:,} tokens: what is beyond is cut off")


def _mention(trainer: str, sentence: str) -> Finding:
    return Finding(
        CODE,
        f"{trainer}: {sentence}",
        severity=Severity.INFO,
        evidence={"trainer": trainer},
        suggestion=f'[checks.{CODE}] tokenizer = "tokenizer.json" counts exactly',
    )
