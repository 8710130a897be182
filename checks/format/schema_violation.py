"""Rows that every consumer of their format refuses, and those that a chosen trainer does.

## What it does

Holds every row to the rules that all trainers and providers of its format share, and names each rule that a
row breaks: an empty list of messages, a role nobody knows, content that is a number, an answer that is
missing. With `--trainer NAME` it does the same with the rules of that trainer or provider, and says what
follows: the row is refused, dropped, or something else is learnt from it. Without, it lists which trainers
take the data as they are.

## Why it matters

One such row stops the upload or the first epoch; the trainers that go on drop it silently or train on the
word "None".

## How it is measured

`rejected_rows` counts rows of the dataset's format that break a rule which all share, or one of a chosen
trainer whose breach refuses or drops the row; all rows where the trainer refuses the files as a whole.
`mistrained_rows` counts those from which a chosen trainer learns something else than was meant. What it only
advises against is a warning and takes no row away, as is what some consumers of the format take and others
misread: arguments encoded twice, roles of another format, one answer that begins the other. Rows of another
format are FMT012's, empty texts FMT013's, lengths FMT008's. `dataaudit explain FMT002 --trainer NAME` prints
a trainer's rules with their sources and the date as of which they hold.

## Thresholds and their source

None may be there: each rule is a reason for refusal in the sources of every consumer that was read, or in
those of the chosen one.

## When it is wrong

A trainer of your own may take more: other roles, a bare number as an answer. Then map the columns with
`--map`. Providers change their rules: compare the date of the profile.

## What to do

Mend the row as its messages say, or drop it. If all rows break one rule, the export that wrote them does:
booleans and weights that became numbers, messages that became text.

## References

together-python `utils/files.py`; OpenAI fine-tuning guide (2025-05); mistral-finetune `tokenize.py`; TRL
dataset formats; LLaMA-Factory `data/converter.py`; axolotl `chat_template.py`; torchtune messages; the
sources that each profile names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dataaudit.checks.format.trainer_findings import judged_by, takers
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats import Violation, format_of
from dataaudit.formats.trainers import load_profile
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy, Severity
from dataaudit.registry import check

CODE = "FMT002"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT002."""

    rejected_rows: Limit = Limit(None, 0, source="contract: default policy, rows that are refused or dropped")
    mistrained_rows: Limit = Limit(None, 0, source="ours: a run that succeeds and learns another thing is worse")
    trainers: tuple[str, ...] = field(default=(), metadata={"source": "--trainer, or [audit] trainers"})


@check(CODE, "schema-violation", Pillar.FORMAT, params=Params, disqualifies=True, remedy=Remedy.FIX)
def schema_violation(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report the rules that each row breaks, and what trainers make of the data."""
    findings = list(_about_rows(dataset))
    lost = {row for finding in findings if finding.severity is Severity.ERROR for row in finding.rows}
    mistrained: set[int] = set()
    if evidence.corpus.audited == len(evidence.corpus.frame):
        findings += _about_all(dataset)
    for name in params.trainers:
        judgement = judged_by(CODE, load_profile(name), dataset)
        findings += judgement.findings
        lost |= judgement.lost
        mistrained |= judgement.mistrained
    if not params.trainers:
        findings.append(takers(CODE, dataset, len(lost) + len(dataset.records) - len(dataset.examples)))
    measures = [Measure("rejected_rows", len(lost), rows=frozenset(lost))]
    if params.trainers:
        measures.append(Measure("mistrained_rows", len(mistrained), rows=frozenset(mistrained)))
    return CheckOutput(measures=tuple(measures), findings=tuple(findings))


def _about_rows(dataset: Dataset) -> Iterator[Finding]:
    format = format_of(dataset)
    for row in dataset.examples.index.tolist():
        value = dataset.records[row].value
        if value is not None and (violations := format.violations(value)):
            yield _finding(dataset, row, sorted(violations, key=lambda one: one.severity is not Severity.ERROR))


def _about_all(dataset: Dataset) -> Iterator[Finding]:
    """What the rows only break together; a batch of what was accepted before needn't be whole."""
    values = [value for row in dataset.examples.index.tolist() if (value := dataset.records[row].value) is not None]
    for violation in format_of(dataset).dataset_violations(values):
        evidence = {"violations": [_shown(violation)]}
        yield Finding(CODE, violation.message, severity=violation.severity, evidence=evidence)


def _finding(dataset: Dataset, row: int, violations: Sequence[Violation]) -> Finding:
    """A row's finding, as severe as the first of its violations; what is only unusual leaves it a clean example."""
    first, refused = violations[0], violations[0].severity is Severity.ERROR
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    return Finding(
        CODE,
        f"{'not valid' if refused else 'unusual'} {dataset.format}: {first.message}{more}",
        (dataset.locate(row, first.field),),
        severity=first.severity,
        evidence={"violations": [_shown(violation) for violation in violations]},
        suggestion="mend the row or drop it" if refused else "write it as all consumers read it",
        disqualifies=refused,
    )


def _shown(violation: Violation) -> dict[str, str | None]:
    return {**violation._asdict(), "severity": str(violation.severity)}
