"""Outputs that stop in the middle.

## What it does

Points at answers that were cut off: a code fence, JSON, bracket or quotation that is never closed, a comma or
"and" at the end, half a word, a sentence without its end where all others have one, a pile at one length.

## Why it matters

The model learns to break off, or to write JSON that no parser reads. It is the usual trace of answers that
another model wrote with too small a `max_tokens`, or of a column that was cut.

## How it is measured

`truncated_outputs` counts the rows. Of each answer alone: what is open at its end, if it doesn't end as
finished texts do. Against the others: where 9 in 10 answers of running text end with a full stop or its like,
one that stops at a word with which no sentence ends, or at half a word, was cut off; so was one without a stop
after sentences that have theirs. A pile is five or more answers of exactly the greatest length, in characters
or words, five times as many as at the lengths below, most without an end.

## Thresholds and their source

Any row warns. Nobody has published thresholds; the shares are ours. Of the 44 rows found among Alpaca's 52,002
about three in four were cut off, read by eye; among LIMA's 1,029 one is found, wrongly.

## When it is wrong

People leave out the last full stop; completions may be meant to stop anywhere. Verse and lists are hardly
compared, nor texts without spaces between words (Chinese, Japanese, Thai).

## What to do

Write it to its end, or drop the row.

## References

OpenAI API, `finish_reason: "length"`; CommonMark 0.31, section 4.5 (fenced code).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dataaudit.checks.format.scanning import AS_THEY_STAND
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats.base import is_blank
from dataaudit.formats.endings import SentenceEnds, is_terminated, prose_ending, truncation
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.wording import number, percent

CODE = "FMT006"
_QUOTED = 80
#: So many outputs are enough to know how most end, and a language's words.
_ENDS_SAMPLE, _WORDS_SAMPLE = 2_000, 10_000
#: Why an output looks cut off, and how sure that is.
_Reason = tuple[str, float]
_ALONE, _COMPARED, _PILED = 0.9, 0.7, 0.8


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT006."""

    truncated_outputs: Limit = Limit(0, None, source="contract: not corrupt or truncated; it warns only")
    terminated_share: float = field(default=0.9, metadata={"source": "ours: LIMA and Alpaca have .98 and more"})
    min_compared: int = field(default=30, metadata={"source": "ours: below, one answer is over 3 %"})
    pile: int = field(default=5, metadata={"source": "ours: so many equal lengths are no accident in a tail"})
    pile_characters: int = field(default=200, metadata={"source": "ours: shorter texts have equal lengths anyhow"})


@check(CODE, "truncated-output", Pillar.FORMAT, params=Params, disqualifies=True, remedy=Remedy.FIX)
def truncated_output(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report outputs that look cut off, each with the reason."""
    del evidence
    if dataset.task == "classification" or dataset.format in AS_THEY_STAND:
        return CheckOutput.not_applicable("the answers are labels, or texts to train on as they stand")
    rows = list(zip(dataset.examples.index.tolist(), dataset.examples["output"].tolist(), strict=True))
    outputs = sorted({text for _, text in rows if not is_blank(text)})
    if not outputs:
        return CheckOutput.not_applicable("no outputs")
    reasons = dict(_compared(outputs, params)) | dict(_piled(outputs, params))
    reasons |= {text: (reason, _ALONE) for text in outputs if (reason := truncation(text)) is not None}
    findings = tuple(_finding(dataset, row, text, *reasons[text]) for row, text in rows if text in reasons)
    return CheckOutput(measures=(Measure("truncated_outputs", len(findings)),), findings=findings)


def _compared(outputs: Sequence[str], params: Params) -> Iterator[tuple[str, _Reason]]:
    """Running text without the end that its like has, with the reason and its confidence."""
    closed, open_ended = _by_ending(outputs)
    ends = SentenceEnds.of(_sampled(outputs, _WORDS_SAMPLE) if any(open_ended.values()) else ())
    for kind, texts in open_ended.items():
        alike = closed[kind] + len(texts)
        share = closed[kind] / alike if alike else 0.0
        usual = alike >= params.min_compared and share >= params.terminated_share
        for text in texts:
            word = ends.unfinished_word(text) if usual or kind == "item" else None
            word = word or (ends.half_word(text) if usual and kind != "item" else None)
            if word:
                yield text, (word, _ALONE)
            elif usual and kind == "paragraph":
                yield text, (f"it lacks the full stop that {percent(share)} of its like have", _COMPARED)


def _by_ending(outputs: Sequence[str]) -> tuple[Mapping[str, float], Mapping[str, list[str]]]:
    """By kind of prose: how many outputs have an end, estimated from a sample, and those that have none."""
    closed: list[str] = []
    open_ended: dict[str, list[str]] = {"paragraph": [], "sentence": [], "item": []}
    for text in outputs:
        if is_terminated(text):
            closed.append(text)
        elif (kind := prose_ending(text)) is not None:
            open_ended[kind].append(text)
    kinds = Counter(map(prose_ending, sample := _sampled(closed, _ENDS_SAMPLE)))
    return {kind: kinds[kind] * len(closed) / max(len(sample), 1) for kind in open_ended}, open_ended


def _sampled(texts: Sequence[str], most: int) -> Sequence[str]:
    """At most so many of them, evenly over their order."""
    return texts[:: len(texts) // most + 1]


def _piled(outputs: Sequence[str], params: Params) -> Iterator[tuple[str, _Reason]]:
    """Outputs without an end of exactly the greatest length."""
    long = [text for text in outputs if len(text) >= params.pile_characters]
    for unit, lengths in (("characters", [*map(len, long)]), ("words", [text.count(" ") + 1 for text in long])):
        greatest = max(lengths, default=0)
        below = sum(0.9 * greatest <= length < greatest for length in lengths)
        pile = [text for text, length in zip(long, lengths, strict=True) if length == greatest]
        expected = below / max(0.1 * greatest, 1)
        open_ended = [text for text in pile if not is_terminated(text)]
        if len(pile) >= params.pile * max(expected, 1) and 2 * len(open_ended) > len(pile):
            reason = f"it is one of {len(pile)} outputs that stop at {number(greatest)} {unit}"
            yield from ((text, (reason, _PILED)) for text in open_ended)


def _finding(dataset: Dataset, row: int, output: str, reason: str, confidence: float) -> Finding:
    return Finding(
        CODE,
        f"cut off: {reason}",
        (dataset.locate(row, "output"),),
        confidence=confidence,
        evidence={"reason": reason, "ending": quoted(output[-_QUOTED:], _QUOTED)},
        suggestion="write it to its end or drop the row",
    )
