"""DUP004's score beside semhash's on pairs that people judged, and what the guards make of edited copies.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/semantic_duplicates.py [--environments DIR]

Pairs: medical-question-pairs (worded by doctors to mislead; its odd doctors were looked at in development, its even
ones are apart) and lewidi-paraphrase (four ratings of each; the same where their mean is above 0). semhash is
installed into an environment of its own and gets the same vectors. Intervals are of 1,000 resamples of the pairs.
Plants: copies of public examples with another fact, and with an innocent edit; the share that each guard lets pass.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from duplicate_plants import CHANGED_FACTS, INNOCENT, Example, corpus_of, plant
from numpy.typing import NDArray
from peers import Peer
from rich.console import Console
from rich.table import Table

from dataaudit.duplicates.facts import differing_fact
from dataaudit.duplicates.semantic import LIMIT, semantic_scores
from dataaudit.evidence import encode_distinct
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
from dataaudit.evidence.neighbours import build_graph
from dataaudit.evidence.text import normalise
from dataaudit.formats import shape
from dataaudit.reading import read

SEMHASH = "semhash==0.5.0"
ENVIRONMENTS = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "dataaudit-peers"
ENCODERS = ("minilm", "static")
PRECISIONS = (0.8, 0.85, 0.9, 0.95)
RESAMPLES = 1000
PLANTS = 500

SCORES = """
import sys
import numpy as np
from semhash import SemHash

def score(vectors):
    found = SemHash.from_embeddings(vectors, ["one", "other"], model=None).self_deduplicate(threshold=0.01).filtered
    return found[0].score if found else 0.0

data = np.load(sys.argv[1])
np.save(sys.argv[2], [score(data["vectors"][pair]) for pair in data["pairs"]])
"""

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Pairs(NamedTuple):
    """The pairs of a set: its distinct normalised texts, (p, 2) indices, whether they say the same, and its parts."""

    texts: list[str]
    pairs: NDArray[np.int32]
    same: Mask
    parts: dict[str, Mask]


def medical_question_pairs() -> Pairs:
    with gzip.open(_root() / "medical-question-pairs/mqp.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    odd = np.array([int(row["dr_id"]) % 2 == 1 for row in rows])
    texts, pairs = _indexed([(row["question_1"], row["question_2"]) for row in rows])
    same = np.array([row["label"] == "1" for row in rows])
    return Pairs(texts, pairs, same, {"medical, odd doctors": odd, "medical, even doctors": ~odd})


def lewidi_paraphrase() -> Pairs:
    rows = [row for path in sorted((_root() / "lewidi-paraphrase").glob("*.json*")) for row in _json(path).values()]
    texts, pairs = _indexed([(row["text"]["Question1"], row["text"]["Question2"]) for row in rows])
    same = np.array([sum(map(int, row["annotations"].values())) > 0 for row in rows])
    return Pairs(texts, pairs, same, {"lewidi": np.ones(len(rows), np.bool_)})


def our_scores(data: Pairs, vectors: NDArray[np.float32], encode: Any) -> Floats:
    first, second = data.pairs.T
    cosine = np.vecdot(vectors[first], vectors[second]).astype(np.float64)
    nearest = build_graph(vectors).similarities[:, 0].astype(np.float64)
    return semantic_scores(data.texts, first, second, cosine, nearest, encode)


def their_scores(peer: Peer, data: Pairs, vectors: NDArray[np.float32]) -> Floats:
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "given.npz", Path(folder) / "found.npy"
        np.savez(given, vectors=vectors, pairs=data.pairs)
        peer.run(SCORES, given, found)
        scores: Floats = np.load(found)
    return scores


def figures(score: Floats, same: Mask) -> Floats:
    """Average precision, then the recall at each precision."""
    order = np.argsort(-score, kind="stable")
    hits, ranked = np.cumsum(same[order]), score[order]
    precision, recall = hits / np.arange(1, len(hits) + 1), hits / max(1, hits[-1])
    ends = np.append(ranked[1:] != ranked[:-1], True)
    gains = np.diff(recall[ends], prepend=0)
    reached = [recall[ends & (precision >= least)].max(initial=0) for least in PRECISIONS]
    return np.array([(precision[ends] * gains).sum(), *reached])


def interval(ours: Floats, theirs: Floats, same: Mask) -> Floats:
    """(2, 5) the middle 95 % of the differences in resamples of the pairs."""
    random = np.random.default_rng(0)
    samples = (random.integers(len(same), size=len(same)) for _ in range(RESAMPLES))
    gains = [figures(ours[some], same[some]) - figures(theirs[some], same[some]) for some in samples]
    return np.quantile(gains, [0.025, 0.975], axis=0)


def curves(peer: Peer, cache: Cache) -> Table:
    table = Table("pairs", "encoder", "score", "AP", *(f"recall at {p:g}" for p in PRECISIONS), title="Judged pairs")
    for data in (medical_question_pairs(), lewidi_paraphrase()):
        for name in ENCODERS:
            encoder = load_encoder(name, cache=cache)
            assert encoder is not None
            vectors = encode_distinct(data.texts, encoder, cache)
            words = lambda texts, encoder=encoder: encode_distinct(texts, encoder, cache)  # noqa: E731
            ours, theirs = our_scores(data, vectors, words), their_scores(peer, data, vectors)
            for part, rows in data.parts.items():
                own, other = figures(ours[rows], data.same[rows]), figures(theirs[rows], data.same[rows])
                low, high = interval(ours[rows], theirs[rows], data.same[rows])
                table.add_row(part, name, "semhash", *(f"{value:.3f}" for value in other))
                table.add_row(part, name, "dataaudit", *(f"{value:.3f}" for value in own))
                gains = (f"{a:+.3f} … {b:+.3f}" for a, b in zip(low, high, strict=True))
                table.add_row(part, name, "gain", *gains, end_section=True)
    return table


def guards(names: list[str], cache: Cache) -> Table:
    """The share of edited copies that count as duplicates: by their words; by meaning, of those above the limit."""
    columns = ("words", *(f"{name}: cosine ≥ {LIMIT:g}" for name in ENCODERS), *(f"{name}: score" for name in ENCODERS))
    table = Table("set", "edit", "copies", *columns, title="Copies that are taken for duplicates")
    for name in names:
        examples = examples_of(name)
        corpus = corpus_of(examples)
        for kind in (*CHANGED_FACTS, *INNOCENT):
            plants = plant(examples, np.random.default_rng(0), kind, PLANTS, corpus)
            pairs = [(normalise(examples[source].input), normalise(copy.input)) for source, copy in plants]
            pairs = [pair for pair in pairs if pair[0] != pair[1]]
            if pairs:
                table.add_row(name, kind, str(len(pairs)), *(f"{share:.3f}" for share in let_through(pairs, cache)))
        table.add_section()
    return table


def let_through(pairs: list[tuple[str, str]], cache: Cache) -> list[float]:
    """Of each column the share of pairs."""
    shares = [float(np.mean([differing_fact(*pair) is None for pair in pairs]))]
    texts, indices = _indexed(pairs)
    first, second = indices.T
    scores = []
    for name in ENCODERS:
        encoder = load_encoder(name, cache=cache)
        assert encoder is not None
        vectors = encode_distinct(texts, encoder, cache)
        cosine = np.vecdot(vectors[first], vectors[second]).astype(np.float64)
        nearest = np.zeros(len(texts))
        score = semantic_scores(texts, first, second, cosine, nearest, encoder.encode)
        shares.append(float((cosine >= LIMIT).mean()))
        scores.append(float((score >= LIMIT).mean()))
    return shares + scores


FILES = {
    "lima": "lima/lima.json.gz",
    "alpaca": "alpaca-52k/alpaca_data.json.gz",
    "clinc150": "clinc150/data_full.json.gz",
    "banking77": "banking77/train.csv.gz",
    "curekart": "hint3-curekart/v1_train_curekart_train.csv",
    "md-agreement": "md-agreement/MD-Agreement_train.json.gz",
}


def examples_of(name: str, most: int = 3000) -> list[Example]:
    """Some examples of a set, drawn at random."""
    found = list(_examples(_root() / FILES[name]))
    chosen = np.random.default_rng(0).permutation(len(found))[:most]
    return [found[i] for i in sorted(chosen.tolist())]


def _examples(path: Path) -> Iterator[Example]:
    if path.parent.name == "clinc150":
        yield from (Example(*row) for row in _json(path)["train"])
    elif path.parent.name == "md-agreement":
        yield from (Example(row["text"], row["hard_label"]) for row in _json(path).values())
    else:
        reading = read(path)
        columns = {"input": "sentence", "label": "label"} if "curekart" in path.name else None
        frame = shape(reading.records, reading.sources, columns=columns).examples
        outputs = frame["output"].fillna(frame["label"])
        yield from (Example(*pair) for pair in zip(frame["input"], outputs, strict=True) if all(map(_is_text, pair)))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _indexed(pairs: list[tuple[str, str]]) -> tuple[list[str], NDArray[np.int32]]:
    normalised = [(normalise(one), normalise(other)) for one, other in pairs]
    texts = sorted({text for pair in normalised for text in pair})
    index = {text: i for i, text in enumerate(texts)}
    return texts, np.array([[index[one], index[other]] for one, other in normalised], np.int32)


def _json(path: Path) -> Any:
    data = path.read_bytes()
    return json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)


def _root() -> Path:
    return Path(os.environ["DATAAUDIT_DATA"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--environments", type=Path, default=ENVIRONMENTS)
    parser.add_argument("--curves", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--plants-in", nargs="*", metavar="SET", default=list(FILES))
    arguments = parser.parse_args()
    console, cache = Console(width=140), Cache()
    if arguments.curves:
        console.print(curves(Peer(arguments.environments / "semhash", SEMHASH), cache))
    console.print(guards(arguments.plants_in, cache))


if __name__ == "__main__":
    main()
