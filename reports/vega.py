"""From a chart of altair to the shapes of an SVG: no script, no reference, no style but colours of the page.

vl-convert draws the chart. Of what it draws only known elements and attributes are kept: fonts and sizes come
from the page's style, and instead of a role for every mark the page says in a sentence what the chart shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

from markupsafe import Markup, escape

from dataaudit.wording import excerpt

if TYPE_CHECKING:
    import altair as alt

#: Pixels of the page at its usual width.
WIDTH = 330

_ELEMENTS = frozenset({"svg", "g", "path", "line", "text", "rect"})
_ATTRIBUTES = (
    "d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height",
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "opacity", "text-anchor",
)  # fmt: skip
#: Elements that are nothing without what is in them.
_EMPTY = frozenset({"g", "text"})
_NO_EFFECT = {("transform", "translate(0,0)"), ("opacity", "1"), ("stroke-width", "1"), ("stroke-width", "0")}
_INVISIBLE = frozenset({"background", "foreground"})
#: Characters that XML can't have, and that no category of Unicode tells apart from those not yet assigned.
_NO_XML = {0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"}


#: Hundredths of a pixel are enough, and the last bits of a number may differ between machines.
_LONG = re.compile(r"\d+\.\d{3,}")


class Frame(NamedTuple):
    """The size of a chart and the room around its marks, in pixels of the page at its usual width."""

    width: int
    height: int
    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0

    @property
    def across(self) -> int:
        """What is left for marks."""
        return self.width - self.left - self.right

    @property
    def down(self) -> int:
        """What is left for marks."""
        return self.height - self.top - self.bottom


class Key(NamedTuple):
    """An entry of a legend: a colour of the page ("--link"), the shape (bar, dot, range, line, dashes), its name."""

    colour: str
    shape: str
    label: str


class Chart(NamedTuple):
    """A chart as the page shows it.

    Attributes
    ----------
    id
        Its name among the charts of a page.
    text
        What it shows, in a sentence, for everybody and instead of the drawing for those who can't see it.
    columns, rows
        Its numbers as a table.
    """

    id: str
    title: str
    text: str
    frame: Frame
    shapes: Markup
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    legend: Sequence[Key] = ()


def label(text: str, width: int) -> str:
    """Text of the data that a chart can show: on one line of at most `width` cells, everything visible."""
    return excerpt(text, width).translate(_NO_XML)


def chart_of(rows: Sequence[Mapping[str, Any]]) -> alt.Chart:
    """A chart of rows of values."""
    import altair as alt

    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def shapes(chart: alt.LayerChart, frame: Frame) -> Markup:
    """What is drawn inside the `svg` element of a chart, whose view box is the frame."""
    import vl_convert

    padding = {side: getattr(frame, side) for side in ("left", "right", "top", "bottom")}
    sized = chart.properties(width=frame.across, height=frame.down, padding=padding, autosize="none")
    plain = sized.configure(background="transparent").configure_view(stroke=None)
    drawn = vl_convert.vegalite_to_svg(plain.to_dict(), allowed_base_urls=[])
    return _markup(ElementTree.fromstring(drawn), outermost=True)


def axis(**options: Any) -> alt.Axis:
    """A quiet axis: faint lines across, labels without ticks, no line of its own."""
    import altair as alt

    quiet = {
        "title": None,
        "domain": False,
        "ticks": False,
        "gridColor": "var(--line)",
        "labelColor": "var(--soft)",
        "labelFontSize": 12,
        "labelPadding": 5,
        "tickCount": 4,
    }
    return alt.Axis(**{**quiet, **options})


def _markup(element: ElementTree.Element, *, outermost: bool = False) -> Markup:
    name = element.tag.rpartition("}")[2]
    hidden = element.get("class") in _INVISIBLE or element.get("fill") == "transparent" or element.get("opacity") == "0"
    if hidden or name not in _ELEMENTS:
        return Markup()
    inner = Markup().join([escape(element.text or ""), *map(_markup, element)])
    if outermost or (name in _EMPTY and not inner):
        return inner
    kept = Markup().join(_attribute(key, element.get(key)) for key in _ATTRIBUTES)
    if name == "g" and not kept:
        return inner
    return Markup("<{0}{1}>{2}</{0}>" if inner else "<{0}{1}/>").format(name, kept, inner)


def _attribute(name: str, value: str | None) -> Markup:
    if value is None or (name, value) in _NO_EFFECT:
        return Markup()
    return Markup(' {}="{}"').format(name, _LONG.sub(lambda found: f"{float(found[0]):.2f}", value))
