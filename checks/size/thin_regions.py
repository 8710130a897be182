"""Kinds of inputs with few clean examples, where the answers are free text and no label names a class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from dataaudit.coverage.naming import distinctive_terms, term_frequencies
from dataaudit.evidence import EvidenceView
from dataaudit.model import Finding, Measure, Severity
from dataaudit.quoting import mask
from dataaudit.sufficiency.regions import Regions, find_regions
from dataaudit.wording import excerpt, plural

_TERMS = 3
_NAMED = 5
_WIDTH = 60


class Region(NamedTuple):
    """A kind of inputs, how many examples it has, and how many of them are clean."""

    name: str
    rows: int
    clean: int


def count_regions(evidence: EvidenceView, kin: float, least: int) -> list[Region]:
    """The kinds of inputs of the audited data, the one with the fewest clean examples first; accepted ones count."""
    regions = find_regions(evidence.embeddings, kin, least, evidence.seed)
    node = evidence.text.node
    usable = np.ones(len(node), dtype=np.bool_)
    usable[: evidence.corpus.audited] = evidence.clean
    rows, clean, own = (regions.sizes(node[part]) for part in (slice(None), usable, slice(evidence.corpus.audited)))
    names = _names(evidence, regions)
    found = [Region(names[i], int(rows[i]), int(clean[i])) for i in range(regions.count) if own[i]]
    return sorted(found, key=lambda region: (region.clean, region.name))


def measures(regions: list[Region]) -> tuple[Measure, ...]:
    """How many kinds there are, and how few examples the smallest has."""
    count = Measure("regions", len(regions), "regions")
    return (Measure("smallest_region", regions[0].clean, "examples"), count) if regions else (count,)


def findings(code: str, regions: list[Region], wanted: float) -> Iterator[Finding]:
    """One for each kind that only its defects make thin, one that names the others with few examples."""
    for region in regions:
        if region.clean < wanted <= region.rows:
            clean = plural(region.clean, "clean example")
            yield Finding(
                code,
                f"inputs about '{region.name}': {clean} of {plural(region.rows, 'row')}",
                severity=Severity.WARNING,
                evidence={"region": region.name, "clean": region.clean, "rows": region.rows},
                suggestion=f"mend those that are not clean, or add {int(wanted - region.clean)}",
            )
    if few := sorted((one for one in regions if one.rows < wanted), key=lambda region: (-region.rows, region.name)):
        named = ", ".join(f"'{region.name}' ({region.rows})" for region in few[:_NAMED])
        message = f"{len(few):,} of {plural(len(regions), 'kind')} of input have fewer than {wanted:g} examples"
        evidence = {"regions": [region._asdict() for region in few]}
        yield Finding(code, f"{message}; most have {named}", severity=Severity.INFO, confidence=0.6, evidence=evidence)


def _names(evidence: EvidenceView, regions: Regions) -> list[str]:
    """What sets each kind apart in words, else its first input."""
    texts = evidence.text.nodes
    everywhere = term_frequencies(texts)
    names = []
    for region in range(regions.count):
        own = [texts[node] for node in regions.members(region).tolist()]
        terms = distinctive_terms(term_frequencies(own), everywhere, _TERMS)
        names.append(excerpt(mask(", ".join(terms)) or mask(own[0]), _WIDTH))
    return names
