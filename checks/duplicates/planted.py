"""How the checks of duplicates report their self-test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dataaudit.intervals import Estimate
from dataaudit.model import CheckOutput, Finding, Severity
from dataaudit.wording import interval, percent, plural

#: Less of the planted copies found, and the report says that others may have been missed. Ours.
_EXPECTED = 0.9
#: Fewer planted copies say nothing of a share. Ours.
_LEAST = 20


def with_planted(output: CheckOutput, code: str, edit: str, found: NDArray[np.bool_]) -> CheckOutput:
    """The output with the share of planted copies that were found, and a notice where that is low.

    Parameters
    ----------
    edit
        What was done to the copies: "with a few words changed".
    found
        (q,) bool; where there was little to plant, nothing is added.
    """
    if len(found) < _LEAST:
        return output
    recall = Estimate.of(float(found.mean()), len(found))
    output = replace(output, measures=(*output.measures, recall.measure("planted_found")))
    if recall.value >= _EXPECTED:
        return output
    copies = plural(len(found), "planted copy", "planted copies")
    notice = Finding(
        code,
        f"only {percent(recall.value)} {interval(recall.low, recall.high)} of {copies} {edit} were found: there may "
        "be more such copies than are reported",
        severity=Severity.INFO,
        evidence={"planted": len(found), "found": int(found.sum())},
    )
    return replace(output, findings=(*output.findings, notice))
