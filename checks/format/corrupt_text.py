"""Texts that export, conversion or a template have damaged.

## What it does

Points at rows whose texts hold what nobody wrote: mojibake ("â€™"), replacement and control characters, line
breaks and letters escaped twice, left-over HTML entities, control tokens and headings of a chat template,
unfilled slots ("{{name}}"), reasoning tags without their partner, and answers in which another record begins.

## Why it matters

It is learnt and comes back in replies. Control tokens do worse: taken for real ones, they end the turn.

## How it is measured

`corrupt_rows` counts the rows. Input, output and system prompt are looked at. Mojibake is what ftfy finds
damaged and can decode anew. A control token counts wherever it stands; the rest only outside code, and not in
a row that is about code, markup or templates. A slot in single braces must stand in three rows. HTML entities
in more than 3 % of the rows (and five or more) are one finding about the export, not one for each row.

In the formats `text` and `segments` the template belongs there: only damage and a doubled token for the
beginning count. Where prompts are plain texts (prompt-completion, preference, kto), tokens that four in five
rows have are their template.

## Thresholds and their source

Any row warns: no number of damaged texts is right. The confidence says how sure a finding is.

## When it is wrong

Texts about templates and encodings that show them without marking them as code.

## What to do

Decode the file as what it is (`ftfy.fix_text`, `html.unescape`), fill the slots, or drop the row.

## References

ftfy 6.3 (Speer 2019); Hugging Face, "Chat templates" (special tokens in content); gururise/AlpacaDataCleaned
(merged instructions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dataaudit.checks.format.scanning import AS_THEY_STAND, FIELDS, Hit, scan, without_common
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.formats.corruption import ENTITY, Fault, corruptions, entities, is_plain
from dataaudit.formats.residue import SLOT, THOUGHT, TOKEN, residues, slots, starts_twice, unfilled
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy, Severity
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.wording import percent

CODE = "FMT007"
_PLAIN_TEXTS = frozenset({"prompt-completion", "preference", "kto", "prompt-only"})
_QUOTED = 80


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of FMT007."""

    corrupt_rows: Limit = Limit(0, None, source="contract: a corrupt row is not clean; it warns only")
    export_share: float = field(
        default=0.03, metadata={"source": "ours: so many entities are the export's, not a row's"}
    )
    export_rows: int = field(default=5, metadata={"source": "ours: in small data 3 % is one row"})
    template_share: float = field(default=0.8, metadata={"source": "ours: what four in five rows have is meant"})


@check(CODE, "corrupt-text", Pillar.FORMAT, params=Params, disqualifies=True, remedy=Remedy.FIX)
def corrupt_text(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report damaged texts, each row once with all that is wrong with it."""
    del evidence
    found = scan(dataset, _faults if dataset.format not in AS_THEY_STAND else _damage)
    escaped = [hit for hit in found if hit.fault.kind == ENTITY]
    share = len({hit.row for hit in escaped}) / max(len(dataset.examples), 1)
    exported = share > params.export_share and len(escaped) >= params.export_rows
    hits = [hit for hit in found if hit.fault.kind not in (ENTITY, SLOT)] + list(_slots(dataset, found))
    by_row: dict[int, list[Hit]] = {}
    for hit in _without_template(dataset, hits, params.template_share) + ([] if exported else escaped):
        by_row.setdefault(hit.row, []).append(hit)
    findings = [_finding(dataset, own) for own in by_row.values()]
    if exported:
        findings.append(_export(dataset, escaped, share))
    return CheckOutput(measures=(Measure("corrupt_rows", len(by_row)),), findings=tuple(findings))


def _damage(text: str, field: str) -> list[Fault]:
    del field
    return corruptions(text) + starts_twice(text) + entities(text)


def _faults(text: str, field: str) -> list[Fault]:
    if is_plain(text) and "nstruction" not in text:
        return []
    return _damage(text, field) + residues(text, is_answer=field == "output") + slots(text)


def _without_template(dataset: Dataset, hits: Sequence[Hit], share: float) -> list[Hit]:
    """Without the template of plain prompts, and without tags whose partner stands in the template."""
    kinds = {THOUGHT, TOKEN} if dataset.format in _PLAIN_TEXTS else {THOUGHT}
    return without_common(hits, kinds, share * len(dataset.examples))


def _slots(dataset: Dataset, hits: Sequence[Hit]) -> Iterator[Hit]:
    """Slots that were meant to be filled, with how sure it is."""
    hits = [hit for hit in hits if hit.fault.kind == SLOT]
    rows = Counter(slot for _, slot in {(hit.row, hit.fault.shown) for hit in hits})
    texts: dict[Any, Any] = dataset.examples.loc[sorted({hit.row for hit in hits}), [*FIELDS]].to_dict("index")
    for hit in hits:
        text, asked, answer = (texts[hit.row][name] or "" for name in (hit.field, "input", "output"))
        other = {"input": answer, "output": asked}.get(hit.field, "")
        question = asked if hit.field == "output" else text
        confidence = unfilled(hit.fault.shown, text, other, question, rows[hit.fault.shown])
        if confidence is not None:
            yield hit._replace(fault=hit.fault._replace(confidence=confidence))


def _finding(dataset: Dataset, hits: Sequence[Hit]) -> Finding:
    kinds = dict.fromkeys(f"{hit.fault.kind} in {hit.field}" for hit in hits)
    return Finding(
        CODE,
        f"{', '.join(kinds)}: {quoted(hits[0].fault.shown, _QUOTED)}",
        (dataset.locate(hits[0].row, hits[0].field),),
        confidence=max(hit.fault.confidence for hit in hits),
        evidence={
            "faults": [{"kind": h.fault.kind, "field": h.field, "text": quoted(h.fault.shown, _QUOTED)} for h in hits]
        },
        suggestion="restore the text or drop the row",
    )


def _export(dataset: Dataset, hits: Sequence[Hit], share: float) -> Finding:
    """One finding about what the export did to many rows; none of them is to be dropped for it."""
    places = [dataset.locate(hit.row, hit.field)._replace(row=None) for hit in hits]
    return Finding(
        CODE,
        f"HTML entities in {percent(share)} of the rows: {quoted(hits[0].fault.shown, _QUOTED)}",
        tuple(dict.fromkeys(places)),
        severity=Severity.WARNING,
        confidence=hits[0].fault.confidence,
        evidence={"rows_with_entities": sorted({hit.row for hit in hits})},
        suggestion="unescape the whole file (html.unescape)",
    )
