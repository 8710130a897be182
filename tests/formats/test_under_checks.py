"""Data of every format under all checks: none crashes, and ids are not taken for text."""

from typing import Any

import pytest
from fakes import WordEncoder

from dataaudit.config import default_config
from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckResult, Outcome
from dataaudit.reading import read
from dataaudit.registry import all_checks
from dataaudit.runner import Runner

PAIR = {"prompt": "Where is {n}?", "completion": "At door {n}."}
USER, ASSISTANT = {"role": "user", "content": "Where is {n}?"}, {"role": "assistant", "content": "At door {n}."}
OTHER = {"role": "assistant", "content": "No idea where {n} is."}
BLOCKS = [
    {"role": "user", "content": [{"text": "Where is {n}?"}]},
    {"role": "assistant", "content": [{"text": "{n}."}]},
]
PARTS = [{"role": "user", "parts": [{"text": "Where is {n}?"}]}, {"role": "model", "parts": [{"text": "At door {n}."}]}]
TEMPLATES: dict[str, dict[str, Any]] = {
    "tokenized": {"input_ids": [1, "{n}", 2], "labels": [-100, "{n}", 2]},
    "openai-dpo": {"input": {"messages": [USER]}, "preferred_output": [ASSISTANT], "non_preferred_output": [OTHER]},
    "gemini-sft": {"contents": PARTS},
    "bedrock-converse": {"messages": BLOCKS, "system": [{"text": "Be kind."}]},
    "bedrock-anthropic": {"messages": [USER, ASSISTANT], "system": "Be kind."},
    "chat-preference": {"messages": [USER], "chosen": ASSISTANT, "rejected": OTHER},
    "openai-chat": {"messages": [USER, ASSISTANT]},
    "stepwise": {"prompt": PAIR["prompt"], "completions": [PAIR["completion"], "So {n}."], "labels": [True, False]},
    "segments": {"segments": [{"text": "<s>Where is {n}?", "label": False}, {"text": "At {n}.</s>", "label": True}]},
}


def filled(template: Any, n: int) -> Any:
    if isinstance(template, dict):
        return {key: filled(value, n) for key, value in template.items()}
    if isinstance(template, list):
        return [filled(item, n) for item in template]
    return n if template == "{n}" else template.format(n=n) if isinstance(template, str) else template


def dataset_of(name: str) -> Dataset:
    reading = read([filled(TEMPLATES[name], n) for n in [*range(100, 160), 100]])
    return shape(reading.records, reading.sources)


def results_of(dataset: Dataset) -> list[CheckResult]:
    evidence = Evidence(dataset, encoder=WordEncoder(), cache=None)
    return Runner(dataset, evidence, default_config().params, frozenset()).run(all_checks().values())


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_format_makes_a_check_crash(name: str) -> None:
    dataset = dataset_of(name)
    results = results_of(dataset)
    assert dataset.format == name
    assert [result.reason for result in results if result.outcome is Outcome.ERROR] == []
    [copies] = [result for result in results if result.code == "DUP001"]
    assert [finding.rows for finding in copies.findings] == [(60,)]


def test_of_ids_only_copies_are_told() -> None:
    results = results_of(dataset_of("tokenized"))
    assert {result.code for result in results if result.rows} == {"DUP001"}
