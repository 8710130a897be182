"""Public data: what people call valid and broken, and clean sets that must raise no error."""

import csv
import os
from pathlib import Path
from typing import Any

import pytest

from dataaudit.dataset import Dataset
from dataaudit.errors import DataAuditError
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput, Severity
from dataaudit.reading import read
from dataaudit.registry import all_checks

pytestmark = pytest.mark.skipif(
    "DATAAUDIT_DATA" not in os.environ, reason="the folder with public data is named by DATAAUDIT_DATA"
)
FOLDER = Path(os.environ.get("DATAAUDIT_DATA", ""))
CODES = ("FMT001", "FMT002", "FMT003", "FMT012")

#: Refused by Together alone: trainers of plain text leave further columns alone.
TOGETHER_ONLY = {"together/extra_column.jsonl"}

SETS = {
    "lima/lima.json.gz": ("alpaca", "generation"),
    "alpaca-52k/alpaca_data.json.gz": ("alpaca", "generation"),
    "snips/train.csv.gz": ("text-label", "classification"),
    "banking77/train.csv.gz": ("text-label", "classification"),
    "gpteacher-toolformer/toolformer_dedupe_only.json.gz": ("alpaca", "generation"),
    "llama-factory-demos/alpaca_en_demo.json.gz": ("alpaca", "generation"),
    "llama-factory-demos/c4_demo.jsonl.gz": ("text", "generation"),
    "llama-factory-demos/dpo_en_demo.json.gz": ("sharegpt", "generation"),
    "llama-factory-demos/glaive_toolcall_en_demo.json.gz": ("sharegpt", "generation"),
    "llama-factory-demos/v1_sft_demo.jsonl.gz": ("openai-chat", "generation"),
    "chat-format-samples/fastchat_sharegpt_500.json": ("sharegpt", "generation"),
    "chat-format-samples/openai_dataset-2-multi-turn.jsonl": ("openai-chat", "generation"),
}


def checked(code: str, dataset: Dataset) -> CheckOutput:
    spec = all_checks()[code]
    evidence = Evidence(dataset, encoder=None, cache=None).view(spec.sees)
    return spec.function(dataset, evidence, spec.params())


def expected() -> list[tuple[str, str]]:
    path = FOLDER / "bad-inputs" / "manifest.csv"
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as lines:
        return [(row["file"], row["expected"]) for row in csv.DictReader(lines)]


def load(path: Path, **options: Any) -> Dataset:
    reading = read(path)
    return shape(reading.records, reading.sources, **options)


def errors(dataset: Dataset) -> list[str]:
    outputs = [checked(code, dataset) for code in CODES]
    return [finding.message for output in outputs for finding in output.findings if finding.severity is Severity.ERROR]


def is_refused(name: str) -> bool:
    try:
        return bool(errors(load(FOLDER / "bad-inputs" / name)))
    except DataAuditError:
        return True


@pytest.mark.parametrize("name", [name for name, verdict in expected() if verdict == "accept"])
def test_valid_files_are_accepted(name: str) -> None:
    assert not is_refused(name)


@pytest.mark.parametrize("name", [name for name, verdict in expected() if verdict == "reject"])
def test_broken_files_are_refused(name: str) -> None:
    assert is_refused(name) == (name not in TOGETHER_ONLY)


@pytest.mark.parametrize("name", SETS)
def test_clean_sets_are_recognised_and_raise_no_error(name: str) -> None:
    dataset = load(FOLDER / name)
    assert (dataset.format, dataset.task) == SETS[name]
    assert errors(dataset) == []
    assert len(dataset.examples) == len(dataset.records)


def test_alpacas_known_empty_outputs_are_found() -> None:
    dataset = load(FOLDER / "alpaca-52k/alpaca_data.json.gz")
    messages = [finding.message for finding in checked("FMT013", dataset).findings]
    assert messages.count("output is empty") == 28


def test_trec_is_read_by_column_numbers() -> None:
    reading = read(FOLDER / "trec/train_5452.tsv", header=False)
    dataset = shape(reading.records, reading.sources, columns={"input": "1", "label": "0"})
    assert (dataset.task, dataset.examples["label"].nunique()) == ("classification", 50)
    assert errors(dataset) == []


def test_turns_that_axolotl_calls_missing_are_found() -> None:
    dataset = load(FOLDER / "chat-format-samples/axolotl_conversation.missingturns.json")
    [finding] = checked("FMT013", dataset).findings
    assert finding.evidence["fields"] == ["conversations[1].value"]
