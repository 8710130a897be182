"""What SIZE004 says: its measures, what twice as many examples would change, and which classes still learn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dataaudit.intervals import Estimate
from dataaudit.model import Finding, Measure, Severity
from dataaudit.quoting import quoted
from dataaudit.sufficiency.class_gains import ClassGain
from dataaudit.sufficiency.learning_curve import Forecast
from dataaudit.wording import interval, number, percent, plural

Trend = Literal["helps", "plateau", "unknown"]

_SAYS: dict[Trend, str] = {
    "helps": "more examples like these would help",
    "plateau": "more examples like these would hardly help",
    "unknown": "whether more examples like these would help can't be told yet",
}
_DO: dict[Trend, str] = {
    "helps": "collect more examples",
    "plateau": "look at labels (LAB002) and missing kinds of input (COV001) before paying for more of the same",
    "unknown": "add what you have at hand, and ask again",
}
_NAMED, _WIDTH = 5, 60


@dataclass(frozen=True, slots=True)
class Probed:
    """A learning curve: the name of its measure, what that is in words, the sizes, and what it says."""

    name: str
    words: str
    sizes: Sequence[int]
    curve: Forecast

    def measures(self) -> tuple[Measure, ...]:
        """The error now and with twice as many examples, and the gain."""
        named = {self.name: self.curve.now, f"{self.name}_doubled": self.curve.doubled}
        return tuple(own.measure(name) for name, own in {**named, "doubling_gain": self.curve.gain}.items())

    def trend(self, helps: float) -> Trend:
        """Whether the gain of doubling is surely above, surely below `helps`, or neither."""
        gain = self.curve.gain.rounded()
        return "helps" if gain.low > helps else "plateau" if gain.high < helps else "unknown"


def gain_finding(code: str, probed: Probed, helps: float) -> Finding:
    """What twice as many examples would change."""
    curve, trend = probed.curve, probed.trend(helps)
    verb = "might" if trend == "unknown" else "would"
    change = f"twice as many {verb} cut {probed.words}, {percent(curve.now.value)}, by {_points(curve.gain)}"
    points = zip(probed.sizes, curve.errors, strict=True)
    return Finding(
        code,
        f"{_SAYS[trend]}: {change} (directional: the probe is not the LLM)",
        severity=Severity.INFO,
        confidence=0.5 if trend == "unknown" else 0.9,
        evidence={
            "more_examples": trend,
            "curve": [{"examples": size, "error": round(error, 4)} for size, error in points],
            "doubled": {"examples": 2 * probed.sizes[-1], "error": curve.doubled.rounded().value},
        },
        suggestion=_DO[trend],
    )


def class_finding(code: str, learning: Sequence[ClassGain], names: Sequence[str]) -> Iterator[Finding]:
    """The classes that are still being learnt, if there are any."""
    if not learning:
        return
    labels = [quoted(names[gain.label], _WIDTH) for gain in learning]
    told = [
        f"{label!r} ({percent(gain.before)} to {percent(gain.now)})"
        for label, gain in zip(labels[:_NAMED], learning, strict=False)
    ]
    more = [f"{len(labels) - _NAMED} more"] if len(labels) > _NAMED else []
    yield Finding(
        code,
        f"the last doubling cut the probe's error of {plural(len(labels), 'class', 'classes')} by more than that of "
        f"all: {', '.join(told + more)}",
        severity=Severity.INFO,
        confidence=0.9,
        evidence={
            "classes": [
                {"label": label, "inputs": own.inputs, "before": round(own.before, 4), "now": round(own.now, 4)}
                for label, own in zip(labels, learning, strict=True)
            ]
        },
        suggestion="of all classes, collect more examples of these first",
    )


def _points(gain: Estimate) -> str:
    """A gain in percentage points with its interval: "3.2 points [1.4–5]"."""
    value, low, high = (round(100 * end, 1) for end in gain)
    return f"{number(value, 'points')} points {interval(low, high, 'points')}"
