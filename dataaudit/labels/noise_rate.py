"""How many labels are wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dataaudit.intervals import Estimate, wilson
from dataaudit.labels.noise import PRIOR_INPUTS, NoiseModel, wrong_share
from dataaudit.labels.witnesses import Numbers

#: Of the inputs that the witnesses expect to mistake, the share that the model takes for wrong labels although theirs
#: are right: usually, and at most. It was 0 to .43 on CLINC150, SNIPS, TREC, BANKING77, HINT3 and parts of them, with
#: 0 to 10 % planted (.6 in one of HINT3's runs); what was wrong before is part of it.
_MISTAKEN, _MOST_MISTAKEN = 0.15, 0.45
_ROUNDS = 20


def estimate_noise(model: NoiseModel, labels: Numbers, audited: NDArray[np.bool_]) -> Estimate:
    """The share of wrong labels among the audited inputs, with an interval for chance and for what the model mistakes.

    The most likely rate counts unusual inputs with right labels, too. How many these are grows with the share of
    inputs that the witnesses, by their own probabilities, expect to mistake. The usual part of it is taken off
    for the value, the most for the lower end, nothing for the upper end; both ends have their Wilson bound (95 %).

    Parameters
    ----------
    audited
        (n,) bool, one at least; the others belong to accepted data, which is evidence and not judged.
    """
    part = replace(model, probabilities=model.probabilities[audited])
    n, given, rate = len(part.probabilities), labels[audited], model.rate
    for _ in range(_ROUNDS):
        likely = wrong_share(part, given, rate)
        rate = (n * likely + PRIOR_INPUTS * model.rate) / (n + PRIOR_INPUTS)
    expected = 1.0 - float(part.probabilities.max(axis=1).mean(dtype=np.float64))
    value, least = (max(0.0, likely - share * expected) for share in (_MISTAKEN, _MOST_MISTAKEN))
    return Estimate(value, wilson(least, n)[0], wilson(likely, n)[1])
