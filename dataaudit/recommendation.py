"""Worth training? FINE-TUNE, PROMPT-FIRST, RAG-FIRST, or no answer where the data can't tell.

Pure policy, as the verdict is, and apart from it: it measures nothing, and a NO-GO dataset may deserve FINE-TUNE once
it is ready. The first rule that holds decides; further reasons are those of later rules that come to the same.

rule  choice        rests on                          holds where
----  ------------  --------------------------------  --------------------------------------------------------
   1  PROMPT-FIRST  COV005 baseline_pass_rate         the lower end reaches the target. Not where the goal is
                                                      cost, or none is set and cost speaks for training (5)
   2  RAG-FIRST     COV005, update_frequency          right answers change every day or week
   3  RAG-FIRST     COV005, goal                      the goal is knowledge
   4  PROMPT-FIRST  FMT009 break_even_days            the goal is cost, or none is set and the target met: even
                                                      the best case pays never back, or after more than a year
   5  FINE-TUNE     FMT009 break_even_days            likewise, and even the worst case is back within a year;
                                                      right answers don't change every day or week
   6  RAG-FIRST     COV005 knowledge_failures         the lower end is over half of the failures
   7  PROMPT-FIRST  COV005 format_only_failures       the lower end is over half of the failures: structured
                                                      output first
   8  PROMPT-FIRST  COV005 fixable_share              the upper end is under 5 points, or under the distance to
                                                      the target where that is less: these are the wrong data
   9  FINE-TUNE     COV005 fixable_share              the prompt's upper end misses the target, and the lower end
                                                      of what these data can mend is as much
  10  PROMPT-FIRST  SIZE001 clean_examples            there are under 1,000, and no baseline that says more

Rules 6 and 7 don't hold where the target is met, 8 and 9 with fewer than 150 results. Where no rule holds, the reasons
are what is missing: results of the prompt, a target, prices. Ends are those of 95 % intervals, and of the margin of the
tokens, each on the side that speaks against the choice.

Where the numbers come from: 150 results, 5 points and the lower end of the pass rate are proposals of this project, and
so is the half of the failures, since what mends most goes first. Under 1,000 examples prompting is often enough: the
default policy, as of SIZE001. A year is ours: within it prices and models change. None of them has been validated
against what fine-tuned models did later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from dataaudit.model import CheckResult, Measure, Reason, Recommendation
from dataaudit.project import Project
from dataaudit.recommendation_facts import (
    BASELINE,
    COSTS,
    CURVE,
    FEW_EXAMPLES,
    GAIN,
    LEAST_RESULTS,
    MOST,
    SIZE,
    Facts,
    high,
    low,
)
from dataaudit.wording import estimate, number, percent

Choice = Literal["FINE-TUNE", "PROMPT-FIRST", "RAG-FIRST"]


def recommend(results: Iterable[CheckResult], project: Project) -> Recommendation:
    """Whether training is worth it, from what was measured.

    Parameters
    ----------
    results
        The results of the checks, judged or not: limits play no part.
    project
        What the model is for.

    Returns
    -------
    Recommendation
        Its reasons name the check on whose measure each rests; without a choice they say what is missing.
    """
    facts = Facts({result.code: result for result in results}, project)
    held = [(choice, reason) for choice, rule in RULES if (reason := rule(facts)) is not None]
    if not held:
        return Recommendation(None, tuple(_missing(facts)))
    choice = held[0][0]
    reasons = [reason for other, reason in held if other == choice]
    return Recommendation(choice, (*reasons, *(_remarks(facts) if choice == "FINE-TUNE" else ())))


def _meets_target(facts: Facts) -> Reason | None:
    if not facts.is_met or facts.project.goal == "cost" or _pays_back(facts) is not None:
        return None
    return Reason(BASELINE, f"{_passed(facts)}: even the lower end reaches the target of {_target(facts)}")


def _answers_change(facts: Facts) -> Reason | None:
    if not facts.is_volatile:
        return None
    often = facts.project.update_frequency
    return Reason(
        BASELINE, f"right answers change {often} ([project] update_frequency): look them up, weights go stale"
    )


def _knowledge_is_the_goal(facts: Facts) -> Reason | None:
    if facts.project.goal != "knowledge":
        return None
    return Reason(BASELINE, "the goal is knowledge ([project] goal): facts belong in retrieval, not in weights")


def _saves_too_little(facts: Facts) -> Reason | None:
    case = facts.costs
    if case is None or not facts.is_about_cost or facts.is_paid is not False:
        return None
    if case.pays_back is False:
        return Reason(COSTS, f"{_costs(facts)}: training never pays for itself")
    soonest = case.break_evens[1]
    days = number(round(soonest.days) if soonest and soonest.days is not None else None, "days")
    return Reason(COSTS, f"{_costs(facts)}: training is paid for after {days} days at the soonest, over a year")


def _pays_back(facts: Facts) -> Reason | None:
    case = facts.costs
    if case is None or not facts.is_about_cost or facts.is_volatile or not facts.is_paid:
        return None
    days = [round(end.days) for end in case.break_evens if end is not None and end.days is not None]
    value, best, worst = days
    after = number(value, "days") if best == worst else estimate(value, best, worst, "days")
    met = f"the prompt meets the target of {_target(facts)}, but " if facts.is_met else ""
    return Reason(COSTS, f"{met}{_costs(facts)}: training is paid for after {after} days")


def _facts_are_absent(facts: Facts) -> Reason | None:
    share = facts.measure(BASELINE, "knowledge_failures")
    if share is None or low(share) <= MOST or facts.is_met:
        return None
    return Reason(BASELINE, f"{_estimate(share)} of the failures want facts that are not in the input: retrieve them")


def _only_the_form_fails(facts: Facts) -> Reason | None:
    share = facts.measure(BASELINE, "format_only_failures")
    if share is None or low(share) <= MOST or facts.is_met:
        return None
    return Reason(BASELINE, f"{_estimate(share)} of the failures are of form only: ask for structured output first")


def _data_dont_mend(facts: Facts) -> Reason | None:
    share = facts.measure(BASELINE, "fixable_share")
    if share is None or facts.is_met or facts.inputs < LEAST_RESULTS or high(share) >= facts.enough:
        return None
    mended = f"training on these data could mend {_estimate(share)} of real inputs, under {percent(facts.enough)}"
    if facts.pass_rate is not None and 1 - low(facts.pass_rate) < facts.enough:
        return Reason(BASELINE, f"{_passed(facts)}; {mended}, is not worth the effort")
    uncovered = facts.measure(BASELINE, "uncovered_failures")
    lacking = f", {_estimate(uncovered)} of the failures have no examples near them" if uncovered else ""
    return Reason(BASELINE, f"{mended}{lacking}: they are not the data for what fails")


def _data_mend(facts: Facts) -> Reason | None:
    share = facts.measure(BASELINE, "fixable_share")
    if share is None or not facts.is_missed or facts.inputs < LEAST_RESULTS or low(share) < facts.enough:
        return None
    return Reason(
        BASELINE,
        f"{_passed(facts)}, {_target(facts)} wanted; training on these data could mend {_estimate(share)}",
    )


def _too_few_to_tell(facts: Facts) -> Reason | None:
    clean = facts.measure(SIZE, "clean_examples")
    if clean is None or (clean.value or 0) >= FEW_EXAMPLES or facts.inputs >= LEAST_RESULTS:
        return None
    said = "no baseline says otherwise" if facts.pass_rate is None else f"{number(facts.inputs)} results are too few"
    return Reason(
        SIZE, f"{number(clean.value)} clean examples: under {FEW_EXAMPLES:,} a prompt is often enough, and {said}"
    )


#: In this order; the table in the module's docstring says them in words.
RULES: tuple[tuple[Choice, Callable[[Facts], Reason | None]], ...] = (
    ("PROMPT-FIRST", _meets_target),
    ("RAG-FIRST", _answers_change),
    ("RAG-FIRST", _knowledge_is_the_goal),
    ("PROMPT-FIRST", _saves_too_little),
    ("FINE-TUNE", _pays_back),
    ("RAG-FIRST", _facts_are_absent),
    ("PROMPT-FIRST", _only_the_form_fails),
    ("PROMPT-FIRST", _data_dont_mend),
    ("FINE-TUNE", _data_mend),
    ("PROMPT-FIRST", _too_few_to_tell),
)


def _remarks(facts: Facts) -> Iterator[Reason]:
    """What somebody should know who is told to fine-tune."""
    gain = facts.measure(CURVE, "doubling_gain")
    fixable, target = facts.measure(BASELINE, "fixable_share"), facts.project.target
    if facts.pass_rate is None:
        yield Reason(BASELINE, "no baseline says yet what the fine-tuned model has to match: give --baseline")
    elif fixable is not None and target is not None and (facts.pass_rate.value or 0) + high(fixable) < target:
        rest = f"what these data can mend does not reach the target of {_target(facts)}"
        yield Reason(BASELINE, f"{rest}: add examples of what fails besides")
    if gain is not None and low(gain) > GAIN:
        points = estimate(100 * (gain.value or 0.0), 100 * low(gain), 100 * high(gain), "points")
        yield Reason(CURVE, f"twice the data would cut a probe's error by {points} points: more examples still help")


def _missing(facts: Facts) -> Iterator[Reason]:
    """What it takes to tell."""
    if facts.project.goal == "cost":
        yield Reason(COSTS, _missing_costs(facts))
    if not facts.is_met:
        yield Reason(BASELINE, _missing_baseline(facts))


def _missing_costs(facts: Facts) -> str:
    if not facts.project.priced:
        return "the goal is cost: set the prices of the prompted and the fine-tuned model under [project]"
    if facts.costs is None:
        return "the goal is cost, but the tokens of requests were not counted"
    if facts.project.invested is None:
        return f"{_costs(facts)}: set data_cost, review_cost and training_cost under [project]"
    if facts.project.requests_per_day is None:
        return f"{_costs(facts)}: set requests_per_day under [project]"
    return f"{_costs(facts)}, which may pay for training within a year: count the tokens, [checks.FMT008] tokenizer"


def _missing_baseline(facts: Facts) -> str:
    result = facts.results.get(BASELINE)
    if result is None:
        return "the results of a prompt were not looked at: don't leave out COV005"
    if facts.pass_rate is None:
        return result.reason or "the prompt's pass rate could not be measured"
    if facts.project.target is None:
        return f"{_passed(facts)}: set the target under [project] to tell whether that is enough"
    if facts.inputs < LEAST_RESULTS:
        return f"{_passed(facts)}: {LEAST_RESULTS} results are needed"
    if not facts.is_missed:
        return f"{_passed(facts)}, {_target(facts)} wanted: more results would tell"
    share = facts.measure(BASELINE, "fixable_share")
    if share is None:
        return f"{_passed(facts)}, {_target(facts)} wanted; what training could mend is not known"
    uncovered = facts.measure(BASELINE, "uncovered_failures")
    lacking = f", or examples of what {_estimate(uncovered)} of the failures are about" if uncovered else ""
    mended = f"these data could mend {_estimate(share)}, which is worth it from {percent(facts.enough)}"
    return f"{_passed(facts)}, {_target(facts)} wanted; {mended} on: give more results{lacking}"


def _passed(facts: Facts) -> str:
    of = f" of {number(facts.inputs)} real inputs" if facts.inputs else " of real inputs"
    return f"the prompt is right on {_estimate(facts.pass_rate)}{of}" if facts.pass_rate else ""


def _target(facts: Facts) -> str:
    return percent(facts.project.target or 0.0)


def _costs(facts: Facts) -> str:
    prompt, tuned = (facts.measure(COSTS, f"cost_per_1000_requests_{model}") for model in ("prompt", "tuned"))
    costs = (number(measure.value, measure.unit) for measure in (prompt, tuned) if measure is not None)
    return f"1,000 requests cost {' with the prompt, '.join(costs)} fine-tuned"


def _estimate(measure: Measure) -> str:
    return estimate(measure.value, measure.low, measure.high, measure.unit)
