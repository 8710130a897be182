from pathlib import Path

import pytest
from small_parts import CountingEncoder, dataset

from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence


def evidence(*inputs: str, encoder: CountingEncoder | None = None, held_out: Dataset | None = None) -> Evidence:
    return Evidence(dataset(*inputs), encoder=encoder, cache=None, held_out=held_out)


def split(*sources: str) -> Evidence:
    data = dataset(*(f"question {n}" for n in range(len(sources))))
    data.examples["source"] = list(sources)
    return Evidence(data, encoder=None, cache=None)


def test_held_out_data_are_held_against_all_rows() -> None:
    found = evidence("a", "b", held_out=dataset("Pay", "ask", "pay!", source="eval.jsonl")).held_out
    assert found.nodes == ["ask", "pay"]
    assert found.node.tolist() == [1, 0, 1]
    assert found.training.tolist() == [True, True]
    assert found.named_place(2) == "eval.jsonl:3"


def test_splits_are_held_against_the_other_rows() -> None:
    found = split("d/train.jsonl", "d/test.jsonl", "d/train.jsonl", "d/dev.jsonl").held_out
    assert found.training.tolist() == [True, False, True, False]
    assert found.corpus.frame["row"].tolist() == [1, 3]
    assert found.given is None


def test_there_may_be_none() -> None:
    nothing = split("test.jsonl", "test.jsonl")
    assert not nothing.has("held_out")
    with pytest.raises(LookupError, match="no held-out data"):
        _ = nothing.held_out


def test_texts_that_have_vectors_are_not_encoded_again() -> None:
    encoder = CountingEncoder()
    both = evidence("a b", "c", encoder=encoder, held_out=dataset("c", "d", "A B"))
    vectors = both.held_out.embeddings
    assert (vectors == encoder.encode(["a b", "c", "d"])).all()
    assert encoder.encoded[:3] == ["a b", "c", "d"]


def test_a_file_without_lines_is_cited_by_its_rows() -> None:
    held_out = dataset("x", "y", source="eval.parquet")
    held_out.examples["line"] = None
    found = evidence("a", held_out=held_out).held_out
    assert found.place(1) == {"source": "eval.parquet", "line": None, "row": 1}
    assert found.named_place(1) == f"{Path('eval.parquet')} row 1"
