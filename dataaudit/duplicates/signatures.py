"""MinHash signatures of examples, and an index of them that proposes which examples may be similar.

Two signatures agree at a place with the probability that is the Jaccard similarity of the shingles (Broder 1997). Four
places are a band, and examples that agree in a band are proposed as a pair (Indyk and Motwani 1998). Where many
agree, as in data made of templates, not all pairs are: the work grows with the examples, not with the pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from dataaudit.duplicates.shingles import (
    Positions,
    Shingles,
    character_shingles,
    pieces,
    spaced,
    word_counts,
    word_shingles,
)
from dataaudit.engine import Engine

if TYPE_CHECKING:
    import pyarrow as pa

Keys = NDArray[np.uint64]
Mask = NDArray[np.bool_]

#: A pair is proposed with probability 1 - (1 - J**4)**25: .999 at J = .7, .97 at .6, .80 at .5, .0025 at .1.
BANDS, PLACES = 25, 4
_PERMUTATIONS, _SEED = BANDS * PLACES, 1
#: Examples of fewer words are signed by their characters, of up to half as many more by both: two that are similar
#: may lie on either side of a border.
FEW = 48
#: One byte is kept of each hash, so two agree by chance once in 256 times.
_BY_CHANCE = 1 / 256
#: Twice the standard error of an estimate from 100 places at .5, and what it may lack of the ratio of sizes where a
#: text is contained in another but for a twentieth, as `near.similarities` asks for.
_ERROR, _ERROR_OF_RATIO = 0.1, 0.15
#: Where many agree in a band each is paired with so many that are next to it when the next band sorts them.
_NEXT = 4
#: Of the pairs in which a signature is second, so many of the most alike and so many of the foremost are kept.
_MOST = 12
#: Only a text that is up to twice as long can contain another one.
COMPARABLE = 0.5
#: Pairs whose signatures are compared at once.
_PAIRS_AT_ONCE = 1 << 14
#: So that an output's shingles are never an input's.
_OUTPUT = np.uint64(0x5851F42D4C957F2D)
_HALF, _LOWER_HALF = np.uint64(32), np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True, eq=False)
class Signatures:
    """Signatures of n examples, in their order; an example may have two, one by its words and one by characters.

    Attributes
    ----------
    values
        (m, 100) uint8.
    examples
        (m,) int32, of which example each is.
    sizes
        (m,) int32, how many shingles it has.
    """

    values: NDArray[np.uint8]
    examples: NDArray[np.int32]
    sizes: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class NearIndex:
    """Signatures sorted by each of their bands.

    Attributes
    ----------
    order
        (25, m) int32, the signatures sorted by a band, the next band, and their number.
    """

    signatures: Signatures
    order: NDArray[np.int32]

    @classmethod
    def of(cls, inputs: Sequence[str], outputs: Sequence[str], jobs: int = 1) -> Self:
        """Sign and sort examples (see `sign`)."""
        signatures = sign(inputs, outputs, jobs)
        order = np.empty((BANDS, len(signatures.values)), np.int32)
        for band in range(BANDS):
            order[band] = np.argsort(_keys(signatures.values, band), kind="stable")
        return cls(signatures, order)

    @classmethod
    def from_table(cls, table: pa.Table) -> Self:
        """What `to_table` made a table of."""
        columns = {name: table.column(name).combine_chunks() for name in table.column_names}
        values, order = (columns[name].flatten().to_numpy() for name in ("values", "order"))
        examples, sizes = (columns[name].to_numpy() for name in ("examples", "sizes"))
        return cls(Signatures(values.reshape(-1, _PERMUTATIONS), examples, sizes), order.reshape(BANDS, -1))

    def to_table(self) -> pa.Table:
        """One row a signature, to be kept on disk."""
        import pyarrow as pa

        signatures = self.signatures
        return pa.table(
            {
                "values": pa.FixedSizeListArray.from_arrays(signatures.values.ravel(), _PERMUTATIONS),
                "examples": signatures.examples,
                "sizes": signatures.sizes,
                "order": pa.FixedSizeListArray.from_arrays(self.order.ravel(), BANDS),
            }
        )


def sign(inputs: Sequence[str], outputs: Sequence[str], jobs: int = 1) -> Signatures:
    """Sign examples by the shingles of input and output together, none of which goes from the one into the other.

    If both sides of two examples have a similarity of at least s, so have the examples as a whole.

    Parameters
    ----------
    inputs, outputs
        Normalised, empty where there is none.
    jobs
        Threads; the result doesn't depend on it.
    """
    sizes = np.fromiter(map(len, inputs), np.int64) + np.fromiter(map(len, outputs), np.int64)

    def signed(piece: slice) -> Signatures:
        part = _sign(inputs[piece], outputs[piece])
        return Signatures(part.values, part.examples + np.int32(piece.start), part.sizes)

    return _joined([_sign([], []), *Engine(jobs).map(signed, pieces(sizes))])


def proposed_within(index: NearIndex, floor: float) -> Positions:
    """Pairs of examples that may have this similarity, or contain one another: (p, 2) int64, the lower one first.

    A signature is second in 24 pairs at most: in those that promise most, and in those with the lowest first ones.
    """
    found = (_agreeing_within(index, band) for band in range(BANDS))
    pairs: Positions = _proposed(found, index.signatures, index.signatures, floor)
    apart: Positions = pairs[pairs[:, 0] != pairs[:, 1]]  # those of words and of characters may agree
    return apart


def proposed_against(known: NearIndex, signatures: Signatures, floor: float) -> Positions:
    """The same for pairs of a known and another example. The known ones are passed over once for each band."""
    found = (_agreeing_between(known, signatures, band) for band in range(BANDS))
    return _proposed(found, known.signatures, signatures, floor)


def _sign(inputs: Sequence[str], outputs: Sequence[str]) -> Signatures:
    sides = [spaced(text) for example in zip(inputs, outputs, strict=True) for text in example]
    words = word_counts(sides).reshape(-1, 2).sum(axis=1)
    kinds = ((word_shingles, words >= FEW), (character_shingles, 2 * words < 3 * FEW))
    parts = []
    for shingles_of, chosen in kinds:
        examples = np.flatnonzero(chosen)
        shingles = shingles_of([sides[side] for i in examples.tolist() for side in (2 * i, 2 * i + 1)])
        sizes = np.diff(shingles.offsets[::2]).astype(np.int32)
        parts.append(Signatures(_min_hashes(shingles), examples.astype(np.int32), sizes))
    both = _joined(parts)
    order = np.argsort(both.examples, kind="stable")
    return Signatures(both.values[order], both.examples[order], both.sizes[order])


def _joined(parts: Sequence[Signatures]) -> Signatures:
    return Signatures(*(np.concatenate([getattr(part, name) for part in parts]) for name in Signatures.__slots__))


def _min_hashes(sides: Shingles) -> NDArray[np.uint8]:
    """Signatures from the shingles of an input, its output, the next input, its output, ..."""
    from rensa import RMinHash

    is_output = np.arange(len(sides.offsets) - 1) % 2 == 1
    hashes = sides.hashes ^ np.repeat(np.where(is_output, _OUTPUT, np.uint64(0)), np.diff(sides.offsets))
    ends = sides.offsets[::2].astype(np.uint64)
    rows = RMinHash.digest_matrix_from_flat_token_hashes(hashes, ends, _PERMUTATIONS, _SEED).to_rows()
    flat = np.fromiter(chain.from_iterable(rows), np.uint32, len(rows) * _PERMUTATIONS)
    return flat.reshape(-1, _PERMUTATIONS).astype(np.uint8)


def _keys(values: NDArray[np.uint8], band: int) -> Keys:
    """(m,) a band and after it the next one, by which those that agree in the first are sorted."""
    bands: NDArray[np.uint32] = values.view("<u4")
    return bands[:, band].astype(np.uint64) << _HALF | bands[:, (band + 1) % BANDS].astype(np.uint64)


def _agreeing_within(index: NearIndex, band: int) -> Keys:
    """Pairs of signatures that agree in a band: each with the first of them and with those that sort before it.

    The first in the order of examples is the one around which others are grouped.
    """
    order = index.order[band].astype(np.uint64)
    keys: Keys = _keys(index.signatures.values, band)[index.order[band]]
    agrees = np.zeros(len(keys) + 1, np.bool_)
    agrees[1:-1] = _agree(keys, 1)
    several: Mask = agrees[1:] | agrees[:-1]
    keys, order = keys[several], order[several]
    if not len(keys):
        return keys
    found = []
    for part in (keys >> _HALF, keys):
        starts = np.flatnonzero(np.append(True, part[1:] != part[:-1]))
        first = np.repeat(np.minimum.reduceat(order, starts), np.diff(starts, append=len(order)))
        found.append(_packed(first, order)[first != order])
    for distance in range(1, min(_NEXT, len(order) - 1) + 1):
        one, other = order[:-distance][_agree(keys, distance)], order[distance:][_agree(keys, distance)]
        found.append(_packed(np.minimum(one, other), np.maximum(one, other)))
    return np.concatenate(found)


def _agreeing_between(known: NearIndex, signatures: Signatures, band: int) -> Keys:
    """Pairs of a known signature and another that agree in a band: with those that sort around it."""
    order = known.order[band]
    keys, wanted = _keys(known.signatures.values, band)[order], _keys(signatures.values, band)
    lowest = wanted & ~_LOWER_HALF
    place = np.searchsorted(keys, wanted)
    low = np.maximum(np.searchsorted(keys, lowest), place - _NEXT)
    high = np.minimum(np.searchsorted(keys, lowest | _LOWER_HALF, side="right"), place + _NEXT)
    counts = high - low
    chosen = np.repeat(low - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
    return _packed(order[chosen].astype(np.uint64), np.repeat(np.arange(len(wanted), dtype=np.uint64), counts))


def _agree(keys: Keys, distance: int) -> Mask:
    """Which of sorted keys agree in their upper half with the one that comes so much later."""
    return (keys[distance:] ^ keys[:-distance]) <= _LOWER_HALF


def _proposed(found: Iterable[Keys], firsts: Signatures, seconds: Signatures, floor: float) -> Positions:
    kept = np.empty(0, np.uint64)
    for pairs in found:
        new = _distinct(pairs)
        new = new[_may_be_similar(new, firsts, seconds, floor)]
        kept = _foremost(_distinct(np.concatenate([kept, new])), firsts, seconds, floor)
    first, second = _unpacked(kept)
    pairs = _distinct(_packed(firsts.examples[first].astype(np.uint64), seconds.examples[second].astype(np.uint64)))
    return np.stack(_unpacked(pairs), axis=1)


def _may_be_similar(pairs: Keys, firsts: Signatures, seconds: Signatures, floor: float) -> Mask:
    """Which pairs have, as far as their signatures tell, this similarity or one that contains the other."""
    first, second = _unpacked(pairs)
    low, high = np.sort([firsts.sizes[first], seconds.sizes[second]], axis=0)
    ratio = low / np.maximum(high, 1)
    estimate = _estimated(pairs, firsts, seconds)
    may_be_contained = (ratio >= COMPARABLE) & (estimate >= ratio - _ERROR_OF_RATIO)
    may_be: Mask = (estimate >= floor - _ERROR) | may_be_contained
    return may_be


def _estimated(pairs: Keys, firsts: Signatures, seconds: Signatures) -> NDArray[np.float64]:
    """(p,) the Jaccard similarities that the signatures give."""
    agreeing = np.empty(len(pairs))
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        some = slice(start, start + _PAIRS_AT_ONCE)
        first, second = _unpacked(pairs[some])
        agreeing[some] = (firsts.values[first] == seconds.values[second]).sum(axis=1)
    return (agreeing / _PERMUTATIONS - _BY_CHANCE) / (1 - _BY_CHANCE)


def _foremost(pairs: Keys, firsts: Signatures, seconds: Signatures, floor: float) -> Keys:
    """Of sorted pairs, for each second signature so many with the best estimates and so many with the first ones."""
    second = _unpacked(pairs)[1]
    crowded = np.bincount(second)[second] > 2 * _MOST if len(pairs) else np.empty(0, np.bool_)
    some = pairs[crowded]
    if not len(some):
        return pairs
    first, second = _unpacked(some)
    estimate = _estimated(some, firsts, seconds)
    kept = np.zeros(len(some), np.bool_)
    for order in (np.lexsort((first, -estimate, second)), np.lexsort((first, estimate < floor, second))):
        place = np.arange(len(order)) - np.searchsorted(second[order], second[order])
        kept[order[place < _MOST]] = True
    return np.sort(np.concatenate([pairs[~crowded], some[kept]]))


def _packed(first: Keys, second: Keys) -> Keys:
    return first << _HALF | second


def _unpacked(pairs: Keys) -> tuple[Positions, Positions]:
    return (pairs >> _HALF).astype(np.int64), (pairs & _LOWER_HALF).astype(np.int64)


def _distinct(values: Keys) -> Keys:
    """Sorted, each once."""
    ordered: Keys = np.sort(values)
    is_first = np.ones(len(ordered), np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return ordered[is_first]
