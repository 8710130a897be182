"""What the model is for, as the `[project]` table of the settings says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dataaudit.costs import PRICES, CostSettings, cost_settings
from dataaudit.errors import ConfigError

#: No price, cost or number of requests is greater: a slip, and what it leads to may be no number.
GREATEST = 1e12


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(CostSettings):
    """What the model is for, and what it costs, as far as somebody said so.

    Attributes
    ----------
    goal
        What training is to bring: another behaviour, knowledge, or the same for less money.
    target
        The share of real inputs that must be answered right, in (0, 1].
    update_frequency
        How often right answers change.
    """

    goal: Literal["behaviour", "knowledge", "cost"] | None = None
    target: float | None = None
    update_frequency: Literal["never", "yearly", "monthly", "weekly", "daily"] | None = None


def checked(project: Project, where: str) -> Project:
    """The project, if it is possible.

    Raises
    ------
    ConfigError
        A number is out of its range, or only some of the prices are there; `where` names the table.
    """
    if project.target is not None and not 0 < project.target <= 1:
        raise ConfigError(f"{where}: target = {project.target!r} is not above 0 and at most 1")
    for name, value in cost_settings(project).items():
        if value is not None and not 0 <= value <= GREATEST:
            raise ConfigError(f"{where}: {name} = {value!r} is not between 0 and {GREATEST:,.0f}")
    if project.requests_per_day == 0:
        raise ConfigError(f"{where}: requests_per_day = 0 saves nothing: leave it out where it is not known")
    missing = [name for name in PRICES if getattr(project, name) is None]
    if 0 < len(missing) < len(PRICES):
        raise ConfigError(f"{where}: no {', '.join(missing)}: give all four prices, 0 for what costs nothing")
    return project
