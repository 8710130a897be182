"""The learning curve of SIZE004: the probe's error with more and more examples, and with twice as many as there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dataaudit.model import Finding, Measure
from dataaudit.report import Report
from dataaudit.reports.vega import WIDTH, Chart, Frame, Key, axis, chart_of, shapes
from dataaudit.wording import estimate, number, percent

_FRAME = Frame(WIDTH, 150, left=46, right=24, top=8, bottom=24)
_SIDES = {"probe_error_doubled": "error of the probe", "new_inputs_doubled": "share of new inputs"}
_SEEN, _EXPECTED = "--hue-1", "--hue-2"


def learning_curve(report: Report) -> Iterator[Chart]:
    """The curve with its extrapolation."""
    result = next((result for result in report.results if result.code == "SIZE004"), None)
    found = next((f for f in result.findings if "curve" in f.evidence), None) if result else None
    doubled = next((m for m in result.measures if m.name in _SIDES and m.value is not None), None) if result else None
    if found is None or doubled is None:
        return
    seen = [(point["examples"], point["error"]) for point in found.evidence["curve"]]
    twice = found.evidence["doubled"]["examples"]
    yield Chart(
        "learning-curve",
        "Would more examples help?",
        _sentence(found, doubled, twice),
        _FRAME,
        shapes(_lines(seen, twice, doubled), _FRAME),
        ("Examples", _SIDES[doubled.name].capitalize()),
        [*((number(n), percent(error)) for n, error in seen), (number(twice), _expected(doubled))],
        (Key(_SEEN, "line", _SIDES[doubled.name]), Key(_EXPECTED, "range", "expected, 90 % interval")),
    )


def _sentence(found: Finding, doubled: Measure, twice: int) -> str:
    says = found.message.partition(":")[0]
    then = f"with {number(twice)} the {_SIDES[doubled.name]} is expected to be {_expected(doubled)}"
    return f"{says[:1].upper()}{says[1:]}: {then}."


def _expected(doubled: Measure) -> str:
    return estimate(doubled.value, doubled.low, doubled.high, doubled.unit)


def _lines(seen: Sequence[tuple[int, float]], twice: int, doubled: Measure) -> Any:
    """The errors that were seen, and a dashed line to the one that is expected, with its interval."""
    import altair as alt

    sizes = [*(n for n, _ in seen), twice]
    x = alt.X(
        "examples:Q",
        scale=alt.Scale(type="log", base=2, nice=False, domain=[sizes[0], twice]),
        axis=axis(values=sizes, format=",d", grid=False),
    )
    y = alt.Y("error:Q", scale=alt.Scale(zero=True), axis=axis(format=".0%"))
    own = [{"examples": n, "error": error} for n, error in seen]
    line = chart_of(own).mark_line(color=f"var({_SEEN})", strokeWidth=2).encode(x=x, y=y)
    dots = chart_of(own).mark_circle(color=f"var({_SEEN})", size=36, opacity=1).encode(x=x, y=y)
    ahead: list[Mapping[str, Any]] = [own[-1], {"examples": twice, "error": doubled.value}]
    dashes = chart_of(ahead).mark_line(color=f"var({_EXPECTED})", strokeDash=[4, 3]).encode(x=x, y=y)
    ends = [{"examples": twice, "error": doubled.low, "high": doubled.high}]
    interval = chart_of(ends).mark_rule(color=f"var({_EXPECTED})", strokeWidth=3).encode(x=x, y=y, y2="high:Q")
    return alt.layer(line, dots, dashes, interval)
