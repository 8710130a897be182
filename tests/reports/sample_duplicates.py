"""What the checks of duplicates say about a bad data set."""

from __future__ import annotations

from typing import Any

from sample_parts import place, places, quoted, result, share

from dataaudit.model import CheckResult, Finding, Outcome, Severity


def duplicates_results() -> list[CheckResult]:
    return [
        result("DUP001", "exact-duplicate", Outcome.FAIL, exact(), share("redundant_rows", 0.0904, 0.1)),
        result("DUP002", "normalised-duplicate", Outcome.PASS, [], share("redundant_rows", 0.0, 0.1)),
        result("DUP003", "near-duplicate", Outcome.FAIL, near(), share("redundant_rows", 0.0288, 0.1)),
        result("DUP004", "semantic-duplicate", Outcome.WARN, semantic(), share("paraphrased_rows", 0.012, 0.01)),
        result("DUP005", "eval-leakage", Outcome.WARN, leaked(), share("leaked_eval_rows", 0.004, 0.01)),
    ]


def difference(field: str, kept: str, other: str) -> dict[str, str]:
    return {"field": field, "kept": kept, "other": other}


def match(row: int, similarity: float, *differs: dict[str, str], output: float | None = None) -> dict[str, Any]:
    return {"row": row, "input": similarity, "output": output, "differs": list(differs)}


def exact() -> list[Finding]:
    copies = "I still have not received my new card, I ordered over a week ago."
    group = Finding(
        "DUP001",
        "3 rows repeat the first of these exactly",
        places(11, 204, 205, 890),
        evidence={
            "keep_row": 11,
            "rows": [quoted(row, copies, "card_arrival") for row in (11, 204, 205, 890)],
        },
        suggestion="Keep line 12 and remove the others.",
    )
    accepted = Finding(
        "DUP001",
        "this row is already in the accepted data",
        places(733),
        evidence={
            "accepted": {"source": "data/train.jsonl", "line": 44, "row": None},
            "rows": [quoted(733, "How do I top up by cheque?", "top_up_by_cash_or_cheque")],
        },
        suggestion="Remove the row.",
    )
    return [group, accepted]


def near() -> list[Finding]:
    answer = "Transfers take up to {} days. You can follow {} transfer in the app, in the list of payments."
    rows = [
        quoted(30, "why is my transfer pending in the app", None, answer.format("three", "the")),
        quoted(612, "why is the transfer still pending in the app", None, answer.format("three", "the")),
        quoted(613, "why is my transfer pending in the app", None, answer.format("3", "your")),
    ]
    matches = [
        match(612, 0.912, difference("input", "my", "the"), difference("input", "", "still"), output=1.0),
        match(613, 1.0, difference("output", "three", "3"), difference("output", "the", "your"), output=0.853),
    ]
    finding = Finding(
        "DUP003",
        "2 rows repeat the first of these but for a few words",
        places(30, 612, 613),
        confidence=0.853,
        evidence={"keep_row": 30, "copies": 2, "text": rows[0]["input"], "matches": matches, "rows": rows},
        suggestion="Keep line 31 and remove the others.",
    )
    found_again = Finding(
        "DUP003",
        "near copies with 2 words in 100 changed: 98 % found [95–99 %]",
        severity=Severity.INFO,
        evidence={"planted": 200, "found": 196},
    )
    return [finding, found_again]


def semantic() -> list[Finding]:
    row = quoted(801, "What do I do about a stolen card?", "lost_or_stolen_card")
    differs = [difference("input", "someone took my", "What do I do about a stolen")]
    finding = Finding(
        "DUP004",
        "1 row means the same as accepted data/train.jsonl:7",
        places(801),
        Severity.WARNING,
        0.81,
        {
            "accepted": {"source": "data/train.jsonl", "line": 7, "row": None},
            "copies": 1,
            "matches": [match(801, 0.81, *differs)],
            "rows": [row],
        },
        "Read both and keep one.",
    )
    return [finding]


def leaked() -> list[Finding]:
    rows = [quoted(77, "Can I use Apple Pay to top up?", "apple_pay_or_google_pay")]
    finding = Finding(
        "DUP005",
        "this row is in the held-out data but for a few letters",
        (place(77),),
        Severity.WARNING,
        0.9,
        {
            "held_out": {"source": "data/eval.jsonl", "line": 9, "row": None},
            "matches": [match(77, 0.955, difference("input", "for topping", "to top"))],
            "rows": rows,
        },
        "Remove the row from the training data.",
    )
    return [finding]
