"""The duplicates pillar on 100,000 and on 1,000,000 rows, beside semhash; and a batch against 100,000 accepted rows.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/duplicate_throughput.py [--rows 100000] [--many 1000000]

Every measurement is a process of its own, with a new cache but for the static encoder, which is distilled before.
semhash is installed into an environment of its own and gets the vectors ready-made. The bars: the whole pillar,
reading and encoding included, takes 0.6 times as long as semhash alone; a row of many takes 1.5 times as long as
one of few, in 5 GiB; a batch costs twice what it costs alone, and loading what was kept.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from peers import Peer
from rich.console import Console
from rich.table import Table

SEMHASH = "semhash==0.5.0"
TEXT_CHARACTERS, BATCH = 550, 500
SHARES = (0.02, 0.1, 0.3, 0.5)

AUDIT = """
import resource, sys, time
start = time.perf_counter()
from dataaudit import audit
path, cache_dir, against, select = sys.argv[1:]
codes = select.split(",") if select else ()
report = audit(path, against=against or None, encoder="static", select=codes, cache_dir=cache_dir)
kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(time.perf_counter() - start, kibibytes / 2**20, sum(r.seconds for r in report.results))
"""
VECTORS = """
import sys
from pathlib import Path
import numpy as np, orjson
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
texts = [orjson.loads(line)["text"] for line in open(sys.argv[1], "rb")]
np.save(sys.argv[3], load_encoder("static", cache=Cache(Path(sys.argv[2]))).encode(texts))
"""
SELF_DEDUPLICATE = """
import json, resource, sys, time
import numpy as np
from semhash import SemHash
texts = [json.loads(line)["text"] for line in open(sys.argv[1])]
vectors = np.load(sys.argv[2])
start = time.perf_counter()
kept = SemHash.from_embeddings(vectors, texts, model=None).self_deduplicate().selected
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, len(kept))
"""


def edited_rows(n: int) -> Iterator[dict[str, str]]:
    """Alpaca's rows, and from then on these again with words changed, left out and put in, by a seed."""
    with gzip.open(Path(os.environ["DATAAUDIT_DATA"]) / "alpaca-52k/alpaca_data.json.gz") as file:
        rows = json.load(file)
    random = Random(0)
    words = sorted({word for row in rows[:5000] for word in row["output"].split() if word.isalpha()})
    for i in range(n):
        row, share = rows[i % len(rows)], random.choice(SHARES)
        yield row if i < len(rows) else {name: edited(text, share, words, random) for name, text in row.items()}


def edited(text: str, share: float, words: list[str], random: Random) -> str:
    """With this share of its words changed, left out or followed by another."""
    said = text.split(" ")
    for place in random.sample(range(len(said)), round(len(said) * share)):
        said[place] = random.choice(("", random.choice(words), f"{said[place]} {random.choice(words)}"))
    return " ".join(said)


def write_rows(path: Path, n: int) -> Path:
    """Instructions with answers."""
    path.write_text("".join(json.dumps(row) + "\n" for row in edited_rows(n)), encoding="utf-8")
    return path


def write_texts(path: Path, n: int) -> Path:
    """Texts of about so many characters: rows one after the other, cut."""
    lines, text = [], ""
    for row in edited_rows(12 * n):
        text += " ".join(row.values()) + " "
        if len(text) >= TEXT_CHARACTERS:
            lines.append(json.dumps({"text": text[:TEXT_CHARACTERS]}) + "\n")
            text = ""
        if len(lines) == n:
            break
    path.write_text("".join(lines), encoding="utf-8")
    return path


def figures(printed: str) -> list[float]:
    """The numbers on the last line."""
    return [float(number) for number in printed.splitlines()[-1].split()]


def audited(path: Path, cache: Path, against: Path | str = "", select: str = "DUP") -> list[float]:
    """Seconds, gibibytes and seconds within checks of an audit in a process of its own."""
    command = [sys.executable, "-c", AUDIT, path, cache, against, select]
    return figures(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def beside_semhash(folder: Path, encoder: Path, rows: int) -> Table:
    table = Table("what", "s", "GiB", "ratio", title=f"{rows:,} texts of {TEXT_CHARACTERS} characters, static encoder")
    texts, vectors = write_texts(folder / "texts.jsonl", rows), folder / "vectors.npy"
    seconds, memory, _ = audited(texts, fresh(encoder, folder / "texts"))
    subprocess.run([sys.executable, "-c", VECTORS, texts, encoder, vectors], check=True)
    peer = Peer(folder / "semhash", SEMHASH)
    theirs, their_memory, _ = figures(peer.run(SELF_DEDUPLICATE, texts, vectors))
    table.add_row("whole pillar, reading and encoding included", f"{seconds:.1f}", f"{memory:.2f}", "")
    table.add_row(f"{SEMHASH}, on ready vectors", f"{theirs:.1f}", f"{their_memory:.2f}", f"{seconds / theirs:.2f}")
    return table


def many_rows(folder: Path, encoder: Path, few: int, many: int) -> Table:
    table = Table("rows", "s", "ms a row", "GiB", title="Alpaca's rows, varied: whole pillar, static encoder")
    for rows in (few, many):
        path = write_rows(folder / f"{rows}.jsonl", rows)
        seconds, memory, _ = audited(path, fresh(encoder, folder / str(rows)))
        table.add_row(f"{rows:,}", f"{seconds:.1f}", f"{1000 * seconds / rows:.3f}", f"{memory:.2f}")
    return table


def against_many(folder: Path, encoder: Path, rows: int, rounds: int) -> Table:
    """A batch alone and against accepted rows, all caches warm, in turns."""
    table = Table("checks", "alone, s", "against, s", "ratio", title=f"{BATCH} rows against {rows:,}, warm")
    lines = write_rows(folder / "all.jsonl", rows + BATCH).read_text("utf-8").splitlines(keepends=True)
    batch, accepted = folder / "batch.jsonl", folder / "accepted.jsonl"
    batch.write_text("".join(lines[-BATCH:]), encoding="utf-8")
    accepted.write_text("".join(lines[:-BATCH]), encoding="utf-8")
    cache = fresh(encoder, folder / "against")
    for name, select in (("duplicates", "DUP"), ("all", "")):
        audited(batch, cache, accepted, select)
        pairs = [(audited(batch, cache, "", select), audited(batch, cache, accepted, select)) for _ in range(rounds)]
        alone, against = (min(pair[i][0] for pair in pairs) for i in (0, 1))
        table.add_row(name, f"{alone:.2f}", f"{against:.2f}", f"{against / alone:.2f}")
    return table


def fresh(encoder: Path, cache: Path) -> Path:
    """A cache with nothing in it but the static encoder."""
    shutil.copytree(encoder, cache)
    return cache


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as name:
        folder, encoder = Path(name), Path(name) / "encoder"
        (folder / "one.jsonl").write_text('{"text": "one"}\n{"text": "another"}\n', encoding="utf-8")
        subprocess.run([sys.executable, "-c", VECTORS, folder / "one.jsonl", encoder, folder / "one.npy"], check=True)
        console.print(beside_semhash(folder, encoder, options.rows))
        console.print(against_many(folder, encoder, options.rows, options.rounds))
        console.print(many_rows(folder, encoder, options.rows, options.many))


if __name__ == "__main__":
    main()
