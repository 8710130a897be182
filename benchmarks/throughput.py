"""100,000 conversations against one trainer and for drift, and the whole format pillar, without embeddings.

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
SELECTIONS = {"trainer and drift": "FMT002,FMT005,FMT008", "all of format": "FMT"}

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
main(["audit", sys.argv[1], "--trainer", sys.argv[2], "--select", sys.argv[3], "--encoder", "none", "--quiet"])
sys.stdout = sys.__stdout__
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write_rows(path: Path, n: int) -> None:
    """Conversations out of 5,000 words; three messages, about a kilobyte a row, a number in every third answer."""
    random = np.random.default_rng(0)
    letters = np.array(list("etaoinshrdlucmfwypvbgk"))
    words = np.array(["".join(random.choice(letters, size)) for size in random.integers(2, 10, 5000)])
    with path.open("wb") as file:
        for i in range(n):
            said = words[random.zipf(1.3, 150) % len(words)]
            user, answer = " ".join(said[:50]).capitalize() + "?", " ".join(said[50:]).capitalize() + "."
            answer += f" It is {i}." * (i % 3 == 0)
            roles = {"system": "You are a helpful assistant.", "user": user, "assistant": answer}
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
    table = Table(title=f"{options.rows:,} conversations, --trainer {options.trainer}")
    for heading in ("checks", "orjson.loads, s", "audit, s", f"{TIMES} × loads + {SECONDS} s", "ratio", "GiB", "bar"):
        table.add_column(heading, justify="left" if heading == "checks" else "right")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat.jsonl"
        write_rows(path, options.rows)
        for name, codes in SELECTIONS.items():
            table.add_row(name, *figures(path, options.trainer, codes, options.rounds))
    Console().print(table)


def figures(path: Path, trainer: str, codes: str, rounds: int) -> tuple[str, ...]:
    """The cells of one selection of checks, loading and auditing in turns."""
    pairs = [(run(LOADS, str(path)), run(AUDIT, str(path), trainer, codes)) for _ in range(rounds)]
    loads = median(seconds for (seconds, _), _ in pairs)
    audit = median(seconds for _, (seconds, _) in pairs)
    memory = max(gibibytes for _, (_, gibibytes) in pairs)
    bar = TIMES * loads + SECONDS
    return f"{loads:.2f}", f"{audit:.1f}", f"{bar:.1f}", f"{audit / bar:.2f}", f"{memory:.2f}", f"{GIBIBYTES}"


if __name__ == "__main__":
    main()
