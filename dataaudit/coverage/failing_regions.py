"""What each kind of input on which a prompt fails looks like to a reader, and what training has for it."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.failures import Region
from dataaudit.coverage.naming import distinctive_terms, most_typical, term_frequencies
from dataaudit.coverage.support import Support
from dataaudit.evidence.baseline import Baseline
from dataaudit.intervals import Estimate
from dataaudit.quoting import mask
from dataaudit.wording import excerpt

_TERMS = 3
_EXAMPLES = 3
_NAME_WIDTH = 80
_EXAMPLE_WIDTH = 160


class FailingRegion(NamedTuple):
    """A kind of input on which the prompt fails; counts are of results, `rows` those of the baseline."""

    name: str
    examples: tuple[str, ...]
    inputs: int
    failures: int
    rate: Estimate
    share: Estimate
    train_examples: int
    covered: bool
    p_value: float
    rows: tuple[int, ...]

    def evidence(self) -> dict[str, Any]:
        """The same as JSON values."""
        shares = {"failure_rate": list(self.rate.rounded()), "share_of_failures": list(self.share.rounded())}
        plain = ("name", "inputs", "failures", "train_examples", "covered")
        own = {name: getattr(self, name) for name in plain} | shares
        return {**own, "examples": list(self.examples), "baseline_rows": list(self.rows)}


def describe_regions(
    baseline: Baseline, chosen: NDArray[np.int64], regions: list[Region], support: Support
) -> list[FailingRegion]:
    """Describe regions among the `chosen` of the baseline's distinct inputs, to which `support` belongs."""
    texts = baseline.written()
    everywhere = term_frequencies(baseline.nodes)
    return [_describe(baseline, chosen, region, support, texts, everywhere) for region in regions]


def _describe(
    baseline: Baseline,
    chosen: NDArray[np.int64],
    region: Region,
    support: Support,
    texts: list[str],
    everywhere: Counter[str],
) -> FailingRegion:
    nodes = chosen[region.members]
    own = [mask(texts[node]) for node in nodes.tolist()]
    typical = [own[i] for i in most_typical(baseline.embeddings[nodes], _EXAMPLES)]
    terms = distinctive_terms(term_frequencies(baseline.nodes[node] for node in nodes.tolist()), everywhere, _TERMS)
    inputs, failures = int(baseline.weights[nodes].sum()), int(baseline.failures[nodes].sum())
    total = int(baseline.failures[chosen].sum())
    rows = np.flatnonzero(np.isin(baseline.node, nodes) & ~baseline.passed)
    return FailingRegion(
        name=excerpt(mask(", ".join(terms)) or typical[0], _NAME_WIDTH),
        examples=tuple(excerpt(text, _EXAMPLE_WIDTH) for text in typical),
        inputs=inputs,
        failures=failures,
        rate=Estimate.of(failures / inputs, inputs),
        share=Estimate.of(failures / total, total),
        train_examples=support.examples_near(region.members),
        covered=bool(2 * support.covered[region.members].sum() >= len(nodes)),
        p_value=region.p_value,
        rows=tuple(baseline.rows[rows].tolist()),
    )
