"""LAB003 and LAB004 on public annotations: alpha, consensus, and who is said to be biased.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/annotators.py [--runs 100] [TABLE ...]

Tables: alpha, consensus, bias, real. Biased annotators are planted: of ten annotators to whom topics come unevenly
(Dirichlet 0.5: most of what one gets is of two or three topics) one gives a class to 15 more items of a hundred,
whatever they say. Where items have votes an annotator's label is drawn from them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np
from intents import SETS
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from votes import VOTES, annotations_of, corrected_rows, curekart, emoji_rows, md_items, naive_alpha, root

from dataaudit.drift.settings import Settings
from dataaudit.evidence import encode_distinct
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
from dataaudit.intervals import wilson
from dataaudit.labels.agreement import measure_agreement
from dataaudit.labels.annotations import Annotations
from dataaudit.labels.bias import Tendency, find_tendencies
from dataaudit.labels.consensus import find_consensus

ANNOTATORS, BIAS, UNEVEN = 10, 0.15, 0.5
#: Rows, and how many annotators label each.
DESIGNS = ((3000, 1), (6000, 1), (1000, 3))


class Source(NamedTuple):
    """Items to be labelled anew: their texts, the share (items, labels) of votes for each label, their topics."""

    texts: list[str]
    votes: NDArray[np.float64]
    topic: NDArray[np.int64]


def alpha_table() -> Table:
    table = Table("set", "items", "annotations", "level", "alpha", "interval", "independent", "difference")
    for name, read in VOTES.items():
        votes = read()
        agreement = measure_agreement(annotations_of(votes))
        for level, alpha in agreement.overall.items():
            other = naive_alpha(votes, level)
            interval = f"[{alpha.low:.3f}–{alpha.high:.3f}]"
            counts = f"{agreement.items:,}", f"{agreement.pairable:,}"
            table.add_row(
                name, *counts, level, f"{alpha.value:.6f}", interval, f"{other:.6f}", f"{abs(alpha.value - other):.0e}"
            )
    annotations = annotations_of(curekart())
    differ = set(np.flatnonzero((annotations.counts() > 0).sum(axis=1) > 1).tolist())
    table.caption = (
        f"rows on which curekart's versions differ: {len(differ)}; the corrected ones: {differ == corrected_rows()}"
    )
    return table


class Planted(NamedTuple):
    """Annotations with known labels."""

    annotations: Annotations
    truth: NDArray[np.int64]


def planted_labels(items: int, labels: int, each: int, annotators: int, seed: int) -> Planted:
    """Annotators of different care, who err towards some labels more than others; some labelled a few items only."""
    random = np.random.default_rng(seed)
    truth, care = random.integers(labels, size=items), random.beta(8, 2, annotators)
    errors = random.dirichlet(np.full(labels, 0.5), labels)
    item = np.repeat(np.arange(items), each)
    diligence = random.gamma(1.0, size=annotators) + 0.01
    keys = np.log(diligence) + random.gumbel(size=(items, annotators))
    who = np.sort(np.argsort(-keys, axis=1)[:, :each], axis=1).ravel()
    slip = (random.random(len(item))[:, None] > errors[truth[item]].cumsum(axis=1)).sum(axis=1).clip(max=labels - 1)
    label = np.where(random.random(len(item)) < care[who], truth[item], slip)
    names = tuple(f"{i:03}" for i in range(annotators)), tuple(f"{i:03}" for i in range(labels))
    return Planted(Annotations(item, who, label, item, np.arange(items), *names), truth)


def consensus_table(runs: int) -> Table:
    head = (
        "items × labels × each of",
        "consensus right",
        "majority right",
        "sure of a contested item",
        "of these right",
    )
    table = Table(*head, title=f"planted labels, means of {runs} runs; sure: .9 or more where annotators differ")
    for items, labels, each, annotators in ((2000, 2, 5, 100), (2000, 5, 3, 10), (5000, 20, 3, 20), (10000, 77, 3, 50)):
        right, majority, sure, of_these = [], [], 0, 0
        for seed in range(runs):
            annotations, truth = planted_labels(items, labels, each, annotators, seed)
            found = find_consensus(annotations)
            right.append((found.label == truth).mean())
            majority.append(_majority_right(annotations.counts(), truth))
            chosen = found.split & (found.probability >= 0.9)
            sure, of_these = sure + int(chosen.sum()), of_these + int((found.label == truth)[chosen].sum())
        shape = f"{items:,} × {labels} × {each} of {annotators}"
        share = share_of(of_these, sure) if sure else ""
        table.add_row(shape, f"{np.mean(right):.4f}", f"{np.mean(majority):.4f}", f"{sure / runs:.0f}", share)
    return table


def _majority_right(counts: NDArray[np.int64], truth: NDArray[np.int64]) -> float:
    """How often the majority is right; ties are right as often as they are drawn so."""
    top = counts == counts.max(axis=1, keepdims=True)
    return float((top[np.arange(len(truth)), truth] / top.sum(axis=1)).mean())


def held_out_table() -> Table:
    """How often an annotator who was held out agrees with a consensus that is so sure."""
    bands = ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01))
    head = ("set", "temperature", *(f"{low:.2f}–{min(high, 1):.2f}" for low, high in bands))
    table = Table(*head, title="contested items by probability: how many, and how often one more annotator agrees")
    for name in ("md-agreement", "tweeteval-emoji"):
        full = annotations_of(VOTES[name]())
        order = np.lexsort((np.random.default_rng(1).random(len(full)), full.item))
        first = order[np.append(True, full.item[order][1:] != full.item[order][:-1])]
        kept = np.setdiff1d(np.arange(len(full)), first)
        parts = {part: getattr(full, part)[kept] for part in ("item", "annotator", "label", "position")}
        found = find_consensus(replace(full, **parts))
        agrees = found.label[full.item[first]] == full.label[first]
        split, sure = found.split[full.item[first]], found.probability[full.item[first]]
        chosen = [split & (sure >= low) & (sure < high) for low, high in bands]
        cells = [f"{one.sum():,}: {agrees[one].mean():.2f}" if one.any() else "" for one in chosen]
        table.add_row(name, f"{found.temperature:.1f}", *cells)
    return table


@cache
def source(name: str) -> Source:
    if name in SETS:
        rows = SETS[name]().train
        labels = sorted({row["label"] for row in rows})
        label = np.array([labels.index(row["label"]) for row in rows])
        return Source([row["text"] for row in rows], np.eye(len(labels))[label], _label_topics(name, labels)[label])
    annotations = annotations_of(VOTES[name]())
    counts = annotations.counts()
    votes = counts / counts.sum(axis=1, keepdims=True)
    if name == "md-agreement":
        items = md_items()
        keys = sorted(items)
        domains = sorted({item["other_info"]["domain"] for item in items.values()})
        topic = np.array([domains.index(items[key]["other_info"]["domain"]) for key in keys])
        return Source([items[key]["text"] for key in keys], votes, topic)
    rows = sorted(emoji_rows(), key=lambda row: str(row["id"]))
    texts = [row["text"] for row in rows]
    return Source(texts, votes, np.array([row["original_label"] for row in rows]))


def _label_topics(name: str, labels: Sequence[str]) -> NDArray[np.int64]:
    """(labels,) the topic of each: CLINC150's ten domains, each of SNIPS's labels, tenths of the others."""
    if name == "clinc150":
        domains = json.loads((root() / "clinc150/domains.json").read_bytes())
        domain = {label: i for i, own in enumerate(domains.values()) for label in own}
        return np.array([domain[label] for label in labels])
    return np.arange(len(labels)) if len(labels) <= 10 else np.arange(len(labels)) % 10


@cache
def vectors(name: str) -> NDArray[np.float64]:
    texts = source(name).texts
    distinct = sorted(set(texts))
    stored = Cache()
    found = encode_distinct(distinct, load_encoder("minilm", cache=stored), stored)
    place = {text: i for i, text in enumerate(distinct)}
    return np.asarray(found[[place[text] for text in texts]], dtype=np.float64)


class Case(NamedTuple):
    """A sample labelled anew, and who prefers which label, -1 for nobody."""

    annotations: Annotations
    rows: NDArray[np.int64]
    annotator: int
    label: int


def case(name: str, items: int, each: int, seed: int, *, biased: bool) -> Case:
    """A sample that ten annotators label, topics unevenly."""
    data, random = source(name), np.random.default_rng(seed)
    rows = np.sort(random.permutation(len(data.texts))[:items])
    topics, topic = np.unique(data.topic[rows], return_inverse=True)
    liking = random.dirichlet(np.full(len(topics), UNEVEN), ANNOTATORS).T + 1e-9
    keys = np.log(liking[topic]) + random.gumbel(size=(items, ANNOTATORS))
    who = np.sort(np.argsort(-keys, axis=1)[:, :each], axis=1).ravel()
    item = np.repeat(np.arange(items), each)
    labels = data.votes.shape[1]
    drawn = random.random(len(item))[:, None] > data.votes[rows[item]].cumsum(axis=1)
    label = drawn.sum(axis=1).clip(max=labels - 1)
    preferred = _plant(who, label, labels, random) if biased else (-1, -1)
    names = tuple(f"{i:02}" for i in range(ANNOTATORS)), tuple(f"{i:03}" for i in range(labels))
    return Case(Annotations(item, who, label, item, np.arange(items), *names), rows, *preferred)


def _plant(
    who: NDArray[np.int64], label: NDArray[np.int64], labels: int, random: np.random.Generator
) -> tuple[int, int]:
    """Let an annotator with 150 labels or more give one of them to 15 more items of a hundred."""
    sizes = np.bincount(who, minlength=ANNOTATORS)
    annotator = int(random.choice(np.flatnonzero(sizes >= min(150, sizes.max()))))
    mine = np.flatnonzero(who == annotator)
    shares = np.bincount(label[mine], minlength=labels) / len(mine)
    preferred = int(random.choice(np.flatnonzero(shares < 0.8)))
    others = mine[label[mine] != preferred]
    label[random.choice(others, round(BIAS * len(mine)), replace=False)] = preferred
    return annotator, preferred


def tendencies(name: str, own: Case) -> tuple[Tendency, ...]:
    return find_tendencies(own.annotations, lambda: vectors(name)[own.rows], len(own.rows), Settings()).found


def bias_table(runs: int, names: Sequence[str]) -> Table:
    head = ("set", "items × labels each", "planted bias found", "innocent accused beside it", "accused without bias")
    table = Table(*head, title=f"one of ten annotators prefers a class by 15 points; {runs} runs, 95 % intervals")
    for name in names:
        for items, each in (design for design in DESIGNS if design[0] <= len(source(name).texts)):
            found, beside, alone = 0, 0, 0
            for seed in range(runs):
                planted = case(name, items, each, seed, biased=True)
                told = tendencies(name, planted)
                found += any((one.annotator, one.label) == planted[2:] and one.difference > 0 for one in told)
                beside += any(one.annotator != planted.annotator for one in told)
                alone += bool(tendencies(name, case(name, items, each, runs + seed, biased=False)))
            shares = (share_of(hits, runs) for hits in (found, beside, alone))
            table.add_row(name, f"{items:,} × {each}", *shares)
    return table


def real_table() -> Table:
    head = (
        "set",
        "annotators judged",
        "with a tendency",
        "points",
        "the same sign in both halves",
        "5 points or more in both",
    )
    table = Table(*head, title="annotators as they are, and whether their tendency holds in two halves of their items")
    for name in ("md-agreement", "tweeteval-emoji", "lewidi-paraphrase"):
        annotations = annotations_of(VOTES[name]())
        told = find_tendencies(annotations, lambda: np.empty((0, 0)), len(annotations.items), Settings())
        halves = np.array([_halves(one) for one in told.found])
        same = int((np.sign(halves) == np.sign([[one.difference] for one in told.found])).all(axis=1).sum())
        clear = int((np.abs(halves) >= 0.05).all(axis=1).sum())
        points = sorted(100 * abs(one.difference) for one in told.found)
        accused = len({one.annotator for one in told.found})
        n = len(told.found)
        spread = f"{points[0]:.0f}–{points[-1]:.0f}"
        table.add_row(name, str(len(told.judged)), str(accused), spread, f"{same} of {n}", f"{clear} of {n}")
    return table


def _halves(one: Tendency) -> list[float]:
    """The difference in either half of the annotator's items."""
    half, fields = np.random.default_rng(0).permutation(len(one.own)) % 2, ("hits", "n", "other_hits", "others")
    parts = (replace(one.strata, **{name: getattr(one.strata, name)[half == i] for name in fields}) for i in (0, 1))
    return [own - other for own, other in (part.shares for part in parts)]


def share_of(hits: int, n: int) -> str:
    """A share with its Wilson interval."""
    low, high = wilson(hits / n, n)
    return f"{hits / n:.3f} [{low:.3f}–{high:.3f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tables", nargs="*", metavar="TABLE", help="alpha consensus bias real")
    parser.add_argument("--runs", type=int, default=100, help="of each planted case")
    parser.add_argument("--sets", nargs="*", default=["md-agreement", "tweeteval-emoji", *SETS])
    arguments = parser.parse_args()
    console = Console(width=140)
    made: dict[str, Callable[[], list[Table]]] = {
        "alpha": lambda: [alpha_table()],
        "consensus": lambda: [consensus_table(min(20, arguments.runs)), held_out_table()],
        "bias": lambda: [bias_table(arguments.runs, arguments.sets)],
        "real": lambda: [real_table()],
    }
    for name in arguments.tables or made:
        for table in made[name]():
            console.print(table)


if __name__ == "__main__":
    main()
