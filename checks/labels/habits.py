"""What sets annotators apart besides their labels: how they write, and how fast they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dataaudit.checks.labels.tendencies import habit, haste, run_of_labels
from dataaudit.dataset import Dataset
from dataaudit.drift.parts import moments, partitions
from dataaudit.drift.search import Drift, Search
from dataaudit.drift.settings import Settings
from dataaudit.drift.whole import find_drifts, groups
from dataaudit.evidence import EvidenceView
from dataaudit.labels.pace import find_hasty, find_runs, pasted_answers
from dataaudit.model import Finding


@dataclass(frozen=True, kw_only=True)
class HabitSettings(Settings):
    """When an annotator is said to write or work otherwise than the others."""

    fast_share: float = field(default=1 / 3, metadata={"source": "of the others' median time; ours"})
    words_per_second: float = field(default=10.0, metadata={"source": "Rayner et al. 2016: understanding ends there"})
    run_share: float = field(default=0.5, metadata={"source": "of the others' changes of label; ours"})
    pasted_words: int = field(default=5, metadata={"source": "ours: shorter answers repeat as they may"})
    pasted_times: int = field(default=3, metadata={"source": "different inputs with one answer; ours"})


def find_habits(
    code: str,
    dataset: Dataset,
    evidence: EvidenceView,
    rows: Mapping[str, NDArray[np.int64]],
    settings: HabitSettings,
) -> Iterator[Finding]:
    """Ways of writing, answers pasted, haste and runs of labels; `rows` are each annotator's positions."""
    yield from (habit(code, drift, dataset, evidence.corpus) for drift in _ways_of_writing(evidence, settings))
    if "timestamp" in evidence.corpus.frame:
        yield from _pace(code, dataset, evidence, rows, settings)


def _ways_of_writing(evidence: EvidenceView, settings: HabitSettings) -> list[Drift]:
    """Ways of writing that are one annotator's, and answers that one pasted."""
    corpus, frame = evidence.corpus, evidence.corpus.frame
    found = [drift for drift in find_drifts(evidence, settings) if drift.kind == "annotator"]
    if evidence.has("labels"):
        return found
    pasted = pasted_answers(
        frame["output"].tolist(),
        evidence.text.input_normalised.tolist(),
        frame["annotator"].tolist(),
        words=settings.pasted_words,
        times=settings.pasted_times,
    )
    search = Search(signals={pasted.name: pasted}, settings=settings, group=groups(corpus), seed=evidence.seed)
    return found + search.run([one for one in partitions(corpus) if one.kind == "annotator"], [])


def _pace(
    code: str,
    dataset: Dataset,
    evidence: EvidenceView,
    rows: Mapping[str, NDArray[np.int64]],
    settings: HabitSettings,
) -> Iterator[Finding]:
    """Who is too fast, and who gives one label after the other, in the order of time."""
    frame = evidence.corpus.frame
    stamps = moments(frame["timestamp"])
    words = np.array([len(text.split()) if isinstance(text, str) else 0 for text in frame["input"]], dtype=np.float64)
    fast = find_hasty(
        rows, stamps, words, share=settings.fast_share, fastest=settings.words_per_second, least=settings.min_rows
    )
    yield from (haste(code, dataset, evidence.corpus, one) for one in fast)
    if evidence.has("labels"):
        found = find_runs(
            rows, stamps, evidence.labels.index, share=settings.run_share, max_q=settings.max_q, least=settings.min_rows
        )
        yield from (run_of_labels(code, dataset, evidence, one) for one in found)
