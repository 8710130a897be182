"""Kinds of inputs with few clean examples, where the answers are free text and no label names a class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    """A kind of inputs: which, how many examples it has, and how many of them are clean."""

    number: int
    rows: int
    clean: int


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of inputs of the audited data, the one with the fewest clean examples first; accepted ones count."""

    texts: Sequence[str]
    regions: Regions
    found: Sequence[Region]

    @classmethod
    def of(cls, evidence: EvidenceView, kin: float, least: int) -> Kinds:
        """Those that the vectors of the inputs show."""
        regions = find_regions(evidence.embeddings, kin, least, evidence.seed)
        node = evidence.text.node
        usable = np.ones(len(node), dtype=np.bool_)
        usable[: evidence.corpus.audited] = evidence.clean
        rows, clean, own = (regions.sizes(node[part]) for part in (slice(None), usable, slice(evidence.corpus.audited)))
        found = [Region(i, int(rows[i]), int(clean[i])) for i in range(regions.count) if own[i]]
        return cls(evidence.text.nodes, regions, sorted(found, key=lambda region: (region.clean, region.number)))

    def measures(self) -> tuple[Measure, ...]:
        """How many kinds there are, and how few examples the smallest has."""
        count = Measure("regions", len(self.found), "regions")
        return (Measure("smallest_region", self.found[0].clean, "examples"), count) if self.found else (count,)

    def findings(self, code: str, wanted: float) -> Iterator[Finding]:
        """One for each kind that only its defects make thin, one that names the largest of the others with few."""
        spoilt = [region for region in self.found if region.clean < wanted <= region.rows]
        few = sorted((one for one in self.found if one.rows < wanted), key=lambda region: (-region.rows, region.number))
        names = self._names([*spoilt, *few[:_NAMED]])
        for region in spoilt:
            clean, name = plural(region.clean, "clean example"), names[region]
            yield Finding(
                code,
                f"inputs about '{name}': {clean} of {plural(region.rows, 'row')}",
                severity=Severity.WARNING,
                evidence={"region": name, "clean": region.clean, "rows": region.rows},
                suggestion=f"mend those that are not clean, or add {int(wanted - region.clean)}",
            )
        if few:
            most = [{"region": names[one], "clean": one.clean, "rows": one.rows} for one in few[:_NAMED]]
            named = ", ".join(f"'{one['region']}' ({one['rows']})" for one in most)
            message = f"{len(few):,} of {plural(len(self.found), 'kind')} of input have fewer than {wanted:g} examples"
            evidence = {"regions": most}
            yield Finding(
                code, f"{message}; most have {named}", severity=Severity.INFO, confidence=0.6, evidence=evidence
            )

    def _names(self, chosen: Sequence[Region]) -> dict[Region, str]:
        """What sets each of these apart in words, else its first input."""
        everywhere = term_frequencies(self.texts) if chosen else Counter()
        names = {}
        for region in chosen:
            own = [self.texts[node] for node in self.regions.members(region.number).tolist()]
            terms = distinctive_terms(term_frequencies(own), everywhere, _TERMS)
            names[region] = excerpt(mask(", ".join(terms)) or mask(own[0]), _WIDTH)
        return names
