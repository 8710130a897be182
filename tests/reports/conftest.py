"""Reports made by hand: of bad data, of good data, undecided, hostile and large."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_duplicates import difference, match
from sample_no_go import no_go_report
from sample_parts import HOSTILE, SETTINGS, dataset, place, places, quoted, result, share, skipped

from dataaudit.model import (
    Action,
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


@pytest.fixture
def no_go() -> Report:
    return no_go_report()


@pytest.fixture
def go() -> Report:
    warning = Finding(
        "PRV002",
        "an e-mail address",
        (place(513, "text", "support.jsonl"),),
        Severity.WARNING,
        0.99,
        {
            "kind": "email",
            "rows": [quoted(513, "write to j.doe@example.org please", None, "I have updated your details.")],
        },
        "Replace it with a placeholder.",
    )
    results = (
        result("DUP001", "exact-duplicate", Outcome.PASS, [], share("redundant_rows", 0.004, 0.02)),
        result("PRV002", "personal-data", Outcome.WARN, [warning]),
        result(
            "SIZE001",
            "too-few-clean-examples",
            Outcome.PASS,
            [],
            Measure("clean_examples", 2391, "examples", limit=1000, direction="at_least"),
        ),
        skipped("COV001", "uncovered-inputs", "no sample of real inputs was given (--reference)", missing=True),
    )
    return Report(
        version="0.1.0",
        created="2026-11-21T14:35:00Z",
        seconds=1.8,
        dataset=dataset("support.jsonl", 2400, format="openai-chat", task="generation"),
        settings=SETTINGS,
        verdict=Verdict(
            "GO",
            89,
            not_judged=(
                NotJudged("COV001", "no sample of real inputs was given (--reference)"),
                NotJudged("COV003", "no sample of real inputs was given (--reference)"),
            ),
        ),
        counts=Counts(2400, 2400, 2391, 2391, 1800, {"DUP001": 9}),
        pillars=(
            PillarScore(Pillar.SIZE, 100, Outcome.PASS, "clean examples: 2,391"),
            PillarScore(Pillar.DUPLICATES, 100, Outcome.PASS, "redundant rows: 0.4 %"),
            PillarScore(Pillar.LABELS, None, Outcome.NOT_APPLICABLE, "the answers are not a closed set of labels"),
            PillarScore(
                Pillar.COVERAGE,
                None,
                Outcome.NOT_APPLICABLE,
                "no sample of real inputs was given (--reference)",
            ),
            PillarScore(Pillar.FORMAT, 100, Outcome.PASS, "14 checks, nothing to report"),
            PillarScore(Pillar.PRIVACY, 89, Outcome.WARN, "personal-data: 1 finding"),
        ),
        results=results,
    )


@pytest.fixture
def undecided(go: Report) -> Report:
    crashed = result(
        "LAB001", "conflicting-labels", Outcome.ERROR, reason="KeyError: 'label' (conflicting_labels.py:31)"
    )
    verdict = Verdict("UNDECIDED", None, not_judged=(*go.verdict.not_judged, NotJudged("LAB001", crashed.reason or "")))
    return replace(go, verdict=verdict, results=(*go.results, crashed))


@pytest.fixture
def hostile(no_go: Report) -> Report:
    """Every text that can come from data or from a plug-in is HOSTILE."""
    evidence = {
        "rows": [quoted(3, HOSTILE, HOSTILE, HOSTILE)],
        "suggested_label": HOSTILE,
        "violations": [HOSTILE, {"path": HOSTILE}],
        "neighbours": [{"row": 4, "text": HOSTILE, "label": HOSTILE}],
        "accepted": {"source": HOSTILE, "line": 1, "row": None},
        "matches": [match(3, 0.9, difference(HOSTILE, HOSTILE, ""), difference("input", "", HOSTILE), output=1.0)],
        HOSTILE: {HOSTILE: [HOSTILE, None, 0.5]},
    }
    location = Location(HOSTILE, 4, 3, HOSTILE, HOSTILE)
    finding = Finding("LAB001", HOSTILE, (location,), evidence=evidence, suggestion=HOSTILE)
    gap = Gap(HOSTILE, (HOSTILE,), (HOSTILE, HOSTILE), 0.1, 0.05, 0.2, 0, 9, HOSTILE, (1,))
    verdict = Verdict(
        "NO-GO",
        0,
        (Reason("LAB001", HOSTILE),),
        (NotJudged("COV005", HOSTILE),),
        Recommendation("RAG-FIRST", (Reason("COV005", HOSTILE),)),
        (Action("drop", "LAB001", 1, HOSTILE, (3,)),),
    )
    checked = result("LAB001", "conflicting-labels", Outcome.FAIL, [finding], share(HOSTILE, 0.5, 0.1))
    covered = result("COV001", "uncovered-inputs", Outcome.ERROR, reason=HOSTILE, gaps=(gap,))
    return replace(
        no_go,
        dataset=dataset(HOSTILE, 5, columns={"input": HOSTILE}),
        verdict=verdict,
        results=(covered, checked),
        settings={**SETTINGS, "params": {"LAB001": {"words": [HOSTILE]}}},
        pillars=(PillarScore(Pillar.LABELS, 0, Outcome.FAIL, HOSTILE),),
    )


@pytest.fixture
def large(no_go: Report) -> Report:
    """5,000 suspect labels beside 3 conflicts: more than a page can list."""
    suspects = [
        Finding(
            "LAB002",
            f"row {row} is suspect",
            places(row),
            Severity.WARNING,
            0.8,
            {"rows": [quoted(row, f"text {row} " * 30, "a")]},
        )
        for row in range(5000)
    ]
    conflicts = [Finding("LAB001", f"conflict {row}", places(row, row + 1)) for row in (1, 3, 5)]
    results = (
        result("LAB001", "conflicting-labels", Outcome.FAIL, conflicts),
        result("LAB002", "suspect-label", Outcome.WARN, suspects),
    )
    return replace(no_go, results=results)
