"""Public data with known faults: exactly these repeats and conflicts, and a judgement of every bad file.

The data are not part of the project: DATAAUDIT_DATA names their folder, and without it these tests are skipped.
"""

import csv
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dataaudit import DataAuditError, Report, audit

ROOT = Path(os.environ.get("DATAAUDIT_DATA", "."))
pytestmark = pytest.mark.skipif(
    "DATAAUDIT_DATA" not in os.environ, reason="DATAAUDIT_DATA doesn't name the folder of public data"
)

TREC = {"columns": {"label": "0", "input": "1"}}
#: Columns beside `text` are common, and all but one trainer ignore them: with that one it is refused.
ONE_TRAINERS_RULE = {"together/extra_column.jsonl"}
FORMAT_CODES = {"FMT001", "FMT002", "FMT003", "FMT012"}


def run(data: Any, **options: Any) -> Report:
    return audit(data, encoder="none", **options)


def affected(report: Report) -> Counter[str]:
    return Counter({result.code: len(result.rows) for result in report.results if result.rows})


@pytest.mark.parametrize(
    ("file", "options", "repeats"),
    [
        ("llama-factory-demos/alpaca_en_demo.json.gz", {}, 14),
        ("llama-factory-demos/dpo_en_demo.json.gz", {}, 5),
        ("llama-factory-demos/glaive_toolcall_en_demo.json.gz", {}, 35),
        ("llama-factory-demos/v1_sft_demo.jsonl.gz", {}, 1),
        ("snips/train.csv.gz", {}, 189),
        ("trec/train_5452.tsv", TREC, 70),
        ("lima/lima.json.gz", {}, 0),
    ],
)
def test_the_exact_repeats_are_found_no_more_no_less(file: str, options: dict[str, Any], repeats: int) -> None:
    assert affected(run(ROOT / file, select=["DUP001"], **options))["DUP001"] == repeats


@pytest.mark.parametrize(
    ("data", "options", "leaked"),
    [
        ("trec/train_5452.tsv", {"eval": ROOT / "trec/test_500.tsv", **TREC}, 11),
        ("banking77/train.csv.gz", {"eval": ROOT / "banking77/test.csv"}, 25),
        ("snips", {}, 43),
    ],
)
def test_published_splits_leak(data: str, options: dict[str, Any], leaked: int) -> None:
    report = run(ROOT / data, select=["DUP005"], **options)
    equal = [finding for finding in report.findings if finding.evidence["tier"] in {"exact", "normalised"}]
    assert sum(finding.evidence["held_out_rows"] for finding in equal) == leaked


def test_trec_has_one_question_with_two_labels() -> None:
    report = run(ROOT / "trec/train_5452.tsv", select=["LAB001"], **TREC)
    (finding,) = report.findings
    labels = {row["label"] for row in finding.evidence["rows"]}
    assert labels == {"NUM:count", "NUM:other"}


@pytest.mark.parametrize(
    "file",
    [
        "lima/lima.json.gz",
        "snips/train.csv.gz",
        "chat-format-samples/fastchat_sharegpt_500.json",
        "chat-format-samples/openai_dataset-1-simple.jsonl",
        "chat-format-samples/openai_dataset-2-multi-turn.jsonl",
        "llama-factory-demos/dpo_en_demo.json.gz",
        "llama-factory-demos/glaive_toolcall_en_demo.json.gz",
    ],
)
def test_good_files_have_no_format_error(file: str) -> None:
    assert set(affected(run(ROOT / file, select=["FMT"]))) & FORMAT_CODES == set()


def test_the_cookbooks_conversation_without_a_user_is_found() -> None:
    report = run(ROOT / "chat-format-samples/openai_cookbook_toy_chat_fine_tuning.jsonl", select=["FMT"])
    assert {place.line for finding in report.findings for place in finding.locations} >= {4}


def judged(path: Path, trainers: list[str]) -> Report | str:
    """The report, or the sentence that says why there is none."""
    try:
        return run(path, select=["FMT"], trainers=trainers)
    except DataAuditError as error:
        return str(error)


def manifest() -> list[tuple[str, str]]:
    path = ROOT / "bad-inputs/manifest.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["file"], row["expected"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("file", "expected"), manifest())
def test_a_bad_file_is_one_sentence_or_a_finding(file: str, expected: str) -> None:
    report = judged(ROOT / "bad-inputs" / file, ["together"] if file in ONE_TRAINERS_RULE else [])
    if isinstance(report, str):
        assert expected != "accept"
        assert "\n" not in report
        return
    blocked = any(result.outcome == "fail" for result in report.results)
    if expected == "flag":
        assert report.findings
    else:
        assert blocked == (expected == "reject")


@pytest.mark.parametrize(("file", "expected"), [row for row in manifest() if row[0].startswith("together/")])
def test_together_takes_and_refuses_what_its_own_tests_do(file: str, expected: str) -> None:
    report = judged(ROOT / "bad-inputs" / file, ["together"])
    if isinstance(report, str):
        assert expected == "reject"
        assert "\n" not in report
        return
    errors = [finding for finding in report.findings if finding.severity == "error"]
    failed = [result.code for result in report.results if result.outcome == "fail"]
    assert bool(errors) == bool(failed) == (expected == "reject")
