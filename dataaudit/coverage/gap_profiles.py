"""What each gap looks like to a reader: name, examples, traffic, the nearest topic of training."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.comparison import Comparison
from dataaudit.coverage.gaps import FoundGap
from dataaudit.coverage.naming import distinctive_terms, most_typical, term_frequencies
from dataaudit.evidence import EvidenceView, Reference
from dataaudit.evidence.text import normalise
from dataaudit.model import Gap
from dataaudit.quoting import mask, quoted
from dataaudit.wording import excerpt

Members = NDArray[np.int64]

_TERMS = 3
_EXAMPLES = 3
_TERM_WIDTH = 40
_EXAMPLE_WIDTH = 160


def profile_gaps(
    evidence: EvidenceView, chosen: Members, comparison: Comparison, found: Sequence[FoundGap], most_needed: int
) -> tuple[Gap, ...]:
    """Describe gaps of a comparison.

    Parameters
    ----------
    chosen
        (m,) which node of the reference each input of the comparison is.
    found
        The comparison's gaps, or its uncertain ones.
    most_needed
        A gap asks for no more examples than bring it to this number.
    """
    everywhere = term_frequencies(evidence.reference.nodes)
    return tuple(_profile(evidence, chosen, gap.members, comparison, everywhere, most_needed) for gap in found)


def _profile(
    evidence: EvidenceView,
    chosen: Members,
    members: Members,
    comparison: Comparison,
    everywhere: Counter[str],
    most_needed: int,
) -> Gap:
    reference: Reference = evidence.reference
    nodes = chosen[members]
    rows = np.flatnonzero(np.isin(reference.node, nodes))
    texts = _texts(reference, nodes)
    terms = _shown_terms(texts, everywhere)
    examples = [excerpt(texts[i], _EXAMPLE_WIDTH) for i in most_typical(reference.embeddings[nodes], _EXAMPLES)]
    share, near = comparison.share(members).rounded(), int(comparison.near[members].sum())
    wanted = comparison.examples_needed(members)
    return Gap(
        name=", ".join(terms) or excerpt(examples[0], _TERM_WIDTH),
        terms=terms,
        examples=tuple(examples),
        share=share.value,
        low=share.low,
        high=share.high,
        train_examples=near,
        needed=max(1, min(wanted, most_needed - near)),
        nearest_topic=_nearest_topic(evidence, comparison.nearest[members, 0], everywhere),
        reference_rows=tuple(reference.dataset.examples.index[rows].tolist()),
    )


def _texts(reference: Reference, nodes: Members) -> list[str]:
    """The inputs as they were written, the first of each node, without secrets."""
    written = reference.dataset.examples["input"].tolist()
    first = {node: position for position, node in reversed(list(enumerate(reference.node.tolist())))}
    return [mask(written[first[node]] or reference.nodes[node]) for node in nodes.tolist()]


def _shown_terms(texts: list[str], everywhere: Counter[str]) -> tuple[str, ...]:
    terms = distinctive_terms(term_frequencies(map(normalise, texts)), everywhere, _TERMS)
    return tuple(excerpt(term, _TERM_WIDTH) for term in terms)


def _nearest_topic(evidence: EvidenceView, neighbours: NDArray[np.int32], everywhere: Counter[str]) -> str | None:
    """The label that most of the nearest training inputs have, else the terms that set them apart."""
    text = evidence.text
    if evidence.has("labels"):
        classes = evidence.labels
        near = classes.bare & (classes.index >= 0) & np.isin(text.node, neighbours)
        if near.any():
            return quoted(classes.names[np.bincount(classes.index[near]).argmax()], _TERM_WIDTH)
    nearest = [mask(text.nodes[node]) for node in sorted(set(neighbours.tolist()))]
    return ", ".join(_shown_terms(nearest, everywhere)) or None
