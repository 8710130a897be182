"""What a look at each text of a dataset finds, by row and field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from dataaudit.dataset import Dataset
from dataaudit.formats.corruption import Fault

#: Columns of `Dataset.examples` that hold text.
FIELDS = ("system", "input", "output")
#: Formats of texts to train on as they stand: cut where a window ends, with the template in them.
AS_THEY_STAND = frozenset({"text", "segments", "tokenized"})


class Hit(NamedTuple):
    """A fault in a field of a row."""

    row: int
    field: str
    fault: Fault


def scan(dataset: Dataset, look: Callable[[str, str], Sequence[Fault]], fields: Iterable[str] = FIELDS) -> list[Hit]:
    """What `look(text, field)` finds in these fields of all rows; it sees each distinct text once."""
    hits = []
    rows = dataset.examples.index.tolist()
    for field in fields:
        texts = dataset.examples[field].tolist()
        found = {text: look(text, field) for text in set(texts) if isinstance(text, str)}
        damaged = {text: faults for text, faults in found.items() if faults}
        for row, text in zip(rows, texts, strict=True) if damaged else ():
            hits += [Hit(row, field, fault) for fault in damaged.get(text, ())]
    return hits


def without_common(hits: Sequence[Hit], kinds: Collection[str], most: float) -> list[Hit]:
    """Those that are not of these kinds and the same, in the same field, in `most` rows or more."""
    counts = Counter((hit.field, hit.fault.shown) for hit in set(hits) if hit.fault.kind in kinds)
    return [hit for hit in hits if counts[hit.field, hit.fault.shown] < most]
