"""What a recommendation rests on: the measures of the checks, and the numbers they are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from dataaudit.costs import CostCase
from dataaudit.model import CheckResult, Measure
from dataaudit.project import Project

#: Results of the prompt from which its failures can be told apart. Proposal: of 15 % failures they are 22.
LEAST_RESULTS = 150
#: What training must be able to mend to be worth it, as a share of all inputs. Proposal.
WORTHWHILE = 0.05
#: A kind of failure that is more of them goes first. Ours.
MOST = 0.5
#: Clean examples below which prompting is often enough (default policy).
FEW_EXAMPLES = 1000
#: Days within which the money must be back. Ours: prices and models change within a year.
HORIZON = 365
#: A gain of doubling the data that is one: a point, as in SIZE004.
GAIN = 0.01

BASELINE, SIZE, CURVE, COSTS = "COV005", "SIZE001", "SIZE004", "FMT009"


@dataclass(frozen=True)
class Facts:
    """What the rules look at: the results of the checks by code, and what the model is for."""

    results: Mapping[str, CheckResult]
    project: Project

    def measure(self, code: str, name: str) -> Measure | None:
        """What a check measured, None where it did not."""
        result = self.results.get(code)
        found = (m for m in result.measures if m.name == name) if result is not None and result.judged else ()
        return next((measure for measure in found if measure.value is not None), None)

    @cached_property
    def pass_rate(self) -> Measure | None:
        """The share of real inputs that the prompt gets right."""
        return self.measure(BASELINE, "baseline_pass_rate")

    @cached_property
    def inputs(self) -> float:
        """How many results there are of the prompt."""
        results = self.measure(BASELINE, "results")
        return 0 if results is None else results.value or 0

    @cached_property
    def is_met(self) -> bool:
        """Whether the prompt surely meets the target."""
        rate, target = self.pass_rate, self.project.target
        return rate is not None and target is not None and low(rate) >= target

    @cached_property
    def is_missed(self) -> bool:
        """Whether the prompt surely misses the target."""
        rate, target = self.pass_rate, self.project.target
        return rate is not None and target is not None and high(rate) < target

    @cached_property
    def enough(self) -> float:
        """The share of all inputs that training must mend: 5 points, or the distance to the target if it is less."""
        rate, target = self.pass_rate, self.project.target
        return WORTHWHILE if rate is None or target is None else min(WORTHWHILE, target - (rate.value or 0.0))

    @cached_property
    def is_volatile(self) -> bool:
        """Whether right answers change faster than anybody trains."""
        return self.project.update_frequency in ("weekly", "daily")

    @cached_property
    def costs(self) -> CostCase | None:
        """What fine-tuning costs and saves, as far as it is known and matters."""
        result = self.results.get(COSTS)
        return CostCase.of({m.name: m for m in result.measures}, self.project) if result is not None else None

    @cached_property
    def is_about_cost(self) -> bool:
        """Whether money can speak for training: it is what training is for, or all that is left to gain."""
        return self.project.goal == "cost" or (self.project.goal is None and self.is_met)

    @cached_property
    def is_paid(self) -> bool | None:
        """Whether the money is back within the horizon, whatever the tokens are; None where that can't be told."""
        case = self.costs
        if case is None or case.pays_back is False:
            return None if case is None else False
        best, worst = (end.days if end else None for end in case.break_evens[1:])
        if not case.is_known or best is None:
            return None
        return False if best > HORIZON else True if worst is not None and worst <= HORIZON else None


def low(measure: Measure) -> float:
    """The lower end, the value where it has none."""
    return measure.end("low") or 0.0


def high(measure: Measure) -> float:
    """The upper end, the value where it has none."""
    return measure.end("high") or 0.0
