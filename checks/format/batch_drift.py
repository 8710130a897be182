"""Parts of the data that are written otherwise than the rest.

## What it does

Compares how the answers are written between files, batches, stretches of time and of the file, and between the
data and what was accepted before (`--against`). It names the part, what sets it apart, and the rows that do. What
is one annotator's way of writing is LAB004's, and not reported twice.

## Why it matters

A batch with other keys, bullets, refusals or another language teaches the model both ways, and it mixes them.
OpenAI's guide asks for all examples in the format that is expected in use; consistent format and style were
found to help (see below).

## How it is measured

Every answer gets signals: kind (JSON, list, markdown, prose ...), JSON keys and their order, length in words,
language (by script and function words) and whether it is the input's, letter case, white space at the edges,
closing punctuation, boilerplate (refusals, "as an AI"), a cut-off end, opening words, list markers, headings,
bold, tables, emoji, date and number formats. Of labels only the form counts.

Each part is held against all others by Fisher's exact test. Along the file and along time PELT looks for change
points, and the chance of a stretch is that of the greatest difference of any stretch when rows are shuffled,
allowing for neighbours that are alike. With a `group` column groups are shuffled, and are the units of the
tests. All tests together are adjusted (Benjamini-Hochberg).

What topics explain is no drift. Where answers have labels the effect is taken within labels (Mantel-Haenszel);
else a regression tells what was to be expected from the words of the inputs. What is left must still reach the
floor. A stretch of the file whose inputs can be told from the others' is another topic and not reported.
`drifting_rows` counts the rows that depart.

## Thresholds and their source

An alarm takes q < 0.05, 30 answers on either side, and an effect: shares that differ by 10 points, a total
variation of styles of 0.10, for lengths D of 0.15 and Cliff's delta of 0.147 (below it is called negligible). A
stretch, which was looked for, takes 50 rows and 2 % of them all, and 20 deviating rows more than elsewhere.
Nobody has published such numbers for fine-tuning sets: they are proposals, and warn only.

## When it is wrong

Where a part has a task of its own: a file or batch with other inputs is reported, with `inputs_told_apart` near
1. Rows that were generated together and left together in the file are alike, sometimes for more than 50 rows.

## What to do

Bring the rows into the common style, drop them, or train on the part apart.

## References

arXiv 2307.15504 (format consistency), 2406.10882 (style consistency); Benjamini and Hochberg 1995; Killick,
Fearnhead and Eckley 2012 (PELT); Abrams, Kulldorff and Kleinman 2010; Devlin and Roeder 1999 (inflation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dataaudit.checks.format.drift_wording import examples, numbers, sentence
from dataaudit.dataset import Corpus, Dataset
from dataaudit.drift.search import Drift
from dataaudit.drift.settings import Settings
from dataaudit.drift.whole import find_drifts
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Measure, Pillar, Remedy, Severity
from dataaudit.registry import check

CODE = "FMT005"
_SURE, _UNSURE = 0.9, 0.5


@dataclass(frozen=True, kw_only=True)
class Params(Settings):
    """Settings of FMT005."""


@check(CODE, "batch-drift", Pillar.FORMAT, {"text", "signals"}, uses={"labels"}, params=Params, remedy=Remedy.FIX)
def batch_drift(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report the parts that deviate, each with what sets it apart."""
    corpus = evidence.corpus
    if corpus.frame["output"].notna().sum() < 2 * params.min_rows:
        return CheckOutput.not_applicable(f"fewer than {2 * params.min_rows} answers to compare")
    drifts = [drift for drift in find_drifts(evidence, params) if drift.kind != "annotator"]
    findings = tuple(_finding(drift, dataset, corpus, params) for drift in drifts)
    rows = {row for finding in findings for row in finding.rows}
    return CheckOutput(measures=(Measure("drifting_rows", len(rows)),), findings=findings)


def _finding(drift: Drift, dataset: Dataset, corpus: Corpus, params: Params) -> Finding:
    found = numbers(drift)
    another_task = (found["inputs_told_apart"] or 0) >= params.told_apart
    return Finding(
        CODE,
        sentence(drift, dataset, corpus),
        dataset.locate_all(corpus.frame["row"].iloc[drift.deviating], "output"),
        severity=Severity.WARNING,
        confidence=_UNSURE if another_task else _SURE,
        evidence={"part": drift.kind, "name": drift.name, **found, **examples(drift, corpus), "also": _also(drift)},
        suggestion="check whether its task is another one" if another_task else "write the rows as the others are",
    )


def _also(drift: Drift) -> Sequence[dict[str, object]]:
    """Other signals in which the same rows deviate."""
    return [numbers(other) for other in drift.also]
