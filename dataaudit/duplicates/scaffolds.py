"""Scaffolding: the words that many texts share around what is their own.

A tool description that heads every instruction, a wrapper such as "Below is an instruction that describes a
task", one request with a slot in it. Two texts are no copies for having it in common, so it is taken out before
texts are compared.

What tells a template from copies of one text is the slot: it is at the same place in all texts that share the
template, and each has something else in it.
"""

from __future__ import annotations

import heapq
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from typing import NamedTuple, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

Counts = NDArray[np.int64]
Mask = NDArray[np.bool_]
Gram = tuple[str, ...]
Span = tuple[int, int]

#: Words in a row whose frequency is counted. Ours: few runs of five are common by chance.
GRAM = 5
#: Scaffolding has eight words or more and stands in 1 % of the texts and in ten. Ours: questions that merely begin
#: alike ("how do i change the") do so for fewer words.
LEAST_WORDS, LEAST_SHARE, LEAST_TEXTS = 8, 0.01, 10
#: A template can be shorter if half of the texts have it ("translate this sentence to french"). Ours.
_SHORT, _WIDE_SHARE = 5, 0.5
#: Fewer different texts don't tell what is usual. Ours.
LEAST_SAMPLE = 50
#: Words that stand in as many texts, give or take a fifth, belong together; those in twice as many are a template of
#: their own, which others begin with. Ours.
_LEVEL, _HIGHER = 0.8, 2
#: Of the texts that have these words so many have all of them and go on in another way. What is left of one text
#: in edited copies of it ends at another place in each. Ours.
_SAME_ENDS = 0.5
#: Where less than eight words are the texts' own, they must be as many as nobody makes of one by editing it. Ours.
_COPIES = 50
#: Of the words that are a text's own, another text has no more than this on average. Ours.
_IN_COMMON = 2 / 3
#: Texts, words of all, and words of each that are looked at: of 10,000 texts a share of 1 % is known to ±0.2.
SAMPLE, _WORDS, _WORDS_OF_TEXT = 10_000, 1_000_000, 10_000

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_LONG_RUN = re.compile(b"\1{%d,}" % (LEAST_WORDS - GRAM + 1))


class Template(NamedTuple):
    """One scaffold.

    Attributes
    ----------
    words
        Its normalised words, parted by spaces.
    texts, share
        In how many of the texts that were looked at it was found, and their share.
    words_share
        How much of the words of these texts it is.
    """

    words: str
    texts: int
    share: float
    words_share: float


@dataclass(frozen=True)
class Scaffolds:
    """The scaffolding of a set of texts: `templates`, those of the most texts first."""

    templates: tuple[Template, ...] = ()

    @classmethod
    def from_table(cls, table: pa.Table) -> Self:
        """What `to_table` made a table of."""
        return cls(tuple(Template(**row) for row in table.to_pylist()))

    def to_table(self) -> pa.Table:
        """One row a template, to be kept on disk."""
        columns = zip(*self.templates, strict=True) if self.templates else ((),) * len(Template._fields)
        return pa.table(dict(zip(Template._fields, columns, strict=True)))

    def joined(self, other: Scaffolds) -> Scaffolds:
        """These, and those of another set of texts."""
        known = {template.words for template in self.templates}
        return Scaffolds((*self.templates, *(own for own in other.templates if own.words not in known)))

    def strip(self, text: str) -> str:
        """What a normalised text has besides scaffolding; all of it where that is nothing."""
        if not self._grams:
            return text
        words = text.split()
        own = self._own(words)
        return (" ".join(compress(words, own)) or text) if 0 in own else text

    def count(self, text: str) -> int:
        """How many words of a normalised text are scaffolding."""
        return self._own(text.split()).count(0) if self._grams else 0

    @cached_property
    def _grams(self) -> frozenset[Gram]:
        """All runs of five words in templates of eight words or more; shorter ones are known, but not stripped."""
        templates = (template.words.split() for template in self.templates)
        return frozenset(gram for words in templates if len(words) >= LEAST_WORDS for gram in _grams_of(words))

    def _own(self, words: Sequence[str]) -> bytearray:
        """(n_words,) 0 where eight words in a row or more are scaffolding, else 1."""
        own = bytearray(b"\1") * len(words)
        for run in _LONG_RUN.finditer(bytes(map(self._grams.__contains__, _grams_of(words)))):
            end = run.end() + GRAM - 1
            own[run.start() : end] = bytes(end - run.start())
        return own


def find_scaffolds(texts: Iterable[str]) -> Scaffolds:
    """Find what many normalised texts share word for word, around something that differs.

    Counted is in how many texts each run of five words stands. Eight words or more in a row that stand in 1 % of
    the texts and in ten (or five in half of them) are a template if most of these texts go on at its ends in
    another way, have few words of their own in common, and are more than there are copies of an edited text where
    little is their own. No template goes beyond a line feed, which is to part a system prompt from its input.

    Equal texts count once. Of many texts those 10,000 are looked at whose hashes are the smallest, so that
    nothing depends on their order; fewer where they are long. Fewer than 50 texts have no scaffolds.
    """
    sample = _Sample.of(texts)
    if sample.size < LEAST_SAMPLE:
        return Scaffolds()
    bar = max(LEAST_TEXTS, LEAST_SHARE * sample.size)
    stretches = [own for own in _stretches(sample, sample.levels(bar), bar) if own.is_usual(bar)]
    templates = (_template(sample, own) for own in _varying(sample, stretches))
    return Scaffolds(tuple(sorted(templates, key=lambda own: (-own.texts, own.words))))


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """Some texts as numbers.

    Attributes
    ----------
    ids
        (m,) their words, one text after the other; 0 follows each line of them.
    owner
        (m,) to which text each belongs.
    vocabulary
        The word of each number.
    """

    ids: Counts
    owner: Counts
    vocabulary: list[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> _Sample:
        hashed = ((xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")), text) for text in texts)
        chosen = dict.fromkeys(text for _, text in heapq.nsmallest(SAMPLE, hashed))
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        numbers[""] = 0
        ids, ends = array("q"), [0]
        for text in chosen:
            for line in text.split("\n"):
                words = line.split(None, _WORDS_OF_TEXT)[:_WORDS_OF_TEXT]
                ids.extend(map(numbers.__getitem__, [*words, ""]))
            ends.append(len(ids))
            if len(ids) > _WORDS:
                break
        owner = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
        return cls(np.frombuffer(ids, np.int64), owner, list(numbers))

    @property
    def size(self) -> int:
        """How many texts there are."""
        return int(self.owner[-1]) + 1 if len(self.owner) else 0

    @property
    def lengths(self) -> Counts:
        """(n,) how many words each text has."""
        return np.bincount(self.owner, self.ids > 0).astype(np.int64)

    def levels(self, bar: float) -> Counts:
        """(m,) in how many texts the most frequent run of five stands that each word is in, 0 where below `bar`."""
        frequencies = self.frequencies()
        frequencies[frequencies < bar] = 0
        levels = np.zeros(len(self.ids), np.int64)
        for i in range(GRAM):
            part = levels[i : i + len(frequencies)]
            np.maximum(part, frequencies, out=part)
        return levels

    def frequencies(self) -> Counts:
        """(m - 4,) in how many texts each run of five words stands; 0 for what is not in one line."""
        width = len(self.ids) - GRAM + 1
        windows = [self.ids[i : i + width] for i in range(GRAM)]
        hashes = np.zeros(width, np.uint64)
        for window in windows:
            hashes = hashes * _MULTIPLIER + window.astype(np.uint64)
        order = np.argsort(hashes, kind="stable")
        other = np.diff(hashes[order], prepend=hashes[order[:1]] + np.uint64(1)) != 0
        first = other | (np.diff(self.owner[order], prepend=-1) != 0)
        group = np.cumsum(other) - 1
        frequencies = np.empty(width, np.int64)
        frequencies[order] = np.bincount(group, weights=first)[group]
        return np.where(np.minimum.reduce(windows) > 0, frequencies, 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """The same words in many places: where they stand, in which texts, and in how many the rarest of them do."""

    spans: list[Span]
    texts: Counts
    level: int

    def is_usual(self, bar: float) -> bool:
        """Whether enough texts have it, and no more of it."""
        return len(self.texts) >= max(bar, _SAME_ENDS * self.level)


def _stretches(sample: _Sample, levels: Counts, bar: float) -> Iterator[_Stretch]:
    """What may be templates: equal words in `bar` places and more."""
    runs: defaultdict[bytes, list[Span]] = defaultdict(list)
    places: defaultdict[bytes, list[Span]] = defaultdict(list)
    for start, end in _spans(levels > 0):
        runs[sample.ids[start:end].tobytes()].append((start, end))
    for spans in runs.values():
        start, end = spans[0]
        for first, last in _parts(levels[start:end], _WIDE_SHARE * sample.size):
            words = sample.ids[start + first : start + last].tobytes()
            places[words] += [(start + first, start + last) for start, _ in spans]
    for spans in (own for own in places.values() if len(own) >= bar):
        texts = np.unique(sample.owner[[start for start, _ in spans]])
        yield _Stretch(spans, texts, int(levels[slice(*spans[0])].min()))


def _parts(levels: Counts, wide: float) -> Iterator[Span]:
    """The parts of a run of usual words that belong to one template: what is in its slot may be usual, too.

    A template's words stand in the same number of texts; one in fewer texts is one of several in a slot.
    """
    lower, edges = 0, set[int]()
    for level in sorted(set(levels.tolist())):
        least = _SHORT if level >= wide else LEAST_WORDS
        if level < _HIGHER * lower or np.count_nonzero(np.abs(levels - level) <= (1 - _LEVEL) * level) < least:
            continue
        spans = [(start, end) for start, end in _spans(levels >= _LEVEL * level) if end - start >= least]
        yield from (span for span in spans if not edges or edges.intersection(span))
        lower, edges = level, edges.union(*spans)


def _varying(sample: _Sample, stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """Those whose texts have something of their own, each something else."""
    own = sample.ids > 0
    for start, end in (span for stretch in stretches for span in stretch.spans):
        own[start:end] = False
    lengths = np.bincount(sample.owner[own], minlength=sample.size)
    different = np.unique(sample.owner[own] * len(sample.vocabulary) + sample.ids[own])
    owner, words = np.divmod(different, len(sample.vocabulary))
    return [each for each in stretches if _varies(lengths[each.texts], words[np.isin(owner, each.texts)])]


def _varies(lengths: Counts, words: Counts) -> bool:
    """Whether n texts vary that have so many words of their own, and all of them these different words."""
    n = len(lengths)
    if len(words) == 0 or (n < _COPIES and np.median(lengths) < LEAST_WORDS):
        return False
    others = np.bincount(words)[words] - 1
    return bool(others.mean() <= _IN_COMMON * (n - 1))


def _template(sample: _Sample, stretch: _Stretch) -> Template:
    words = [sample.vocabulary[i] for i in sample.ids[slice(*stretch.spans[0])]]
    share = len(words) * len(stretch.texts) / sample.lengths[stretch.texts].sum()
    return Template(" ".join(words), len(stretch.texts), len(stretch.texts) / sample.size, float(share))


def _grams_of(words: Sequence[str]) -> Iterator[Gram]:
    """All runs of five of these words."""
    return zip(*(words[i:] for i in range(GRAM)), strict=False)


def _spans(mask: Mask) -> list[Span]:
    """Where it is True: starts and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))
