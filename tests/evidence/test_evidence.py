from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from small_parts import CountingEncoder, dataset

from dataaudit.evidence import Evidence, encode_distinct
from dataaudit.evidence.cache import Cache


def test_embeddings_are_those_of_the_distinct_topics() -> None:
    encoder = CountingEncoder()
    evidence = Evidence(dataset("Where?", "where", "Who"), encoder=encoder, cache=None, accepted=dataset("old one"))
    assert evidence.text.nodes == ["old one", "where", "who"]
    assert (evidence.embeddings == encoder.encode(["old one", "where", "who"])).all()
    assert evidence.neighbours.indices.shape == (3, 2)


def test_nothing_is_encoded_before_it_is_needed_and_then_once() -> None:
    encoder = CountingEncoder()
    evidence = Evidence(dataset("a", "b"), encoder=encoder, cache=None, reference=dataset("c"))
    assert len(evidence.text.nodes) + len(evidence.reference.nodes) == 3
    assert encoder.encoded == []
    assert evidence.embeddings is evidence.embeddings
    assert encoder.encoded == ["a", "b"]


def test_a_reference_is_counted_by_distinct_input() -> None:
    evidence = Evidence(
        dataset("a"), encoder=CountingEncoder(), cache=None, reference=dataset("Pay", "ask", "pay!", "pay")
    )
    reference = evidence.reference
    assert reference.nodes == ["ask", "pay"]
    assert reference.node.tolist() == [1, 0, 1, 1]
    assert reference.weights.tolist() == [1, 3]
    assert reference.embeddings.shape == (2, 64)


def test_a_view_gives_what_is_declared_and_nothing_else() -> None:
    evidence = Evidence(dataset("a"), encoder=CountingEncoder(), cache=None, seed=3, jobs=2)
    view = evidence.view({"text"})
    assert view.text is evidence.text
    assert (view.corpus, view.seed, view.jobs) == (evidence.corpus, 3, 2)
    with pytest.raises(LookupError, match=r"uses evidence\.embeddings without declaring it"):
        _ = view.embeddings


def test_what_is_not_there_is_known_beforehand() -> None:
    evidence = Evidence(dataset("a"), encoder=None, cache=None)
    assert evidence.has("text")
    for name in ("embeddings", "neighbours", "reference", "clean"):
        assert not evidence.has(name)
        with pytest.raises(LookupError):
            getattr(evidence, name)


def test_clean_is_what_the_runner_sets() -> None:
    evidence = Evidence(dataset("a", "b"), encoder=None, cache=None)
    evidence.doubt = np.array([0.0, 1.0])
    assert evidence.has("clean")
    assert evidence.view({"clean"}).clean.tolist() == [True, False]


def test_only_new_texts_are_encoded_and_announced(tmp_path: Path) -> None:
    encoder, cache, announced = CountingEncoder(), Cache(tmp_path), []
    encode_distinct(["a", "c"], encoder, cache)
    encode_distinct(["a", "b", "c", "d"], encoder, cache, lambda *what: announced.append(what))
    encode_distinct(["d", "a"], encoder, cache, lambda *what: announced.append(what))
    assert encoder.encoded == ["a", "c", "b", "d"]
    assert announced == [("encoding", 2)]


def test_cold_warm_and_no_cache_give_the_same_bytes(tmp_path: Path) -> None:
    texts = [f"question {n} about {n % 7}" for n in range(50)]
    cold = encode_distinct(texts, CountingEncoder(), Cache(tmp_path))
    warm = encode_distinct(texts, CountingEncoder(), Cache(tmp_path))
    without = encode_distinct(texts, CountingEncoder(), None)
    assert cold.tobytes() == warm.tobytes() == without.tobytes()


def test_an_interrupted_run_has_kept_what_it_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dataaudit.evidence.encoding._KEPT_AT_ONCE", 2)
    encoder = CountingEncoder()
    monkeypatch.setattr(encoder, "_counts", _interrupted_at("c", encoder._counts))
    with pytest.raises(KeyboardInterrupt):
        encode_distinct(["a", "b", "c"], encoder, Cache(tmp_path))
    assert Cache(tmp_path).get(encoder, ["a", "b", "c"])[1].tolist() == [True, True, False]


Counts = Callable[[list[str]], np.ndarray]


def _interrupted_at(word: str, count: Counts) -> Counts:
    def counts(words: list[str]) -> np.ndarray:
        if word in words:
            raise KeyboardInterrupt
        return count(words)

    return counts


def test_no_examples_have_no_vectors(tmp_path: Path) -> None:
    evidence = Evidence(dataset(), encoder=CountingEncoder(), cache=Cache(tmp_path), reference=dataset())
    assert evidence.embeddings.shape == (0, 64)
    assert evidence.neighbours.indices.shape == (0, 0)
    assert evidence.reference.weights.tolist() == []
