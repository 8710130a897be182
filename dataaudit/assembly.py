"""Puts a report together: the verdict with everything that is known about the data and the settings."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import numpy as np

from dataaudit.config import Config
from dataaudit.coverage.map import map_of
from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.model import CheckResult
from dataaudit.profile import profile_source
from dataaudit.report import Counts, Report
from dataaudit.review.matching import reviewed_rows
from dataaudit.sufficiency.effective import effective_examples
from dataaudit.triage.decisions import Triage
from dataaudit.verdict import Judgement


def assemble(
    judgement: Judgement,
    evidence: Evidence,
    config: Config,
    disqualifying: frozenset[str],
    triage: Triage,
    seconds: float,
) -> Report:
    """The report of an audit that has been judged."""
    dataset = evidence.dataset
    settings = _describe_settings(evidence, config)
    return Report(
        version=version("dataaudit"),
        created=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        seconds=round(seconds, 3),
        dataset=_describe_data(evidence),
        settings=settings,
        verdict=judgement.verdict,
        counts=_counts(evidence, judgement.results, disqualifying, triage),
        pillars=judgement.pillars,
        results=judgement.results,
        _data=dataset,
        _clean_rows=evidence.clean_rows,
        _left_out=triage.left_out,
        _review=evidence.review if evidence.has("review") else None,
        _reference=evidence.reference.dataset if evidence.has("reference") else None,
        _map=map_of(evidence, judgement.results),
        _profile=profile_source(evidence, judgement.results, settings["params"]),
    )


def _describe_data(evidence: Evidence) -> dict[str, Any]:
    dataset = evidence.dataset
    return {
        "sources": _sources(dataset),
        "rows": len(dataset.records),
        "format": dataset.format,
        "task": dataset.task,
        "columns": dict(dataset.columns),
        "fingerprint": _fingerprint(evidence),
        "against": _side_data(evidence.accepted),
        "reference": _side_data(evidence.reference.dataset if evidence.has("reference") else None),
        "eval": _side_data(evidence.held_out.given if evidence.has("held_out") else None),
        "baseline": _side_data(evidence.baseline.results.dataset if evidence.has("baseline") else None),
    }


def _sources(dataset: Dataset) -> list[dict[str, Any]]:
    keys = ("path", "sha256", "bytes", "rows")
    return [{key: getattr(source, key) for key in keys} for source in dataset.sources]


def _side_data(dataset: Dataset | None) -> dict[str, Any] | None:
    if dataset is None:
        return None
    return {"sources": _sources(dataset), "rows": sum(source.rows for source in dataset.sources)}


def _fingerprint(evidence: Evidence) -> str:
    """SHA-256 over the sorted keys of the audited examples: the same for the same examples in any order."""
    keys = sorted(bytes(key) for key in evidence.text.exact[: evidence.corpus.audited])
    return hashlib.sha256(b"".join(keys)).hexdigest()


def _describe_settings(evidence: Evidence, config: Config) -> dict[str, Any]:
    encoder = evidence.encoder
    return {
        "seed": evidence.seed,
        "encoder": None
        if encoder is None
        else {"name": encoder.name, "dimension": encoder.dimension, "sha256": encoder.sha256},
        "params": {code: _settings_of(params) for code, params in config.params.items()},
        "config_sha256": config.sha256,
    }


def _settings_of(params: Any) -> dict[str, Any]:
    """The settings of a check as JSON has them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(params).items()}


def _counts(
    evidence: Evidence, results: Sequence[CheckResult], disqualifying: frozenset[str], triage: Triage
) -> Counts:
    dataset, clean = evidence.dataset, evidence.clean
    reviewed = reviewed_rows(dataset, evidence.review if evidence.has("review") else None)
    return Counts(
        rows=len(dataset.records),
        readable=sum(record.value is not None for record in dataset.records),
        clean=int(clean.sum()),
        effective=_effective(evidence, results),
        reviewed=None if reviewed is None else int(reviewed.sum()),
        removed=_removed(results, disqualifying, triage),
    )


def _effective(evidence: Evidence, results: Sequence[CheckResult]) -> int:
    """What the clean examples are worth; without SIZE001, whose work it is, how many inputs they have."""
    if any(result.code == "SIZE001" and result.judged for result in results):
        accepted = np.zeros(len(evidence.corpus.frame) - evidence.corpus.audited, np.bool_)
        return round(effective_examples(evidence, np.concatenate([evidence.clean, accepted])))
    return len(np.unique(evidence.text.node[: evidence.corpus.audited][evidence.clean]))


def _removed(results: Sequence[CheckResult], disqualifying: frozenset[str], triage: Triage) -> Mapping[str, int]:
    """How many rows each check takes out, in the order of codes, each row counted where it goes first.

    Rows that somebody decided to fix or drop count, where no check takes them out, under the check that was decided on.
    """
    gone: set[int] = set()
    removed: dict[str, int] = {}
    for result in results:
        if result.code in disqualifying and (rows := result.disqualified - gone):
            removed[result.code] = len(rows)
            gone |= rows
    for code, n in Counter(reason.code for row, reason in triage.left_out.items() if row not in gone).items():
        removed[code] = removed.get(code, 0) + n
    return dict(sorted(removed.items()))
