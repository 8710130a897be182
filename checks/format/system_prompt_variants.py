"""Variants of one system prompt, and rows without the one that the others have.

## What it does

Where most rows share a system prompt, points at those with a near copy of it (misspelt, other punctuation, a sentence
more or less) and at those without any. Sets of many different prompts, such as personas, are left alone. Counts the
tokens that requests repeat, and with the prices of [project] when training them in has paid.

## Why it matters

In use there is one system prompt. Rows with another one teach behaviour that it doesn't call up, and rows
without one teach that it makes no difference. Vertex AI's checker warns of instructions in only some rows. A prompt
is paid for in every request; what a model has learnt need not be said again, if it is left out of training, too.

## How it is measured

Two `system_prompts` are one if they are equal after white space is collapsed and numbers, dates and names within
sentences are made equal. `variant_rows` have a near copy of one: misspelt words, other case and punctuation, or 15 % of
its words left out or added, no word in place of a quite different one. It counts where 10 rows or more have the prompt
and at most a fifth as many the copy. `rows_without_prompt` count where half of all rows have one; else it is noted.

`repeated_prompt_tokens` is the mean over rows of the tokens of a system prompt that ten rows have (else of the head
that it shares with nine others), and of the head that an input shares with 1 % of all and nine others, eight words or
more: worked examples before a conversation, instructions before a text. Tokens are counted with the tokenizer of
[checks.FMT008], else estimated; low and high are 0.8 and 1.3 times the estimate.

With the four prices of a million tokens, a request costs with the prompt (repeated + `input_tokens`) × input price +
`answer_tokens` × output price, and fine-tuned the same without the repeated ones at its own prices:
`cost_per_1000_requests_prompt`, `cost_per_1000_requests_tuned`. `prompt_tokens` takes the place of what is repeated.
`saved_per_month` is the difference times the requests of 30.44 days, less `maintenance_per_month`.
`break_even_requests` is (data + review + training cost) / (difference of a request, less its part of the maintenance),
`break_even_days` the same over `requests_per_day`; neither is there if the money never comes back.

## Thresholds and their source

None: variants are warnings. The shares are ours.

## When it is wrong

Two versions of a prompt may be meant, and rows without one may keep a model general. Greetings with which many
conversations begin count as repeated. Tools, discounts for cached prompts and shorter answers are not counted.

## What to do

Write the one prompt that will be used into all rows. Prices and costs are stated under [project].

## References

Google Vertex AI, tuning of Gemini (systemInstruction in only some examples); Python's difflib.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dataaudit.costs import CostSettings, cost_measures
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats.request_tokens import repeated_tokens, request_tokens
from dataaudit.formats.system_prompts import departing, is_copy_of, rows_by_prompt
from dataaudit.model import CheckOutput, Finding, Measure, Pillar, Remedy, Severity
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.wording import percent, plural

CODE = "FMT009"
_QUOTED, _COMPARED = 120, 10  # characters; of the most frequent prompts


@dataclass(frozen=True, kw_only=True)
class Params(CostSettings):
    """Settings of FMT009."""

    min_rows: int = field(default=20, metadata={"source": "as FMT003: below, one row is over 5 %"})
    usual_rows: int = field(default=10, metadata={"source": "ours: a prompt of fewer rows is no rule"})
    copy_share: float = field(default=0.2, metadata={"source": "ours: of two frequent prompts neither is a slip"})
    contract_share: float = field(default=0.5, metadata={"source": "ours: what most rows have is the contract"})
    most_prompts: int = field(default=500, metadata={"source": "ours: more different prompts are made one by one"})
    tokenizer: str = field(default="", metadata={"source": "that of FMT008", "table": "[checks.FMT008]"})


@check(CODE, "system-prompt-variants", Pillar.FORMAT, params=Params, remedy=Remedy.FIX)
def system_prompt_variants(dataset: Dataset, _: EvidenceView, params: Params) -> CheckOutput:
    """Report near copies of a system prompt, and rows without it; count the tokens that prompts take."""
    examples = dataset.examples
    rows_of, without = rows_by_prompt(examples.index.tolist(), examples["system"].tolist())
    comparable = bool(rows_of) and len(examples) >= params.min_rows
    repeated = repeated_tokens(examples, rows_of, params.tokenizer)
    if examples.empty or not (comparable or repeated.value or params.priced):
        return CheckOutput.not_applicable("no system prompts, or too few rows to compare; no text that inputs share")
    costs = cost_measures(request_tokens(examples, repeated, params.tokenizer), params) if params.priced else ()
    measures = (repeated.measure("repeated_prompt_tokens", "tokens"), *costs)
    if not comparable:
        return CheckOutput(measures)
    copies = list(_copies(dataset, rows_of, params))
    copied = sum(len(finding.locations) for finding in copies)
    return CheckOutput(
        measures=(
            Measure("system_prompts", len(rows_of), "prompts"),
            Measure("variant_rows", copied),
            Measure("rows_without_prompt", len(without)),
            *measures,
        ),
        findings=(*copies, *_without(dataset, rows_of, without, params)),
    )


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
    return quoted(departing(prompt, other), _QUOTED)


def _finding(dataset: Dataset, rows: Sequence[int], message: str, evidence: Mapping[str, str], what: str) -> Finding:
    places = dataset.locate_all(rows, "system")
    return Finding(CODE, message, places, Severity.WARNING, 0.8, evidence, what)
