"""What COV005 says of a prompt: how good it is, where it fails, why, and whether another one is better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dataaudit.baselines.failures import Failures, Why
from dataaudit.baselines.paired import PairedOutcomes
from dataaudit.coverage.failing_regions import FailingRegion
from dataaudit.evidence.baseline import Baseline
from dataaudit.intervals import Estimate
from dataaudit.model import Finding, Severity
from dataaudit.quoting import quoted
from dataaudit.wording import estimate, percent, plural

CODE = "COV005"
#: A p-value below is a difference: as usual, and as of the failing kinds.
LEVEL = 0.05
_EXAMPLES = 5
_FACTS = 5
_WIDTH = 160


def told_rate(rate: Estimate, results: int, target: float | None) -> Iterator[Finding]:
    """Whether the prompt is right or wrong on all inputs, and whether it meets the target."""
    if rate.value in (0, 1):
        is_right = rate.value == 1
        which = "is right on" if is_right else "fails on"
        then = "it leaves nothing for training to mend" if is_right else "no kind of input stands out"
        yield _info(f"the prompt {which} all of {plural(results, 'input')}: {then}")
    if target is not None:
        yield _info(f"the prompt is right on {estimate(*rate)} of {plural(results, 'input')}: {_against(rate, target)}")


def _against(rate: Estimate, target: float) -> str:
    if rate.low >= target:
        return f"it meets the target of {percent(target)}"
    if rate.high < target:
        return f"it misses the target of {percent(target)}"
    return f"so many can't tell whether it meets the target of {percent(target)}"


def told_change(outcomes: PairedOutcomes) -> Finding:
    """Which of two prompts is better."""
    if not outcomes.inputs:
        return _info("the two baselines have no input in common: which prompt is better can't be told")
    better = "newer" if outcomes.mended > outcomes.broken else "older"
    apart = outcomes.p_value < LEVEL
    return _info(
        f"{f'the {better} prompt is better' if apart else 'the two prompts are not told apart'}: of "
        f"{plural(outcomes.inputs, 'input')} in both baselines only the newer one is right on {outcomes.mended:,}, "
        f"only the older one on {outcomes.broken:,} ({_probability(outcomes.p_value)})",
        inputs=outcomes.inputs,
        only_newer_right=outcomes.mended,
        only_older_right=outcomes.broken,
    )


def _probability(p_value: float) -> str:
    return f"p = {p_value:.2g}" if p_value >= 0.01 else "p < 0.01"


def told_region(region: FailingRegion) -> Finding:
    """A kind of input on which the prompt fails, and what training has for it."""
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


def told_failures(failures: Failures) -> Iterator[Finding]:
    """Failures for want of knowledge and in form only, with examples."""
    if (share := failures.for_knowledge) and share.value:
        yield _why(
            failures.baseline,
            [why for why in failures.whys if why.for_knowledge],
            f"{estimate(*share)} of the failures are for want of knowledge: the right answer states facts that are "
            "not in the prompt, or that changed",
            "put such facts into the prompt (retrieval): training teaches how to answer, not what is true today",
            0.7,
        )
    if (share := failures.form_only) and share.value:
        yield _why(
            failures.baseline,
            [why for why in failures.whys if why.form_only],
            f"{estimate(*share)} of the failures are in form only: the output says the right thing, written otherwise",
            "ask for structured output, or read the answer out of it, before training for it",
            0.9,
        )


def _why(baseline: Baseline, own: Sequence[Why], message: str, suggestion: str, confidence: float) -> Finding:
    rows = baseline.rows[[why.result for why in own]].tolist()
    examples = [_example(baseline, why) for why in own[:_EXAMPLES]]
    return Finding(
        CODE,
        message,
        severity=Severity.INFO,
        confidence=confidence,
        evidence={"examples": examples, "baseline_rows": rows},
        suggestion=suggestion,
    )


def _example(baseline: Baseline, why: Why) -> dict[str, Any]:
    texts: dict[str, Sequence[str | None]] = {
        "input": baseline.inputs,
        "expected": baseline.expected,
        "output": baseline.output,
    }
    there = {name: own[why.result] for name, own in texts.items() if own[why.result] is not None}
    said: dict[str, Any] = {name: quoted(text, _WIDTH) for name, text in there.items()}
    if why.facts:
        said["facts"] = [quoted(fact.text, _WIDTH) for fact in why.facts[:_FACTS]]
    if why.change is not None:
        said["changed"] = [quoted(answer, _WIDTH) for answer in why.change]
    return {"baseline_row": int(baseline.rows[why.result]), **said}


def _info(message: str, **evidence: Any) -> Finding:
    return Finding(CODE, message, severity=Severity.INFO, evidence=evidence)
