from pathlib import Path

import pytest

from dataaudit import audit
from dataaudit.accepted import load_accepted
from dataaudit.dataset import Dataset
from dataaudit.errors import InputError
from dataaudit.evidence.cache import Cache
from dataaudit.formats import shape
from dataaudit.reading import read

ROWS = """{"id": 7, "prompt": "Where?", "completion": "Here.", "reviewed": true}
{"id": 8, "prompt": "Who?", "completion": "Me."}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "train.jsonl"
    path.write_text(ROWS)
    return path


def load(path: Path) -> Dataset:
    reading = read(path)
    return shape(reading.records, reading.sources)


def forbidden() -> Dataset:
    raise AssertionError("read again")


def test_what_was_read_once_is_the_same_from_the_cache(file: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cold = load_accepted(file, None, lambda: load(file), cache)
    warm = load_accepted(file, None, forbidden, cache)
    assert warm.examples.equals(cold.examples)
    assert (warm.sources, warm.format, warm.task, warm.columns) == (cold.sources, cold.format, cold.task, cold.columns)
    assert warm.identity == cold.identity


def test_another_content_or_map_is_read_again(file: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    load_accepted(file, None, lambda: load(file), cache)
    with pytest.raises(AssertionError):
        load_accepted(file, {"input": "prompt"}, forbidden, cache)
    file.write_text(ROWS + ROWS)
    with pytest.raises(AssertionError):
        load_accepted(file, None, forbidden, cache)


def test_rows_that_are_no_file_and_runs_without_cache_are_not_kept(file: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    reading = read([{"prompt": "Where?", "completion": "Here."}])
    rows = load_accepted([{"prompt": "Where?"}], None, lambda: shape(reading.records, reading.sources), cache)
    assert len(rows.records) == 1
    assert len(load_accepted(file, None, lambda: load(file), None).records) == 2
    assert cache.size() == 0


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        load_accepted(tmp_path / "nowhere.jsonl", None, forbidden, Cache(tmp_path / "cache"))


def test_an_audit_against_cached_data_finds_the_same(file: Path, tmp_path: Path) -> None:
    batch = [{"prompt": "where", "completion": "here"}, {"prompt": "Why?", "completion": "So."}]
    cold, warm = (audit(batch, against=file, encoder="none", cache_dir=tmp_path / "cache") for _ in range(2))
    assert [finding.message for finding in cold.findings] == [finding.message for finding in warm.findings]
    (copy,) = (finding for finding in warm.findings if finding.code == "DUP002")
    assert copy.evidence["accepted"]["line"] == 1
