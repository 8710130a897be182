"""A map: training inputs and real inputs on a plane, near each other where they are alike, each gap known apart.

t-SNE (van der Maaten and Hinton 2008, scikit-learn's Barnes-Hut) on the first 50 principal components, from which
it starts, so that the same vectors give the same map (Kobak and Berens 2019). Only neighbourhoods are kept: neither
the distance between groups far apart nor how wide a group is drawn means anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dataaudit.evidence import Evidence, Reference
from dataaudit.model import CheckResult, Gap

Vectors = NDArray[np.float32]
Positions = NDArray[np.int64]

#: Two thousand points read as well as five thousand, and take 6 seconds of one core instead of 14.
MOST_POINTS = 2000
MOST_BYTES = 8_000_000
#: What a point is that is in no gap; points of gaps have the number of their gap, from 0.
TRAINING, REAL = -2, -1

_CODE = "COV001"
_COMPONENTS, _PERPLEXITY, _ITERATIONS = 50, 30, 500
#: How roughly Barnes-Hut sums up what is far away: at 0.8 maps are as good as at the default 0.5, in 3/5 of the time.
_ANGLE = 0.8


@dataclass(frozen=True, eq=False)
class CoverageMap:
    """The points of a map.

    Attributes
    ----------
    vectors
        (n, d) of length 1.
    group
        (n,) TRAINING, REAL, or the index of the gap that the point belongs to.
    seed
        Of the embedding.
    """

    vectors: Vectors
    group: Positions
    seed: int

    @cached_property
    def layout(self) -> NDArray[np.float64]:
        """(n, 2) where each point lies, computed at first use: from 0 to 1, the width at least the height.

        To 0.001, and the same bytes whatever the number of threads.
        """
        from sklearn.decomposition import PCA
        from sklearn.manifold import TSNE
        from threadpoolctl import threadpool_limits

        n, d = self.vectors.shape
        if not np.ptp(self.vectors, axis=0).any():
            return np.zeros((n, 2))
        reduce = PCA(min(n, d, _COMPONENTS), svd_solver="full", random_state=self.seed)
        embed = TSNE(
            init="pca",
            perplexity=min(_PERPLEXITY, (n - 1) / 3),
            max_iter=_ITERATIONS,
            angle=_ANGLE,
            random_state=self.seed,
        )
        with threadpool_limits(1):  # sums over threads depend on their number
            return _fitted(embed.fit_transform(reduce.fit_transform(self.vectors)))


def map_of(evidence: Evidence, results: Iterable[CheckResult]) -> CoverageMap | None:
    """The map of what COV001 compared; None where it found no gap. Nothing is encoded for it."""
    gaps = next((result.gaps for result in results if result.code == _CODE), ())
    if not gaps:
        return None
    reference = evidence.reference
    inside = [_nodes(reference, gap) for gap in gaps]
    return draw_map(evidence.embeddings, reference.embeddings, inside, evidence.seed)


def draw_map(
    training: Vectors, real: Vectors, gaps: Sequence[Positions], seed: int, most: int = MOST_POINTS
) -> CoverageMap:
    """Choose the points: those of gaps first, at most half of all; the rest half real inputs, half training.

    Parameters
    ----------
    training, real
        (n, d) and (m, d) vectors of the distinct inputs, in an order that depends on nothing but their texts.
    gaps
        The indices among the real inputs of each gap.
    """
    random = np.random.default_rng(seed)
    most = min(most, MOST_BYTES // (4 * real.shape[1]))
    group = np.full(len(real), REAL)
    for number, members in enumerate(gaps):
        group[members] = number
    inside = _choice(np.flatnonzero(group != REAL), most // 2, random)
    room = most - len(inside)
    others = _choice(np.flatnonzero(group == REAL), max(room // 2, room - len(training)), random)
    learnt = _choice(np.arange(len(training)), room - len(others), random)
    vectors = np.concatenate([training[learnt], real[others], real[inside]])
    return CoverageMap(vectors, np.concatenate([np.full(len(learnt), TRAINING), group[others], group[inside]]), seed)


def _nodes(reference: Reference, gap: Gap) -> Positions:
    """The distinct inputs that the rows of a gap hold."""
    return np.unique(reference.node[np.isin(reference.dataset.examples.index.to_numpy(), gap.reference_rows)])


def _choice(among: Positions, most: int, random: np.random.Generator) -> Positions:
    return among if len(among) <= most else np.sort(random.choice(among, most, replace=False))


def _fitted(points: NDArray[np.float32]) -> NDArray[np.float64]:
    extent = np.ptp(points, axis=0)
    if extent[1] > extent[0]:
        points = points[:, ::-1]
    fitted: NDArray[np.float64] = np.round((points - points.min(axis=0)).astype(np.float64) / extent.max(), 3)
    return fitted
