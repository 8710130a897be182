"""One wording of the request in most of the rows: a template with a slot.

## What it does

Finds the words that many inputs share around what differs: a tool description at the head of every instruction,
a wrapper such as "Below is an instruction that describes a task", one request with a slot in it ("Translate this
sentence into French: …"). Each is reported with its share of the rows and of their words. System prompts are
left out: that they are the same in all rows is as it should be (FMT009).

## Why it matters

A model that was asked in one wording learns to answer that wording: T0 was better and steadier on new prompts
the more prompts there were for a task. What is the same in all rows is no harm if the model will be called so,
but it is paid for with every row and every call. Nor are rows copies for the template that they share: the other
checks of duplicates compare them without it.

## How it is measured

A template is eight words or more in a row (case and punctuation aside) that stand in at least 1 % of the
distinct inputs and in ten of them, or five words in half of them, with something else in the slot of each. What
is left of one text in edited copies of it is none: it ends at another place in each. `templated_rows` is the
share of rows with a template, `scaffold_words` how much of the words of all inputs is template.
`largest_template` is the share of rows with the most frequent template that not nearly all rows (95 %) have; it
isn't measured where the answers are labels. Templates of 5 % of the rows and more are reported, at most ten.

## Thresholds and their source

Warns where a template that not nearly all rows have is in more than half of them. Ours: then it is the wording
that the model learns, and the others are exceptions. Nobody has published a limit. In GPTeacher's toolformer set
eight tool descriptions are 76 % of all words, the largest in 17 % of the rows; Alpaca and LIMA have no template.

## When it is wrong

A long text that ten rows ask different things about is taken for a template. Requests that say the same in
other words, or with fewer in a row, are not found. Fewer than 50 distinct inputs are not judged.

## What to do

Ask for the same in other words, too, or in this wording everywhere and when the model is called. A wrapper or
tool description that is not needed then can be left out of all rows.

## References

Sanh et al. 2022, Multitask Prompted Training Enables Zero-Shot Task Generalization (arXiv 2110.08207), section
6.2; Sclar et al. 2024, Quantifying Language Models' Sensitivity to Spurious Features in Prompt Design (arXiv
2310.11324).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dataaudit.checks.duplicates.patterns import Inputs, Pattern
from dataaudit.dataset import Dataset, Task
from dataaudit.duplicates.scaffolds import LEAST_SAMPLE
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Severity
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.wording import ELLIPSIS, percent

CODE = "DUP006"
_QUOTED = 300
_QUOTED_IN_MESSAGE = 60
_COMMON, _DOMINANT = "call the model in these words, too", "ask for the same in other words, too"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of DUP006."""

    largest_template: Limit = Limit(0.5, None, source="ours: in more than half of the rows it is the rule; only warns")
    common_share: float = field(default=0.95, metadata={"source": "ours: what nearly all rows have is the call"})
    reported_share: float = field(default=0.05, metadata={"source": "ours: one row in twenty"})
    most_findings: int = field(default=10, metadata={"source": "ours: more is no news"})


@check(CODE, "template-dominance", Pillar.DUPLICATES, {"text", "scaffolds"}, params=Params)
def template_dominance(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report the templates of the inputs, those of the most rows first."""
    text, scaffolds = evidence.text, evidence.scaffolds
    if len(text.nodes) < LEAST_SAMPLE:
        return CheckOutput.not_applicable(f"fewer than {LEAST_SAMPLE} different inputs")
    rows = np.bincount(text.node[: evidence.corpus.audited], minlength=len(text.nodes))
    inputs = Inputs([text.nodes[i] for i in np.flatnonzero(rows)], rows[rows > 0])
    wide = [template.words for template in scaffolds.templates if template.share >= params.reported_share]
    patterns = [own for own in inputs.patterns(wide) if own.share >= params.reported_share]
    partial = max((own.share for own in patterns if own.share < params.common_share), default=0.0)
    words = np.array([scaffolds.count(own) for own in inputs.texts])
    templated = np.logical_or.reduce([words > 0, *(own.inputs for own in patterns)])
    measures = [
        Measure("templated_rows", inputs.share(templated), "share"),
        Measure("scaffold_words", inputs.share(words) / inputs.share(inputs.lengths), "share"),
    ]
    if dataset.task == "generation":
        measures.append(Measure("largest_template", partial, "share"))
    findings = (_finding(own, dataset.task, params) for own in patterns[: params.most_findings])
    return CheckOutput(tuple(measures), tuple(findings))


def _finding(pattern: Pattern, task: Task, params: Params) -> Finding:
    common = pattern.share >= params.common_share
    dominates = task == "generation" and not common and _is_beyond(params.largest_template, pattern.share)
    words = f" {ELLIPSIS} ".join(pattern.words)
    message = f"{percent(pattern.share)} of the rows share a template: {quoted(words, _QUOTED_IN_MESSAGE)}"
    return Finding(
        CODE,
        f"{message} ({percent(pattern.words_share)} of their words)",
        severity=Severity.ERROR if dominates else Severity.INFO,
        evidence={
            "template": quoted(words, _QUOTED),
            "share": round(pattern.share, 4),
            "words_share": round(pattern.words_share, 4),
        },
        suggestion=_COMMON if common else _DOMINANT if dominates else "",
    )


def _is_beyond(limit: Limit, share: float) -> bool:
    return share > min((bound for bound in (limit.warn, limit.fail) if bound is not None), default=1.0)
