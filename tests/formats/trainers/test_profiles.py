"""Every rule of every profile on its cases.

`cases/<trainer>.json` has for each rule what it accepts and what it rejects:

    {"roles": {"accepted": [ROW, ...], "rejected": [ROW, ROW, ROW, ...]}}

and where a profile extends another, "extends" in its cases takes over that one's.

A case of a rule about rows is a row. One of a rule about the files as a whole is
{"row": ROW, "times": 9}, {"rows": [...], "times": 9} or {"labels": [[9, 2]]}, which is two labels of nine rows
each, their columns named by "as". With them come "path", "bytes" and "problems" of the file where they matter,
"columns" as --map gives them, and "counted" where there are too many rows to build them.
A row may break other rules beside the one that rejects it; an accepted one breaks none.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dataaudit.catalogue import documentation
from dataaudit.dataset import Dataset, Problem, Record, Source
from dataaudit.errors import ConfigError
from dataaudit.formats import BY_NAME, shape
from dataaudit.formats.trainers import breaches_of_rows, breaches_of_whole, load_profile, profile_names
from dataaudit.formats.trainers.profile import ROW_TESTS

FOLDER = Path(__file__).parent / "cases"


def cases_of(trainer: str) -> dict[str, Any]:
    cases = json.loads((FOLDER / f"{trainer}.json").read_text("utf-8"))
    return {**cases_of(cases.pop("extends")), **cases} if "extends" in cases else cases


CASES = {path.stem: cases_of(path.stem) for path in FOLDER.glob("*.json")}
NAMED = [(trainer, rule) for trainer, rules in sorted(CASES.items()) for rule in rules]
#: How the rows of a CSV file without a header are read.
HEADERLESS = {"label": "0", "input": "1"}
TRAINERS = [
    "autotrain", "axolotl", "azure-openai", "bedrock-claude", "bedrock-llama", "bedrock-nova", "cohere-classify",
    "comprehend", "databricks", "fireworks", "gemini", "llama-factory", "mistral", "oci", "openai", "together",
    "torchtune", "trl", "unsloth", "vertex-text",
]  # fmt: skip


def labelled(case: dict[str, Any]) -> list[dict[str, str]]:
    text, label = case.get("as", ("text", "label"))
    sizes = [n for n, labels in case["labels"] for _ in range(labels)]
    return [{text: f"text {i} of {k}", label: f"label {k}"} for k, n in enumerate(sizes) for i in range(n)]


def dataset_of(case: dict[str, Any], format: str) -> Dataset:
    rows = labelled(case) if "labels" in case else case.get("rows", [case.get("row")]) * case.get("times", 1)
    path = case.get("path", "train.jsonl")
    problems = tuple(Problem(kind, kind) for kind in case.get("problems", ()))
    records = [Record(path, line, row) for line, row in enumerate(rows, 1)]
    source = Source(path, "0" * 64, case.get("bytes", 1000), len(rows), problems)
    dataset = shape(records, (source,), format=case.get("format", format), columns=case.get("columns"))
    return replace(dataset, records=records * case["counted"]) if "counted" in case else dataset


def broken(trainer: str, rule: str, case: dict[str, Any]) -> set[str]:
    """The ids of the rules that a case breaks, of those about rows or of those about files as `rule` is."""
    profile = load_profile(trainer)
    (own,) = [item for item in profile.rules if item.id == rule]
    formats = own.formats or profile.formats
    about_rows = own.kind in ROW_TESTS
    row = {"row": case, "columns": HEADERLESS if "0" in case else None}
    dataset = dataset_of(row if about_rows else case, formats[0] if len(formats) == 1 else "auto")
    assert dataset.format in formats
    breaches = breaches_of_rows(profile, dataset) if about_rows else breaches_of_whole(profile, dataset)
    return {breach.rule.id for breach in breaches}


def test_the_profiles_are_those_that_are_promised() -> None:
    assert list(profile_names()) == TRAINERS


@pytest.mark.parametrize("trainer", profile_names())
def test_every_rule_has_its_cases(trainer: str) -> None:
    profile = load_profile(trainer)
    assert [rule.id for rule in profile.rules] == list(CASES[trainer])
    for rule in CASES[trainer].values():
        assert len(rule["accepted"]) >= 1
        assert len(rule["rejected"]) >= 3
        assert len({json.dumps(case) for case in rule["rejected"]}) == len(rule["rejected"])


@pytest.mark.parametrize("trainer", profile_names())
def test_a_profile_says_when_and_where_from(trainer: str) -> None:
    profile = load_profile(trainer)
    assert profile.as_of.startswith("202")
    assert profile.sources
    assert set(profile.formats) <= BY_NAME.keys()
    assert all(set(rule.formats) <= set(profile.formats) for rule in profile.rules)
    assert all(rule.says and rule.source for rule in profile.rules)


@pytest.mark.parametrize(("trainer", "rule"), NAMED)
def test_a_rule_accepts(trainer: str, rule: str) -> None:
    for case in CASES[trainer][rule]["accepted"]:
        assert broken(trainer, rule, case) == set()


@pytest.mark.parametrize(("trainer", "rule"), NAMED)
def test_a_rule_rejects(trainer: str, rule: str) -> None:
    for case in CASES[trainer][rule]["rejected"]:
        assert rule in broken(trainer, rule, case)


@pytest.mark.parametrize("trainer", profile_names())
def test_explain_prints_every_rule(trainer: str) -> None:
    text = documentation("FMT002", trainer)
    assert all(f"{rule.id}: " in text for rule in load_profile(trainer).rules)
    assert load_profile(trainer).as_of in text


def test_an_unknown_trainer_is_one_question() -> None:
    with pytest.raises(ConfigError, match="did you mean together"):
        load_profile("togeter")
