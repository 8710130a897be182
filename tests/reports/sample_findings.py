"""What each pillar's checks say about a bad data set: every kind of finding once or twice."""

from __future__ import annotations

from sample_coverage import coverage_results, size_results
from sample_duplicates import duplicates_results
from sample_parts import SOURCE, place, places, quoted, result, share, skipped

from dataaudit.model import CheckResult, Finding, Location, Measure, Outcome, Severity


def all_results() -> list[CheckResult]:
    return [
        *coverage_results(),
        *duplicates_results(),
        *format_results(),
        *labels_results(),
        *privacy_results(),
        *size_results(),
    ]


def labels_results() -> list[CheckResult]:
    conflict = Finding(
        "LAB001",
        "2 rows with the same input have 2 different labels",
        places(101, 640),
        evidence={
            "rows": [
                quoted(101, "My card has not arrived yet.", "card_arrival"),
                quoted(640, "My card has not arrived yet.", "card_delivery_estimate"),
            ]
        },
        suggestion="Decide on one label.",
    )
    threefold = Finding(
        "LAB001",
        "3 rows with the same input have 3 different labels",
        places(140, 141, 977),
        evidence={
            "rows": [
                quoted(140, "Is there a fee?", "exchange_charge"),
                quoted(141, "Is there a fee?", "cash_withdrawal_charge"),
                quoted(977, "Is there a fee?", "top_up_by_card_charge"),
            ]
        },
        suggestion="Decide on one label.",
    )
    suspects = [
        Finding(
            "LAB002",
            f"the label {given} has probability {p}; {better} has {q}",
            places(row),
            Severity.WARNING,
            q,
            {
                "suggested_label": better,
                "neighbours": [
                    {"row": 17, "text": "what exchange rate do you use", "label": better},
                    {"row": 18, "text": "your exchange rate please", "label": better},
                ],
                "rows": [quoted(row, text, given)],
            },
            f"Relabel as {better}, or leave it if the label is right.",
        )
        for row, given, better, p, q, text in (
            (58, "card_arrival", "exchange_rate", 0.02, 0.94, "What rate will I get in euro?"),
            (59, "atm_support", "lost_or_stolen_card", 0.08, 0.81, "someone took my wallet on the bus"),
        )
    ]
    return [
        result(
            "LAB001",
            "conflicting-labels",
            Outcome.FAIL,
            [conflict, threefold],
            share("conflicting_rows", 0.0234, 0.01),
        ),
        result(
            "LAB002",
            "suspect-label",
            Outcome.WARN,
            suspects,
            share("label_error_rate", 0.061, 0.05, 0.042, 0.084),
        ),
        skipped(
            "LAB003",
            "annotator-disagreement",
            "the data names no annotators (--map annotator=COLUMN)",
            missing=True,
        ),
        skipped("LAB005", "contradictory-answers", "the answers are a closed set of labels"),
    ]


def format_results() -> list[CheckResult]:
    unreadable = Finding(
        "FMT001",
        "the row is not valid JSON: unexpected end of data",
        (Location(SOURCE, 1240, 1239),),
        evidence={"text": '{"text": "why was I charg'},
        suggestion="Complete the line or remove it.",
    )
    violations = [
        Finding(
            "FMT002",
            f"{n} of the fields of text-label are wrong",
            places(row),
            evidence={
                "violations": [
                    "text: expected a string, found null",
                    {"rule": "missing", "message": "is missing", "field": "intent"},
                ][:n],
                "rows": [quoted(row, None, label)],
            },
            suggestion="Fill in the text or remove the row.",
        )
        for row, n, label in ((20, 1, "refund_not_showing_up"), (21, 2, None))
    ]
    mojibake = Finding(
        "FMT007",
        "the text looks wrongly decoded",
        (place(300, "text"),),
        Severity.WARNING,
        0.9,
        {
            "repaired": "I can’t find my PIN",
            "rows": [quoted(300, "I canâ€™t find my PIN", "get_physical_card")],
        },
        "Decode the file as UTF-8, or use the repaired text.",
    )
    return [
        result(
            "FMT001",
            "unreadable-row",
            Outcome.FAIL,
            [unreadable],
            Measure("unreadable_rows", 1, "rows", limit=0, direction="at_most"),
        ),
        result(
            "FMT002",
            "schema-violation",
            Outcome.FAIL,
            violations,
            Measure("refused_rows", 2, "rows", limit=0, direction="at_most"),
        ),
        result(
            "FMT005",
            "batch-drift",
            Outcome.ERROR,
            reason="ZeroDivisionError: division by zero (batch_drift.py:48)",
        ),
        result("FMT007", "corrupt-text", Outcome.WARN, [mojibake]),
    ]


def privacy_results() -> list[CheckResult]:
    secret = Finding(
        "PRV001",
        "an AWS access key",
        (place(512, "text"),),
        evidence={
            "kind": "aws-access-key",
            "matched": "AKIA…7Q",
            "rows": [quoted(512, "my key AKIA…7Q stopped working", "atm_support")],
        },
        suggestion="Remove the row and revoke the key.",
    )
    email = Finding(
        "PRV002",
        "an e-mail address",
        (place(513, "text"),),
        Severity.WARNING,
        0.99,
        {
            "kind": "email",
            "rows": [quoted(513, "write to j.doe@example.org please", "edit_personal_details")],
        },
        "Replace it with a placeholder.",
    )
    return [
        result(
            "PRV001",
            "secret",
            Outcome.FAIL,
            [secret],
            Measure("rows_with_secrets", 1, "rows", limit=0, direction="at_most"),
        ),
        result("PRV002", "personal-data", Outcome.WARN, [email]),
    ]
