"""Evidence: what several checks need and what is costly, built once, on demand, and only what is declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from importlib.metadata import version
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dataaudit.dataset import Corpus, Dataset
from dataaudit.duplicates.splits import held_out_sources
from dataaudit.evidence.encoding import Announce, encode_distinct
from dataaudit.evidence.side import HeldOut, Reference
from dataaudit.evidence.text import TextEvidence, normalised_inputs

if TYPE_CHECKING:
    from dataaudit.duplicates.scaffolds import Scaffolds
    from dataaudit.duplicates.signatures import NearIndex
    from dataaudit.evidence.baseline import Baseline
    from dataaudit.evidence.cache import Cache
    from dataaudit.evidence.encoders import Encoder
    from dataaudit.evidence.neighbours import NeighbourGraph
    from dataaudit.evidence.pairs import UnitPairs
    from dataaudit.evidence.signals import Described, Signal
    from dataaudit.evidence.topics import DeclaredTopics, Topic
    from dataaudit.evidence.units import Units
    from dataaudit.formats.results import Results
    from dataaudit.labels.annotations import Annotations
    from dataaudit.labels.classes import Classes
    from dataaudit.review.matching import Review

__all__ = ["Evidence", "EvidenceView", "HeldOut", "Reference", "encode_distinct"]

Vectors = NDArray[np.float32]

#: Neighbours of each node in the graph: as many as cleanlab's Datalab asks.
NEIGHBOURS = 10
_ALWAYS = frozenset({"corpus", "units", "encoder", "seed", "jobs", "has"})
#: Seconds; what is found sooner is found again.
_WORTH_KEEPING = 0.2


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
    accepted, reference, held_out
        Data accepted before, a sample of real inputs, held-out data.
    review
        What a reviewer says of the audited data.
    results
        What a prompt made of real inputs.
    topics
        What the data are declared to cover.
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
        held_out: Dataset | None = None,
        review: Review | None = None,
        results: Results | None = None,
        topics: Sequence[Topic] = (),
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
        self._held_out = held_out
        self._review = review
        self._results = results
        self._topics = topics
        self._doubt: NDArray[np.float64] | None = None

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
    def units(self) -> Units:
        """The distinct normalised examples."""
        from dataaudit.evidence.units import Units

        return Units.among(self.corpus, self.text)

    @cached_property
    def labels(self) -> Classes:
        """The classes that the labels name, aligned to the positions of the corpus."""
        from dataaudit.labels.classes import find_classes

        return find_classes(self.corpus.frame["label"])

    @cached_property
    def annotations(self) -> Annotations:
        """Who gave which item which label; nothing where the answers are no labels."""
        from dataaudit.labels.annotations import Annotations

        return Annotations.of(self.corpus, self.text)

    @cached_property
    def scaffolds(self) -> Scaffolds:
        """What many inputs, with their system prompts, share word for word, here or in the accepted data."""
        from dataaudit.duplicates.scaffolds import SAMPLE, Scaffolds, find_scaffolds

        def find() -> Scaffolds:
            different = np.unique(self.text.input_normalised[: self.corpus.audited], return_index=True)[1]
            return find_scaffolds(normalised_inputs(self.dataset.examples.iloc[different[:SAMPLE]], "\n"))

        own = self._kept("scaffolds", Scaffolds, find)
        return own if self._before is None else own.joined(self._before.scaffolds)

    @cached_property
    def near(self) -> UnitPairs:
        """Pairs of units that are alike in their words."""
        from dataaudit.evidence.near import find_near_pairs
        from dataaudit.evidence.pairs import UnitPairs

        def find() -> UnitPairs:
            known = None if self._before is None else self._before.near_index
            return find_near_pairs(self.units, self.corpus.frame, self._strip, known, self.seed, self.jobs)

        return self._kept(f"near pairs with seed {self.seed}", UnitPairs, find)

    @cached_property
    def semantic(self) -> UnitPairs:
        """Pairs of units that are alike in what they say."""
        from dataaudit.evidence.pairs import UnitPairs
        from dataaudit.evidence.semantic import FLOOR, STATIC_FLOOR, find_semantic_pairs

        def find() -> UnitPairs:
            topics = list(map(self._strip, self.text.nodes))
            return find_semantic_pairs(
                self.units,
                self.near,
                self.corpus.frame,
                topics,
                self.embeddings,
                self.neighbours,
                self.encode,
                STATIC_FLOOR if self.encoder is not None and self.encoder.name == "static" else FLOOR,
                self.seed,
                self.jobs,
            )

        return self._kept(f"semantic pairs with seed {self.seed} by {self._encoder_identity}", UnitPairs, find)

    @cached_property
    def near_index(self) -> NearIndex:
        """By which the units can be found that others are near to."""
        from dataaudit.duplicates.signatures import NearIndex

        def index() -> NearIndex:
            inputs, outputs = self.units.texts(self.corpus.frame)
            return NearIndex.of(inputs.each(self._strip), outputs, self.jobs)

        return self._kept("near index", NearIndex, index)

    @cached_property
    def signals(self) -> dict[str, Signal]:
        """How each output is written, by the name of the signal, aligned to the positions of the corpus."""
        from dataaudit.evidence.signals import output_signals

        described = (self._before or self).described
        return output_signals(self.corpus.frame, self.dataset.task, described)

    @cached_property
    def described(self) -> Described:
        """What the signals need to know of the single texts."""
        from dataaudit.evidence.signals import Described, describe

        return self._kept("texts", Described, lambda: describe(self.dataset.examples, self.dataset.task))

    @cached_property
    def embeddings(self) -> Vectors:
        """(n_nodes, d) float32 vectors of length 1; row i belongs to `text.nodes[i]` without its scaffolding."""
        return self._encode_topics(self.text.nodes)

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
        return Reference(self._reference, self._encode_topics)

    @cached_property
    def held_out(self) -> HeldOut:
        """The held-out examples, those of DATA's own splits too; LookupError where there are none."""
        if not self.has("held_out"):
            raise LookupError("there is no held-out data: ask Evidence.has('held_out') first")
        return HeldOut(self.dataset, self._held_out, self._encode_beside)

    @cached_property
    def baseline(self) -> Baseline:
        """What a prompt made of real inputs; LookupError where none was given."""
        from dataaudit.evidence.baseline import Baseline

        if self._results is None:
            raise LookupError("there are no results of a prompt: ask Evidence.has('baseline') first")
        return Baseline(self._results, self._encode_topics)

    @cached_property
    def topics(self) -> DeclaredTopics:
        """What the data are declared to cover; LookupError where nothing was."""
        from dataaudit.evidence.topics import DeclaredTopics

        if not self._topics:
            raise LookupError("no topics are declared: ask Evidence.has('topics') first")
        return DeclaredTopics(self._topics, self.encode)

    @property
    def review(self) -> Review:
        """What a reviewer says of the rows; LookupError where nobody was asked."""
        if self._review is None:
            raise LookupError("there is no review: ask Evidence.has('review') first")
        return self._review

    @property
    def clean(self) -> NDArray[np.bool_]:
        """(audited,) bool, which of DATA's examples no check has disqualified."""
        clean: NDArray[np.bool_] = self.doubt == 0
        return clean

    @property
    def clean_rows(self) -> frozenset[int]:
        """The rows that are clean examples."""
        return frozenset(self.dataset.examples.index[self.clean].tolist())

    @property
    def doubt(self) -> NDArray[np.float64]:
        """(audited,) in [0, 1], how sure it is that an example is not clean; set by the runner."""
        if self._doubt is None:
            raise LookupError("which examples are clean is known only after the other checks have run")
        return self._doubt

    @doubt.setter
    def doubt(self, value: NDArray[np.float64]) -> None:
        self._doubt = value

    def has(self, name: str) -> bool:
        """Whether this evidence can be had: vectors need an encoder, a reference must have been given."""
        if name in {"embeddings", "neighbours", "semantic"}:
            return self.encoder is not None
        if name == "labels":
            return self.dataset.task == "classification" and self.dataset.has("label")
        if name == "annotations":
            return self.dataset.has("annotator") or self.dataset.has("annotations")
        if name == "reference":
            return self._reference is not None
        if name == "review":
            return self._review is not None
        if name == "baseline":
            return self._results is not None
        if name == "topics":
            return bool(self._topics)
        if name == "held_out":
            return self._held_out is not None or bool(held_out_sources(self.dataset.examples["source"].unique()))
        return name not in {"clean", "doubt"} or self._doubt is not None

    def view(self, requires: Iterable[str]) -> EvidenceView:
        """The part of the evidence that a check has declared."""
        return EvidenceView(self, requires)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32 vectors of length 1 of n distinct texts; LookupError without an encoder."""
        if self.encoder is None:
            raise LookupError("there is no encoder: ask Evidence.has('embeddings') first")
        return encode_distinct(texts, self.encoder, self.cache, self._announce)

    def _encode_topics(self, topics: Sequence[str]) -> Vectors:
        """The same of what topics have besides scaffolding."""
        own = list(map(self._strip, topics))
        place = {text: i for i, text in enumerate(dict.fromkeys(own))}
        vectors = self.encode(list(place))
        return vectors if len(place) == len(own) else vectors[[place[text] for text in own]]

    @property
    def _strip(self) -> Callable[[str], str]:
        """Takes the scaffolding out of a normalised input."""
        return (self._before or self).scaffolds.strip

    def _encode_beside(self, texts: Sequence[str]) -> Vectors:
        """The same of texts many of which may be among the nodes, whose vectors are there."""
        place = {text: i for i, text in enumerate(self.text.nodes)}
        known = np.array([place.get(text, -1) for text in texts], dtype=np.int64)
        vectors = np.empty((len(texts), self.embeddings.shape[1]), np.float32)
        vectors[known >= 0] = self.embeddings[known[known >= 0]]
        vectors[known < 0] = self._encode_topics([text for text in texts if text not in place])
        return vectors

    def _kept(self, what: str, kind: type[Kept], make: Callable[[], Kept]) -> Kept:
        """Something about the data, from the cache where it took a while when it was first found out."""
        identities = [data.identity for data in (self.dataset, self.accepted) if data is not None]
        if self.cache is None or None in identities:
            return make()
        name = f"{what} of {' and '.join(map(str, identities))}, dataaudit {version('dataaudit')}"
        table = self.cache.read_table(name)
        if table is not None:
            return kind.from_table(table)
        started = perf_counter()
        made = make()
        if perf_counter() - started > _WORTH_KEEPING:
            self.cache.write_table(name, made.to_table())
        return made

    @property
    def _encoder_identity(self) -> str:
        return f"{self.encoder.name} {self.encoder.sha256}" if self.encoder else ""


class EvidenceView:
    """Evidence as a check sees it: what it declared, and always `corpus`, `units`, `encoder`, `seed`, `jobs`, `has`."""

    __slots__ = ("_allowed", "_evidence")

    def __init__(self, evidence: Evidence, requires: Iterable[str]) -> None:
        self._evidence = evidence
        self._allowed = _ALWAYS | frozenset(requires)

    def __getattr__(self, name: str) -> Any:
        if name not in self._allowed:
            raise LookupError(f"the check uses evidence.{name} without declaring it in `requires`")
        return getattr(self._evidence, name)
