"""What FMT002 reports of trainers: rows and files that a chosen one refuses, or which ones take all as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from dataaudit.dataset import Dataset
from dataaudit.formats.trainers import (
    Breach,
    Consequence,
    Profile,
    breaches_of_rows,
    breaches_of_whole,
    first_refusal,
    load_profile,
    profile_names,
)
from dataaudit.model import Finding, Severity
from dataaudit.wording import plural

_DOES = {
    Consequence.REJECT: "refuses it",
    Consequence.DROP: "drops it",
    Consequence.MISTRAIN: "learns something else from it",
}
_SEVERITY = dict.fromkeys(_DOES, Severity.ERROR) | {Consequence.WARN: Severity.WARNING}


class TrainerJudgement(NamedTuple):
    """A trainer's findings, and the rows that it refuses or drops, and mistrains on."""

    findings: list[Finding]
    lost: frozenset[int]
    mistrained: frozenset[int]


def judged_by(code: str, profile: Profile, dataset: Dataset) -> TrainerJudgement:
    """What a trainer does with a dataset: a finding a row, one a file rule, one for all rows of a warning."""
    rows = list(breaches_of_rows(profile, dataset))
    whole = breaches_of_whole(profile, dataset)
    serious = [breach for breach in rows if breach.rule.consequence is not Consequence.WARN]
    findings = [_about_all(code, profile, breach) for breach in whole]
    findings += _about_rows(code, profile, dataset, serious)
    findings += _advice(code, profile, dataset, rows)
    refused = any(breach.loses_data for breach in whole)
    lost = dataset.examples.index.tolist() if refused else (breach.row for breach in rows if breach.loses_data)
    mistrained = (breach.row for breach in rows if breach.rule.consequence is Consequence.MISTRAIN)
    return TrainerJudgement(findings, _rows(lost), _rows(mistrained))


def takers(code: str, dataset: Dataset, refused: int) -> Finding:
    """Which of all trainers take the dataset as it is, and what stops each of the others first.

    `refused` is the number of rows that every one of them refuses.
    """
    everybody = f"{plural(refused, 'row')} that every trainer refuses"
    refusals = {name: first_refusal(load_profile(name), dataset) for name in profile_names()}
    reasons = {name: _reason(dataset, refusal) for name, refusal in refusals.items() if refusal is not None}
    if refused:
        reasons = {name: reasons.get(name, everybody) for name in refusals}
    taken = [name for name in refusals if name not in reasons]
    return Finding(
        code,
        f"taken as it is by {', '.join(taken) or 'no trainer that is known'}{f': {everybody}' if refused else ''}",
        severity=Severity.INFO,
        evidence={"taken_by": taken, "refused_by": reasons},
        suggestion="--trainer NAME says row by row what one of them refuses",
    )


def _about_all(code: str, profile: Profile, breach: Breach) -> Finding:
    does = _DOES.get(breach.rule.consequence, "warns")
    return Finding(
        code,
        f"{profile.name} {does.replace(' it', ' the data')}: {breach.message}",
        severity=_SEVERITY[breach.rule.consequence],
        evidence=_evidence(profile, [breach]),
        suggestion=f"`dataaudit explain {code} --trainer {profile.name}` lists what it takes",
    )


def _about_rows(code: str, profile: Profile, dataset: Dataset, breaches: Sequence[Breach]) -> Iterator[Finding]:
    """A finding a row; `breaches` are in the order of rows."""
    for row, group in groupby(breaches, key=lambda breach: breach.row):
        own = sorted(group, key=lambda breach: list(Consequence).index(breach.rule.consequence))
        more = f" (and {plural(len(own) - 1, 'more rule')})" if len(own) > 1 else ""
        yield Finding(
            code,
            f"{profile.name} {_DOES[own[0].rule.consequence]}: {own[0].message}{more}",
            (dataset.locate(row or 0, own[0].field),),
            evidence=_evidence(profile, own),
            suggestion="mend the row or drop it",
        )


def _advice(code: str, profile: Profile, dataset: Dataset, breaches: Iterable[Breach]) -> Iterator[Finding]:
    """A finding for each rule that only warns, at the first row that breaks it."""
    warned = [breach for breach in breaches if breach.rule.consequence is Consequence.WARN]
    counts = Counter(breach.rule.id for breach in warned)
    first = {breach.rule.id: breach for breach in reversed(warned)}
    for key, breach in sorted(first.items()):
        yield Finding(
            code,
            f"{profile.name}: {breach.message}, in {plural(counts[key], 'row')}",
            (dataset.locate(breach.row or 0, breach.field)._replace(row=None),),
            severity=Severity.WARNING,
            evidence=_evidence(profile, [breach]) | {"row_count": counts[key]},
            suggestion=f"`dataaudit explain {code} --trainer {profile.name}` says where the rule comes from",
        )


def _evidence(profile: Profile, breaches: Iterable[Breach]) -> dict[str, Any]:
    return {"trainer": profile.name, "as_of": profile.as_of, "rules": [_rule(breach) for breach in breaches]}


def _rule(breach: Breach) -> dict[str, Any]:
    consequence = str(breach.rule.consequence)
    return {"rule": breach.rule.id, "consequence": consequence, "found": breach.detail, "field": breach.field}


def _reason(dataset: Dataset, breach: Breach) -> str:
    if breach.row is None:
        return breach.message
    place = dataset.locate(breach.row)
    return f"{breach.message}, first in {place.source}:{place.line}" if place.line else breach.message


def _rows(rows: Iterable[int | None]) -> frozenset[int]:
    return frozenset(row for row in rows if row is not None)
