"""What a request costs with the prompt and with a fine-tuned model, and when the difference has paid for training.

Break-even requests = (data + review + training) / (cost of a request with the prompt - with the fine-tuned model, less
what maintenance adds to each). Maintenance accrues with time: per request it is maintenance_per_month over the requests
of a month, so that with few requests a day the money never comes back.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, NamedTuple, Self

from dataaudit.model import Measure

#: 365.25 days in 12 months.
DAYS_A_MONTH = 30.4375
#: Prices are of a million tokens, costs of a thousand requests.
_PRICED, _REQUESTS = 1_000_000, 1_000
PROMPT_COST, TUNED_COST = "cost_per_1000_requests_prompt", "cost_per_1000_requests_tuned"
#: Of the stated volume; ours: from a pilot to a success.
VOLUMES = (0.1, 0.5, 1, 2, 10)


def _setting(what: str) -> Any:
    return field(default=None, metadata={"source": f"{what}; set it in [project]", "table": "[project]"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CostSettings:
    """What models, data and training cost, in one currency, as far as somebody said so.

    Attributes
    ----------
    requests_per_day
        How often the model is asked.
    prompt_tokens
        Tokens of each request that a fine-tuned model no longer needs; None: those that the data repeat.
    prompt_input_price, prompt_output_price, tuned_input_price, tuned_output_price
        Of a million tokens, of the model that is prompted and of the fine-tuned one. All or none are given.
    data_cost, review_cost, training_cost
        Paid once.
    maintenance_per_month
        What it takes to keep the fine-tuned model: hosting, new examples, training again.
    """

    requests_per_day: float | None = _setting("requests a day")
    prompt_tokens: float | None = _setting("tokens a request that a fine-tuned model no longer needs")
    prompt_input_price: float | None = _setting("price of a million input tokens of the prompted model")
    prompt_output_price: float | None = _setting("price of a million output tokens of the prompted model")
    tuned_input_price: float | None = _setting("price of a million input tokens of the fine-tuned model")
    tuned_output_price: float | None = _setting("price of a million output tokens of the fine-tuned model")
    data_cost: float | None = _setting("cost of collecting and labelling the data")
    review_cost: float | None = _setting("cost of their review")
    training_cost: float | None = _setting("cost of training, evaluation included")
    maintenance_per_month: float | None = _setting("cost of keeping the fine-tuned model for a month")

    @property
    def prices(self) -> tuple[float | None, ...]:
        """The four prices, as PRICES names them."""
        return tuple(getattr(self, name) for name in PRICES)

    @property
    def priced(self) -> bool:
        """Whether all prices are known."""
        return None not in self.prices

    @property
    def invested(self) -> float | None:
        """What is paid once; None where nobody said anything about it."""
        parts = [cost for cost in (self.data_cost, self.review_cost, self.training_cost) if cost is not None]
        return sum(parts) if parts else None


_NAMES = tuple(item.name for item in fields(CostSettings))
PRICES = ("prompt_input_price", "prompt_output_price", "tuned_input_price", "tuned_output_price")


class Range(NamedTuple):
    """A number with its margin; the ends equal it where it is exact."""

    value: float
    low: float
    high: float

    def measure(self, name: str, unit: str) -> Measure:
        """The measure of this name, without ends where it is exact."""
        ends = (None, None) if self.low == self.high else (self.low, self.high)
        return Measure(name, self.value, unit, *ends)


class RequestTokens(NamedTuple):
    """Mean tokens of a request: what a fine-tuned model needs no longer, the rest of the input, and the answer."""

    repeated: Range
    own: Range
    answer: Range


class BreakEven(NamedTuple):
    """After how many requests, and days where their number a day is known, training has paid for itself."""

    requests: int
    days: float | None


class Volume(NamedTuple):
    """A line of the break-even table: `best` and `worst` are the ends of the margin; None is never."""

    requests_per_day: float
    saved_per_month: Range
    value: BreakEven | None
    best: BreakEven | None
    worst: BreakEven | None


def break_even(
    saving: float, invested: float, maintenance: float = 0.0, requests_per_day: float | None = None
) -> BreakEven | None:
    """When what is saved equals what was paid: saving * n = invested + maintenance * n / (requests of a month).

    Parameters
    ----------
    saving
        By which a request is cheaper with the fine-tuned model; may be negative.
    invested
        What is paid once.
    maintenance
        What is paid every month.
    requests_per_day
        Above 0; None is allowed where there is no maintenance.

    Returns
    -------
    BreakEven or None
        None is never: a request saves less than its part of the maintenance.
    """
    upkeep = maintenance / (DAYS_A_MONTH * requests_per_day) if maintenance and requests_per_day else 0.0
    net = saving - upkeep
    requests = invested / net if net > 0 else math.inf
    if not math.isfinite(requests):
        return None
    return BreakEven(math.ceil(round(requests, 3)), round(requests / requests_per_day, 1) if requests_per_day else None)


@dataclass(frozen=True, slots=True)
class CostCase:
    """What fine-tuning saves: `saving` of a request (value, at the fewest tokens of the margin, at the most)."""

    saving: tuple[float, float, float]
    settings: CostSettings

    @classmethod
    def of(cls, measures: Mapping[str, Measure], settings: CostSettings) -> Self | None:
        """From the measures of FMT009 by name; None where it has not measured costs."""
        prompt, tuned = measures.get(PROMPT_COST), measures.get(TUNED_COST)
        if prompt is None or tuned is None:
            return None
        pairs = zip(_ends(prompt), _ends(tuned), strict=True)
        value, low, high = ((one - other) / _REQUESTS for one, other in pairs)
        return cls((value, low, high), settings)

    @property
    def pays_back(self) -> bool | None:
        """Whether the money ever comes back, whatever the tokens are; None where that can't be told."""
        if not self.is_known:
            return False if max(self.saving) <= 0 else None
        ends = [self._break_even(saving) is not None for saving in self.saving]
        return None if any(ends) and not all(ends) else all(ends)

    @property
    def is_known(self) -> bool:
        """Whether there is all it takes for a break-even; maintenance takes the requests a day."""
        settings = self.settings
        return settings.invested is not None and not (settings.maintenance_per_month and not settings.requests_per_day)

    @property
    def break_evens(self) -> tuple[BreakEven | None, BreakEven | None, BreakEven | None]:
        """The break-even, the soonest and the latest that the margin of the tokens allows; None is never."""
        found = [self._break_even(saving) for saving in (self.saving[0], max(self.saving), min(self.saving))]
        return found[0], found[1], found[2]

    @property
    def saved_per_month(self) -> Range:
        """What is saved in a month, maintenance paid; needs requests_per_day."""
        requests = (self.settings.requests_per_day or 0.0) * DAYS_A_MONTH
        value, *ends = (saving * requests - (self.settings.maintenance_per_month or 0.0) for saving in self.saving)
        return Range(round(value, 2), round(min(ends), 2), round(max(ends), 2))

    def volumes(self) -> Iterator[Volume]:
        """The same for other volumes: nothing where the stated one, or what is paid, is not known."""
        stated = self.settings.requests_per_day
        for factor in VOLUMES if stated and self.is_known else ():
            case = replace(self, settings=replace(self.settings, requests_per_day=factor * (stated or 0.0)))
            yield Volume(factor * (stated or 0.0), case.saved_per_month, *case.break_evens)

    def _break_even(self, saving: float) -> BreakEven | None:
        settings = self.settings
        return break_even(
            saving, settings.invested or 0.0, settings.maintenance_per_month or 0.0, settings.requests_per_day
        )


def cost_measures(tokens: RequestTokens, settings: CostSettings) -> Iterator[Measure]:
    """What a request costs and when training is paid, as far as the settings tell; nothing without prices."""
    if not settings.priced:
        return
    prompt_input, prompt_output, tuned_input, tuned_output = (price or 0.0 for price in settings.prices)
    needless = tokens.repeated if settings.prompt_tokens is None else Range(*[settings.prompt_tokens] * 3)
    ends = list(zip(needless, tokens.own, tokens.answer, strict=True))
    prompt = Range(*(_cost((repeated + own) * prompt_input + said * prompt_output) for repeated, own, said in ends))
    tuned = Range(*(_cost(own * tuned_input + said * tuned_output) for _, own, said in ends))
    measures = (prompt.measure(PROMPT_COST, "currency"), tuned.measure(TUNED_COST, "currency"))
    yield from (tokens.own.measure("input_tokens", "tokens"), tokens.answer.measure("answer_tokens", "tokens"))
    yield from measures
    case = CostCase.of({measure.name: measure for measure in measures}, settings)
    if case is not None:
        yield from _case_measures(case)


def cost_settings(settings: CostSettings | Mapping[str, Any]) -> dict[str, float | None]:
    """The settings about costs, by name, of something that has them among others: a project, what a report holds."""
    found = settings if isinstance(settings, Mapping) else {name: getattr(settings, name) for name in _NAMES}
    return {name: value if isinstance(value := found.get(name), int | float) else None for name in _NAMES}


def _case_measures(case: CostCase) -> Iterator[Measure]:
    if case.settings.requests_per_day:
        yield case.saved_per_month.measure("saved_per_month", "currency")
    value, best, worst = case.break_evens
    if not case.is_known or value is None:
        return
    for name, unit in (("requests", "requests"), ("days", "days")):
        found, low, high = (None if end is None else getattr(end, name) for end in (value, best, worst))
        if found is not None:
            ends = (None, None) if low == high else (low, high)
            yield Measure(f"break_even_{name}", found, unit, *ends)


def _cost(price: float) -> float:
    """Of a thousand requests, from what a million of them cost."""
    return round(price * _REQUESTS / _PRICED, 8)


def _ends(measure: Measure) -> tuple[float, float, float]:
    return measure.value or 0.0, measure.end("low") or 0.0, measure.end("high") or 0.0
