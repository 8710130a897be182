"""What a prompt gets wrong, and training doesn't cover.

## What it does

Takes what a prompt makes of real inputs (`--baseline`), names the kinds of input on which it fails more often than
elsewhere, and says of each whether the training data has examples for it.

## Why it matters

The gap between the prompt and the target is what the training data must cover. Examples of what the prompt gets right
already change little, and where the prompt fails and training has nothing, the fine-tuned model will fail too.

## How it is measured

Right is what `passed` says, else a `score` from `pass_score` on ([policy], 0.5), else an `output` equal to `expected`
but for case and punctuation. Every branch of a tree over the inputs' embeddings is held against the rest; of 999
permutations of the results the greatest statistic of any branch says what chance makes, so that all branches together
are wrong in 5 % of the data sets without such a kind. An input is covered if it is no more isolated from training than
95 % of training is, and `min_near` examples have it within the reach of their ten neighbours; a kind is if half its
inputs are. `uncovered_failures` is the share of failures that are not, less what is usual within training.
`fixable_share` is the share of all inputs that fail, are covered, and, where there are labels, most of whose near
examples have one label, the expected one.

## Thresholds and their source

Warns if even the lower end of `uncovered_failures` (Wilson, 95 %) is above 20 %, the default policy's limit for real
inputs, and of every failing kind that training doesn't cover; never fails. CLINC150, 4,499 test inputs, the prompt
failing on 80 % of three intents and 5 % of the others, one of the three taken from training, ten seeds: 30 of 30
found (static encoder 28), 37 of 39 kinds true (37 of 42), of 33 of the true (28) rightly said whether training covers
them. With 20 % failing at random, 2 of 40 runs name a kind (of 1,000 inputs 4 of 40, of 300 1 of 150).

## When it is wrong

Kinds with few inputs are missed: with 1,000 inputs, seven of an intent, 13 of 30. Single inputs are told covered or
not with some noise, so `uncovered_failures` is rather too high (where 8 % were, it said 15 to 24 %) and
`fixable_share` too low (4.8 for 5.9 %). A prompt that fails on a wording, not on a topic, has no kind of its own.

## What to do

Add examples, with the right answers, for the kinds that training doesn't cover. Fine-tuning can mend the others.

## References

Kulldorff 1997, A spatial scan statistic; Kulldorff et al. 2003, A tree-based scan statistic; Breunig et al. 2000, LOF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.failing_regions import FailingRegion, agreeing_failures, describe_regions, uncovered_failures
from dataaudit.coverage.failures import Counts, FailureScan, find_failing
from dataaudit.coverage.support import Support, agreeing, find_support
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.baseline import Baseline
from dataaudit.evidence.neighbours import query_graph
from dataaudit.intervals import Estimate
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Severity
from dataaudit.registry import check
from dataaudit.wording import estimate, plural

CODE = "COV005"
_LIMIT = Limit(0.20, None, warn_on="low", source="default policy, as of real inputs (COV001), but only warns")


@dataclass(frozen=True, kw_only=True)
class Params(FailureScan):
    """Settings of COV005."""

    uncovered_failures: Limit = _LIMIT
    min_near: int = field(default=3, metadata={"source": "ours: one or two may be near by chance"})
    tail: float = field(default=0.05, metadata={"source": "as of COV001"})
    greatest_shift: float = field(default=1.0, metadata={"source": "proposal: CLINC150 with polite phrases added"})
    min_inputs: int = field(default=150, metadata={"source": "ours: of fewer, 15 % failing are 22 failures"})
    max_inputs: int = field(default=5000, metadata={"source": "ours: beyond, a seeded sample of so many"})
    min_training: int = field(default=20, metadata={"source": "ours: twice the neighbours that are compared"})


@check(
    CODE,
    "uncovered-baseline-failure",
    Pillar.COVERAGE,
    {"text", "embeddings", "neighbours", "baseline"},
    uses={"labels"},
    params=Params,
)
def uncovered_baseline_failure(_: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report kinds of input on which the prompt fails, and whether training covers them."""
    baseline: Baseline = evidence.baseline
    if (n := len(baseline.nodes)) < params.min_inputs:
        return CheckOutput.not_judged(f"{plural(n, 'different input')} with a result, {params.min_inputs} are needed")
    if (n := len(evidence.text.nodes)) < params.min_training:
        return CheckOutput.not_judged(f"{plural(n, 'different example')}, {params.min_training} are needed")
    chosen = baseline.sample(params.max_inputs, evidence.seed)
    vectors, weights, failures = baseline.embeddings[chosen], baseline.weights[chosen], baseline.failures[chosen]
    to_training = query_graph(evidence.embeddings, vectors, evidence.neighbours.indices.shape[1], evidence.jobs)
    support = find_support(evidence.neighbours, to_training, params.min_near, params.tail, params.greatest_shift)
    failing = find_failing(vectors, weights, failures, params, evidence.seed)
    regions = describe_regions(baseline, chosen, failing, support)
    return CheckOutput(
        measures=(
            *_measures(weights, failures, support, agreeing(evidence, chosen, support)),
            Measure("failing_kinds", len(regions), "kinds"),
            Measure("results", int(weights.sum()), "rows"),
            Measure("untold_results", baseline.results.untold, "rows"),
        ),
        findings=(*_extremes(int(weights.sum()), int(failures.sum())), *map(_finding, regions)),
    )


def _measures(weights: Counts, failures: Counts, support: Support, agree: NDArray[np.bool_]) -> Iterator[Measure]:
    total, failed = int(weights.sum()), int(failures.sum())
    if failed:
        uncovered = uncovered_failures(failures, support)
        yield uncovered.measure("uncovered_failures")
        fixable = failed / total * (1 - uncovered.value) * agreeing_failures(failures, support, agree)
        yield Estimate.of(fixable, total).measure("fixable_share")
    yield Estimate.of(1 - failed / total, total).measure("baseline_pass_rate")


def _extremes(total: int, failed: int) -> tuple[Finding, ...]:
    if 0 < failed < total:
        return ()
    said = "is right on" if failed == 0 else "fails on"
    then = "it leaves nothing for training to mend" if failed == 0 else "no kind of input stands out"
    return (Finding(CODE, f"the prompt {said} all of {plural(total, 'input')}: {then}", severity=Severity.INFO),)


def _finding(region: FailingRegion) -> Finding:
    near = plural(region.train_examples, "example")
    return Finding(
        CODE,
        f"the prompt fails on {region.failures:,} of {plural(region.inputs, 'input')} about '{region.name}', "
        f"{estimate(*region.share)} of its failures; training has {near} near them",
        severity=Severity.INFO if region.covered else Severity.WARNING,
        confidence=0.9,
        evidence=region.evidence(),
        suggestion=f"training covers them with {near}: fine-tuning can help"
        if region.covered
        else "training doesn't cover them: add examples like these with the right answers",
    )
