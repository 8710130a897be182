"""Text of the data in findings: short, on one line, the same for every check, without secrets and personal data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from dataaudit.credentials import SECRETS
from dataaudit.dataset import Dataset
from dataaudit.model import Finding
from dataaudit.personal import PERSONAL
from dataaudit.sensitive import without
from dataaudit.wording import ELLIPSIS, excerpt

#: A reader needs a few rows of a group to agree, and the first lines of each; the rest is in the data.
QUOTED_ROWS = 5
QUOTED_CHARACTERS = 300
#: Texts: a finding quotes the same ones in several places.
_REMEMBERED = 1024


@lru_cache(_REMEMBERED)
def mask(text: str) -> str:
    """The text without the secrets and personal data in it. Mask before shortening: half a key is no longer found."""
    return without(text, SECRETS.find(text), PERSONAL.find(text))


def quoted(text: object, width: int) -> str:
    """The beginning of a text of the data on one line of at most `width` cells, masked.

    Masked first, then shortened: half a key is no longer known for one.
    """
    return excerpt(mask(str(text)), width)


def with_rows(dataset: Dataset, finding: Finding) -> Finding:
    """The finding as it is shown: with `evidence["rows"]`, the texts of its first QUOTED_ROWS rows, and masked.

    What a check quoted it has masked already; here follow the names of columns and roles, and ids.
    """
    rows = [place.row for place in finding.locations if place.row in dataset.examples.index][:QUOTED_ROWS]
    shown = {"rows": [_excerpt(dataset, row) for row in rows if row is not None]} if rows else {}
    return replace(
        finding,
        message=mask(finding.message),
        locations=tuple(
            place._replace(id=_masked(place.id), field=_masked(place.field)) for place in finding.locations
        ),
        evidence={**_masked(finding.evidence), **shown},
        suggestion=mask(finding.suggestion),
    )


def _masked(value: Any) -> Any:
    """A JSON value with all its texts masked."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        return {mask(str(key)): _masked(item) for key, item in value.items()}
    return [_masked(item) for item in value] if isinstance(value, list | tuple) else value


def _excerpt(dataset: Dataset, row: int) -> dict[str, Any]:
    fields = ("input", "output", "label")
    return {"row": row, **{name: _short(dataset.at(row, name)) for name in fields}}


def _short(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    text = mask(text)
    return text if len(text) <= QUOTED_CHARACTERS else text[:QUOTED_CHARACTERS] + ELLIPSIS
