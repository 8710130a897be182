"""What a prompt gets wrong, and training doesn't cover.

## What it does

Takes what a prompt makes of real inputs (`--baseline`): says how often it is right, names the kinds of input on which
it fails more often than elsewhere, and what share training can mend. Of two baselines it says which is better.

## Why it matters

The gap between the prompt and the target is what training must cover: where the prompt fails and training has nothing,
the fine-tuned model will fail too. Facts are better looked up than learnt, and form is better asked for.

## How it is measured

Right is what `passed` says, else a `score` from `pass_score` on ([policy], 0.5), else an `output` equal to `expected`
but for case and punctuation; of `untold_results` nothing says it. `baseline_pass_rate` is of all other `results`, its
interval Wilson's for as many inputs as differ (Kish). `failing_kinds` are branches of a tree over the embeddings with
more failures than 999 permutations of the results make by chance: some are named in 5 % of data sets without. Inputs
are covered as in COV001, in no gap and not isolated; `uncovered_failures` are on the others.
`knowledge_failures`: the expected answer states amounts, dates, names, addresses or ids that neither prompt nor output
holds, or training changed its answer over time; labels are no facts, nor what a prompt with numbers may work out.
`format_only_failures`: the output says what was expected in a fence, in JSON, in a sentence, in another case.
`fixable_share`, of all results: failures that are covered, whose label most near examples of it have in their own
neighbourhood, and not for want of knowledge. Two baselines: `pass_rate_change` (Tango) and `mcnemar_p` (exact) on the
inputs of both; of an input with several results the majority counts. All else is about the later one.

## Thresholds and their source

Warns if even the lower end of `uncovered_failures` is above 20 % (default policy for real inputs), and of every failing
kind that training doesn't cover; never fails. The rest informs.

## When it is wrong

CLINC150, 1,000 inputs, intents taken from training: of 0, 9, 20 and 31 % uncovered failures it says 1, 8, 15 and 24 %
(static encoder 3, 5, 12 and 19 %); beyond a fifth the interval may end too low. `fixable_share` is 9 where 10 % are
with labels, 13 to 15 without. Of 30 kinds of 17 inputs planted among 2,500 27 were found, and of 27 of the 28 true it
was rightly said whether training covers them; smaller ones are missed. Of 70 answers said to state missing facts
(Alpaca and LLaMA-Factory, read by eye) 10 did not.

## What to do

Add examples with right answers for what training doesn't cover. Retrieve facts, and ask for structured output, before
training for either. Fine-tuning can mend the others.

## References

Kulldorff 1997, A spatial scan statistic; Kulldorff et al. 2003, A tree-based scan statistic; McNemar 1947; Tango 1998,
Equivalence test and confidence interval for the difference in proportions for the paired-sample design; Kish 1965.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dataaudit.baselines.failures import Failures, effective, explain_failures
from dataaudit.baselines.paired import PairedOutcomes, pair_outcomes
from dataaudit.checks.coverage.baseline_findings import (
    CODE,
    told_change,
    told_failures,
    told_rate,
    told_region,
)
from dataaudit.coverage.comparison import Settings, compare
from dataaudit.coverage.failing_regions import describe_regions
from dataaudit.coverage.failures import FailureScan, find_failing
from dataaudit.coverage.support import find_support
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.baseline import Baseline
from dataaudit.intervals import Estimate
from dataaudit.model import CheckOutput, Limit, Measure, Pillar
from dataaudit.registry import check
from dataaudit.wording import plural

_LIMIT = Limit(0.20, None, warn_on="low", source="default policy, as of real inputs (COV001), but only warns")


@dataclass(frozen=True, kw_only=True)
class Params(FailureScan):
    """Settings of COV005."""

    uncovered_failures: Limit = _LIMIT
    min_inputs: int = field(default=150, metadata={"source": "ours: of fewer, 15 % failing are 22 failures"})
    max_inputs: int = field(default=5000, metadata={"source": "ours: beyond, a seeded sample of so many"})
    min_training: int = field(default=20, metadata={"source": "ours: twice the neighbours that are compared"})
    target: float | None = field(
        default=None, metadata={"source": "the share of real inputs to answer right", "table": "[project]"}
    )


@check(
    CODE,
    "uncovered-baseline-failure",
    Pillar.COVERAGE,
    {"text", "embeddings", "neighbours", "baseline"},
    uses={"labels"},
    params=Params,
)
def uncovered_baseline_failure(_: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report how good a prompt is, on which kinds of input it fails and why, and whether training covers them."""
    baseline: Baseline = evidence.baseline
    if (n := len(baseline.nodes)) < params.min_inputs:
        return CheckOutput.not_judged(f"{plural(n, 'different input')} with a result, {params.min_inputs} are needed")
    if (n := len(evidence.text.nodes)) < params.min_training:
        return CheckOutput.not_judged(f"{plural(n, 'different example')}, {params.min_training} are needed")
    chosen = baseline.sample(params.max_inputs, evidence.seed)
    vectors, weights, failures = baseline.embeddings[chosen], baseline.weights[chosen], baseline.failures[chosen]
    comparison = compare(
        evidence.embeddings, evidence.neighbours, vectors, weights, Settings(), seed=evidence.seed, jobs=evidence.jobs
    )
    support = find_support(evidence, chosen, comparison)
    failing = find_failing(vectors, weights, failures, params, evidence.seed)
    regions = describe_regions(baseline, chosen, failing, support)
    results, failed = int(weights.sum()), int(failures.sum())
    rate = Estimate.of(1 - failed / results, effective(weights))
    explained = explain_failures(evidence, chosen, support)
    outcomes = None if baseline.results.earlier is None else pair_outcomes(baseline.results.earlier, baseline.results)
    return CheckOutput(
        measures=(
            rate.measure("baseline_pass_rate"),
            *((support.uncovered(failures).measure("uncovered_failures"),) if failed else ()),
            *_shares(explained),
            *(() if outcomes is None else _changes(outcomes)),
            Measure("failing_kinds", len(regions), "kinds"),
            Measure("results", results, "rows"),
            Measure("untold_results", baseline.results.untold, "rows"),
        ),
        findings=(
            *told_rate(rate, results, params.target),
            *(() if outcomes is None else (told_change(outcomes),)),
            *map(told_region, regions),
            *told_failures(explained),
        ),
    )


def _shares(failures: Failures) -> Iterator[Measure]:
    yield failures.fixable.measure("fixable_share")
    if failures.for_knowledge is not None:
        yield failures.for_knowledge.measure("knowledge_failures")
    if failures.form_only is not None:
        yield failures.form_only.measure("format_only_failures")


def _changes(outcomes: PairedOutcomes) -> Iterator[Measure]:
    if outcomes.inputs:
        yield outcomes.change.measure("pass_rate_change")
        yield Measure("mcnemar_p", round(outcomes.p_value, 6), "p-value")
