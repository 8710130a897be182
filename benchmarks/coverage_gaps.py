"""COV001 where whole intents are missing from training, on real traffic, beside what users would try otherwise.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/coverage_gaps.py [SET ...] [--seeds 5] [--real 1000]
        [--encoder static] [--only intents thin domain peers traffic robustness speed] [--million]

The test split, or `--real` inputs of it, is the reference. Below each figure is its 95 % interval: Wilson's for shares
of intents, gaps, names and runs, Poisson's for false gaps a run, Student's over the runs for the rest. A gap is named
after its intent if it shares a content word with the intent's name or with its three most typical words.
"""

from __future__ import annotations

import argparse
import json
import os
import string
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from coverage_runs import (
    CUT,
    DATALAB,
    Case,
    Found,
    Options,
    Score,
    by_audit,
    by_peers,
    case_without,
    drawn_case,
    grouped,
    interval,
    mean,
    quality,
    score,
    share,
    typical_words,
    uncovered,
    vectors_of,
)
from coverage_speed import speed_table
from intents import SETS, Intents
from peers import Peer
from rich.console import Console
from rich.table import Table
from sklearn.metrics import average_precision_score

from dataaudit.evidence.cache import Cache

REMOVED = (0, 1, 3, 6, 10)
THINNED = 0.1
GREETING, ENDING = "hi there, hope you are well! ", " thank you so much in advance, best regards"
PREAMBLE = (
    "I have been a customer of yours for many years and everything has been fine so far, but today I have come across "
    "something that I can't work out on my own, so I am writing to you. "
)
CHANGES: dict[str, Callable[[str], str]] = {
    "as they are": str,
    "UPPER CASE": str.upper,
    "no punctuation": lambda text: text.translate(str.maketrans("", "", string.punctuation)),
    "a greeting before": lambda text: GREETING + text,
    "a greeting before about half": lambda text: GREETING * (len(text) % 2) + text,
    "a polite ending": lambda text: text + ENDING,
    "a long preamble": lambda text: PREAMBLE + text,
}
PROMPT_FIELDS = "instruction", "Instruction", "prompt"


def intents_table(asked: argparse.Namespace) -> Table:
    head = ("set", "removed", "intents found", "gaps true", "false gaps a run", "row precision", "row recall")
    table = Table(*head, "uncovered", "truth", "truth in interval", "named after intent", title="Intents removed")
    for name in asked.sets:
        intents = SETS[name]()
        words = typical_words(intents.test)
        for removed in REMOVED:
            cases = [drawn_case(intents, removed, asked.real, seed) for seed in range(asked.seeds)]
            found = [
                by_audit(case.train, texts(case), {**options_of(asked), "seed": i}) for i, case in enumerate(cases)
            ]
            scores = [score(case, one.groups, words) for case, one in zip(cases, found, strict=True)]
            total = Score(*map(sum, zip(*scores, strict=True)))
            named = share(total.named, total.true)
            table.add_row(name, str(removed), *quality(scores), *uncovered(cases, found), named)
        table.add_section()
    return table


def thin_table(asked: argparse.Namespace) -> Table:
    head = ("set", "six intents", "in gaps", "of these told as thin", "gaps true", "false gaps a run")
    table = Table(*head, title="Missing and thin")
    for name in asked.sets:
        intents = SETS[name]()
        for kept, told in ((0.0, "removed"), (THINNED, f"thinned to {THINNED:.0%}")):
            cases = [drawn_case(intents, 6, asked.real, seed, kept) for seed in range(asked.seeds)]
            scores = [score(case, by_audit(case.train, texts(case), options_of(asked)).groups) for case in cases]
            total = Score(*map(sum, zip(*scores, strict=True)))
            found, true, false_gaps, *_ = quality(scores)
            table.add_row(name, told, found, share(total.thin, total.found), true, false_gaps)
    return table


def domain_table(asked: argparse.Namespace) -> Table:
    """Domains in an order drawn at random, one a seed; gaps are true as everywhere."""
    head = ("domain removed", "intents found", "gaps", "gaps true", "false gaps a run", "row precision", "row recall")
    table = Table(*head, "uncovered", "truth", "truth in interval", title="A domain of clinc150 removed")
    domains = json.loads((root() / "clinc150/domains.json").read_text(encoding="utf-8"))
    intents, cases, runs = SETS["clinc150"](), [], []
    for domain in np.random.default_rng(0).permutation(sorted(domains))[: asked.seeds].tolist():
        cases.append(case_without(intents, domains[domain], asked.real, 0))
        runs.append(by_audit(cases[-1].train, texts(cases[-1]), options_of(asked)))
        add_domain(table, domain, cases[-1:], runs[-1:])
    table.add_section()
    add_domain(table, "all of these", cases, runs)
    return table


def add_domain(table: Table, name: str, cases: list[Case], runs: list[Found]) -> None:
    scores = [score(case, run.groups) for case, run in zip(cases, runs, strict=True)]
    found, *others = quality(scores)
    table.add_row(name, found, str(sum(own.gaps for own in scores)), *others, *uncovered(cases, runs))


def peers_table(asked: argparse.Namespace) -> Table:
    head = ("set", "by", "average precision", "row precision", "row recall", "intents found", "gaps true")
    table = Table(*head, "false gaps a run", title="Six intents removed")
    table.caption = f"peers' flagged rows are grouped by average linkage, cut at a cosine distance of {CUT:g}"
    datalab = Peer(asked.peers / "datalab-2.9.0", *DATALAB)
    for name in asked.sets:
        intents = SETS[name]()
        runs: dict[str, list[tuple[float, Score]]] = {}
        for seed in range(asked.seeds):
            case = drawn_case(intents, 6, asked.real, seed)
            for method, run in peer_runs(case, datalab, asked, seed):
                runs.setdefault(method, []).append(run)
        for method, own in runs.items():
            precisions, scores = zip(*own, strict=True)
            found, true, false_gaps, precision, recall = quality(scores)
            table.add_row(name, method, mean(precisions), precision, recall, found, true, false_gaps)
        table.add_section()
    return table


def peer_runs(
    case: Case, datalab: Peer, asked: argparse.Namespace, seed: int
) -> Iterator[tuple[str, tuple[float, Score]]]:
    """Average precision and score of each; COV001's rows are ranked by being in a gap or not.

    Rows count for the flagged ones, intents and gaps for the groups.
    """
    cache = Cache(asked.cache_dir)
    training, real = (vectors_of(rows, asked.encoder, cache) for rows in (case.train, case.real))
    ours = by_audit(case.train, texts(case), options_of(asked)).groups
    inside = np.zeros(len(case.real))
    inside[sorted(frozenset().union(*(group.rows for group in ours)))] = 1
    yield "COV001", (average_precision_score(case.lacking, inside), score(case, ours))
    for name, (scores, flags) in by_peers(training, real, datalab, seed).items():
        own = score(case, grouped(real, flags))
        own = own._replace(hits=int((flags & case.lacking).sum()), inside=int(flags.sum()))
        yield name, (average_precision_score(case.lacking, scores), own)


def curekart_table(asked: argparse.Namespace) -> Table:
    """Real queries to a shop; those that belong to no intent are uncovered."""
    folder = root() / "hint3-curekart"
    train, test = (pd.read_csv(folder / f"v2_{split}_curekart_{split}.csv") for split in ("train", "test"))
    missing = (test["label"] == "NO_NODES_DETECTED").to_numpy()
    found = by_audit(train.rename(columns={"sentence": "text"}), test["sentence"], options_of(asked))
    inside = sorted(frozenset().union(*(group.rows for group in found.groups)))
    hits = int(missing[inside].sum())
    table = Table("rows in gaps", "precision", "recall", "uncovered", "base rate", "gaps", title="hint3-curekart")
    truth = share(int(missing.sum()), len(missing))
    precision, recall = share(hits, len(inside)), share(hits, int(missing.sum()))
    table.add_row(str(len(inside)), precision, recall, interval(*found.uncovered), truth, names_of(found))
    return table


def names_of(found: Found) -> str:
    return "\n".join(f"{group.name} ({len(group.rows)})" for group in found.groups)


def lima_table(asked: argparse.Namespace) -> Table:
    return prompts_table("lima/lima.json.gz", asked)


def alpaca_table(asked: argparse.Namespace) -> Table:
    return prompts_table("alpaca-52k/alpaca_data.json.gz", asked)


def prompts_table(training: str, asked: argparse.Namespace) -> Table:
    """What people and test authors ask assistants, against instruction data."""
    prompts = [prompt(json.loads(line)) for file in prompt_files() for line in file.open(encoding="utf-8")]
    found = by_audit(root() / training, prompts, options_of(asked))
    title = f"{len(prompts):,} prompts, {Path(training).parent}"
    table = Table("gap", "traffic", "coverage", "training near", "first example", title=title)
    value, low, high = found.uncovered
    table.caption = "; ".join([f"uncovered {interval(value, low, high, ' ')}", *found.remarks])
    for group in found.groups:
        assert group.gap is not None
        traffic = interval(group.gap.share, group.gap.low, group.gap.high)
        coverage = "thin" if group.thin else "none"
        table.add_row(group.name, traffic, coverage, str(group.gap.train_examples), group.gap.examples[0])
    return table


def prompt_files() -> list[Path]:
    return sorted((root() / "alpaca-production-prompts").glob("*.jsonl"))


def prompt(row: dict[str, object]) -> str:
    """What is asked: the first turn, or the instruction with the input of its first instance."""
    if "turns" in row:
        return str(row["turns"][0])  # type: ignore[index]
    asked = str(next(row[name] for name in PROMPT_FIELDS if name in row))
    instances = row.get("instances") or [{}]
    return "\n".join(filter(None, (asked, instances[0].get("input"))))  # type: ignore[index]


def robustness_table(asked: argparse.Namespace) -> Table:
    head = ("set", "real inputs", "intents found", "gaps true", "false gaps a run", "row precision", "row recall")
    table = Table(*head, "uncovered", "truth", "truth in interval", title="Six intents removed, real inputs changed")
    for name in asked.sets:
        intents, other = SETS[name](), "clinc150" if name == "banking77" else "banking77"
        cases = [drawn_case(intents, 6, asked.real or 1000, seed) for seed in range(asked.seeds)]
        variants = {told: [changed(case, change) for case in cases] for told, change in CHANGES.items()}
        variants["three times each"] = [case._replace(real=case.real * 3) for case in cases]
        variants["training itself"] = [case._replace(real=case.train, missing=frozenset()) for case in cases]
        variants[f"those of {other}"] = [foreign(case, SETS[other](), len(case.real)) for case in cases]
        for told, own in variants.items():
            found = [by_audit(case.train, texts(case), options_of(asked)) for case in own]
            scores = [score(case, run.groups) for case, run in zip(own, found, strict=True)]
            table.add_row(name, told, *quality(scores), *uncovered(own, found))
        table.add_section()
    return table


def changed(case: Case, change: Callable[[str], str]) -> Case:
    return case._replace(real=[{**row, "text": change(row["text"])} for row in case.real])


def foreign(case: Case, other: Intents, n: int) -> Case:
    """Inputs of another set, of which training has no intent."""
    chosen = np.random.default_rng(0).permutation(len(other.test))[:n].tolist()
    return case._replace(real=[other.test[i] for i in chosen], missing=frozenset(r["label"] for r in other.test))


def texts(case: Case) -> list[str]:
    return [row["text"] for row in case.real]


def root() -> Path:
    return Path(os.environ["DATAAUDIT_DATA"])


def options_of(asked: argparse.Namespace) -> Options:
    return {"encoder": asked.encoder, "cache_dir": asked.cache_dir}


PARTS: dict[str, tuple[Callable[[argparse.Namespace], Table], ...]] = {
    "intents": (intents_table,),
    "thin": (thin_table,),
    "domain": (domain_table,),
    "peers": (peers_table,),
    "traffic": (curekart_table, lima_table, alpaca_table),
    "robustness": (robustness_table,),
    "speed": (lambda asked: speed_table(asked.cache_dir, asked.million),),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="*", metavar="SET", default=["clinc150", "banking77"], help=" ".join(SETS))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--real", type=int, help="real inputs, by default the whole test split (robustness: 1,000)")
    parser.add_argument("--encoder", default="minilm", help="minilm or static")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--million", action="store_true", help="speed: also 1,000,000 training inputs")
    parser.add_argument("--cache-dir", type=Path, help="where vectors are kept")
    parser.add_argument("--peers", type=Path, default=Path(tempfile.gettempdir()) / "dataaudit-peers")
    asked = parser.parse_args()
    console = Console(width=180)
    for part in asked.only:
        for make in PARTS[part]:
            console.print(make(asked))


if __name__ == "__main__":
    main()
