"""Training rows that belong together with held-out rows: one conversation, one user or one source."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dataaudit.dataset import Dataset
from dataaudit.evidence import HeldOut
from dataaudit.model import Finding, Severity
from dataaudit.quoting import quoted
from dataaudit.wording import plural

_QUOTED = 40
#: Shared ids that have a finding of their own; one names the rest.
_MOST_IDS = 20
#: An id that more training rows than this have, and a greater share of them, names a collection. Ours.
_COLLECTION, _COLLECTION_SHARE = 20, 0.1


def id_findings(code: str, dataset: Dataset, held_out: HeldOut) -> list[Finding]:
    """Training rows that share an id of a conversation, a user or a source with held-out rows."""
    name, theirs = dataset.columns.get("group"), _ids(held_out, dataset)
    if name is None or theirs.empty:
        return []
    own = dataset.examples.loc[held_out.training, "group"].dropna()
    sizes = own.value_counts()
    bonds = sizes[sizes <= max(_COLLECTION, _COLLECTION_SHARE * held_out.training.sum())]
    shared = sorted(set(bonds.index) & set(theirs), key=lambda value: (-sizes[value], value))
    groups = [[value] for value in shared[:_MOST_IDS]] + [shared[_MOST_IDS:]] * (len(shared) > _MOST_IDS)
    found = []
    for group in groups:
        rows, positions = own.index[own.isin(group)], theirs.index[theirs.isin(group)]
        what = f"{name} {quoted(group[0], _QUOTED)}" if len(group) == 1 else f"{len(group):,} more ids ({name})"
        share = f"{plural(len(rows), 'training row')} {'shares' if len(rows) == 1 else 'share'}"
        place = {"eval": held_out.place(int(positions[0])), "held_out_rows": len(positions)}
        found.append(
            Finding(
                code,
                f"{share} {what} with {plural(len(positions), 'held-out row')}",
                dataset.locate_all(rows, "group"),
                Severity.WARNING,
                evidence={"ids": len(group), **place},
                suggestion="keep all rows of one on the same side of the split",
            )
        )
    return found


def _ids(held_out: HeldOut, dataset: Dataset) -> pd.Series[Any]:
    """The ids of held-out rows by their positions, where they are called as DATA's are."""
    frame = held_out.corpus.frame
    given = held_out.given
    named_alike = given is None or given.columns.get("group") == dataset.columns.get("group")
    known = frame if named_alike else frame.iloc[: held_out.corpus.audited]
    return known["group"].dropna() if "group" in known else pd.Series(dtype="object")
