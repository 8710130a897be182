"""Which held-out texts share their wording with which training texts: an exact join in about linear time.

The held-out texts are the fewer ones: their shingles are indexed. The training texts go by in pieces, of which
nothing is kept but what matches. The products of sparse tables are counts of shared shingles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dataaudit.duplicates.shingles import (
    CHARACTERS,
    Hashes,
    Positions,
    Shingles,
    character_shingles,
    pieces,
    word_counts,
    word_shingles,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_array

#: Words in a passage: so many are rarely said twice in a row by chance.
PASSAGE = 8
#: A passage that stands in more different texts than this is the wording of a template or a set phrase.
_COMMON = 100
#: Of the runs of characters one in so many may be broken, or those that a slip breaks: two letters exchanged.
_ONE_IN, _SLIP = 5, CHARACTERS + 1
#: Near copies of one text that are named.
_CLOSEST = 30
#: A run of characters in so great a share of the held-out texts tells nothing.
_USUAL = 0.1
#: Pairs whose shingles are compared at once.
_PAIRS_AT_ONCE = 1 << 17
#: So many bits of a hash tell shingles apart; the others number the texts of a piece.
_HASH_BITS = np.uint64(48)
#: A hash is looked up only if its last bits are those of an indexed one.
_FILTER = np.uint64((1 << 22) - 1)

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Overlaps:
    """Pairs of texts that have much in common: arrays of the same length.

    Attributes
    ----------
    training, held_out
        Which texts.
    similarity
        In (0, 1].
    """

    training: Positions
    held_out: Positions
    similarity: NDArray[np.float64]


def shared_passages(training: Sequence[str], held_out: Sequence[str], least_words: int, least_share: float) -> Overlaps:
    """Pairs in which one training text has this share of the held-out text's different runs of eight words.

    Runs that stand in more than a hundred different texts don't count: they are the wording of a template.

    Parameters
    ----------
    least_words
        Held-out texts of fewer words are left out, and those with fewer runs that count than such a text has.
    """
    held = _Held.of(held_out, word_counts(held_out) >= least_words, passages)
    texts, columns = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    frequency = np.zeros(len(held.hashes), np.int64)
    for positions, bags in _piecewise(training, np.arange(len(training)), passages):
        text, column = held.known(bags)
        told = frequency[column] <= _COMMON
        frequency += np.bincount(column, minlength=len(frequency))
        texts.append(positions[text[told]])
        columns.append(column[told])
    telling = (frequency <= _COMMON) & (held.frequency <= _COMMON)
    own = held.table[:, telling]
    theirs = _table(np.concatenate(texts), np.concatenate(columns), (len(training), len(frequency)))[:, telling]
    shared = (theirs @ own.T).tocoo()
    counting = own.sum(axis=1)[shared.col]
    share = shared.data / counting
    enough = (share >= least_share) & (counting > least_words - PASSAGE)
    return Overlaps(shared.row[enough].astype(np.int64), shared.col[enough].astype(np.int64), share[enough])


def similar_spellings(training: Sequence[str], held_out: Sequence[str], most_words: int) -> Overlaps:
    """Pairs of short texts of whose runs of five characters one in five is broken at most, or those that a slip breaks.

    `similarity` is the Jaccard similarity of their runs. Texts with so much in common have one of their rarest runs
    in common (prefix filtering, Bayardo, Ma and Srikant 2007), so all such pairs are found, but for texts that have
    in common only what a tenth of the held-out texts, and more than a hundred, say too; and of each held-out text the
    thirty most similar are named.

    Parameters
    ----------
    most_words
        Held-out texts of more words are left out.
    """
    short = word_counts(held_out) <= most_words
    held = _Held.of(held_out, short, character_shingles)
    telling = int((held.frequency <= max(_COMMON, _USUAL * len(held_out))).sum())
    rarest = _rarest(held.table, held.sizes, held.sizes, telling)
    longest = max((len(held_out[i]) for i in np.flatnonzero(short).tolist()), default=0)
    near = np.flatnonzero([4 * len(text) <= 5 * (longest + _SLIP) for text in training])
    found = [Overlaps(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))]
    for positions, bags in _piecewise(training, near, character_shingles):
        table = _table(*held.known(bags), (len(positions), len(held.hashes)))
        one, other = (_rarest(table, bags.sizes, np.diff(table.indptr), telling) @ rarest.T).nonzero()
        possible = _alike(bags.sizes[one], held.sizes[other], np.minimum(bags.sizes[one], held.sizes[other]))
        one, other = one[possible], other[possible]
        shared = _shared(table, one, held.table, other)
        alike = _alike(bags.sizes[one], held.sizes[other], shared)
        one, other, shared = one[alike], other[alike], shared[alike]
        similarity = shared / (bags.sizes[one] + held.sizes[other] - shared)
        found.append(_closest(Overlaps(positions[one], other.astype(np.int64), similarity)))
    return _closest(Overlaps(*(np.concatenate([getattr(part, name) for part in found]) for name in Overlaps.__slots__)))


def passages(texts: Sequence[str]) -> Shingles:
    """Every run of eight words; of a text with fewer, all of it."""
    return word_shingles(texts, PASSAGE)


@dataclass(frozen=True, slots=True, eq=False)
class _Bags:
    """The different shingles of n texts: of which text each is, ascending, and its hash; `sizes` counts them."""

    texts: Positions
    hashes: Hashes
    sizes: Positions

    @classmethod
    def of(cls, shingles: Shingles) -> _Bags:
        """Equal ones of one text become one."""
        n = len(shingles.offsets) - 1
        texts = np.repeat(np.arange(n, dtype=np.uint64), np.diff(shingles.offsets))
        packed = np.sort(texts << _HASH_BITS | shingles.hashes >> (np.uint64(64) - _HASH_BITS))
        packed = packed[np.append(True, packed[1:] != packed[:-1])[: len(packed)]]
        owners = (packed >> _HASH_BITS).astype(np.int64)
        hashes = packed & ((np.uint64(1) << _HASH_BITS) - np.uint64(1))
        return cls(owners, hashes, np.bincount(owners, minlength=n))


@dataclass(frozen=True, eq=False)
class _Held:
    """The held-out texts by their shingles.

    Attributes
    ----------
    hashes
        The different ones, ascending.
    column
        Of each its column in `table`; the rarer, the further left.
    table
        (texts, shingles) ones where a text has a shingle.
    sizes
        How many different shingles each text has.
    """

    hashes: Hashes
    column: Positions
    table: csr_array
    sizes: Positions

    @classmethod
    def of(cls, texts: Sequence[str], chosen: Mask, shingling: Callable[[Sequence[str]], Shingles]) -> _Held:
        """Of the chosen texts; the others have no shingle."""
        parts = list(_piecewise(texts, np.flatnonzero(chosen), shingling))
        said = np.concatenate([np.empty(0, np.uint64), *(bags.hashes for _, bags in parts)])
        owners = np.concatenate([np.empty(0, np.int64), *(positions[bags.texts] for positions, bags in parts)])
        hashes, place, frequency = np.unique(said, return_inverse=True, return_counts=True)
        column = np.argsort(np.argsort(frequency, kind="stable"))
        table = _table(owners, column[place], (len(texts), len(hashes)))
        return cls(hashes, column, table, np.bincount(owners, minlength=len(texts)))

    @property
    def frequency(self) -> Positions:
        """In how many texts the shingle of each column stands."""
        return np.bincount(self.table.indices, minlength=len(self.hashes))

    @cached_property
    def _seen(self) -> Mask:
        seen = np.zeros(int(_FILTER) + 1, np.bool_)
        seen[self.hashes & _FILTER] = True
        return seen

    def known(self, bags: _Bags) -> tuple[Positions, Positions]:
        """Which texts have shingles that held-out texts have, and the columns of these."""
        maybe = np.flatnonzero(self._seen[bags.hashes & _FILTER])
        place = np.minimum(np.searchsorted(self.hashes, bags.hashes[maybe]), len(self.hashes) - 1)
        found = self.hashes[place] == bags.hashes[maybe]
        return bags.texts[maybe[found]], self.column[place[found]]


def _piecewise(
    texts: Sequence[str], positions: Positions, shingling: Callable[[Sequence[str]], Shingles]
) -> Iterator[tuple[Positions, _Bags]]:
    """The bags of the texts at these positions, piece by piece, and the positions of each piece."""
    for piece in pieces(np.array([len(texts[i]) for i in positions.tolist()], np.int64)):
        yield positions[piece], _Bags.of(shingling([texts[i] for i in positions[piece].tolist()]))


def _table(texts: Positions, columns: Positions, shape: tuple[int, int]) -> csr_array:
    """Ones where a text has a shingle, the columns of each row ascending."""
    from scipy.sparse import csr_array

    order = np.lexsort((columns, texts))
    indptr = np.searchsorted(texts[order], np.arange(shape[0] + 1))
    return csr_array((np.ones(len(order), np.int32), columns[order], indptr), shape=shape)


def _rarest(table: csr_array, sizes: Positions, there: Positions, telling: int) -> csr_array:
    """Of each text only so many of its rarest shingles that texts that are alike share one.

    `there` counts those that have a column; the others are the rarest of all. Columns from `telling` on are left out.
    """
    rows = np.repeat(np.arange(len(sizes)), there)
    place = np.arange(len(rows)) - table.indptr[rows] + (sizes - there)[rows]
    kept = (place <= _spared(sizes)[rows]) & (table.indices < telling)
    return _table(rows[kept], table.indices[kept], table.shape)


def _shared(table: csr_array, rows: Positions, other: csr_array, other_rows: Positions) -> Positions:
    """How many columns each pair of rows has in common."""
    starts = range(0, len(rows), _PAIRS_AT_ONCE)
    parts = (slice(start, start + _PAIRS_AT_ONCE) for start in starts)
    counts = [table[rows[part]].multiply(other[other_rows[part]]).sum(axis=1) for part in parts]
    return np.concatenate([np.empty(0, np.int64), *counts])


def _closest(found: Overlaps) -> Overlaps:
    """Of each held-out text the most similar pairs."""
    order = np.lexsort((found.training, -found.similarity, found.held_out))
    ordered = found.held_out[order]
    kept = order[np.arange(len(order)) - np.searchsorted(ordered, ordered) < _CLOSEST]
    return Overlaps(found.training[kept], found.held_out[kept], found.similarity[kept])


def _alike(one: Positions, other: Positions, shared: Positions) -> Mask:
    """Whether texts of these sizes that share so many shingles are alike."""
    larger = np.maximum(one, other)
    alike: Mask = shared >= larger - _spared(larger)
    return alike


def _spared(sizes: Positions) -> Positions:
    """How many shingles of a text need not be in one that is like it."""
    return np.maximum(sizes // _ONE_IN, _SLIP)
