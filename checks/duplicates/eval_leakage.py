"""Held-out rows that are in the training data too.

## What it does

Compares held-out data (`--eval`) with the training data and names the training rows to drop. Where the files of
DATA are called train, test, dev or the like, the held-out files among them are compared with the others. What counts
is the input: the same question on both sides is a leak whatever the answers are.

## Why it matters

An evaluation on rows that the model was trained on measures its memory. The score looks better than it is, and the
model that goes into production is the wrong one.

## How it is measured

An input leaks if training has it word for word, or but for case, punctuation and spacing; if one training row has
half of its runs of eight words or more (inputs of 13 words or more); or if it is short and has nearly the same runs
of five characters (Jaccard similarity .8), or differs by a slip of the pen. Templates that many rows share are taken
out first. Another number, date, name or negation makes another question, and so does any other word in an input of
50 words or less. `leaked_eval_rows` is the share of held-out rows that leak. A passage must be in one row: that row
can be dropped, while phrases from all over the data are nobody's copy.

Listed to be read, and not counted: longer inputs that share passages and differ in a word or fact, short ones that
differ in small words, and inputs alike in meaning (cosine of embeddings). Training rows that share a conversation,
user or source id with held-out rows are warned of. `eval_rows_to_review` counts the held-out rows so listed,
`shared_ids` the ids.

## Thresholds and their source

Any leaked row warns, 1 % of the held-out rows fails (default policy). Of 166 near copies that it found in CLINC150,
Banking77, SNIPS and a set of tool calls 164 ask the same, read by eye. Published splits leak: 19 of CLINC150's 4,500
test inputs, 25 of Banking77's 3,080, 11 of TREC's 500 are in training but for case and punctuation. Of Alpaca's 175
seeds 9 have their passages in the data that were made from them.

## When it is wrong

In a narrow field people ask the same without having copied: "what is my balance". A passage may be shared on purpose,
such as a contract about which other questions are asked. A copy with another word in a short input is listed at best,
a translation not at all. Ids that each file counts from 1 look shared.

## What to do

Drop the training rows that are named, or the held-out ones where training needs them. Split by conversation or user
before anything else is done to the data.

## References

Brown et al. 2020, Language models are few-shot learners, appendix C (13-gram overlap); Chowdhery et al. 2022, PaLM
(8-gram overlap); Bayardo, Ma and Srikant 2007, Scaling up all pairs similarity search.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dataaudit.checks.duplicates.held_out_sides import Side, both_sides
from dataaudit.checks.duplicates.leak_findings import Reporter
from dataaudit.checks.duplicates.shared_ids import id_findings
from dataaudit.dataset import Dataset
from dataaudit.duplicates.leakage import Leak, Settings, alike_in_meaning, find_leaks
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.neighbours import query_graph
from dataaudit.model import CheckOutput, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check

CODE = "DUP005"
#: Training inputs that are compared by their meaning with each held-out one.
_NEAREST = 3
_LEAKED = Limit(0, 0.01, "below", source="default policy: any warns, 1 % of the held-out rows fails")


@dataclass(frozen=True, kw_only=True)
class Params(Settings):
    """Settings of DUP005."""

    leaked_eval_rows: Limit = _LEAKED
    meaning_similarity: float = field(
        default=0.95, metadata={"source": "ours: of 60 such pairs of Banking77 and CLINC150 58 ask the same"}
    )


@check(
    CODE,
    "eval-leakage",
    Pillar.DUPLICATES,
    {"text", "scaffolds", "held_out"},
    params=Params,
    remedy=Remedy.DROP,
    uses={"embeddings"},
)
def eval_leakage(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report training rows that repeat held-out ones, and those that a reader should compare."""
    training, held_out = both_sides(evidence)
    leaks = _find(training, held_out, evidence, params)
    leaked = _rows(held_out, {leak.held_out for leak in leaks if not leak.to_review})
    doubtful = _rows(held_out, {leak.held_out for leak in leaks if leak.to_review}) - leaked
    shared = id_findings(CODE, dataset, evidence.held_out)
    return CheckOutput(
        measures=(
            Measure("leaked_eval_rows", len(leaked) / max(1, len(held_out.corpus.frame)), "share"),
            Measure("eval_rows_to_review", len(doubtful)),
            Measure("shared_ids", sum(finding.evidence["ids"] for finding in shared), "ids"),
        ),
        findings=(*Reporter(CODE, dataset, evidence.held_out, training, held_out).findings(leaks), *shared),
    )


def _find(training: Side, held_out: Side, evidence: EvidenceView, params: Params) -> list[Leak]:
    """What repeats held-out inputs by its words, then what does only by its meaning."""

    def written(one: int, other: int) -> tuple[str, str]:
        return held_out.written(one), training.written(other)

    leaks = find_leaks(training.texts, held_out.texts, params, strip=evidence.scaffolds.strip, written=written)
    if not (evidence.has("embeddings") and training.texts and held_out.texts):
        return leaks
    vectors, asked = evidence.embeddings, evidence.held_out.embeddings[held_out.nodes]
    if len(training.nodes) < len(vectors):  # a copy of them all would double the memory they take
        vectors = vectors[training.nodes]
    nearest = query_graph(vectors, asked, _NEAREST, evidence.jobs)
    known = {(leak.held_out, leak.training) for leak in leaks}
    near = alike_in_meaning(training.texts, held_out.texts, nearest, params.meaning_similarity)
    near = [leak for leak in near if (leak.held_out, leak.training) not in known]
    return sorted(leaks + near, key=lambda leak: (leak.held_out, leak.training))


def _rows(side: Side, texts: set[int]) -> set[int]:
    return {int(position) for text in texts for position in side.positions(text)}
