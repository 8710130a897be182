"""The report of a bad data set."""

from __future__ import annotations

from sample_findings import all_results
from sample_parts import SETTINGS, SOURCE, companion, dataset

from dataaudit.model import (
    Action,
    NotJudged,
    Outcome,
    Pillar,
    PillarScore,
    Reason,
    Recommendation,
    Verdict,
)
from dataaudit.report import Counts, Report


def _verdict() -> Verdict:
    return Verdict(
        "NO-GO",
        43,
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
        recommendation=Recommendation(
            "PROMPT-FIRST", (Reason("SIZE001", "under 1,000 clean examples a prompt is often enough"),)
        ),
        path_to_go=(
            Action("drop", "PRV001", 1, "Remove 1 row with a secret, and revoke it", (512,)),
            Action("drop", "DUP001", 148, "Remove 148 redundant rows", (204, 205, 612, 733, 890)),
            Action("fix", "FMT002", 3, "Repair or remove 3 rows that can't be read or used", (20, 21, 1239)),
            Action(
                "relabel",
                "LAB001",
                29,
                "Decide on one label for 29 rows with the same input",
                (101, 140, 141, 640, 977),
            ),
            Action(
                "add",
                "COV001",
                65,
                "Write 65 examples: 40 of “card swallowed by ATM”, 25 of “closing the account”",
            ),
        ),
    )


def no_go_report() -> Report:
    """NO-GO for five reasons, with findings of all kinds, gaps, a crash and a path to GO."""
    results = all_results()
    return Report(
        version="0.1.0",
        created="2026-11-21T14:35:00Z",
        seconds=4.2,
        dataset=dataset(
            SOURCE,
            1240,
            reference=companion("data/live inputs.jsonl", 800),
            eval=companion("data/eval.jsonl", 250),
            against=companion("data/train.jsonl", 2000),
        ),
        settings=SETTINGS,
        verdict=_verdict(),
        counts=Counts(
            1240,
            1239,
            914,
            880,
            None,
            {"FMT001": 1, "FMT002": 2, "DUP001": 112, "DUP003": 36, "LAB001": 29, "LAB002": 145, "PRV001": 1},
        ),
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
