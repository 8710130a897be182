"""Every check on its cases: rows that it must find, near misses, and data to which it doesn't apply.

`cases/<CODE>/expected.json` names the files of the folder and what is found in each:

    {"bad.jsonl": {"skipped": false, "rows": [[3], [5, 9]]}}

`rows` lists for every finding the rows that it tells to act on, infos about no row apart; `skipped` is
whether the check says that there is nothing to measure. Optional: `map`, `format` and `header` say how to read
the file, `against`, `reference`, `held_out`, `baseline` and `reviewed` name further files of the folder, `topics` are
those of the settings, `params` changes settings of the check.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import WordEncoder

from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.evidence.topics import parse_topics
from dataaudit.formats import shape, shape_inputs
from dataaudit.formats.results import Results, shape_results
from dataaudit.model import Outcome, Severity
from dataaudit.reading import read
from dataaudit.registry import all_checks
from dataaudit.review.matching import read_review
from dataaudit.runner import Runner

CASES = Path(__file__).parent / "cases"
EXPECTED = {path.parent.name: json.loads(path.read_text("utf-8")) for path in CASES.glob("*/expected.json")}
NAMED = [(code, name) for code, files in sorted(EXPECTED.items()) for name in files]


def load(path: Path, options: dict[str, Any]) -> Dataset:
    reading = read(path, header=options.get("header", True))
    return shape(
        reading.records,
        reading.sources,
        format=options.get("format", "auto"),
        columns=options.get("map"),
    )


def load_inputs(path: Path) -> Dataset:
    reading = read(path)
    return shape_inputs(reading.records, reading.sources)


def load_results(path: Path) -> Results:
    reading = read(path)
    return shape_results(reading.records, reading.sources, pass_score=0.5)


def evidence_of(dataset: Dataset, folder: Path, options: dict[str, Any]) -> Evidence:
    against, reference, held_out = (options.get(role) for role in ("against", "reference", "held_out"))
    return Evidence(
        dataset,
        encoder=WordEncoder(),
        cache=None,
        accepted=load(folder / against, options) if against else None,
        reference=load_inputs(folder / reference) if reference else None,
        held_out=load(folder / held_out, options) if held_out else None,
        results=load_results(folder / options["baseline"]) if "baseline" in options else None,
        topics=parse_topics(options.get("topics", []), "expected.json"),
        review=read_review(folder / options["reviewed"], dataset) if "reviewed" in options else None,
    )


@pytest.mark.parametrize(("code", "name"), NAMED)
def test_a_check_finds_exactly_these_rows(code: str, name: str) -> None:
    spec, expected = all_checks()[code], EXPECTED[code][name]
    dataset = load(CASES / code / name, expected)
    params = replace(spec.params(), **expected.get("params", {}))
    evidence = evidence_of(dataset, CASES / code, expected)
    [result] = Runner(dataset, evidence, {code: params}, frozenset()).run([spec])
    assert result.outcome is not Outcome.ERROR, result.reason
    assert (result.outcome is Outcome.NOT_APPLICABLE) == expected["skipped"], result.reason
    told = [finding for finding in result.findings if finding.locations or finding.severity is not Severity.INFO]
    found = sorted(sorted(finding.rows) for finding in told)
    assert found == sorted(map(sorted, expected["rows"]))
    assert [measure.name for measure in result.measures if f"`{measure.name}`" not in spec.doc] == []


@pytest.mark.parametrize("code", sorted(EXPECTED))
def test_no_case_is_forgotten(code: str) -> None:
    roles = ("against", "reference", "held_out", "baseline", "reviewed")
    named = [options.get(role) for options in EXPECTED[code].values() for role in roles]
    helpers = {name for name in named if name is not None}
    files = {path.name for path in (CASES / code).iterdir()} - {"expected.json"}
    assert files == EXPECTED[code].keys() | helpers
