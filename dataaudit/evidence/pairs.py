"""Pairs of examples that are alike, as the searches for near and for semantic duplicates leave them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_COLUMNS = ("first", "second", "input", "output", "similarity", "agree")
_PLANTED = b"planted"

Indices = NDArray[np.int32]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class UnitPairs:
    """Pairs of units (`Units`) of which one at least is new, alike in input and output.

    Attributes
    ----------
    first, second
        (p,) int32, in an order that `grouping.stars` takes; the first is the one to keep.
    input, output
        (p,) float32 in [0, 1], how alike they are; 1 where both are empty.
    similarity
        (p,) float32, of the pair: the lesser of both, or of the side that it depends on.
    agree
        (p,) bool, whether no fact differs.
    planted
        (q,) float32, the similarity at which each planted copy was found with its original; 0 where it was not.
    """

    first: Indices
    second: Indices
    input: Scores
    output: Scores
    similarity: Scores
    agree: NDArray[np.bool_]
    planted: Scores

    @classmethod
    def from_table(cls, table: pa.Table) -> Self:
        """What `to_table` made a table of."""
        planted = np.array(json.loads(table.schema.metadata[_PLANTED]), dtype=np.float32)
        return cls(**{name: table.column(name).to_numpy() for name in _COLUMNS}, planted=planted)

    def to_table(self) -> pa.Table:
        """One row a pair, to be kept on disk."""
        columns = {name: getattr(self, name) for name in _COLUMNS}
        return pa.table(columns).replace_schema_metadata({_PLANTED: json.dumps(self.planted.tolist())})
