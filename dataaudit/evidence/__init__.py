"""Evidence: what several checks need and what is costly, built once, on demand, and only what is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dataaudit.dataset import Corpus, Dataset
from dataaudit.evidence.text import Positions, TextEvidence, distinct, topics

if TYPE_CHECKING:
    from dataaudit.evidence.cache import Cache
    from dataaudit.evidence.encoders import Encoder
    from dataaudit.evidence.neighbours import NeighbourGraph
    from dataaudit.evidence.signals import Described, Signal

__all__ = ["Evidence", "EvidenceView", "Reference", "encode_distinct"]

Vectors = NDArray[np.float32]
Announce = Callable[[str, int], None]

#: Neighbours of each node in the graph: as many as cleanlab's Datalab asks.
NEIGHBOURS = 10
_ALWAYS = frozenset({"corpus", "seed", "jobs"})
#: Vectors are put into the cache after so many, so that an interrupted run has not worked in vain.
_KEPT_AT_ONCE = 8192


class Tabular(Protocol):
    """What can be kept on disk as a table."""

    @classmethod
    def from_table(cls, table: pa.Table) -> Self:
        """What `to_table` made a table of."""

    def to_table(self) -> pa.Table:
        """The table to be kept."""


Kept = TypeVar("Kept", bound=Tabular)


class Evidence:
    """Everything about a dataset that several checks share; each attribute is computed at its first use.

    Parameters
    ----------
    dataset
        The audited data.
    encoder, cache
        What makes vectors of texts, and where vectors are kept; either may be None.
    accepted, reference
        Data accepted before, a sample of real inputs.
    seed, jobs
        The seed of whatever is random; the number of threads, on which no result depends.
    announce
        Called as ("encoding", number of texts) before long work begins.
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        encoder: Encoder | None,
        cache: Cache | None,
        accepted: Dataset | None = None,
        reference: Dataset | None = None,
        seed: int = 0,
        jobs: int = 1,
        announce: Announce | None = None,
    ) -> None:
        self.dataset = dataset
        self.encoder = encoder
        self.cache = cache
        self.accepted = accepted
        self._before = (
            None
            if accepted is None
            else Evidence(accepted, encoder=encoder, cache=cache, seed=seed, jobs=jobs, announce=announce)
        )
        self.seed = seed
        self.jobs = jobs
        self._announce = announce
        self._reference = reference
        self._clean: NDArray[np.bool_] | None = None

    @cached_property
    def corpus(self) -> Corpus:
        """DATA's examples followed by the accepted ones."""
        return Corpus.of(self.dataset, self.accepted)

    @cached_property
    def text(self) -> TextEvidence:
        """Keys and topics, aligned to the positions of the corpus."""
        own = self._kept("text", TextEvidence, lambda: TextEvidence.of(self.dataset.examples))
        return own if self._before is None else own.followed_by(self._before.text)

    @cached_property
    def signals(self) -> dict[str, Signal]:
        """How each output is written, by the name of the signal, aligned to the positions of the corpus."""
        from dataaudit.evidence.signals import output_signals

        known = None if self._before is None else self._before.described
        return output_signals(self.corpus.frame, self.dataset.task, known)

    @cached_property
    def described(self) -> Described:
        """What the signals need to know of the single texts."""
        from dataaudit.evidence.signals import Described, describe

        return self._kept("texts", Described, lambda: describe(self.dataset.examples, self.dataset.task))

    @cached_property
    def embeddings(self) -> Vectors:
        """(n_nodes, d) float32 vectors of length 1; row i belongs to `text.nodes[i]`."""
        return self.encode(self.text.nodes)

    @cached_property
    def neighbours(self) -> NeighbourGraph:
        """The nearest neighbours of every node among the nodes, without itself."""
        from dataaudit.evidence.neighbours import NeighbourGraph, build_graph, extend_graph

        if self._before is not None and len(self._before.text.nodes) > NEIGHBOURS:
            place = {text: i for i, text in enumerate(self.text.nodes)}
            known = np.array([place[text] for text in self._before.text.nodes], dtype=np.int32)
            return extend_graph(self._before.neighbours, known, self.embeddings, self.jobs)
        what = f"neighbours {NEIGHBOURS} by {self._encoder_identity}"
        return self._kept(what, NeighbourGraph, lambda: build_graph(self.embeddings, NEIGHBOURS, self.jobs))

    @cached_property
    def reference(self) -> Reference:
        """The sample of real inputs; LookupError where none was given."""
        if self._reference is None:
            raise LookupError("there is no reference: ask Evidence.has('reference') first")
        return Reference(self._reference, self.encode)

    @property
    def clean(self) -> NDArray[np.bool_]:
        """(audited,) bool, which of DATA's examples no check has disqualified; set by the runner."""
        if self._clean is None:
            raise LookupError("which examples are clean is known only after the other checks have run")
        return self._clean

    @clean.setter
    def clean(self, value: NDArray[np.bool_]) -> None:
        self._clean = value

    def has(self, name: str) -> bool:
        """Whether this evidence can be had: vectors need an encoder, a reference must have been given."""
        if name in {"embeddings", "neighbours"}:
            return self.encoder is not None
        if name == "reference":
            return self._reference is not None
        return name != "clean" or self._clean is not None

    def view(self, requires: Iterable[str]) -> EvidenceView:
        """The part of the evidence that a check has declared."""
        return EvidenceView(self, requires)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32 vectors of length 1 of n distinct texts; LookupError without an encoder."""
        if self.encoder is None:
            raise LookupError("there is no encoder: ask Evidence.has('embeddings') first")
        return encode_distinct(texts, self.encoder, self.cache, self._announce)

    def _kept(self, what: str, kind: type[Kept], make: Callable[[], Kept]) -> Kept:
        """Something about the data, from the cache if they have an identity by which it can be found again."""
        if self.cache is None or self.dataset.identity is None:
            return make()
        name = f"{what} of {self.dataset.identity}"
        table = self.cache.read_table(name)
        if table is not None:
            return kind.from_table(table)
        made = make()
        self.cache.write_table(name, made.to_table())
        return made

    @property
    def _encoder_identity(self) -> str:
        return f"{self.encoder.name} {self.encoder.sha256}" if self.encoder else ""


class EvidenceView:
    """Evidence as a check sees it: what it declared, and always `corpus`, `seed` and `jobs`."""

    __slots__ = ("_allowed", "_evidence")

    def __init__(self, evidence: Evidence, requires: Iterable[str]) -> None:
        self._evidence = evidence
        self._allowed = _ALWAYS | frozenset(requires)

    def __getattr__(self, name: str) -> Any:
        if name not in self._allowed:
            raise LookupError(f"the check uses evidence.{name} without declaring it in `requires`")
        return getattr(self._evidence, name)


class Reference:
    """A sample of real inputs, only the inputs of which are used.

    Attributes
    ----------
    dataset
        The sample as it was read.
    nodes
        Its distinct normalised inputs, sorted.
    node
        (m,) int, of each of its m readable examples the index in `nodes`.
    weights
        (n_nodes,) int, how many examples each node stands for.
    embeddings
        (n_nodes, d) float32 vectors of length 1, encoded at first use.
    """

    def __init__(self, dataset: Dataset, encode: Callable[[Sequence[str]], Vectors]) -> None:
        self.dataset = dataset
        self.nodes: list[str]
        self.node: Positions
        self.nodes, self.node = distinct(topics(dataset.examples))
        self.weights: Positions = np.bincount(self.node, minlength=len(self.nodes)).astype(np.int64)
        self._encode = encode

    @cached_property
    def embeddings(self) -> Vectors:
        """(n_nodes, d) float32 vectors of length 1; row i belongs to `nodes[i]`."""
        return self._encode(self.nodes)


def encode_distinct(
    texts: Sequence[str], encoder: Encoder, cache: Cache | None, announce: Announce | None = None
) -> Vectors:
    """Vectors of distinct texts, from the cache where it has them; new ones are put there.

    Returns
    -------
    (n, d) float32, rows of length 1. The same bytes with a cold, a warm and no cache.
    """
    vectors, found = _cached(texts, encoder, cache)
    missing: list[int] = np.flatnonzero(~found).tolist()
    if missing and announce is not None:
        announce("encoding", len(missing))
    for start in range(0, len(missing), _KEPT_AT_ONCE):
        part = missing[start : start + _KEPT_AT_ONCE]
        new_texts = [texts[i] for i in part]
        vectors[part] = encoder.encode(new_texts)
        if cache is not None:
            cache.put(encoder, new_texts, vectors[part])
    return vectors


def _cached(texts: Sequence[str], encoder: Encoder, cache: Cache | None) -> tuple[Vectors, NDArray[np.bool_]]:
    if cache is not None:
        return cache.get(encoder, texts)
    return np.zeros((len(texts), encoder.dimension), np.float32), np.zeros(len(texts), np.bool_)
