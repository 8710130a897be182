"""Reports made by hand: a bad data set, a good one, one nobody could judge and one that attacks its readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from dataaudit.model import (
    Action,
    CheckResult,
    Finding,
    Gap,
    Location,
    Measure,
    NotJudged,
    Outcome,
    Pillar,
    PillarScore,
    Reason,
    Recommendation,
    Severity,
    Verdict,
)
from dataaudit.report import Counts, Report

SOURCE = "data/tickets.jsonl"
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"' onmouseover='alert(3) javascript:alert(4) "
    "{{ 7*191 }}{% raw %}{# no #} \x1b[31mred\x1b]0;title\x07 [bold red]markup[/] [link=https://evil.example]x[/link] "
    "**md** [a](javascript:alert(5)) \u202egnp.exe\u202c \u2066x\u2069 nul\x00 \u2028 </details></script><!-- "
    "]]> :smile: \U000e0041 \r\n=cmd|' /C calc'!A0"
)


def place(row: int, field: str | None = None, source: str = SOURCE) -> Location:
    """A row of the file; its line is one more, since every record stands on one line."""
    return Location(source, row + 1, row, None, field)


def places(*rows: int) -> tuple[Location, ...]:
    return tuple(place(row) for row in rows)


def quoted(row: int, text: str | None, label: str | None = None, output: str | None = None) -> dict[str, Any]:
    return {"row": row, "input": text, "output": output, "label": label}


def result(
    code: str, name: str, outcome: Outcome, findings: Sequence[Finding] = (), *measures: Measure, **more: Any
) -> CheckResult:
    pillars = {"SIZE": "size", "DUP": "duplicates", "LAB": "labels", "COV": "coverage", "FMT": "format", "PRV": "privacy"}
    pillar = Pillar(pillars[code[:-3]])
    return CheckResult(code, name, pillar, outcome, measures=measures, findings=tuple(findings), seconds=0.25, **more)


def skipped(code: str, name: str, reason: str, missing: bool = False) -> CheckResult:
    return result(code, name, Outcome.NOT_APPLICABLE, reason=reason, missing=missing)


def dataset(path: str, rows: int, **more: Any) -> dict[str, Any]:
    return {
        "sources": [{"path": path, "sha256": "0123456789abcdef" * 4, "bytes": 184320, "rows": rows}],
        "rows": rows,
        "format": "text-label",
        "task": "classification",
        "columns": {"input": "text", "label": "intent"},
        "fingerprint": "9c1185a5c5e9fc54612808977ee8f548",
        "against": None,
        "reference": None,
        "eval": None,
        "baseline": None,
        **more,
    }


def companion(path: str, rows: int) -> dict[str, Any]:
    source = {"path": path, "sha256": "fedcba9876543210" * 4, "bytes": 4096, "rows": rows}
    return {"sources": [source], "rows": rows, "format": "text"}


SETTINGS: dict[str, Any] = {
    "seed": 0,
    "encoder": {"name": "minilm", "dimension": 384, "sha256": "53aa5117" * 8},
    "params": {"DUP003": {"similarity": 0.8, "redundant_rows": {"warn": 0.02, "fail": 0.1}}, "LAB002": {"folds": 5}},
    "config_sha256": None,
}


def share(name: str, value: float, limit: float | None = None, low: float | None = None, high: float | None = None) -> Measure:
    return Measure(name, value, "share", low, high, limit, None if limit is None else "at_most")


def _duplicates() -> list[CheckResult]:
    copies = "I still have not received my new card, I ordered over a week ago."
    exact = Finding(
        "DUP001", "3 rows are equal to line 12", places(11, 204, 205, 890), evidence={
            "keep_row": 11, "rows": [quoted(row, copies, "card_arrival") for row in (11, 204, 205, 890)]},
        suggestion="Keep line 12 and remove the others.")
    accepted = Finding(
        "DUP001", "this row is already in the accepted data", places(733), evidence={
            "accepted": {"source": "data/train.jsonl", "line": 44, "row": None},
            "rows": [quoted(733, "How do I top up by cheque?", "top_up_by_cash_or_cheque")]},
        suggestion="Remove the row.")
    near = Finding(
        "DUP003", "1 row differs from line 31 by 2 of 14 words", places(30, 612), confidence=0.93, evidence={
            "keep_row": 30, "similarity": 0.912,
            "rows": [quoted(30, "why is my transfer still pending after three days", "pending_transfer"),
                     quoted(612, "why is my transfer still pending after 3 days", "pending_transfer")]},
        suggestion="Keep line 31 and remove the other.")
    leaked = Finding(
        "DUP005", "this row is in the eval data", places(77), evidence={
            "eval": {"source": "data/eval.jsonl", "line": 9, "row": None}, "overlap": 1.0,
            "rows": [quoted(77, "Can I use Apple Pay to top up?", "apple_pay_or_google_pay")]},
        suggestion="Remove the row from the training data.")
    return [
        result("DUP001", "exact-duplicate", Outcome.FAIL, [exact, accepted], share("redundant_rows", 0.0904, 0.1)),
        result("DUP002", "normalised-duplicate", Outcome.PASS, [], share("redundant_rows", 0.0, 0.1)),
        result("DUP003", "near-duplicate", Outcome.FAIL, [near], share("redundant_rows", 0.0288, 0.1)),
        result("DUP005", "eval-leakage", Outcome.WARN, [replace(leaked, severity=Severity.WARNING)],
               share("leaked_eval_rows", 0.004, 0.01)),
    ]


def _labels() -> list[CheckResult]:
    conflict = Finding(
        "LAB001", "2 rows with the same input have 2 different labels", places(101, 640), evidence={
            "rows": [quoted(101, "My card has not arrived yet.", "card_arrival"),
                     quoted(640, "My card has not arrived yet.", "card_delivery_estimate")]},
        suggestion="Decide on one label.")
    threefold = Finding(
        "LAB001", "3 rows with the same input have 3 different labels", places(140, 141, 977), evidence={
            "rows": [quoted(140, "Is there a fee?", "exchange_charge"), quoted(141, "Is there a fee?", "cash_withdrawal_charge"),
                     quoted(977, "Is there a fee?", "top_up_by_card_charge")]},
        suggestion="Decide on one label.")
    suspects = [
        Finding("LAB002", f"the label {given} has probability {p}; {better} has {q}", places(row), Severity.WARNING, q, {
            "suggested_label": better, "neighbours": [
                {"row": 17, "text": "what exchange rate do you use", "label": better},
                {"row": 18, "text": "your exchange rate please", "label": better}],
            "rows": [quoted(row, text, given)]}, f"Relabel as {better}, or leave it if the label is right.")
        for row, given, better, p, q, text in (
            (58, "card_arrival", "exchange_rate", 0.02, 0.94, "What rate will I get in euro?"),
            (59, "atm_support", "lost_or_stolen_card", 0.08, 0.81, "someone took my wallet on the bus"))
    ]
    return [
        result("LAB001", "conflicting-labels", Outcome.FAIL, [conflict, threefold], share("conflicting_rows", 0.0234, 0.01)),
        result("LAB002", "suspect-label", Outcome.WARN, suspects, share("label_error_rate", 0.061, 0.05, 0.042, 0.084)),
        skipped("LAB003", "annotator-disagreement", "the data names no annotators (--map annotator=COLUMN)", missing=True),
        skipped("LAB005", "contradictory-answers", "the answers are a closed set of labels"),
    ]


def _format() -> list[CheckResult]:
    unreadable = Finding(
        "FMT001", "the row is not valid JSON: unexpected end of data", (Location(SOURCE, 1240, 1239),),
        evidence={"text": '{"text": "why was I charg'}, suggestion="Complete the line or remove it.")
    violations = [
        Finding("FMT002", f"{n} violations of text-label", places(row), evidence={
            "violations": ["text: expected a string, found null", {"path": "intent", "message": "is missing"}][:n],
            "rows": [quoted(row, None, label)]}, suggestion="Fill in the text or remove the row.")
        for row, n, label in ((20, 1, "refund_not_showing_up"), (21, 2, None))
    ]
    mojibake = Finding(
        "FMT007", "the text looks wrongly decoded", (place(300, "text"),), Severity.WARNING, 0.9, {
            "repaired": "I can’t find my PIN", "rows": [quoted(300, "I canâ€™t find my PIN", "get_physical_card")]},
        "Decode the file as UTF-8, or use the repaired text.")
    return [
        result("FMT001", "unreadable-row", Outcome.FAIL, [unreadable], Measure("unreadable_rows", 1, "rows", limit=0, direction="at_most")),
        result("FMT002", "schema-violation", Outcome.FAIL, violations, Measure("refused_rows", 2, "rows", limit=0, direction="at_most")),
        result("FMT005", "batch-drift", Outcome.ERROR, reason="ZeroDivisionError: division by zero (batch_drift.py:48)"),
        result("FMT007", "corrupt-text", Outcome.WARN, [mojibake]),
    ]


def _gaps() -> tuple[Gap, ...]:
    return (
        Gap("card swallowed by ATM", ("swallowed", "atm", "machine"),
            ("the machine ate my card", "ATM kept my card, what now?", "my card is stuck in the cash machine"),
            0.085, 0.06, 0.12, 2, 40, "lost_or_stolen_card", (4, 19, 44)),
        Gap("closing the account", ("close", "account"), ("how do I close my account",), 0.031, 0.018, 0.052, 0, 25, None, (7,)),
    )


def _coverage() -> list[CheckResult]:
    imbalance = Finding(
        "COV004", "the largest class has 38 times the examples of the smallest", severity=Severity.INFO,
        evidence={"largest": "card_arrival", "smallest": "closing_account", "ratio": 38.0})
    gaps = [Finding("COV001", f"{gap.name}: {100 * gap.share:.1f} % of real inputs have no counterpart", (), Severity.ERROR, 0.95,
                    {"examples": list(gap.examples)}, f"Write {gap.needed} examples.") for gap in _gaps()]
    return [
        result("COV001", "uncovered-inputs", Outcome.FAIL, gaps, share("uncovered_inputs", 0.236, 0.2, 0.204, 0.27), gaps=_gaps()),
        result("COV004", "class-imbalance", Outcome.PASS, [imbalance], Measure("imbalance", 38.0, "ratio")),
        skipped("COV005", "uncovered-baseline-failure", "no results of a prompt baseline were given (--baseline)", missing=True),
    ]


def _privacy() -> list[CheckResult]:
    secret = Finding(
        "PRV001", "an AWS access key", (place(512, "text"),), evidence={
            "kind": "aws-access-key", "matched": "AKIA…7Q", "rows": [quoted(512, "my key AKIA…7Q stopped working", "atm_support")]},
        suggestion="Remove the row and revoke the key.")
    email = Finding(
        "PRV002", "an e-mail address", (place(513, "text"),), Severity.WARNING, 0.99, {
            "kind": "email", "rows": [quoted(513, "write to j.doe@example.org please", "edit_personal_details")]},
        "Replace it with a placeholder.")
    return [
        result("PRV001", "secret", Outcome.FAIL, [secret], Measure("rows_with_secrets", 1, "rows", limit=0, direction="at_most")),
        result("PRV002", "personal-data", Outcome.WARN, [email]),
    ]


def _size() -> list[CheckResult]:
    thin = Finding(
        "SIZE002", "card_swallowed has 5 clean examples, at least 8 needed", evidence={"label": "card_swallowed", "clean": 5},
        suggestion="Write 15 more examples.")
    return [
        result("SIZE001", "too-few-clean-examples", Outcome.WARN, [], Measure("clean_examples", 914, "examples", limit=1000, direction="at_least")),
        result("SIZE002", "thin-class", Outcome.FAIL, [thin], Measure("smallest_class", 5, "examples", limit=8, direction="at_least")),
    ]


def _verdict() -> Verdict:
    return Verdict(
        "NO-GO", 43,
        reasons=(
            Reason("COV001", "uncovered inputs: 23.6 % [20.4–27 %], at most 20 % allowed"),
            Reason("DUP001", "redundant rows: 11.9 %, at most 10 % allowed"),
            Reason("FMT001", "unreadable rows: 1, none allowed"),
            Reason("LAB001", "conflicting rows: 2.3 %, at most 1 % allowed"),
            Reason("PRV001", "rows with secrets: 1, none allowed"),
            Reason("SIZE001", "clean examples: 914, at least 1,000 needed"),
        ),
        not_judged=(
            NotJudged("COV005", "no results of a prompt baseline were given (--baseline)"),
            NotJudged("FMT005", "ZeroDivisionError: division by zero (batch_drift.py:48)"),
            NotJudged("LAB003", "the data names no annotators (--map annotator=COLUMN)"),
        ),
        recommendation=Recommendation("PROMPT-FIRST", ("under 1,000 clean examples a prompt is often enough",)),
        path_to_go=(
            Action("drop", "PRV001", 1, "Remove 1 row with a secret, and revoke it", (512,)),
            Action("drop", "DUP001", 148, "Remove 148 redundant rows", (204, 205, 612, 733, 890)),
            Action("fix", "FMT002", 3, "Repair or remove 3 rows that can't be read or used", (20, 21, 1239)),
            Action("relabel", "LAB001", 29, "Decide on one label for 29 rows with the same input", (101, 140, 141, 640, 977)),
            Action("add", "COV001", 65, "Write 65 examples: 40 of “card swallowed by ATM”, 25 of “closing the account”"),
        ),
    )


@pytest.fixture
def no_go() -> Report:
    results = [*_coverage(), *_duplicates(), *_format(), *_labels(), *_privacy(), *_size()]
    return Report(
        version="0.1.0", created="2026-11-21T14:35:00Z", seconds=4.2,
        dataset=dataset(SOURCE, 1240, reference=companion("data/live inputs.jsonl", 800), eval=companion("data/eval.jsonl", 250),
                        against=companion("data/train.jsonl", 2000)),
        settings=SETTINGS, verdict=_verdict(),
        counts=Counts(1240, 1239, 914, 880, None, {"FMT001": 1, "FMT002": 2, "DUP001": 112, "DUP003": 36, "LAB001": 29, "LAB002": 145, "PRV001": 1}),
        pillars=(
            PillarScore(Pillar.SIZE, 49, Outcome.FAIL, "clean examples: 914"),
            PillarScore(Pillar.DUPLICATES, 42, Outcome.FAIL, "redundant rows: 11.9 %"),
            PillarScore(Pillar.LABELS, 38, Outcome.FAIL, "conflicting rows: 2.3 %"),
            PillarScore(Pillar.COVERAGE, 45, Outcome.FAIL, "uncovered inputs: 23.6 % [20.4–27 %]"),
            PillarScore(Pillar.FORMAT, None, Outcome.ERROR, "unreadable rows: 1"),
            PillarScore(Pillar.PRIVACY, 0, Outcome.FAIL, "rows with secrets: 1"),
        ),
        results=tuple(results),
    )


@pytest.fixture
def go() -> Report:
    warning = Finding(
        "PRV002", "an e-mail address", (place(513, "text", "support.jsonl"),), Severity.WARNING, 0.99, {
            "kind": "email", "rows": [quoted(513, "write to j.doe@example.org please", None, "I have updated your details.")]},
        "Replace it with a placeholder.")
    results = (
        result("DUP001", "exact-duplicate", Outcome.PASS, [], share("redundant_rows", 0.004, 0.02)),
        result("PRV002", "personal-data", Outcome.WARN, [warning]),
        result("SIZE001", "too-few-clean-examples", Outcome.PASS, [], Measure("clean_examples", 2391, "examples", limit=1000, direction="at_least")),
        skipped("COV001", "uncovered-inputs", "no sample of real inputs was given (--reference)", missing=True),
    )
    return Report(
        version="0.1.0", created="2026-11-21T14:35:00Z", seconds=1.8,
        dataset=dataset("support.jsonl", 2400, format="openai-chat", task="generation"), settings=SETTINGS,
        verdict=Verdict("GO", 89, not_judged=(
            NotJudged("COV001", "no sample of real inputs was given (--reference)"),
            NotJudged("COV003", "no sample of real inputs was given (--reference)"))),
        counts=Counts(2400, 2400, 2391, 2391, 1800, {"DUP001": 9}),
        pillars=(
            PillarScore(Pillar.SIZE, 100, Outcome.PASS, "clean examples: 2,391"),
            PillarScore(Pillar.DUPLICATES, 100, Outcome.PASS, "redundant rows: 0.4 %"),
            PillarScore(Pillar.LABELS, None, Outcome.NOT_APPLICABLE, "the answers are not a closed set of labels"),
            PillarScore(Pillar.COVERAGE, None, Outcome.NOT_APPLICABLE, "no sample of real inputs was given (--reference)"),
            PillarScore(Pillar.FORMAT, 100, Outcome.PASS, "14 checks, nothing to report"),
            PillarScore(Pillar.PRIVACY, 89, Outcome.WARN, "personal-data: 1 finding"),
        ),
        results=results,
    )


@pytest.fixture
def undecided(go: Report) -> Report:
    crashed = result("LAB001", "conflicting-labels", Outcome.ERROR, reason="KeyError: 'label' (conflicting_labels.py:31)")
    verdict = Verdict("UNDECIDED", None, not_judged=(*go.verdict.not_judged, NotJudged("LAB001", crashed.reason or "")))
    return replace(go, verdict=verdict, results=(*go.results, crashed))


@pytest.fixture
def hostile(no_go: Report) -> Report:
    """Every text that can come from data or from a plug-in is HOSTILE."""
    evidence = {
        "rows": [quoted(3, HOSTILE, HOSTILE, HOSTILE)], "suggested_label": HOSTILE, "violations": [HOSTILE, {"path": HOSTILE}],
        "neighbours": [{"row": 4, "text": HOSTILE, "label": HOSTILE}], "accepted": {"source": HOSTILE, "line": 1, "row": None},
        HOSTILE: {HOSTILE: [HOSTILE, None, 0.5]},
    }
    location = Location(HOSTILE, 4, 3, HOSTILE, HOSTILE)
    finding = Finding("LAB001", HOSTILE, (location,), evidence=evidence, suggestion=HOSTILE)
    gap = Gap(HOSTILE, (HOSTILE,), (HOSTILE, HOSTILE), 0.1, 0.05, 0.2, 0, 9, HOSTILE, (1,))
    verdict = Verdict("NO-GO", 0, (Reason("LAB001", HOSTILE),), (NotJudged("COV005", HOSTILE),),
                      Recommendation("RAG-FIRST", (HOSTILE,)), (Action("drop", "LAB001", 1, HOSTILE, (3,)),))
    checked = result("LAB001", "conflicting-labels", Outcome.FAIL, [finding], share(HOSTILE, 0.5, 0.1))
    covered = result("COV001", "uncovered-inputs", Outcome.ERROR, reason=HOSTILE, gaps=(gap,))
    return replace(
        no_go, dataset=dataset(HOSTILE, 5, columns={"input": HOSTILE}), verdict=verdict, results=(covered, checked),
        settings={**SETTINGS, "params": {"LAB001": {"words": [HOSTILE]}}},
        pillars=(PillarScore(Pillar.LABELS, 0, Outcome.FAIL, HOSTILE),),
    )


@pytest.fixture
def large(no_go: Report) -> Report:
    """5,000 suspect labels beside 3 conflicts: more than a page can list."""
    suspects = [
        Finding("LAB002", f"row {row} is suspect", places(row), Severity.WARNING, 0.8, {"rows": [quoted(row, f"text {row} " * 30, "a")]})
        for row in range(5000)
    ]
    conflicts = [Finding("LAB001", f"conflict {row}", places(row, row + 1)) for row in (1, 3, 5)]
    results = (result("LAB001", "conflicting-labels", Outcome.FAIL, conflicts), result("LAB002", "suspect-label", Outcome.WARN, suspects))
    return replace(no_go, results=results)
