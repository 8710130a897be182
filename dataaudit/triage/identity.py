"""By what a finding is known again: its code and the content of its rows, wherever these stand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dataaudit.dataset import Dataset, Record
from dataaudit.evidence.text import key
from dataaudit.model import Finding, Location
from dataaudit.review.keys import row_keys

_DIGITS = 16
#: Of a finding about no row the message tells what it is about; its figures change from audit to audit.
_NUMBER = re.compile(r"\d[\d.,]*")


def identified(dataset: Dataset, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with `evidence["keys"]`, the content key of each of their locations (None where there is no row)."""
    rows = {place.row for finding in findings for place in finding.locations if place.row is not None}
    keys = content_keys(dataset, rows)
    return tuple(_with_keys(finding, keys) for finding in findings)


def content_keys(dataset: Dataset, rows: Iterable[int]) -> dict[int, str]:
    """A key of 16 hex digits for each of these rows, equal where the content is.

    Of an example it is what a model learns from (`review.keys`), so that an id or a batch may change; of a record that
    is none, its value, or its bytes where it can't be read.
    """
    known = dataset.examples.index.intersection(sorted(rows))
    keys = {row: own.whole for row, own in zip(known.tolist(), row_keys(dataset.examples.loc[known]), strict=True)}
    return {row: keys.get(row) or _record_key(dataset.records[row]) for row in sorted(rows)}


def fingerprint(finding: Finding) -> str:
    """16 hex digits by which a finding is known again: by its code, the content of its rows and the fields.

    Neither order nor line numbers matter. Of a finding about no row its message without the figures takes the
    place of the rows. Equal findings on copies of a row have the same fingerprint.
    """
    return _key_of(json.dumps(sorted(entries(finding))))


def entries(finding: Finding) -> list[tuple[str, ...]]:
    """What a finding says of each of its rows: (code, content key, field); itself where it is about no row."""
    found: list[tuple[str, ...]] = [(finding.code, own, place.field or "") for place, own in _keyed(finding)]
    return found or [(finding.code, _NUMBER.sub("#", finding.message))]


def rows_to_act_on(finding: Finding) -> list[tuple[Location, str]]:
    """The places of the rows to act on, with their content keys; of an accepted finding as before it was accepted."""
    kept = finding.evidence.get("keep_row")
    return [(place, own) for place, own in _keyed(finding) if place.row != kept]


def key_to_keep(finding: Finding) -> str | None:
    """The content key of the row of a group that stays; None where there is none."""
    kept = finding.evidence.get("keep_row")
    return next((own for place, own in _keyed(finding) if place.row == kept), None)


def _keyed(finding: Finding) -> list[tuple[Location, str]]:
    """The places of a finding's rows with their content keys."""
    places = zip(finding.locations, finding.evidence.get("keys", ()), strict=False)
    return [(place, own) for place, own in places if own is not None]


def _with_keys(finding: Finding, keys: Mapping[int, str]) -> Finding:
    own: list[Any] = [None if place.row is None else keys[place.row] for place in finding.locations]
    return replace(finding, evidence={**finding.evidence, "keys": own}) if any(own) else finding


def _record_key(record: Record) -> str:
    if record.value is None:
        return _key_of((record.raw or b"").decode("latin-1"))
    return _key_of(json.dumps(record.value, sort_keys=True, default=str))


def _key_of(text: str) -> str:
    return key(text).hex()[:_DIGITS]
