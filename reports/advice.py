"""Whether training is worth it, in words, and when it has paid for itself at several volumes of requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dataaudit.costs import BreakEven, CostCase, CostSettings, Volume, cost_settings
from dataaudit.model import Reason
from dataaudit.report import Report
from dataaudit.wording import estimate, number

UNTOLD = "Can't tell"
NEVER = "never"
#: The title of the table.
COSTS = "When training has paid for itself"
COLUMNS = ("requests a day", "saved a month", "break-even: requests", "days")


class Advice(NamedTuple):
    """What is advised, and why."""

    choice: str
    reasons: Sequence[Reason]


class CostRow(NamedTuple):
    """A line of the break-even table, in words, in the order of COLUMNS; `stated` is the volume of the settings."""

    requests_per_day: str
    saved: str
    requests: str
    days: str
    stated: bool


def advice(report: Report) -> Advice | None:
    """What to do, or why nobody can tell; None of a report that says neither."""
    recommendation = report.verdict.recommendation
    if recommendation.choice is None and not recommendation.reasons:
        return None
    return Advice(recommendation.choice or UNTOLD, recommendation.reasons)


def cost_rows(report: Report) -> list[CostRow]:
    """The break-even table: from the measures of FMT009 and its settings, so that a saved report has it, too."""
    measures = {m.name: m for result in report.results if result.code == "FMT009" for m in result.measures}
    settings = CostSettings(**cost_settings(report.settings["params"].get("FMT009", {})))
    case = CostCase.of(measures, settings)
    return [] if case is None else [_row(volume, settings) for volume in case.volumes()]


def _row(volume: Volume, settings: CostSettings) -> CostRow:
    value, low, high = map(round, volume.saved_per_month)
    return CostRow(
        number(volume.requests_per_day, "requests"),
        _with_margin(value, low, high),
        _when(volume, "requests"),
        _when(volume, "days"),
        volume.requests_per_day == settings.requests_per_day,
    )


def _when(volume: Volume, name: str) -> str:
    """A break-even with its margin, whose worst end may be never."""
    value, best, worst = (_part(end, name) for end in (volume.value, volume.best, volume.worst))
    if best is None:
        return NEVER
    if value is None:
        return f"{NEVER}, at best {number(best, name)}"
    return _with_margin(value, best, worst)


def _with_margin(value: float, low: float | None, high: float | None) -> str:
    """A number with its margin where that is more than the number itself."""
    ends = (None, None) if low == high else (low, high)
    return estimate(value, *ends, "").replace("-", "−")


def _part(end: BreakEven | None, name: str) -> float | None:
    found = None if end is None else getattr(end, name)
    return None if found is None else round(found)
