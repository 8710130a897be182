"""The files that people and other projects' tests call broken, and JSONTestSuite."""

from __future__ import annotations

import base64
import csv
import gzip
import json
import os
from pathlib import Path

import pytest

from dataaudit.errors import InputError
from dataaudit.reading import Reading, read

pytestmark = pytest.mark.skipif(
    "DATAAUDIT_DATA" not in os.environ, reason="the folder with public data is named by DATAAUDIT_DATA"
)
FOLDER = Path(os.environ.get("DATAAUDIT_DATA", "")) / "bad-inputs"

#: What only a reader can see; everything else that is wrong with these files is a matter of formats.
UNREADABLE = {
    "together/empty.jsonl": "error",
    "together/empty.csv": "error",
    "together/invalid_column.csv": "error",
    "together/non_utf8.jsonl": [1],
    "together/invalid_json.jsonl": [2],
    "posted/styleshot_18.jsonl": [4],
    "posted/bloom_1.json": "error",
    "lewidi/Paraphrase_annotators_meta.json": "error",
}


def attempt(path: Path) -> Reading | None:
    try:
        return read(path)
    except InputError:
        return None


def manifest() -> list[dict[str, str]]:
    with open(FOLDER / "manifest.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def json_cases() -> list[tuple[str, str, bytes]]:
    with gzip.open(FOLDER / "json_parsing_cases.jsonl.gz") as file:
        cases = [json.loads(line) for line in file]
    return [(case["name"], case["expected"], base64.b64decode(case["base64"])) for case in cases]


def test_exactly_the_unreadable_rows_are_unreadable():
    found: dict[str, object] = {}
    for name in (entry["file"] for entry in manifest()):
        reading = attempt(FOLDER / name)
        bad = [r.line for r in reading.records if r.value is None] if reading else "error"
        if bad:
            found[name] = bad
    assert found == UNREADABLE


@pytest.mark.parametrize("name", ["case.json", "case.jsonl"])
def test_rejected_json_is_never_accepted(tmp_path, name):
    path = tmp_path / name
    accepted = []
    for case, expected, content in json_cases():
        path.write_bytes(content)
        reading = attempt(path)
        if expected == "reject" and reading and any(record.value is not None for record in reading.records):
            accepted.append(case)
    assert accepted == []


@pytest.mark.parametrize(
    ("name", "template"),
    [("case.json", b'[{"x": %b}]'), ("case.json", b"[%b]"), ("case.jsonl", b'{"x": 1}\n%b')],
)
def test_valid_json_is_never_called_invalid(tmp_path, name, template):
    path = tmp_path / name
    for case, expected, content in json_cases():
        path.write_bytes(template % content)
        if expected == "accept" and not (name == "case.jsonl" and b"\n" in content.strip()):
            problems = {problem.kind for record in read(path).records for problem in record.problems}
            assert problems <= {"not-an-object"}, case
