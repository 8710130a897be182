"""Which files are held out, by their names."""

import pytest

from dataaudit.duplicates.splits import held_out_sources


@pytest.mark.parametrize(
    ("paths", "held_out"),
    [
        (["data/train.jsonl", "data/test.jsonl"], {"data/test.jsonl"}),
        (["data/train-0.parquet", "data/test-00000-of-00001.parquet"], {"data/test-00000-of-00001.parquet"}),
        (["a/train/part1.jsonl", "a/dev/part1.jsonl"], {"a/dev/part1.jsonl"}),
        (["train.jsonl", "eval/extra.jsonl", "VALIDATION.csv.gz"], {"eval/extra.jsonl", "VALIDATION.csv.gz"}),
        (["all.csv", "held-out.csv", "held_out_2.csv"], {"held-out.csv", "held_out_2.csv"}),
        (["c:\\data\\train.csv", "c:\\data\\val.csv"], {"c:\\data\\val.csv"}),
    ],
)
def test_a_name_says_so(paths: list[str], held_out: set[str]) -> None:
    assert held_out_sources(paths) == held_out


@pytest.mark.parametrize(
    "paths",
    [
        [],
        ["test.jsonl"],
        ["test/a.jsonl", "test/b.jsonl"],
        ["a/test.jsonl", "b/dev.jsonl"],
        ["latest.jsonl", "contested.jsonl", "devices.jsonl"],
        ["train_test_split.jsonl", "more.jsonl"],
        ["dev/train.jsonl", "dev/more.jsonl"],
    ],
)
def test_nothing_is_held_out_where_no_name_or_every_name_says_so(paths: list[str]) -> None:
    assert held_out_sources(paths) == frozenset()


def test_the_file_goes_before_its_folder() -> None:
    assert held_out_sources(["test/train.jsonl", "train/test.jsonl"]) == {"train/test.jsonl"}
