"""The charts of drift: what sets parts of the data apart, and how all parts of a kind look beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dataaudit.drift.by_part import CLEAN, DRIFT_CODES, Part, Series, kind_of
from dataaudit.model import Finding
from dataaudit.report import Report
from dataaudit.reports.selection import open_findings
from dataaudit.reports.vega import WIDTH, Chart, Frame, Key, axis, chart_of, label, shapes
from dataaudit.wording import interval, number, percent, plural

MOST_DIFFERENCES = 8

_DIFFERENCE, _PART = 46, 22
_LABEL_CELLS, _NAME_CELLS = 24, 22
_NAMES = 112
_NOUNS = {"source": "file", "time": "stretch of time", "file order": "stretch of the file"}


def differences(report: Report) -> Iterator[Chart]:
    """What FMT005 and LAB004 found: how often a part has it, and how often the others do."""
    found = [one for one in open_findings(report) if one.code in DRIFT_CODES and "signal" in one.evidence]
    found.sort(key=lambda finding: -finding.evidence["effect"])
    if not found:
        return
    drawn = found[:MOST_DIFFERENCES]
    frame = Frame(WIDTH, _DIFFERENCE * len(drawn) + 24, left=46, right=46, top=0, bottom=24)
    more = f" Drawn are the {len(drawn)} greatest." if len(found) > len(drawn) else ""
    first = found[0].evidence
    yield Chart(
        "drift",
        "What is written otherwise, and where",
        f"{plural(len(found), 'difference')} between parts of the data; the greatest: {first['what']}, "
        f"{percent(first['share'])} in {_where(found[0])}, {percent(first['others_share'])} elsewhere.{more}",
        frame,
        shapes(_dumbbells(drawn), frame),
        ("What and where", "Share there", "Elsewhere"),
        [(f"{finding.evidence['what']} · {_where(finding)}", *_estimates(finding.evidence)) for finding in found],
        (
            Key("--warn", "dot", "share in the part"),
            Key("--soft", "dot", "share elsewhere"),
            Key("--warn", "range", "95 % interval"),
        ),
    )


def parts(report: Report) -> Iterator[Chart]:
    """One property in all parts of a kind, those that deviate marked."""
    for series in report.profile.series if report.profile else ():
        frame = Frame(WIDTH, _PART * len(series.parts) + 28, left=_NAMES, right=52, top=4, bottom=24)
        values = "Words (quartiles)" if not series.what else "Share (95 % interval)"
        yield Chart(
            f"parts-{series.kind.replace(' ', '-')}-{'clean' if series.what == CLEAN else 'style'}",
            f"{_title(series)} by {_noun(series)}",
            _sentence(series),
            frame,
            shapes(_ranges(series), frame),
            (_noun(series).capitalize(), "Rows" if series.what == CLEAN else "Answers", values),
            [(part.name, number(part.answers), _value(part, series)) for part in series.parts],
            _legend(series),
        )


def _where(finding: Finding) -> str:
    """The part that a finding is about, in a few words."""
    kind, evidence = kind_of(finding), finding.evidence
    if kind == "annotator":
        return f"annotator {_short(str(evidence['annotator']))}"
    if kind == "accepted":
        return "the new rows"
    if kind in ("time", "file order"):
        lines = [place.line for place in finding.locations if place.line is not None]
        return f"lines {min(lines):,}–{max(lines):,}" if lines else kind
    return f"{_NOUNS.get(kind, kind)} {_short(str(evidence['name']))}"


def _estimates(evidence: Mapping[str, Any]) -> tuple[str, str]:
    """Both shares with their intervals."""
    sides = (("share", "share_interval"), ("others_share", "others_interval"))
    own, other = (f"{percent(evidence[value])}\n{interval(*evidence[ends])}" for value, ends in sides)
    return own, other


def _dumbbells(findings: Sequence[Finding]) -> Any:
    import altair as alt

    rows = [{"row": row, "name": _name(finding)} for row, finding in enumerate(findings)]
    dots = [{"row": row, **dot} for row, finding in enumerate(findings) for dot in _dots(finding.evidence)]
    y = alt.Y("row:O", axis=None)
    base = chart_of(dots).encode(y=y, color=alt.Color("colour:N", scale=None))
    scale, ticks = alt.Scale(domain=[0, 1]), _percentages()
    x = alt.X("value:Q", scale=scale, axis=ticks)
    low = alt.X("low:Q", scale=scale, axis=ticks)
    names = chart_of(rows).encode(y=y, x=alt.value(-46), text="name:N")
    shares = base.encode(text="shown:N", color=alt.value("var(--ink)"))
    return alt.layer(
        base.mark_rule(strokeWidth=4, opacity=0.35, yOffset=11).encode(x=low, x2="high:Q"),
        base.mark_circle(size=80, opacity=1, yOffset=11).encode(x=x),
        names.mark_text(align="left", dy=-10, fontSize=12, limit=WIDTH - 30, color="var(--ink)"),
        shares.transform_filter("datum.left").mark_text(align="right", dx=-7, dy=11, fontSize=12).encode(x=low),
        shares.transform_filter("!datum.left")
        .mark_text(align="left", dx=7, dy=11, fontSize=12)
        .encode(x=alt.X("high:Q", scale=scale, axis=ticks)),
    )


def _name(finding: Finding) -> str:
    return f"{label(str(finding.evidence['what']), _LABEL_CELLS)} · {label(_where(finding), _LABEL_CELLS)}"


def _dots(evidence: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Both shares of a finding; the number of the smaller one goes to its left."""
    own, other = evidence["share"], evidence["others_share"]
    for value, (low, high), colour, smaller in (
        (other, evidence["others_interval"], "--soft", other < own),
        (own, evidence["share_interval"], "--warn", own < other),
    ):
        shown = {"colour": f"var({colour})", "shown": percent(value), "left": smaller}
        yield {"value": value, "low": low, "high": high, **shown}


def _percentages() -> Any:
    return axis(labelExpr="round(datum.value * 100) + ' %'", values=[0, 0.5, 1], labelFlush=False)


def _ranges(series: Series) -> Any:
    import altair as alt

    rows = [
        {
            "row": row,
            "name": label(part.name, _NAME_CELLS),
            "value": part.value,
            "low": part.low,
            "high": part.high,
            "shown": number(part.value, _unit(series)),
            "colour": f"var({'--warn' if part.deviates else '--hue-1'})",
        }
        for row, part in enumerate(series.parts)
    ]
    base = chart_of(rows).encode(y=alt.Y("row:O", axis=None))
    coloured = base.encode(color=alt.Color("colour:N", scale=None))
    most = 1.0 if series.what else max(part.high for part in series.parts)
    scale = alt.Scale(domain=[0, most], nice=not series.what)
    ticks = _percentages() if series.what else axis()
    x = alt.X("value:Q", scale=scale, axis=ticks)
    values = base.mark_text(align="right", fontSize=12, color="var(--ink)")
    names = base.mark_text(align="right", limit=_NAMES - 24, fontSize=12, color="var(--soft)")
    return alt.layer(
        coloured.mark_rule(strokeWidth=4, opacity=0.35).encode(x=alt.X("low:Q", scale=scale, axis=ticks), x2="high:Q"),
        coloured.mark_circle(size=70, opacity=1).encode(x=x),
        names.encode(x=alt.value(-10), text="name:N"),
        values.encode(x=alt.value(WIDTH - _NAMES), text="shown:N"),
    )


def _noun(series: Series) -> str:
    return _NOUNS.get(series.kind, series.kind)


def _title(series: Series) -> str:
    if series.what == CLEAN:
        return "Clean rows"
    return "Style of answers" if series.what else "Length of answers"


def _sentence(series: Series) -> str:
    left_out = f" {number(series.left_out)} more not drawn." if series.left_out else ""
    deviating = [part for part in series.parts if part.deviates]
    what = series.what[:1].upper() + series.what[1:]
    if deviating:
        own = ", ".join(f"{number(part.value, _unit(series))} in {_short(part.name)}" for part in deviating)
        others = _span(series)
        return f"{what}: {own}{f'; elsewhere {others}' if others else ''}.{left_out}"
    low, high = (end(series.parts, key=lambda part: part.value) for end in (min, max))
    ends = " to ".join(f"{number(part.value, _unit(series))} ({_short(part.name)})" for part in (low, high))
    if series.what == CLEAN:
        return f"{ends} of the rows are clean.{left_out}"
    return f"Median words by {_noun(series)}: {ends}.{left_out}" if not series.what else f"{what}: {ends}.{left_out}"


def _span(series: Series) -> str:
    """From the lowest to the highest value of the parts that don't deviate."""
    values = sorted(part.value for part in series.parts if not part.deviates)
    return " to ".join(dict.fromkeys(number(value, _unit(series)) for value in (*values[:1], *values[-1:])))


def _short(name: str) -> str:
    return label(name, _NAME_CELLS)


def _unit(series: Series) -> str:
    return "share" if series.what else "words"


def _value(part: Part, series: Series) -> str:
    return f"{number(part.value, _unit(series))}\n{interval(part.low, part.high, _unit(series))}"


def _legend(series: Series) -> list[Key]:
    value, ends = ("median", "quartiles") if not series.what else ("share", "95 % interval")
    keys = [Key("--hue-1", "dot", value), Key("--hue-1", "range", ends)]
    return [*keys, *([Key("--warn", "dot", "deviates")] if any(part.deviates for part in series.parts) else [])]
