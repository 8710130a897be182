"""Text of the data in findings: short, on one line, the same for every check, and without the secrets in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dataaudit.credentials import mask
from dataaudit.dataset import Dataset
from dataaudit.model import Finding
from dataaudit.wording import ELLIPSIS, excerpt

#: A reader needs a few rows of a group to agree, and the first lines of each; the rest is in the data.
QUOTED_ROWS = 5
QUOTED_CHARACTERS = 300


def quoted(text: object, width: int) -> str:
    """The beginning of a text of the data on one line of at most `width` cells, its secrets masked.

    Masked first, then shortened: half a key is no longer known for one.
    """
    return excerpt(mask(str(text)), width)


def with_rows(dataset: Dataset, finding: Finding) -> Finding:
    """The finding with `evidence["rows"]`: row, input, output and label of its first QUOTED_ROWS rows."""
    rows = [place.row for place in finding.locations if place.row in dataset.examples.index][:QUOTED_ROWS]
    if not rows:
        return finding
    shown = [_excerpt(dataset, row) for row in rows if row is not None]
    return replace(finding, evidence={**finding.evidence, "rows": shown})


def _excerpt(dataset: Dataset, row: int) -> dict[str, Any]:
    fields = ("input", "output", "label")
    return {"row": row, **{name: _short(dataset.examples.at[row, name]) for name in fields}}


def _short(text: object) -> str | None:
    if not isinstance(text, str):
        return None
    text = mask(text)
    return text if len(text) <= QUOTED_CHARACTERS else text[:QUOTED_CHARACTERS] + ELLIPSIS
