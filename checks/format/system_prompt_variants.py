"""Variants of one system prompt, and rows without the one that the others have.

## What it does

Where most rows share a system prompt, points at those with a near copy of it (misspelt, other punctuation, a
sentence more or less) and at those without any. Sets of many different prompts, such as personas, are left
alone.

## Why it matters

In use there is one system prompt. Rows with another one teach behaviour that it doesn't call up, and rows
without one teach that it makes no difference. Vertex AI's checker warns of instructions in only some rows.

## How it is measured

Prompts are equal if they are after white space is collapsed and numbers, dates and names within sentences are
made equal. A near copy of a prompt differs from it by misspelt words, case and punctuation, or by 15 % of its
words left out or added; a word in place of a quite different one makes it another prompt. It counts where at
least 10 rows have the prompt and at most a fifth as many the copy. Rows without a prompt count where one
prompt is that of at least half of all rows; otherwise a mixture is noted.

## Thresholds and their source

None: variants are warnings. The shares are ours; nobody has published any.

## When it is wrong

Two versions of a prompt may be meant, and rows without one may be there to keep a model general.

## What to do

Write the one prompt that will be used into all rows.

## References

Google Vertex AI, tuning of Gemini (systemInstruction in only some examples); Python's difflib.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats.base import is_blank
from dataaudit.formats.system_prompts import is_copy_of, template_of
from dataaudit.model import CheckOutput, Finding, Measure, Pillar, Remedy, Severity
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.wording import percent, plural

CODE = "FMT009"
_QUOTED = 120
_BEFORE = 40
_COMPARED = 10  # of the most frequent prompts


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT009."""

    min_rows: int = field(default=20, metadata={"source": "as FMT003: below, one row is over 5 %"})
    usual_rows: int = field(default=10, metadata={"source": "ours: a prompt of fewer rows is no rule"})
    copy_share: float = field(default=0.2, metadata={"source": "ours: of two frequent prompts neither is a slip"})
    contract_share: float = field(default=0.5, metadata={"source": "ours: what most rows have is the contract"})
    most_prompts: int = field(default=500, metadata={"source": "ours: more different prompts are made one by one"})


@check(CODE, "system-prompt-variants", Pillar.FORMAT, params=Params, remedy=Remedy.FIX)
def system_prompt_variants(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report near copies of a system prompt, and rows without it."""
    del evidence
    rows_of, without = _prompts(dataset)
    if not rows_of or len(dataset.examples) < params.min_rows:
        return CheckOutput.not_applicable("no system prompts, or too few rows to compare")
    copies = list(_copies(dataset, rows_of, params))
    copied = sum(len(finding.locations) for finding in copies)
    return CheckOutput(
        measures=(
            Measure("system_prompts", len(rows_of), "prompts"),
            Measure("variant_rows", copied),
            Measure("rows_without_prompt", len(without)),
        ),
        findings=(*copies, *_without(dataset, rows_of, without, params)),
    )


def _prompts(dataset: Dataset) -> tuple[dict[str, list[int]], list[int]]:
    """The rows of each prompt, those made equal together under the first of them, and the rows without one."""
    prompts = dataset.examples["system"]
    template = {prompt: template_of(prompt) for prompt in set(prompts.tolist()) if not is_blank(prompt)}
    shown: dict[str, str] = {}
    for prompt in sorted(template):
        shown.setdefault(template[prompt], prompt)
    rows_of: dict[str, list[int]] = {}
    without = []
    for row, prompt in zip(dataset.examples.index.tolist(), prompts.tolist(), strict=True):
        if prompt in template:
            rows_of.setdefault(shown[template[prompt]], []).append(row)
        else:
            without.append(row)
    return rows_of, without


def _copies(dataset: Dataset, rows_of: Mapping[str, Sequence[int]], params: Params) -> Iterator[Finding]:
    """One finding for each near copy of a more frequent prompt."""
    ranked = sorted(rows_of, key=lambda prompt: (-len(rows_of[prompt]), prompt))
    usual = [prompt for prompt in ranked[:_COMPARED] if len(rows_of[prompt]) >= params.usual_rows]
    if len(ranked) > params.most_prompts:
        return
    for prompt in ranked:
        most = len(rows_of[prompt]) / params.copy_share
        candidates = (other for other in usual if len(rows_of[other]) >= most)
        original = next((other for other in candidates if is_copy_of(prompt, other)), None)
        if original is not None:
            yield _finding(
                dataset,
                rows_of[prompt],
                f"{plural(len(rows_of[prompt]), 'row')} with a variant of the usual system prompt",
                {"prompt": _difference(prompt, original), "usual_prompt": _difference(original, prompt)},
                f"write the prompt that {plural(len(rows_of[original]), 'row')} have",
            )


def _without(
    dataset: Dataset, rows_of: Mapping[str, Sequence[int]], without: Sequence[int], params: Params
) -> Iterator[Finding]:
    """Rows that lack the prompt which most have; without such a prompt, a note of the mixture."""
    usual = min(rows_of, key=lambda prompt: (-len(rows_of[prompt]), prompt))
    share = len(without) / len(dataset.examples)
    evidence = {"usual_prompt": quoted(usual, _QUOTED)}
    if without and len(rows_of[usual]) >= params.contract_share * len(dataset.examples):
        message = f"{plural(len(without), 'row')} without the system prompt that most have"
        yield _finding(dataset, without, message, evidence, "add the prompt")
    elif without:
        message = f"{percent(1 - share)} of the rows have a system prompt, {percent(share)} have none"
        yield Finding(CODE, message, severity=Severity.INFO, evidence={"prompts": len(rows_of)})


def _difference(prompt: str, other: str) -> str:
    """The prompt from a little before the place where it departs from another."""
    part = next((i for i, pair in enumerate(zip(prompt, other, strict=False)) if pair[0] != pair[1]), 0)
    begin = max(0, part - _BEFORE)
    return quoted(("…" if begin else "") + prompt[begin:], _QUOTED)


def _finding(dataset: Dataset, rows: Sequence[int], message: str, evidence: Mapping[str, str], what: str) -> Finding:
    places = dataset.locate_all(rows, "system")
    return Finding(CODE, message, places, Severity.WARNING, 0.8, evidence, what)
