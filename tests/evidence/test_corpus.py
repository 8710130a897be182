import json

from small_parts import dataset

from dataaudit.dataset import Corpus


def test_accepted_examples_follow_the_audited_ones() -> None:
    corpus = Corpus.of(dataset("a", "b", rows=[0, 3]), dataset("c", source="old.jsonl"))
    assert corpus.audited == 2
    assert corpus.frame["input"].tolist() == ["a", "b", "c"]
    assert corpus.frame["row"].tolist() == [0, 3, -1]
    assert corpus.frame.index.tolist() == [0, 1, 2]


def test_a_place_is_json_and_accepted_examples_have_no_row() -> None:
    corpus = Corpus.of(dataset("a", "b", rows=[0, 3]), dataset("c", source="old.jsonl"))
    assert json.loads(json.dumps(corpus.place(1))) == {"source": "train.jsonl", "line": 4, "row": 3}
    assert corpus.place(2) == {"source": "old.jsonl", "line": 1, "row": None}


def test_a_place_without_a_line_says_so() -> None:
    data = dataset("a", "b")
    data.examples["line"] = None
    assert Corpus.of(data, dataset("c")).place(0) == {"source": "train.jsonl", "line": None, "row": 0}


def test_the_dataset_stays_as_it_was() -> None:
    data = dataset("a")
    columns = list(data.examples)
    Corpus.of(data, dataset("b"))
    assert list(data.examples) == columns
