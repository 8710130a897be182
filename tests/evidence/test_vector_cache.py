import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from fakes import WordEncoder
from small_parts import random_vectors

from dataaudit.evidence.cache import Cache, default_directory


class OtherEncoder(WordEncoder):
    name = "../other words"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def fill(cache: Cache, start: int, stop: int) -> None:
    texts = [f"text {n}" for n in range(start, stop)]
    cache.put(WordEncoder(), texts, random_vectors(1000, 64)[start:stop])


def found(cache: Cache, start: int, stop: int) -> list[bool]:
    texts = [f"text {n}" for n in range(start, stop)]
    vectors, hits = cache.get(WordEncoder(), texts)
    assert (vectors[hits] == random_vectors(1000, 64)[start:stop][hits]).all()
    return hits.tolist()


def segments(cache: Cache) -> list[Path]:
    return sorted(cache.path.rglob("*.vectors"))


def test_what_was_put_is_found_in_any_order(cache: Cache) -> None:
    fill(cache, 0, 5)
    fill(cache, 5, 8)
    vectors, hits = cache.get(WordEncoder(), ["text 6", "new", "text 0"])
    assert hits.tolist() == [True, False, True]
    assert (vectors[[0, 2]] == random_vectors(1000, 64)[[6, 0]]).all()


def test_encoders_do_not_share_vectors(cache: Cache) -> None:
    fill(cache, 0, 3)
    assert cache.get(OtherEncoder(), ["text 0"])[1].tolist() == [False]
    cache.put(OtherEncoder(), ["text 0"], random_vectors(1, 64))
    assert {path.parent.parent for path in segments(cache)} == {cache.path / "vectors"}


def test_an_empty_cache_has_nothing(cache: Cache) -> None:
    assert cache.get(WordEncoder(), ["a"])[1].tolist() == [False]
    assert cache.get(WordEncoder(), [])[0].shape == (0, 64)
    assert cache.size() == 0
    assert not cache.path.exists()


@pytest.mark.parametrize("kept_bytes", [0, 3, 100, -1])
def test_a_segment_cut_short_is_ignored(cache: Cache, kept_bytes: int) -> None:
    fill(cache, 0, 5)
    fill(cache, 5, 8)
    damaged = max(segments(cache), key=lambda path: path.stat().st_size)
    damaged.write_bytes(damaged.read_bytes()[:kept_bytes])
    assert found(cache, 0, 8) == [False] * 5 + [True] * 3


def test_an_altered_byte_is_noticed_and_put_right_by_encoding_again(cache: Cache) -> None:
    fill(cache, 0, 5)
    [path] = segments(cache)
    content = bytearray(path.read_bytes())
    content[-7] ^= 1
    path.write_bytes(content)
    assert found(cache, 0, 5) == [False] * 5
    fill(cache, 0, 5)
    assert found(cache, 0, 5) == [True] * 5


def test_many_segments_are_merged_without_loss(cache: Cache) -> None:
    for n in range(0, 100, 2):
        fill(cache, n, n + 3)
    assert len(segments(cache)) <= 17
    assert found(cache, 0, 101) == [True] * 101


def test_merging_leaves_a_damaged_segment_out(cache: Cache) -> None:
    fill(cache, 500, 501)
    [damaged] = segments(cache)
    damaged.write_bytes(b"x" * 50)
    for n in range(40):
        fill(cache, n, n + 1)
    assert not damaged.exists()
    assert found(cache, 0, 40) == [True] * 40


def test_what_a_killed_process_left_behind_does_no_harm_and_goes_with_the_rest(cache: Cache) -> None:
    fill(cache, 0, 2)
    (segments(cache)[0].parent / "tmpabc.tmp").write_bytes(b"half")
    assert found(cache, 0, 2) == [True, True]
    cache.clear()
    assert cache.size() == 0
    assert found(cache, 0, 2) == [False, False]


def test_clearing_deletes_nothing_else(cache: Cache) -> None:
    fill(cache, 0, 2)
    cache.write_note("n", "1")
    mine = cache.path / "vectors" / "mine.txt"
    mine.write_text("precious", encoding="utf-8")
    cache.clear()
    assert [path for path in cache.path.rglob("*") if path.is_file()] == [mine]


def test_size_is_in_bytes(cache: Cache) -> None:
    fill(cache, 0, 3)
    assert cache.size() == 3 * (16 + 64 * 4)


def test_notes_are_remembered(cache: Cache) -> None:
    assert cache.read_note("a/b: é") is None
    cache.write_note("a/b: é", "yes")
    assert Cache(cache.path).read_note("a/b: é") == "yes"


def test_tables_are_remembered_whole_or_not_at_all(cache: Cache) -> None:
    table = pa.table({"text": ["a", None], "n": [1, 2]})
    assert cache.read_table("rows") is None
    cache.write_table("rows", table)
    assert cache.read_table("rows") == table
    (path,) = cache.path.glob("tables/*")
    path.write_bytes(path.read_bytes()[:-1])
    assert cache.read_table("rows") is None


def test_the_folder_is_its_owners_alone(cache: Cache) -> None:
    fill(cache, 0, 1)
    assert cache.path.stat().st_mode & 0o077 == 0
    assert segments(cache)[0].stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_to_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = Cache(tmp_path / "file" / "cache")
    with pytest.warns(UserWarning, match="can't be written to"):
        fill(cache, 0, 1)
    assert found(cache, 0, 1) == [False]


def test_the_folder_is_what_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATAAUDIT_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_directory() == tmp_path / "dataaudit"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_directory() == tmp_path / ".cache" / "dataaudit"
    monkeypatch.setenv("DATAAUDIT_CACHE_DIR", str(tmp_path / "own"))
    assert Cache().path == tmp_path / "own"


WRITER = """
import sys
from pathlib import Path
from dataaudit.evidence.cache import Cache
from fakes import WordEncoder
from small_parts import random_vectors
start = int(sys.argv[2])
vectors = random_vectors(1000, 64)
for n in range(start, start + 300, 3):
    Cache(Path(sys.argv[1])).put(WordEncoder(), [f"text {i}" for i in range(n, n + 3)], vectors[n : n + 3])
"""


def test_two_processes_may_write_at_once(cache: Cache) -> None:
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-W", "error", "-c", WRITER, str(cache.path)]
    processes = [subprocess.Popen([*command, str(start)], env=environment) for start in (0, 150)]
    assert [process.wait(60) for process in processes] == [0, 0]
    assert found(cache, 0, 450) == [True] * 450
    assert np.isfinite(cache.get(WordEncoder(), ["text 1"])[0]).all()
