"""The format pillar on 100,000 conversations: against one trainer and for drift, without embeddings.

    python benchmarks/throughput.py [--rows 100000] [--trainer together] [--rounds 3]

Set beside what `orjson.loads` takes for the same lines, in the same run and in turns. The bar is three times that
plus ten seconds, in less than 1.5 GiB. Each measurement is a process of its own; times are medians.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np
import orjson
from rich.console import Console
from rich.table import Table

TIMES, SECONDS, GIBIBYTES = 3, 10, 1.5

LOADS = """
import sys, time
import orjson
lines = open(sys.argv[1], "rb").read().split(b"\\n")[:-1]
start = time.perf_counter()
rows = [orjson.loads(line) for line in lines]
print(time.perf_counter() - start, 0)
"""
AUDIT = """
import resource, sys, time
from dataaudit.cli import main
start = time.perf_counter()
sys.stdout = open("/dev/null", "w")
main(["audit", sys.argv[1], "--trainer", sys.argv[2], "--select", "FMT", "--encoder", "none", "--quiet"])
sys.stdout = sys.__stdout__
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write_rows(path: Path, n: int) -> None:
    """Conversations of distinct sentences out of 5,000 words; three messages, about a kilobyte a row."""
    random = np.random.default_rng(0)
    letters = np.array(list("etaoinshrdlucmfwypvbgk"))
    words = np.array(["".join(random.choice(letters, size)) for size in random.integers(2, 10, 5000)])
    with path.open("wb") as file:
        for i in range(n):
            said = words[random.zipf(1.3, 150) % len(words)]
            user, answer = " ".join(said[:50]).capitalize() + "?", " ".join(said[50:]).capitalize() + "."
            roles = {"system": "You are a helpful assistant.", "user": user, "assistant": f"{answer} {i}."}
            messages = [{"role": role, "content": content} for role, content in roles.items()]
            file.write(orjson.dumps({"messages": messages}) + b"\n")


def run(code: str, *arguments: str) -> tuple[float, float]:
    """Seconds and gibibytes that a piece of code says it took."""
    output = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True).stdout
    seconds, kibibytes = output.split()[-2:]
    return float(seconds), float(kibibytes) / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--trainer", default="together")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat.jsonl"
        write_rows(path, options.rows)
        size = path.stat().st_size / 2**20
        rounds = [(run(LOADS, str(path)), run(AUDIT, str(path), options.trainer)) for _ in range(options.rounds)]
    loads = median(seconds for (seconds, _), _ in rounds)
    audit = median(seconds for _, (seconds, _) in rounds)
    memory = max(gibibytes for _, (_, gibibytes) in rounds)
    bar = TIMES * loads + SECONDS
    table = Table(title=f"{options.rows:,} conversations, {size:.0f} MiB, --trainer {options.trainer}")
    for heading in ("orjson.loads, s", "audit, s", f"{TIMES} × loads + {SECONDS} s", "ratio", "GiB", "bar"):
        table.add_column(heading, justify="right")
    figures = (f"{loads:.2f}", f"{audit:.1f}", f"{bar:.1f}", f"{audit / bar:.2f}", f"{memory:.2f}", f"{GIBIBYTES}")
    table.add_row(*figures)
    Console().print(table)


if __name__ == "__main__":
    main()
