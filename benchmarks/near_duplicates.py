"""The lexical search for near-duplicates beside datasketch: time, memory and recall on the same shingles.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/near_duplicates.py [--rows 100000] [--environment DIR]

The texts are rows of Alpaca joined to 550 characters, and these again with words changed. Ours is timed from text to
pairs; datasketch gets ready-made shingles and no time is counted for them, and its candidates are verified by the
same function. Both run in one thread, in processes of their own, in turns; seconds are of the processor. The truth
are all pairs of some originals and all of their copies, by brute force. The bar: a fifth of datasketch's time, and
no lower recall.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
from duplicate_throughput import SHARES, TEXT_CHARACTERS, edited, edited_rows
from numpy.typing import NDArray
from peers import Peer
from rich.console import Console
from rich.table import Table

from dataaudit.duplicates.near import similarities
from dataaudit.duplicates.shingles import word_shingles
from dataaudit.evidence.text import normalise

DATASKETCH = "datasketch==2.0.0"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "dataaudit-datasketch"
ALPACA_ROWS = 52_002
NEAR = 0.7

OURS = """
import json, resource, sys, time
import numpy as np
from dataaudit.duplicates.near import similarities
from dataaudit.duplicates.signatures import NearIndex, proposed_within
texts = json.load(open(sys.argv[1]))
near, nothing = float(sys.argv[2]), [""] * len(texts)
start = time.process_time()
pairs = proposed_within(NearIndex.of(texts, nothing), near)
pairs = pairs[similarities(texts, pairs) >= near]
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
np.save(sys.argv[3], pairs)
"""
THEIRS = """
import resource, sys, time
import numpy as np
from datasketch import MinHash, MinHashLSH
hashes, offsets = np.load(sys.argv[1]), np.load(sys.argv[2]).tolist()
threshold, hashed = float(sys.argv[3]), sys.argv[4] == "hashed"
made = (hashes >> np.uint64(32)).tolist() if hashed else [value.tobytes() for value in hashes]
texts = [made[low:high] for low, high in zip(offsets, offsets[1:])]
options = {"hashfunc": lambda value: value} if hashed else {}
start = time.process_time()
minhashes = MinHash.bulk(texts, num_perm=128, **options)
index = MinHashLSH(threshold=threshold, num_perm=128)
for i, minhash in enumerate(minhashes):
    index.insert(i, minhash)
pairs = [(j, i) for i, minhash in enumerate(minhashes) for j in index.query(minhash) if j < i]
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
np.save(sys.argv[5], np.array(pairs).reshape(-1, 2))
"""
VERIFY = """
import json, sys, time
import numpy as np
from dataaudit.duplicates.near import similarities
texts, pairs = json.load(open(sys.argv[1])), np.load(sys.argv[2])
start = time.process_time()
found = similarities(texts, pairs)
print(time.process_time() - start)
np.save(sys.argv[2], pairs[found >= float(sys.argv[3])])
"""
VARIANTS = {
    "datasketch, as documented": (0.7, "bytes"),
    "datasketch, shingles hashed before": (0.7, "hashed"),
    "datasketch, the same, threshold .5": (0.5, "hashed"),
}


def originals() -> list[str]:
    """Rows one after the other, joined until they are long enough, and cut."""
    texts, text = [], ""
    for row in edited_rows(ALPACA_ROWS):
        text += " ".join(row.values()) + " "
        if len(text) >= TEXT_CHARACTERS:
            texts.append(text[:TEXT_CHARACTERS])
            text = ""
    return texts


def texts_of(sources: list[str], n: int) -> Iterator[str]:
    """The sources, and these again with words changed, left out and put in, until there are n."""
    random = Random(0)
    words = sorted({word for text in sources[:1000] for word in text.split() if word.isalpha()})
    for i in range(n):
        text = sources[i % len(sources)]
        yield normalise(text if i < len(sources) else edited(text, random.choice(SHARES), words, random))


def run(python: Path | str, code: str, *arguments: object) -> list[float]:
    command = [str(argument) for argument in (python, "-c", code, *arguments)]
    return [float(figure) for figure in subprocess.check_output(command, text=True).split()]


def true_pairs(texts: list[str], chosen: NDArray[np.int64]) -> set[tuple[int, int]]:
    """All pairs of some texts that are near, by brute force."""
    from scipy.sparse import csr_matrix

    shingles = word_shingles([texts[i] for i in chosen.tolist()])
    distinct, column = np.unique(shingles.hashes, return_inverse=True)
    matrix = csr_matrix((np.ones(len(column)), column, shingles.offsets), shape=(len(chosen), len(distinct)))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    shared = (matrix @ matrix.T).tocoo()
    sizes = np.diff(matrix.indptr)
    may_be = (shared.row < shared.col) & (shared.data > NEAR / 2 * np.minimum(sizes[shared.row], sizes[shared.col]))
    pairs = np.stack([chosen[shared.row[may_be]], chosen[shared.col[may_be]]], axis=1)
    return set(map(tuple, pairs[similarities(texts, pairs) >= NEAR].tolist()))


def recall(pairs: Path, truth: set[tuple[int, int]]) -> str:
    return f"{len(truth.intersection(map(tuple, np.load(pairs).tolist()))) / len(truth):.4f}"


class Searches:
    """Runs the searches over the same texts, each in a process of its own, and keeps what they find in files."""

    def __init__(self, folder: Path, python: Path, texts: list[str]) -> None:
        self.folder, self.python, self.texts = folder, python, folder / "texts.json"
        self.texts.write_text(json.dumps(texts))
        parts = [word_shingles(texts[start : start + 1000]) for start in range(0, len(texts), 1000)]
        np.save(folder / "hashes.npy", np.concatenate([part.hashes for part in parts]))
        sizes = np.concatenate([np.diff(part.offsets) for part in parts])
        np.save(folder / "offsets.npy", np.concatenate([[0], np.cumsum(sizes)]))

    def ours(self) -> list[float]:
        """Processor seconds and gibibytes."""
        return run(sys.executable, OURS, self.texts, NEAR, self.folder / "ours.npy")

    def theirs(self, name: str, threshold: float, form: str) -> list[float]:
        """Processor seconds, those that verifying took, and gibibytes."""
        shingles, found = (self.folder / "hashes.npy", self.folder / "offsets.npy"), self.folder / f"{name}.npy"
        searching, memory = run(self.python, THEIRS, *shingles, threshold, form, found)
        (verifying,) = run(sys.executable, VERIFY, self.texts, found, NEAR)
        return [searching + verifying, verifying, memory]


def compared(folder: Path, python: Path, n: int, true_sources: int) -> Table:
    sources = originals()
    texts = list(texts_of(sources, n))
    searches = Searches(folder, python, texts)
    rounds = [(searches.ours(), searches.theirs(name, *how)) for name, how in VARIANTS.items()]
    chosen = np.flatnonzero(np.arange(n) % len(sources) < true_sources)
    truth = true_pairs(texts, chosen)
    title = f"{n:,} texts of {TEXT_CHARACTERS} characters; {len(truth):,} near pairs among {len(chosen):,} of them"
    table = Table("search", "s", "of it verifying", "GiB", "recall", "ours / theirs", title=title)
    seconds, memory = min(ours for ours, _ in rounds)
    found = recall(folder / "ours.npy", truth)
    table.add_row("dataaudit, shingling included", f"{seconds:.1f}", "", f"{memory:.2f}", found, "")
    for name, (ours, theirs) in zip(VARIANTS, rounds, strict=True):
        figures = (f"{theirs[0]:.1f}", f"{theirs[1]:.1f}", f"{theirs[2]:.2f}", recall(folder / f"{name}.npy", truth))
        table.add_row(name, *figures, f"{ours[0] / theirs[0]:.3f}")
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--true-sources", type=int, default=2500)
    parser.add_argument("--environment", type=Path, default=CACHE)
    options = parser.parse_args()
    python = Peer(options.environment, DATASKETCH).python
    with tempfile.TemporaryDirectory() as folder:
        Console(width=120).print(compared(Path(folder), python, options.rows, options.true_sources))


if __name__ == "__main__":
    main()
