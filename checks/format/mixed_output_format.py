"""Answers in another format than the rest: prose among JSON, a sentence among labels.

## What it does

Finds out what kind of thing the answers are (JSON object or array, fenced JSON or code, XML or HTML, SQL, a
bare label, free text) and, where nearly all are of a kind that a program reads, points at those that
aren't.

## Why it matters

The model learns the mixture: one answer in twenty that is no JSON becomes one reply in twenty that no
parser reads. OpenAI's guide asks for all examples in the format that is expected in use.

## How it is measured

`off_majority_outputs` is the share of answers of another kind than the most frequent one, where at least 80
% are JSON of some kind, code, markup, SQL or labels. Prose with and without lists, headings or tables is
one kind, and free: then the check doesn't apply. A known label in another spelling is LAB006's, a rare
label is none of its business; a label wrapped in JSON or in a sentence is. Tool calls are left out: an
assistant may call or answer.

## Thresholds and their source

Warns above 1 %, fails above 5 % (contract: default policy). Nobody has published thresholds for fine-tuning
sets: these are proposals.

## When it is wrong

The task may want two kinds, such as JSON for orders and prose for greetings. Then split the dataset by
kind.

## What to do

Rewrite the answers into the majority's format, or drop the rows.

## References

OpenAI fine-tuning guide ("in the same format, as expected for inference"); arXiv 2307.15504 (consistent
format and generalisation).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats.base import is_blank
from dataaudit.formats.outputs import CONTRACTS, FREE, TOOL_CALL, answer_kinds
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.wording import percent

CODE = "FMT003"
_QUOTED = 200


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT003."""

    off_majority_outputs: Limit = Limit(0.01, 0.05, source="contract: default policy; nobody published any")
    contract_share: float = field(default=0.8, metadata={"source": "ours: four in five are no accident"})
    min_outputs: int = field(default=20, metadata={"source": "ours: below, one answer is over 5 %"})


@check(CODE, "mixed-output-format", Pillar.FORMAT, params=Params, disqualifies=True, remedy=Remedy.FIX)
def mixed_output_format(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report answers that are off the common format, if there is one."""
    del evidence
    outputs, kinds = _outputs(dataset)
    if len(outputs) < params.min_outputs:
        return CheckOutput.not_applicable(f"fewer than {params.min_outputs} answers")
    counts = Counter(kinds.values())
    majority = _majority(counts, params.contract_share)
    if majority is None:
        free = counts[FREE] >= params.contract_share * len(outputs)
        return CheckOutput.not_applicable("free-form answers" if free else _no_contract(counts))
    example = min(text for row, text in outputs.items() if kinds[row] == majority)
    off = [row for row in outputs if kinds[row] != majority]
    return CheckOutput(
        measures=(Measure("off_majority_outputs", len(off) / len(outputs), "share"),),
        findings=tuple(_finding(dataset, row, outputs[row], kinds[row], majority, example) for row in off),
    )


def _outputs(dataset: Dataset) -> tuple[dict[int, str], dict[int, str]]:
    """The answers that there are, tool calls apart, and their kinds, both by row."""
    examples = dataset.examples
    rows = zip(examples.index.tolist(), examples["output"].tolist(), strict=True)
    texts: dict[int, str] = {row: text for row, text in rows if not is_blank(text)}
    labelled = dataset.task == "classification" and examples["label"].equals(examples["output"])
    kinds = answer_kinds(list(texts.values()), labelled=labelled)
    outputs = {row: text for row, text in texts.items() if kinds[text] != TOOL_CALL}
    return outputs, {row: kinds[text] for row, text in outputs.items()}


def _majority(counts: Mapping[str, int], share: float) -> str | None:
    """The most frequent kind of the contract that at least `share` of the answers keep; None without one."""
    contracts: Counter[str] = Counter()
    for kind, n in counts.items():
        contracts[CONTRACTS.get(kind, "")] += n
    del contracts[""]
    contract = max(sorted(contracts), key=lambda name: contracts[name], default="")
    if contracts[contract] < share * sum(counts.values()) or not contract:
        return None
    members = sorted(kind for kind in counts if CONTRACTS.get(kind) == contract)
    return max(members, key=lambda kind: counts[kind])


def _no_contract(counts: Mapping[str, int]) -> str:
    total = sum(counts.values())
    shares = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "no common format of answers: " + ", ".join(f"{percent(n / total)} {kind}" for kind, n in shares)


def _finding(dataset: Dataset, row: int, answer: str, kind: str, majority: str, example: str) -> Finding:
    return Finding(
        CODE,
        f"{kind} where the common answer is {majority}: {quoted(answer, 60)}",
        (dataset.locate(row, "output"),),
        evidence={
            "output": quoted(answer, _QUOTED),
            "kind": kind,
            "majority_kind": majority,
            "majority_example": quoted(example, _QUOTED),
        },
        suggestion=f"rewrite the answer as {majority}",
    )
