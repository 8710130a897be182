"""How real inputs lie to the training data: how far off each is, and how much training there is around it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dataaudit.evidence.neighbours import NeighbourGraph

Scores = NDArray[np.float64]
Similarities = NDArray[np.float32]

#: Below this difference of cosines the spread of a (templated) training set is not taken as a yardstick.
_LEAST_SPREAD = 0.02
#: The quarter of the real inputs that is nearest to training is taken as covered, and so calibrates the rest.
_COVERED_QUANTILE = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Isolation:
    """How much farther inputs are from the training inputs than these are from one another, in robust z-scores.

    Attributes
    ----------
    queries
        (m,) of the real inputs.
    own
        (n,) of the training inputs, each held against the others: what is usual.
    """

    queries: Scores
    own: Scores

    def beyond(self, share: float) -> NDArray[np.bool_]:
        """(m,) the real inputs that are more isolated than all but this share of the training inputs."""
        beyond: NDArray[np.bool_] = self.queries > np.quantile(self.own, 1 - share)
        return beyond


def isolation(training: NeighbourGraph, to_training: NeighbourGraph, greatest_shift: float) -> Isolation:
    """Hold the similarity of each input to its training neighbours against how similar these are to theirs.

    Parameters
    ----------
    training
        The k nearest training inputs of each training input.
    to_training
        The k nearest training inputs of each real input.
    greatest_shift
        Real inputs are worded a little differently from training: by up to so many z-scores all of them may be
        farther off before any counts as isolated.

    Notes
    -----
    A difference of densities as in the local outlier factor (Breunig et al. 2000). The training inputs' own
    scores are the calibration set of a conformal test (Vovk et al. 2005), whose size doesn't depend on how many
    real inputs there are.
    """
    near = training.similarities.mean(axis=1, dtype=np.float64)
    own = near[training.indices].mean(axis=1) - near
    queries = near[to_training.indices].mean(axis=1) - to_training.similarities.mean(axis=1, dtype=np.float64)
    centre = np.median(own)
    spread = max(_LEAST_SPREAD, 1.4826 * float(np.median(np.abs(own - centre))))
    own, queries = (own - centre) / spread, (queries - centre) / spread
    shift = np.quantile(queries, _COVERED_QUANTILE) - np.quantile(own, _COVERED_QUANTILE)
    return Isolation(queries - np.clip(shift, 0, greatest_shift), own)


def votes(chosen: NeighbourGraph, reach: Similarities, voters: int) -> NDArray[np.int64]:
    """(m,) how often each real input is among the nearest of others and these within its reach.

    Parameters
    ----------
    chosen
        The nearest real inputs of each training input, or of each real input.
    reach
        (m,) the least similarity that counts: inputs about something else choose their nearest too.
    voters
        How many of its nearest each may choose.

    Notes
    -----
    The votes of training inputs over those of the real inputs, by the sizes of the samples, estimate the ratio of
    the densities at an input, whatever the dimension (Lin, Ding and Han 2023, Estimation based on nearest neighbor
    matching); what is near to everything gets more of both.
    """
    indices = chosen.indices[:, :voters]
    return np.bincount(indices[chosen.similarities[:, :voters] >= reach[indices]], minlength=len(reach))


def training_near(training: NeighbourGraph, to_real: NeighbourGraph, n: int) -> NDArray[np.int64]:
    """(n,) how many training inputs are as near to each real input as to their own neighbours.

    Each counts once, for the real input that is nearest to it.
    """
    near = to_real.similarities[:, 0] >= training.similarities.mean(axis=1)
    return np.bincount(to_real.indices[near, 0], minlength=n)
