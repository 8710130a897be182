"""Scores, 0–100: how far a pillar has come. For progress only; nothing is decided by them.

A measure earns 1 up to its warning limit, ½ at its failing limit and less the further beyond (a line between
the two limits, the ratio beyond); one that can only warn earns ½ at least. A pillar has the mean of its
measures, capped at 89 by a warning and at 49 by a fail, so that no score looks better than the outcome; a
crashed check leaves it unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dataaudit.model import CheckResult, Limit, Measure, Outcome, PillarScore

CAPS = {Outcome.PASS: 100, Outcome.WARN: 89, Outcome.FAIL: 49}
JUDGED = CAPS.keys()


def pillar_score(results: Sequence[CheckResult], credits: Iterable[float]) -> int | None:
    """The score of a pillar from the credits of its limited measures; None if a check crashed or none ran.

    A check without a limited measure earns full credit and speaks through the cap.
    """
    outcomes = [result.outcome for result in results if result.outcome in JUDGED]
    if not outcomes or any(result.outcome is Outcome.ERROR for result in results):
        return None
    earned = list(credits) or [1.0]
    return min(round(100 * sum(earned) / len(earned)), min(CAPS[outcome] for outcome in outcomes))


def overall_score(pillars: Sequence[PillarScore]) -> int | None:
    """The mean of the pillars that have a score, with the same caps; None if a check crashed."""
    if any(pillar.outcome is Outcome.ERROR for pillar in pillars):
        return None
    scored = [pillar for pillar in pillars if pillar.score is not None]
    if not scored:
        return None
    mean = round(sum(pillar.score or 0 for pillar in scored) / len(scored))
    return min(mean, min(CAPS[pillar.outcome] for pillar in scored))


def credit(measure: Measure, limit: Limit) -> float:
    """What a measure earns under its limit, in [0, 1]."""
    if measure.value is None:
        return 1.0
    warn = limit.fail if limit.warn is None else limit.warn
    if warn is None:
        return 1.0
    credit_of = _credit_of_shortfall if limit.direction == "at_least" else _credit_of_excess
    if limit.fail is None:
        return 0.5 + 0.5 * credit_of(measure.value, warn, warn)
    return credit_of(measure.value, warn, limit.fail)


def _credit_of_shortfall(value: float, warn: float, fail: float) -> float:
    if value >= warn:
        return 1.0
    if value >= fail:
        return 0.5 + 0.5 * (value - fail) / (warn - fail)
    return 0.5 * max(value, 0.0) / fail


def _credit_of_excess(value: float, warn: float, fail: float) -> float:
    if value <= warn:
        return 1.0
    if value <= fail:
        return 1.0 - 0.5 * (value - warn) / (fail - warn)
    return 0.5 * fail / value
