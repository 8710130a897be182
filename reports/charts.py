"""The charts of the HTML report: how large classes are, what more would help, how long texts, copies, and what drifts.

Each chart is a function from a report to a `Chart`, or to none where there is nothing to show, and has its line in
`charts`; one more chart is one more function there. Names of the data are values of a
chart and never part of its specification, where dots and brackets would mean something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dataaudit.profile import ClassSize, Lengths
from dataaudit.report import Report
from dataaudit.reports.curve_charts import learning_curve
from dataaudit.reports.drift_charts import differences, parts
from dataaudit.reports.selection import open_findings
from dataaudit.reports.vega import WIDTH, Chart, Frame, Key, axis, chart_of, label, shapes
from dataaudit.wording import number, plural

#: Of more classes only the largest and the smallest are drawn.
MOST_CLASSES, AT_EITHER_END = 20, 9
MOST_TABLE_ROWS = 300

_ROW, _NAMES = 19, 124
_NAME_CELLS = 24
_HISTOGRAM = Frame(WIDTH, 150, left=46, right=12, top=8, bottom=24)
_KINDS = {
    "DUP001": ("word for word", "--hue-1"),
    "DUP002": ("but for case, spaces and the like", "--hue-2"),
    "DUP003": ("with a few words changed", "--hue-5"),
    "DUP004": ("in another wording", "--hue-6"),
}
#: The least size of each group of sizes, and what it is called.
_SIZES = {2: "2 rows", 3: "3 rows", 4: "4 rows", 5: "5–9 rows", 10: "10–19 rows", 20: "20–49 rows", 50: "50 or more"}
_SIZE_NAMES = 78
#: What it means to be below a limit, by its colour.
_LIMIT = {"--fail": "fails", "--warn": "warns"}
_BELOW = {"--fail": "below the failing limit of", "--warn": "below the warning limit of"}
_TEXTS = {"input": "Length of inputs", "output": "Length of outputs", "example": "Length of examples"}


def charts(report: Report) -> list[Chart]:
    """The charts that there is something to show in, in the order of the page."""
    return [
        *class_balance(report),
        *learning_curve(report),
        *lengths(report),
        *duplicate_groups(report),
        *differences(report),
        *parts(report),
    ]


def class_balance(report: Report) -> Iterator[Chart]:
    """The clean examples of each class against all its rows, with the limits of SIZE002."""
    classes = report.profile.classes if report.profile else ()
    if not classes:
        return
    limits = _class_limits(report)
    drawn, between = _either_end(classes)
    frame = Frame(WIDTH, _ROW * (len(drawn) + bool(between)) + 8, left=_NAMES, right=46, top=4, bottom=4)
    yield Chart(
        "classes",
        "Examples of each class",
        _class_sentence(classes, limits, between, with_accepted=bool(report.profile and report.profile.with_accepted)),
        frame,
        shapes(_bars(drawn, between, limits), frame),
        ("Class", "Rows", "Clean"),
        [(one.name, number(one.rows), number(one.clean)) for one in classes[:MOST_TABLE_ROWS]],
        _class_legend(drawn, limits),
    )


def lengths(report: Report) -> Iterator[Chart]:
    """How many of the clean examples have a text of which length."""
    for found in report.profile.lengths if report.profile else ():
        inside = {name: limit for name, limit in found.limits.items() if found.skewed or limit <= 2 * found.edges[-1]}
        ranges = [f"{low:,}–{high - 1:,}" if high - low > 1 else f"{low:,}" for low, high in pairwise(found.edges)]
        yield Chart(
            f"length-{found.of}",
            _TEXTS[found.of],
            _length_sentence(found),
            _HISTOGRAM,
            shapes(_histogram(found, inside), _HISTOGRAM),
            (found.unit.capitalize(), "Clean examples"),
            list(zip(ranges, map(number, found.counts), strict=True)),
            (
                Key("--hue-1", "bar", "clean examples"),
                Key("--ink", "dashes", "median"),
                *(Key("--fail", "line", f"limit of {name}") for name in inside),
            ),
        )


def duplicate_groups(report: Report) -> Iterator[Chart]:
    """How many groups of copies have how many rows, by the way in which they are alike."""
    found = [finding for finding in open_findings(report) if finding.code in _KINDS]
    sizes = [(finding.code, int(finding.evidence["copies"]) + 1) for finding in found if "copies" in finding.evidence]
    if not sizes:
        return
    counts = Counter((code, max(least for least in _SIZES if least <= size)) for code, size in sizes)
    codes = [code for code in _KINDS if any(code == other for other, _ in counts)]
    rows = list(_SIZES)[: list(_SIZES).index(max(least for _, least in counts)) + 1]
    frame = Frame(WIDTH, _ROW * len(rows) + 8, left=_SIZE_NAMES, right=46, top=4, bottom=4)
    yield Chart(
        "duplicates",
        "Groups of copies",
        _duplicate_sentence(sizes),
        frame,
        shapes(_stacks(counts, rows, codes), frame),
        ("Rows in the group", *(_KINDS[code][0].capitalize() for code in codes)),
        [(_SIZES[least], *(number(counts[code, least]) for code in codes)) for least in rows],
        [Key(_KINDS[code][1], "bar", f"{code} {_KINDS[code][0]}") for code in codes],
    )


def _class_limits(report: Report) -> dict[str, float]:
    """The limits of SIZE002 by the colour of what is below them."""
    limit = report.settings.get("params", {}).get("SIZE002", {}).get("smallest_class", {})
    pairs = (("--fail", limit.get("fail")), ("--warn", limit.get("warn")))
    return {colour: value for colour, value in pairs if value is not None}


def _either_end(classes: Sequence[ClassSize]) -> tuple[Sequence[ClassSize], int]:
    """The classes to draw, and how many are left out between the largest and the smallest."""
    if len(classes) <= MOST_CLASSES:
        return classes, 0
    return [*classes[:AT_EITHER_END], *classes[-AT_EITHER_END:]], len(classes) - 2 * AT_EITHER_END


def _colour(clean: int, limits: Mapping[str, float]) -> str:
    return next((colour for colour, value in limits.items() if clean < value), "--hue-1")


def _bars(classes: Sequence[ClassSize], between: int, limits: Mapping[str, float]) -> Any:
    import altair as alt

    rows: list[dict[str, Any]] = [
        {
            "name": label(one.name, _NAME_CELLS),
            "rows": one.rows,
            "clean": one.clean,
            "shown": f"{one.clean:,}",
            "colour": f"var({_colour(one.clean, limits)})",
        }
        for one in classes
    ]
    if between:
        rows.insert(AT_EITHER_END, {"name": f"{between:,} between", "shown": "", "rows": 0, "clean": 0, "colour": ""})
    most = max(row["rows"] for row in rows)
    base = _rows_of(rows)
    x = alt.Scale(domain=[0, max(most, 1)], nice=False)
    rules = [
        chart_of([{"limit": value}])
        .mark_rule(color=f"var({colour})", strokeWidth=1.5)
        .encode(x=alt.X("limit:Q", scale=x, axis=None))
        for colour, value in limits.items()
        if value <= most
    ]
    return alt.layer(
        *rules,
        base.mark_bar(color="var(--dot)", size=11).encode(x=alt.X("rows:Q", scale=x, axis=None)),
        base.mark_bar(size=11).encode(x=alt.X("clean:Q", scale=x, axis=None), color=alt.Color("colour:N", scale=None)),
        base.mark_text(align="left", dx=5, fontSize=12, color="var(--ink)").encode(
            x=alt.X("rows:Q", scale=x, axis=None), text="shown:N"
        ),
        _names(base, _NAMES),
    )


def _rows_of(rows: Sequence[Mapping[str, Any]]) -> Any:
    """A chart of rows below each other, in this order."""
    import altair as alt

    numbered = [{"row": i, **row} for i, row in enumerate(rows)]
    return chart_of(numbered).encode(y=alt.Y("row:O", axis=None))


def _names(base: Any, room: int) -> Any:
    """The names of rows to the left of them."""
    import altair as alt

    text = base.mark_text(align="right", limit=room - 22, fontSize=12, color="var(--soft)")
    return text.encode(x=alt.value(-8), text="name:N")


def _class_sentence(
    classes: Sequence[ClassSize], limits: Mapping[str, float], between: int, *, with_accepted: bool
) -> str:
    sizes = [f"{number(end)}" for end in dict.fromkeys((classes[-1].clean, classes[0].clean))]
    colours = Counter(_colour(one.clean, limits) for one in classes)
    below = [
        f"{colours[colour]:,} {_BELOW[colour]} {number(value)}" for colour, value in limits.items() if colours[colour]
    ]
    drawn = f" Drawn are the {AT_EITHER_END} largest and the {AT_EITHER_END} smallest." if between else ""
    return (
        f"{plural(len(classes), 'class', 'classes')} with {' to '.join(sizes)} clean examples"
        f"{', those accepted before included' if with_accepted else ''}: {', '.join(below) or 'none is too small'}."
        f"{drawn}"
    )


def _class_legend(classes: Sequence[ClassSize], limits: Mapping[str, float]) -> list[Key]:
    kept = [Key("--hue-1", "bar", "clean")] if any(_colour(one.clean, limits) == "--hue-1" for one in classes) else []
    rules = [Key(colour, "line", f"{_LIMIT[colour]} below {number(value)}") for colour, value in limits.items()]
    return [*kept, Key("--dot", "bar", "not clean"), *rules]


def _length_sentence(found: Lengths) -> str:
    unit = "tokens, as estimated" if found.unit == "tokens" else found.unit
    limits = "".join(f" {name} takes {limit:,} at most." for name, limit in found.limits.items())
    scale = " The scale grows by factors." if found.skewed else ""
    return (
        f"The median is {found.median:,} {unit}; nine in ten have {found.low:,} to {found.high:,}, the longest "
        f"{found.longest:,}.{limits}{scale}"
    )


def _histogram(found: Lengths, limits: Mapping[str, int]) -> Any:
    import altair as alt

    values = [
        {"low": low, "high": high, "n": n} for (low, high), n in zip(pairwise(found.edges), found.counts, strict=True)
    ]
    end = max([found.edges[-1], *limits.values()])
    scale = alt.Scale(type="log" if found.skewed else "linear", domain=[found.edges[0], end], nice=False)
    ticks = {"values": _decades(found.edges[0], end), "labelOverlap": False} if found.skewed else {}
    x = axis(grid=False, format=",d", **ticks)
    bars = chart_of(values).mark_bar(color="var(--hue-1)", stroke="var(--card)", strokeWidth=1)
    lines = [
        chart_of([{"at": at}])
        .mark_rule(color=f"var({colour})", strokeDash=dashes, strokeWidth=1.5)
        .encode(x=alt.X("at:Q", scale=scale, axis=x))
        for colour, at, dashes in [
            ("--ink", found.median, [4, 3]),
            *(("--fail", limit, [1, 0]) for limit in limits.values()),
        ]
    ]
    y = alt.Y("n:Q", axis=axis(format=",d", tickCount=3, tickMinStep=1))
    return alt.layer(bars.encode(x=alt.X("low:Q", scale=scale, axis=x), x2="high:Q", y=y, y2=alt.datum(0)), *lines)


def _decades(low: int, high: int) -> list[int]:
    """Round numbers for a logarithmic axis, as few as can be read."""
    steps = (1, 2, 5) if high < 100 * low else (1,)
    return [step * 10**power for power in range(9) for step in steps if low <= step * 10**power <= high]


def _stacks(counts: Mapping[tuple[str, int], int], sizes: Sequence[int], codes: Sequence[str]) -> Any:
    import altair as alt

    pieces: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    for row, least in enumerate(sizes):
        end = 0
        for code in codes:
            start, end = end, end + counts.get((code, least), 0)
            pieces.append({"row": row, "start": start, "end": end, "colour": f"var({_KINDS[code][1]})"})
        ends.append({"name": _SIZES[least], "end": end, "shown": f"{end:,}"})
    base = _rows_of(ends)
    x = alt.Scale(domain=[0, max(row["end"] for row in ends)], nice=False)
    bars = chart_of(pieces).mark_bar(size=11, stroke="var(--card)", strokeWidth=0.5)
    return alt.layer(
        bars.encode(
            x=alt.X("start:Q", scale=x, axis=None),
            x2="end:Q",
            y=alt.Y("row:O", axis=None),
            color=alt.Color("colour:N", scale=None),
        ),
        base.mark_text(align="left", dx=5, fontSize=12, color="var(--ink)").encode(
            x=alt.X("end:Q", scale=x, axis=None), text="shown:N"
        ),
        _names(base, _SIZE_NAMES),
    )


def _duplicate_sentence(sizes: Sequence[tuple[str, int]]) -> str:
    extra = sum(size - 1 for _, size in sizes)
    largest = max(size for _, size in sizes)
    groups = plural(len(sizes), "group")
    return f"{groups} of rows that say the same, {plural(extra, 'row')} too many; the largest has {number(largest)}."
