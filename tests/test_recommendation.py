"""Each rule of the recommendation, by hand-built results; then the sample data under settings that deserve each."""

from pathlib import Path
from typing import Any

import pytest
from statsmodels.stats.proportion import proportion_confint

from dataaudit import audit
from dataaudit.catalogue import catalogue, documentation
from dataaudit.intervals import wilson
from dataaudit.model import CheckResult, Measure, Outcome, Pillar, Recommendation
from dataaudit.project import Project
from dataaudit.recommendation import RULES, recommend
from dataaudit.recommendation_facts import FEW_EXAMPLES, HORIZON, LEAST_RESULTS, MOST, WORTHWHILE

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"
NO_BASELINE = "no results of a prompt baseline were given (--baseline)"
PRICES = {"prompt_input_price": 2.0, "prompt_output_price": 8.0, "tuned_input_price": 1.0, "tuned_output_price": 4.0}


def share(name: str, value: float, low: float, high: float) -> Measure:
    return Measure(name, value, "share", low, high)


def result(code: str, *measures: Measure, reason: str | None = None) -> CheckResult:
    outcome = Outcome.NOT_APPLICABLE if reason else Outcome.PASS
    return CheckResult(code, code.lower(), Pillar.COVERAGE, outcome, reason, bool(reason), measures)


def baseline(passed: float = 0.8, *kinds: Measure, n: int = 400) -> CheckResult:
    """COV005 with so many results, this share of them right."""
    rate = share("baseline_pass_rate", passed, *wilson(passed, n))
    return result("COV005", rate, Measure("results", n), *kinds)


def fixable(value: float, low: float, high: float) -> Measure:
    return share("fixable_share", value, low, high)


def clean(n: int) -> CheckResult:
    return result("SIZE001", Measure("clean_examples", n, "examples"))


def costs(prompt: float = 3.0, tuned: float = 1.0, margin: float = 0.0) -> CheckResult:
    """FMT009 with the costs of a thousand requests; the margin widens what is saved to both sides."""
    names = ("cost_per_1000_requests_prompt", "cost_per_1000_requests_tuned")
    low, high = prompt - margin, prompt + margin
    return result("FMT009", Measure(names[0], prompt, "currency", low, high), Measure(names[1], tuned, "currency"))


def advised(*results: CheckResult, **project: Any) -> tuple[str | None, list[tuple[str, str]]]:
    found = recommend(results, Project(**project))
    return found.choice, [(reason.code, reason.message) for reason in found.reasons]


def test_the_prompt_is_enough_where_even_the_lower_end_reaches_the_target() -> None:
    choice, reasons = advised(baseline(0.8), clean(2000), target=0.75)
    assert choice == "PROMPT-FIRST"
    assert reasons == [
        (
            "COV005",
            "the prompt is right on 80 % [75.8–83.6 %] of 400 real inputs: "
            "even the lower end reaches the target of 75 %",
        )
    ]


@pytest.mark.parametrize(("right", "n"), [(150, 150), (156, 200), (320, 400), (1, 150)])
def test_the_bound_is_that_of_statsmodels(right: int, n: int) -> None:
    low, _ = proportion_confint(right, n, method="wilson")
    assert advised(baseline(right / n, n=n), target=max(1e-6, low - 1e-4))[0] == "PROMPT-FIRST"
    assert advised(baseline(right / n, n=n), target=low + 1e-4)[0] is None


def test_a_target_within_the_interval_takes_more_results() -> None:
    choice, [(code, message)] = advised(baseline(0.8), clean(2000), target=0.8)
    assert (choice, code) == (None, "COV005")
    assert message.endswith("80 % wanted: more results would tell")


@pytest.mark.parametrize("often", ["weekly", "daily"])
def test_answers_that_change_are_retrieved(often: str) -> None:
    choice, reasons = advised(result("COV005", reason=NO_BASELINE), clean(2000), update_frequency=often)
    assert choice == "RAG-FIRST"
    assert reasons == [
        ("COV005", f"right answers change {often} ([project] update_frequency): look them up, weights go stale")
    ]


@pytest.mark.parametrize("often", ["never", "yearly", "monthly"])
def test_answers_that_stay_may_be_learnt(often: str) -> None:
    mended = baseline(0.6, fixable(0.3, 0.25, 0.35))
    assert advised(mended, clean(2000), target=0.9, update_frequency=often)[0] == "FINE-TUNE"
    assert advised(mended, clean(2000), target=0.9, update_frequency="daily")[0] == "RAG-FIRST"


def test_knowledge_is_retrieved() -> None:
    choice, [(code, message)] = advised(result("COV005", reason=NO_BASELINE), clean(2000), goal="knowledge")
    assert (choice, code) == ("RAG-FIRST", "COV005")
    assert message.startswith("the goal is knowledge")


def test_failures_that_want_facts_are_retrieved() -> None:
    facts = share("knowledge_failures", 0.7, 0.6, 0.8)
    choice, reasons = advised(baseline(0.6, facts, fixable(0.2, 0.15, 0.25)), clean(2000), target=0.9)
    assert choice == "RAG-FIRST"
    assert reasons == [("COV005", "70 % [60–80 %] of the failures want facts that are not in the input: retrieve them")]


def test_failures_of_form_want_structured_output_first() -> None:
    form = share("format_only_failures", 0.7, 0.6, 0.8)
    choice, reasons = advised(baseline(0.6, form, fixable(0.2, 0.15, 0.25)), clean(2000), target=0.9)
    assert choice == "PROMPT-FIRST"
    assert reasons == [("COV005", "70 % [60–80 %] of the failures are of form only: ask for structured output first")]


@pytest.mark.parametrize("name", ["knowledge_failures", "format_only_failures"])
def test_a_kind_of_failure_must_surely_be_most_of_them(name: str) -> None:
    kinds = (share(name, 0.6, MOST, 0.7), fixable(0.2, 0.15, 0.25))
    assert advised(baseline(0.6, *kinds), clean(2000), target=0.9)[0] == "FINE-TUNE"
    assert advised(baseline(0.95, share(name, 0.9, 0.8, 1), n=4000), target=0.9)[0] == "PROMPT-FIRST"


def test_data_that_mend_nothing_are_the_wrong_data() -> None:
    kinds = (fixable(0.02, 0.01, WORTHWHILE - 0.001), share("uncovered_failures", 0.9, 0.85, 0.94))
    choice, reasons = advised(baseline(0.8, *kinds), clean(2000), target=0.95)
    assert choice == "PROMPT-FIRST"
    assert reasons == [
        (
            "COV005",
            "training on these data could mend 2 % [1–4.9 %] of real inputs, under 5 %, 90 % [85–94 %] of the failures "
            "have no examples near them: they are not the data for what fails",
        )
    ]


def test_where_little_fails_little_is_to_be_mended() -> None:
    choice, [(_, message)] = advised(baseline(0.98, fixable(0.02, 0.01, 0.03), n=2000), clean(2000))
    assert choice == "PROMPT-FIRST"
    assert message.endswith("could mend 2 % [1–3 %] of real inputs, under 5 %, is not worth the effort")


def test_data_that_mend_what_fails_are_worth_training_on() -> None:
    choice, reasons = advised(baseline(0.8, fixable(0.16, 0.12, 0.2)), clean(400), target=0.95)
    assert choice == "FINE-TUNE"
    assert reasons == [
        (
            "COV005",
            "the prompt is right on 80 % [75.8–83.6 %] of 400 real inputs, 95 % wanted; "
            "training on these data could mend 16 % [12–20 %]",
        )
    ]


def test_near_a_high_target_the_distance_to_it_is_enough() -> None:
    near = baseline(0.96, fixable(0.035, 0.031, 0.04), n=4000)
    assert advised(near, clean(2000), target=0.99)[0] == "FINE-TUNE"
    assert advised(near, clean(2000), target=0.999)[0] is None


def test_what_can_t_be_mended_surely_takes_more_results() -> None:
    kinds = (fixable(0.06, WORTHWHILE - 0.001, 0.08), share("uncovered_failures", 0.6, 0.5, 0.7))
    choice, [(code, message)] = advised(baseline(0.8, *kinds), clean(2000), target=0.95)
    assert (choice, code) == (None, "COV005")
    assert message.endswith("give more results, or examples of what 60 % [50–70 %] of the failures are about")


def test_of_few_results_nothing_is_concluded_but_that_the_target_is_met() -> None:
    few = baseline(0.6, fixable(0.3, 0.2, 0.4), n=LEAST_RESULTS - 1)
    assert advised(few, clean(2000), target=0.9)[0] is None
    assert advised(few, clean(FEW_EXAMPLES - 1), target=0.9)[1][0][1].endswith("and 149 results are too few")
    assert advised(baseline(1.0, n=50), clean(FEW_EXAMPLES - 1), target=0.9)[0] == "PROMPT-FIRST"


def test_few_examples_and_no_baseline_leave_it_to_a_prompt() -> None:
    missing = result("COV005", reason=NO_BASELINE)
    assert advised(missing, clean(FEW_EXAMPLES - 1)) == (
        "PROMPT-FIRST",
        [("SIZE001", "999 clean examples: under 1,000 a prompt is often enough, and no baseline says otherwise")],
    )
    assert advised(missing, clean(FEW_EXAMPLES)) == (None, [("COV005", NO_BASELINE)])


def test_a_baseline_without_a_target_asks_for_it() -> None:
    choice, [(code, message)] = advised(baseline(0.6, fixable(0.3, 0.25, 0.35)), clean(2000))
    assert (choice, code) == (None, "COV005")
    assert message.endswith("set the target under [project] to tell whether that is enough")


def test_a_baseline_that_was_left_out_or_crashed_is_named() -> None:
    assert advised(clean(2000)) == (
        None,
        [("COV005", "the results of a prompt were not looked at: don't leave out COV005")],
    )
    crashed = CheckResult("COV005", "", Pillar.COVERAGE, Outcome.ERROR, "ZeroDivisionError")
    assert advised(crashed, clean(2000)) == (None, [("COV005", "ZeroDivisionError")])


def test_money_that_is_soon_back_speaks_for_training() -> None:
    choice, reasons = advised(costs(), baseline(0.8), goal="cost", data_cost=100, requests_per_day=1000, **PRICES)
    assert choice == "FINE-TUNE"
    assert reasons == [
        ("FMT009", "1,000 requests cost 3 with the prompt, 1 fine-tuned: training is paid for after 50 days")
    ]


def test_to_train_for_cost_somebody_must_know_what_to_match() -> None:
    missing = result("COV005", reason=NO_BASELINE)
    choice, reasons = advised(costs(), missing, clean(400), goal="cost", data_cost=1, requests_per_day=1000, **PRICES)
    assert (choice, [code for code, _ in reasons]) == ("FINE-TUNE", ["FMT009", "COV005"])
    assert reasons[1][1] == "no baseline says yet what the fine-tuned model has to match: give --baseline"


def test_where_nothing_is_saved_there_is_no_cost_case() -> None:
    choice, reasons = advised(costs(1, 3), baseline(0.8), goal="cost", **PRICES)
    assert choice == "PROMPT-FIRST"
    assert reasons == [
        ("FMT009", "1,000 requests cost 1 with the prompt, 3 fine-tuned: training never pays for itself")
    ]


@pytest.mark.parametrize(("data_cost", "choice"), [(2 * HORIZON, "FINE-TUNE"), (2 * HORIZON + 1, "PROMPT-FIRST")])
def test_the_money_must_be_back_within_a_year(data_cost: float, choice: str) -> None:
    settings = {"goal": "cost", "data_cost": data_cost, "requests_per_day": 1000, **PRICES}
    assert advised(costs(), baseline(0.8), **settings)[0] == choice


def test_a_margin_on_both_sides_of_the_year_leaves_it_open() -> None:
    settings = {"goal": "cost", "data_cost": 2 * HORIZON, "requests_per_day": 1000, **PRICES}
    choice, reasons = advised(costs(margin=0.5), baseline(0.8), **settings)
    assert (choice, reasons[0][0]) == (None, "FMT009")
    assert reasons[0][1].endswith("within a year: count the tokens, [checks.FMT008] tokenizer")


def test_a_met_target_leaves_cost_to_speak_where_no_goal_is_set() -> None:
    settings = {"target": 0.7, "data_cost": 100, "requests_per_day": 1000, **PRICES}
    assert advised(costs(), baseline(0.8), **settings)[0] == "FINE-TUNE"
    for other in ({"goal": "behaviour"}, {"goal": "knowledge"}, {"update_frequency": "daily"}):
        assert advised(costs(), baseline(0.8), **settings, **other)[0] == "PROMPT-FIRST"


def test_a_met_target_and_nothing_saved_are_two_reasons_for_the_prompt() -> None:
    choice, reasons = advised(costs(1, 3), baseline(0.8), target=0.7, data_cost=100, **PRICES)
    assert (choice, [code for code, _ in reasons]) == ("PROMPT-FIRST", ["COV005", "FMT009"])


def test_answers_that_change_are_no_case_for_saving() -> None:
    settings = {"goal": "cost", "data_cost": 1, "requests_per_day": 1000, "update_frequency": "daily", **PRICES}
    assert advised(costs(), baseline(0.8), **settings)[0] == "RAG-FIRST"


@pytest.mark.parametrize(
    ("settings", "end"),
    [
        ({}, "the goal is cost: set the prices of the prompted and the fine-tuned model under [project]"),
        (PRICES, "set data_cost, review_cost and training_cost under [project]"),
        ({**PRICES, "data_cost": 5}, "set requests_per_day under [project]"),
    ],
)
def test_a_cost_case_says_what_it_lacks(settings: dict[str, Any], end: str) -> None:
    measured = (costs(),) if settings else ()
    choice, reasons = advised(*measured, baseline(0.8), target=0.7, goal="cost", **settings)
    assert (choice, [code for code, _ in reasons]) == (None, ["FMT009"])
    assert reasons[0][1].endswith(end)


def test_tokens_that_were_not_counted_are_said_to_be() -> None:
    _, reasons = advised(baseline(0.8), goal="cost", **PRICES)
    assert reasons[0] == ("FMT009", "the goal is cost, but the tokens of requests were not counted")


def test_who_is_told_to_train_hears_what_the_data_lack() -> None:
    gain = result("SIZE004", share("doubling_gain", 0.03, 0.02, 0.04))
    choice, reasons = advised(baseline(0.6, fixable(0.1, 0.08, 0.12)), gain, clean(2000), target=0.95)
    assert (choice, [code for code, _ in reasons]) == ("FINE-TUNE", ["COV005", "COV005", "SIZE004"])
    assert reasons[1][1].startswith("what these data can mend does not reach the target of 95 %: add examples")
    assert reasons[2][1] == "twice the data would cut a probe's error by 3 [2–4] points: more examples still help"


def test_a_plateau_is_no_remark() -> None:
    gain = result("SIZE004", share("doubling_gain", 0.005, 0.001, 0.01))
    assert len(advised(baseline(0.8, fixable(0.2, 0.15, 0.25)), gain, clean(2000), target=0.9)[1]) == 1


def test_the_rules_are_in_the_documentation_in_their_order() -> None:
    rows = [line.split() for line in documentation("recommendation").splitlines() if line.strip()[:1].isdigit()]
    assert [(int(row[0]), row[1]) for row in rows[: len(RULES)]] == [(i + 1, rule[0]) for i, rule in enumerate(RULES)]
    assert "  recommendation " in catalogue()


def sample(name: str, with_baseline: bool = True, **project: Any) -> Recommendation:
    results = SAMPLES / "baseline.jsonl" if with_baseline else None
    needed = ("COV005", "SIZE001", "FMT009")
    report = audit(SAMPLES / name / "train.jsonl", baseline=results, config={"project": project}, select=needed)
    return report.verdict.recommendation


@pytest.mark.parametrize(
    ("project", "choice", "codes"),
    [
        ({"target": 0.95}, "FINE-TUNE", {"COV005"}),
        ({"target": 0.7}, "PROMPT-FIRST", {"COV005"}),
        ({"target": 0.95, "update_frequency": "daily"}, "RAG-FIRST", {"COV005"}),
        ({"goal": "knowledge"}, "RAG-FIRST", {"COV005"}),
        ({}, None, {"COV005"}),
        (
            {"goal": "cost", "prompt_tokens": 1200, "data_cost": 500, "requests_per_day": 5000, **PRICES},
            "FINE-TUNE",
            {"FMT009"},
        ),
        ({"goal": "cost", "data_cost": 500_000, "requests_per_day": 5, **PRICES}, "PROMPT-FIRST", {"FMT009"}),
    ],
)
def test_the_sample_data_deserve_each_choice(project: dict[str, Any], choice: str | None, codes: set[str]) -> None:
    found = sample("go", **project)
    assert found.choice == choice
    assert codes <= {reason.code for reason in found.reasons}


def test_the_smaller_sample_without_a_baseline_is_left_to_a_prompt() -> None:
    found = sample("no-go", with_baseline=False)
    assert found.choice == "PROMPT-FIRST"
    assert [reason.code for reason in found.reasons] == ["SIZE001"]
