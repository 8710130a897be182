from __future__ import annotations

import io
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from dataaudit.errors import InputError
from dataaudit.reading import read

ROW = '{"a": 1}\n'


def sources(reading):
    return [source.path for source in reading.sources]


@pytest.fixture
def _folder(write):
    for name in ("d/b.jsonl", "d/a.csv", "d/sub/c.json", "d/.hidden.jsonl", "d/.git/x.json", "d/notes.txt"):
        write(name, "a\n1\n" if name.endswith("csv") else ROW)


@pytest.mark.usefixtures("_folder")
@pytest.mark.parametrize("given", ["d", "d/", "./d", Path("d")])
def test_a_folder_is_all_data_below_it_in_order(given):
    reading = read(given)
    assert sources(reading) == ["d/a.csv", "d/b.jsonl", "d/sub/c.json"]
    assert [record.source for record in reading.records] == sources(reading)


@pytest.mark.usefixtures("_folder")
@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("d/*", ["d/a.csv", "d/b.jsonl", "d/sub/c.json"]),
        ("d/*.jsonl", ["d/b.jsonl"]),
        ("d/**/*.json*", ["d/b.jsonl", "d/sub/c.json"]),
        ("d/[ab].*", ["d/a.csv", "d/b.jsonl"]),
    ],
)
def test_a_pattern_is_what_it_matches_in_order(pattern, found):
    assert sources(read(pattern)) == found


@pytest.mark.usefixtures("_folder")
def test_several_keep_the_order_given():
    assert sources(read(["d/sub", Path("d/a.csv")])) == ["d/sub/c.json", "d/a.csv"]


@pytest.mark.usefixtures("_folder")
def test_a_file_that_is_meant_twice_is_read_once():
    os.symlink("b.jsonl", "d/latest.jsonl")
    assert sources(read(["d/b.jsonl", "d"])) == ["d/b.jsonl", "d/a.csv", "d/sub/c.json"]


def test_a_name_with_brackets_is_no_pattern(write):
    assert sources(read(write("a[1].jsonl", ROW))) == ["a[1].jsonl"]


@pytest.mark.usefixtures("_folder")
def test_a_hidden_file_that_is_named_is_read():
    assert sources(read("d/.hidden.jsonl")) == ["d/.hidden.jsonl"]


def test_an_absolute_path_stays_absolute(write, tmp_path):
    write("a.jsonl", ROW)
    assert sources(read(tmp_path / "a.jsonl")) == [(tmp_path / "a.jsonl").as_posix()]


def test_a_name_that_is_not_utf8_can_be_written(write):
    path = os.fsdecode(b"a\xff.jsonl")
    write(path, ROW)
    assert sources(read(path)) == ["a?.jsonl"]


@pytest.mark.usefixtures("_folder")
@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("x.jsonl", "There is no file or folder 'x.jsonl'."),
        ("", "There is no file or folder '.'."),
        ("x*.jsonl", "No data file matches x*.jsonl: data files end in .jsonl, "),
        ("d/*.txt", "No data file matches d/*.txt: data files end in .jsonl, "),
        ("d/notes.txt", "d/notes.txt has an unknown ending: data files end in .jsonl, .ndjson, .json, .csv"),
        ("d/.git/", "The folder d/.git holds no data: "),
        ("a\0.jsonl", "There is no file or folder 'a\\x00.jsonl'."),
        ("x" * 5000, "Can't read xxxxx"),
    ],
)
def test_paths_that_lead_nowhere(given, error):
    os.remove("d/.git/x.json")
    with pytest.raises(InputError) as caught:
        read(given)
    assert str(caught.value).startswith(error)


@pytest.mark.usefixtures("_folder")
def test_a_folder_that_may_not_be_looked_into_is_an_error(monkeypatch):
    denied = PermissionError(13, "Permission denied", "d/sub")
    monkeypatch.setattr(os, "walk", lambda _, onerror: onerror(denied))
    with pytest.raises(InputError, match=r"^Can't read d: Permission denied\.$"):
        read("d")


@pytest.mark.parametrize("given", ["-", Path("-"), ["-", "-"]])
def test_json_lines_on_standard_input(monkeypatch, given):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b'{"a": 1}\n{"a": 2}\n')))
    reading = read(given)
    assert sources(reading) == ["-"]
    assert [(record.source, record.line) for record in reading.records] == [("-", 1), ("-", 2)]


def test_standard_input_beside_files(write, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b'{"a": 2}')))
    assert sources(read([write("a.jsonl", ROW), "-"])) == ["a.jsonl", "-"]


@pytest.mark.parametrize("data", [None, 1, b"a.jsonl", {"a": [1]}])
def test_what_is_no_data(data):
    with pytest.raises(InputError, match=r"^Can't read a \w+: give paths, a DataFrame or a list of dicts\.$"):
        read(data)
