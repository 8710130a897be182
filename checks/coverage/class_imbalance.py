"""Classes that starve beside others that dominate.

## What it does

Compares the sizes of the classes and names those that have far fewer examples than an even share, with those
that have most. It says how even the whole is: the effective number of classes, and the largest to the smallest.
Where all examples have one label, it says that.

## Why it matters

A model learns how often it gave an answer as well as when. Rare classes are then predicted more rarely than they
occur, and the accuracy over all examples, made by the large ones, doesn't show it.

## How it is measured

Labelled examples by class, the accepted ones (`--against`) included, spellings of a label folded. A class
starves if it has less than a tenth of an even share (`starved_below`) and fewer than `enough` examples: 500 of
10,000 are few, but enough to learn from. `effective_classes` is the exponential of the entropy of the shares: how
many classes of equal size would be as even. `imbalance_ratio` is the largest class over the smallest.
`starved_classes` counts those that starve.

## Thresholds and their source

Warns if any class starves; never fails. A tenth of an even share is a proposal: it passes CLINC150, SNIPS,
Banking77 (35 to 187 examples) and Curekart (3 to 95), and reports TREC's 50 question types (4 to 962). Studies
call 10:1 moderate and 100:1 high, and find the number of examples of the rare class to matter more than the ratio.

## When it is wrong

Where the traffic is as uneven and rare classes cost no more than others, the imbalance is right. Then the
evaluation should still be read by class.

## What to do

Add examples of the starved classes, or merge them; don't drop rows of the large ones before trying that. How many
clean examples a class needs at least is SIZE002's question.

## References

Hill 1973, Diversity and evenness; He and Garcia 2009, Learning from imbalanced data; Buda et al. 2018
(arXiv 1710.05381); Leevy et al. 2018, A survey on addressing high-class imbalance.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Severity
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.wording import percent

CODE = "COV004"
_LIMIT = Limit(0, None, source="proposal: any class that starves; only warns")
_NAMED = 10


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of COV004."""

    starved_classes: Limit = _LIMIT
    starved_below: float = field(default=0.1, metadata={"source": "proposal: TREC found, Banking77 not"})
    few: int = field(default=20, metadata={"source": "ours: fewer can't show how classes are spread"})
    enough: int = field(default=100, metadata={"source": "clear gains at 50-100 examples (OpenAI's guide)"})


@check(CODE, "class-imbalance", Pillar.COVERAGE, {"labels"}, params=Params)
def class_imbalance(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report classes with far less than an even share; the rows they have are not to be acted on."""
    del dataset
    classes = evidence.labels
    counts = classes.sizes(np.ones(len(classes.index), dtype=np.bool_))
    if counts.sum() < params.few:
        return CheckOutput.not_applicable(f"there are fewer than {params.few} labelled examples")
    if len(counts) == 1:
        return CheckOutput(
            (Measure("effective_classes", 1.0, "classes"),), (_only_one(classes.names[0], int(counts[0])),)
        )
    few = params.starved_below * counts.mean()
    starved = np.flatnonzero((counts < few) & (counts < params.enough))
    names = [quoted(name, 60) for name in classes.names]
    return CheckOutput(
        measures=(
            Measure("starved_classes", len(starved), "classes"),
            Measure("effective_classes", round(effective_number(counts), 1), "classes"),
            Measure("imbalance_ratio", round(float(counts.max() / counts.min()), 1), "ratio"),
        ),
        findings=(_finding(names, counts, starved, params.starved_below),) if len(starved) else (),
    )


def effective_number(counts: NDArray[np.int64]) -> float:
    """How many classes of equal size would be as even: exp of the Shannon entropy of the shares (Hill 1973)."""
    shares = counts[counts > 0] / counts.sum()
    return float(np.exp(-(shares * np.log(shares)).sum()))


def _only_one(name: str, examples: int) -> Finding:
    label = quoted(name, 60)
    return Finding(
        CODE,
        f"all {examples:,} labelled examples are {label}: there is nothing to tell apart",
        severity=Severity.WARNING,
        evidence={"label": label, "examples": examples},
        suggestion="add the other classes, with what is none of them",
    )


def _finding(names: list[str], counts: NDArray[np.int64], starved: NDArray[np.int64], below: float) -> Finding:
    order = sorted(starved.tolist(), key=lambda i: (int(counts[i]), names[i]))
    few = [{"label": names[i], "examples": int(counts[i])} for i in order]
    largest = min(range(len(names)), key=lambda i: (-int(counts[i]), names[i]))
    listed = ", ".join(f"{names[i]} {counts[i]}" for i in order[:_NAMED])
    more = f" and {len(few) - _NAMED} more" if len(few) > _NAMED else ""
    return Finding(
        CODE,
        f"{names[largest]} has {percent(counts[largest] / counts.sum())} of the examples; "
        f"{len(few)} of {len(names)} classes have less than {percent(below)} of an even share "
        f"({counts.mean():.0f}): {listed}{more}",
        evidence={
            "largest": {"label": names[largest], "examples": int(counts[largest])},
            "starved": few,
            "even_share": round(float(counts.mean()), 1),
        },
        suggestion=f"add examples of {names[order[0]]}" + (" and the other starved classes" if few[1:] else ""),
    )
