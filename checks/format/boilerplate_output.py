"""Answers that say what a model says everywhere: refusals, "as an AI", its maker, courtesies.

## What it does

Points at answers that refuse, disclaim ("as an AI language model"), name the date to which a model knows the
world, or name a model and its makers. For the data as a whole it reports how many do, courtesies around the
answers ("Sure!", "Let me know if"), the same prompt or answer in every row, text mostly in capitals, and a
seam between prompt and completion that differs from row to row.

## Why it matters

It is the trace of answers that another model wrote. A model trained on them says it is ChatGPT, and refuses:
OpenAI's guide warns that with 60 % of refusals in training, where 5 % are needed, it will refuse too often. Of
a seam that differs the tokenizer makes different words.

## How it is measured

By phrases, with Wilson's 95 % interval: `refusals`, `disclaimers`, `cut_off_dates` and `self_identities` are
shares of all answers. A refusal must stand at the beginning. Several files are reported one by one.
Courtesies are reported where at least a fifth of the answers have them; the seam for formats of prompt and
completion that are plain text; capitals where there are more than half as many as small letters.

## Thresholds and their source

Refusals warn when the lower end of their interval is above 5 % (the guide's figure for what is needed); below,
they are only listed. Every other row warns. What `openai tools fine_tunes.prepare_data` looked at (same
prompts, same completions, capitals, common endings) is reported as it was.

## When it is wrong

Refusals may be what is to be learnt, and an assistant may have to say who it is. Then ignore these findings.

## What to do

Answer the question instead, take the phrase out, or drop the row.

## References

OpenAI fine-tuning guide ("Iterating on data quality"); openai-python 0.28 `validators.py`; Wilson 1927;
gururise/AlpacaDataCleaned; LLaMA-Factory `identity.json` (an identity on purpose).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dataaudit.checks.format.preparation import preparation
from dataaudit.checks.format.scanning import AS_THEY_STAND
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats.base import is_blank
from dataaudit.formats.phrases import AS_AN_AI, CUT_OFF_DATE, REFUSAL, SELF_IDENTITY, boilerplate_kinds, filler
from dataaudit.intervals import Estimate
from dataaudit.model import CheckOutput, Finding, Limit, Pillar, Remedy, Severity
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.wording import estimate

CODE = "FMT010"
_QUOTED = 100
_SAMPLE = 5_000
_MEASURES = {
    REFUSAL: "refusals",
    AS_AN_AI: "disclaimers",
    CUT_OFF_DATE: "cut_off_dates",
    SELF_IDENTITY: "self_identities",
}


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT010."""

    refusals: Limit = Limit(0.05, None, warn_on="low", source="OpenAI's guide: 5 % needed; it only warns")
    filler_share: float = field(default=0.2, metadata={"source": "ours: one answer in five"})
    min_rows: int = field(default=20, metadata={"source": "as FMT003: below, one row is over 5 %"})


@check(CODE, "boilerplate-output", Pillar.FORMAT, params=Params, remedy=Remedy.FIX)
def boilerplate_output(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report boilerplate row by row, and what is the same in many rows."""
    del evidence
    if dataset.task == "classification" or dataset.format in AS_THEY_STAND:
        return CheckOutput.not_applicable("the answers are labels, or texts to train on as they stand")
    examples = dataset.examples
    answers = {row: text for row, text in zip(examples.index, examples["output"], strict=True) if not is_blank(text)}
    if not answers:
        return CheckOutput.not_applicable("no answers")
    texts = list(set(answers.values()))
    kind_of = dict(zip(texts, boilerplate_kinds(texts), strict=True))
    kinds = {row: kind for row, text in answers.items() if (kind := kind_of[text]) is not None}
    counts = Counter(kinds.values())
    shares = {kind: Estimate.of(counts[kind] / len(answers), len(answers)) for kind in _MEASURES}
    findings = [_row(dataset, row, kind, answers[row]) for row, kind in kinds.items()]
    findings += _by_source(dataset, list(answers), kinds)
    if len(answers) >= params.min_rows:
        findings += [*_courtesies(list(answers.values()), params.filler_share), *preparation(dataset, CODE)]
    return CheckOutput(
        measures=tuple(share.measure(_MEASURES[kind]) for kind, share in shares.items()),
        findings=tuple(findings),
    )


def _row(dataset: Dataset, row: int, kind: str, answer: str) -> Finding:
    return Finding(
        CODE,
        f"{kind}: {quoted(answer, _QUOTED)}",
        (dataset.locate(row, "output"),),
        severity=Severity.ERROR if kind == REFUSAL else Severity.WARNING,
        confidence=0.9,
        evidence={"kind": kind},
        suggestion="answer the question, or drop the row" if kind == REFUSAL else "take the phrase out",
    )


def _by_source(dataset: Dataset, answers: Sequence[int], kinds: Mapping[int, str]) -> Iterator[Finding]:
    """How often each kind is met in each file, where there are several files."""
    sources = dict(zip(dataset.examples.index, dataset.examples["source"], strict=True))
    totals = Counter(sources[row] for row in answers)
    for kind in _MEASURES if len(totals) > 1 else ():
        counts = Counter(sources[row] for row, own in kinds.items() if own == kind)
        if counts:
            shares = {source: Estimate.of(counts[source] / n, n).rounded() for source, n in sorted(totals.items())}
            most = max(shares, key=lambda source: shares[source].value)
            message = f"{kind} in {estimate(*shares[most])} of the answers of {most}"
            found = {source: share._asdict() for source, share in shares.items()}
            yield Finding(CODE, message, severity=Severity.INFO, evidence={"kind": kind, "sources": found})


def _courtesies(answers: Sequence[str], most: float) -> Iterator[Finding]:
    """What so many answers open or close with, although it says nothing; a sample is enough to know."""
    sample = sorted(answers)[:: len(answers) // _SAMPLE + 1]
    fillers = [filler(text) for text in sample]
    for where, found in (("begin", [opening for opening, _ in fillers]), ("end", [closing for _, closing in fillers])):
        counts = Counter(words for words in found if words is not None)
        share = Estimate.of(counts.total() / len(sample), len(sample))
        if share.low >= most:
            words = max(sorted(counts), key=lambda word: counts[word])
            message = f"{estimate(*share)} of the answers {where} with a courtesy such as {quoted(words, 40)!r}"
            evidence = {"courtesies": dict(sorted(counts.items())), "sample": len(sample)}
            yield Finding(CODE, message, severity=Severity.WARNING, confidence=0.9, evidence=evidence)
