"""What the checks of coverage and size say about a bad data set."""

from __future__ import annotations

from sample_parts import result, share, skipped

from dataaudit.model import CheckResult, Finding, Gap, Measure, Outcome, Severity


def sample_gaps() -> tuple[Gap, ...]:
    return (
        Gap(
            "card swallowed by ATM",
            ("swallowed", "atm", "machine"),
            (
                "the machine ate my card",
                "ATM kept my card, what now?",
                "my card is stuck in the cash machine",
            ),
            0.085,
            0.06,
            0.12,
            2,
            40,
            "lost_or_stolen_card",
            (4, 19, 44),
        ),
        Gap(
            "closing the account",
            ("close", "account"),
            ("how do I close my account",),
            0.031,
            0.018,
            0.052,
            0,
            25,
            None,
            (7,),
        ),
    )


def coverage_results() -> list[CheckResult]:
    imbalance = Finding(
        "COV004",
        "the largest class has 38 times the examples of the smallest",
        severity=Severity.INFO,
        evidence={"largest": "card_arrival", "smallest": "closing_account", "ratio": 38.0},
    )
    gaps = [
        Finding(
            "COV001",
            f"{gap.name}: {100 * gap.share:.1f} % of real inputs have no counterpart",
            (),
            Severity.ERROR,
            0.95,
            {"examples": list(gap.examples)},
            f"Write {gap.needed} examples.",
        )
        for gap in sample_gaps()
    ]
    return [
        result(
            "COV001",
            "uncovered-inputs",
            Outcome.FAIL,
            gaps,
            share("uncovered_inputs", 0.236, 0.2, 0.204, 0.27),
            gaps=sample_gaps(),
        ),
        result("COV004", "class-imbalance", Outcome.PASS, [imbalance], Measure("imbalance", 38.0, "ratio")),
        skipped(
            "COV005",
            "uncovered-baseline-failure",
            "no results of a prompt baseline were given (--baseline)",
            missing=True,
        ),
    ]


def size_results() -> list[CheckResult]:
    thin = Finding(
        "SIZE002",
        "card_swallowed has 5 clean examples, at least 8 needed",
        evidence={"label": "card_swallowed", "clean": 5},
        suggestion="Write 15 more examples.",
    )
    return [
        result(
            "SIZE001",
            "too-few-clean-examples",
            Outcome.WARN,
            [],
            Measure("clean_examples", 914, "examples", limit=1000, direction="at_least"),
        ),
        result(
            "SIZE002",
            "thin-class",
            Outcome.FAIL,
            [thin],
            Measure("smallest_class", 5, "examples", limit=8, direction="at_least"),
        ),
    ]
