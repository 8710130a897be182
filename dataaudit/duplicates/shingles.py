"""Shingles: the runs of words, or of characters, that a text consists of, as 64-bit hashes.

Texts are normalised (`dataaudit.evidence.text.normalise`): one space between words, none at the ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, repeat

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Positions = NDArray[np.int64]

#: A changed word breaks as many shingles as a shingle has words. With 3 of 100 words changed the Jaccard similarity
#: is .83, with the usual five words in a shingle .73; of texts that share only one half of their words it is .33.
WORDS = 3
#: In short texts a changed word breaks too many runs of words: 1 of 10 leaves .45, of runs of five characters .7.
CHARACTERS = 5
#: Work is cut into pieces of about so many characters, whose arrays fit into the cache of a processor.
PIECE = 1 << 16

#: Thai, Lao, Burmese, Khmer, kana and Chinese characters are written without spaces: each counts as a word.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_SPACE = ord(" ")
#: Any odd number has an inverse modulo 2**64; this one has no pattern in its bits (the golden ratio).
_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True, eq=False)
class Shingles:
    """The shingles of n texts.

    Attributes
    ----------
    hashes
        (s,) uint64, those of one text after those of another; the same on every machine and in every run.
    offsets
        (n + 1,) int64: text i has ``hashes[offsets[i]:offsets[i + 1]]``.
    """

    hashes: Hashes
    offsets: Positions


def spaced(text: str) -> str:
    """The text with spaces around each character of a script that is written without them."""
    if text.isascii() or not _UNSPACED.search(text):
        return text
    return " ".join(_UNSPACED.sub(r" \g<0> ", text).split())


def word_counts(texts: Sequence[str]) -> Positions:
    """(n,) int64, the number of words of each text."""
    spaces = np.fromiter(map(str.count, texts, repeat(" ")), np.int64, len(texts))
    return spaces + np.fromiter(map(bool, texts), np.int64, len(texts))


def word_shingles(texts: Sequence[str], n: int = WORDS) -> Shingles:
    """Every run of n words; of a text with fewer, all of it."""
    codes, edges = _codes(texts)
    ends = np.flatnonzero(codes == _SPACE)
    starts = np.concatenate([[0], ends[:-1] + 1]) if len(ends) else ends
    filled = starts < ends
    return _runs(codes, starts[filled], ends[filled], edges, n)


def character_shingles(texts: Sequence[str]) -> Shingles:
    """Every run of five characters; of a text with fewer, all of it."""
    codes, edges = _codes(texts)
    starts = np.delete(np.arange(len(codes)), edges[1:] - 1)
    return _runs(codes, starts, starts + 1, edges, CHARACTERS)


def pieces(sizes: Positions, budget: int = PIECE) -> Iterator[slice]:
    """Slices over items that follow one another, each of about a budget; the size of an item is at least 16."""
    part = np.cumsum(np.maximum(sizes, 16)) // budget
    bounds = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(sizes)]
    return (slice(low, high) for low, high in pairwise(bounds) if low < high)


def _codes(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Positions]:
    """The characters of the texts, a space after each, and where each begins (and the last ends)."""
    joined = " ".join([*texts, ""])
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4"), edges


def _runs(codes: NDArray[np.uint32], starts: Positions, ends: Positions, edges: Positions, n: int) -> Shingles:
    """Hashes of n items in a row, where an item is ``codes[starts[i]:ends[i]]`` and texts begin at the edges.

    A hash is a polynomial of the characters modulo 2**64 (Rabin and Karp), from the sums up to the two ends.
    """
    item = np.searchsorted(starts, edges)
    counts = np.diff(item)
    sizes = np.where(counts > 0, np.maximum(counts - n + 1, 1), 0)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    first = np.arange(offsets[-1]) + np.repeat(item[:-1] - offsets[:-1], sizes)
    last = np.minimum(first + (n - 1), np.repeat(item[1:] - 1, sizes))
    powers, inverses = _powers(1 << max(len(codes), 2 * PIECE).bit_length())
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * powers[: len(codes)], out=sums[1:])
    begin = starts[first]
    return Shingles(_mixed((sums[ends[last]] - sums[begin]) * inverses[begin]), offsets)


@lru_cache(maxsize=2)
def _powers(n: int) -> tuple[Hashes, Hashes]:
    """The first n powers of the base and of its inverse."""
    found = []
    for base in (_BASE, pow(_BASE, -1, 1 << 64)):
        powers = np.full(n, base, np.uint64)
        powers[0] = 1
        found.append(np.cumprod(powers, out=powers))
    return found[0], found[1]


def _mixed(hashes: Hashes) -> Hashes:
    for _ in range(2):
        hashes ^= hashes >> _HALF
        hashes *= _MIX
    hashes ^= hashes >> _HALF
    return hashes
