"""The search for drift through everything that evidence holds."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dataaudit.dataset import Corpus
from dataaudit.drift.parts import orders, partitions
from dataaudit.drift.search import Drift, Search
from dataaudit.drift.settings import Settings
from dataaudit.drift.topics import InputTopics, LabelTopics, Topics
from dataaudit.evidence import EvidenceView


def find_drifts(evidence: EvidenceView, settings: Settings) -> list[Drift]:
    """The parts of any kind that deviate, each defect once: checks that report different kinds don't repeat it.

    Parameters
    ----------
    evidence
        With text and signals; labels are used.
    """
    corpus = evidence.corpus
    search = Search(
        signals=evidence.signals,
        settings=settings,
        group=groups(corpus),
        topics=lambda: topics_of(evidence, settings),
        seed=evidence.seed,
    )
    return search.run(partitions(corpus), orders(corpus))


def groups(corpus: Corpus) -> NDArray[np.int64] | None:
    """Which rows belong together; a row without a group is one of its own."""
    if "group" not in corpus.frame:
        return None
    codes, names = pd.factorize(corpus.frame["group"])
    return np.where(codes < 0, len(names) + np.arange(len(codes)), codes)


def topics_of(evidence: EvidenceView, settings: Settings) -> Topics | None:
    """What is known of topics: the labels, else the words of the inputs, None where there are none."""
    if evidence.has("labels"):
        return LabelTopics(evidence.labels.index, settings.min_rows)
    if evidence.corpus.frame["input"].isna().all():
        return None
    return InputTopics(evidence.text.nodes, evidence.text.node, evidence.seed)
