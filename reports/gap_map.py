"""The map of training and real inputs as the shapes of a drawing: one path a kind of point, and a label a gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dataaudit.coverage.map import REAL, TRAINING, CoverageMap
from dataaudit.reports.gaps import hue
from dataaudit.wording import excerpt

Points = NDArray[np.int64]

#: In units of the drawing, which are pixels where the page is at its widest.
WIDTH, MARGIN = 1000, 24
HIGHEST = 640
MOST_NAMED = 12

_NAME_WIDTH = 30
_LINE, _CHARACTER, _ROOM = 20, 9, 12
#: Lines up and down within which a label is put beside its gap.
_FAR = 4
#: What it costs, in units of area, to hide a point, to hide one of a gap, and to go another line away.
_POINT, _GAP_POINT, _STEP = 12, 120, 200
#: Where a label would cost more, it is the number alone.
_TOO_MUCH = 600
#: Points of a gap that are as near to one of them have a label together.
_REACH = 60


class Layer(NamedTuple):
    """Points drawn alike, by the name of their style."""

    style: str
    path: str


class Label(NamedTuple):
    """The number of a gap and, in its main place, its name; `anchor` is the side of the text that is at x."""

    number: int
    hue: int
    name: str
    x: int
    y: int
    anchor: str


class Drawing(NamedTuple):
    """What there is to draw, the last on top."""

    width: int
    height: int
    layers: list[Layer]
    labels: list[Label]
    training: int
    real: int


class Box(NamedTuple):
    """Where a text would stand."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)

    def holds(self, points: Points) -> int:
        """How many of the points are inside."""
        x, y = points.T
        return int(((x > self.left) & (x < self.right) & (y > self.top) & (y < self.bottom)).sum())


class Spot(NamedTuple):
    """A place for a label: where its text would stand, and what it costs that it is away from the gap."""

    box: Box
    x: int
    y: int
    anchor: str
    cost: float


def draw(points: CoverageMap, names: Sequence[str]) -> Drawing:
    """The drawing of a map; `names` are those of its first gaps, inputs in the others are drawn as any."""
    across, down = WIDTH - 2 * MARGIN, HIGHEST - 2 * MARGIN
    flatter = min(1.0, down / across / max(points.layout[:, 1].max(), 0.001))
    places = MARGIN + np.rint(points.layout * across * (1, flatter)).astype(np.int64)
    height = int(places[:, 1].max()) + MARGIN
    training = places[points.group == TRAINING]
    real = places[(points.group == REAL) | (points.group >= len(names))]
    gaps = [places[points.group == number] for number in range(len(names))]
    layers = [
        Layer("learnt", _dots(training)),
        Layer("real", _crosses(real)),
        *(Layer(f"gap hue-{hue(number)}", _dots(members)) for number, members in enumerate(gaps, 1)),
    ]
    labels = _labels(gaps, names, places, height)
    return Drawing(WIDTH, height, layers, labels, len(training), len(places) - len(training))


def _dots(points: Points) -> str:
    """Lines of no length, whose round ends are dots."""
    return "".join(f"M{x} {y}h0" for x, y in points.tolist())


def _crosses(points: Points) -> str:
    return "".join(f"M{x - 3} {y}h6m-3-3v6" for x, y in points.tolist())


def _labels(gaps: Sequence[Points], names: Sequence[str], places: Points, height: int) -> list[Label]:
    """Labels beside each gap, where they hide as little as can be; the largest gap chooses first."""
    sheet = _Sheet(places, np.concatenate(gaps), height)
    labels = []
    for number, (members, name) in enumerate(zip(gaps, names, strict=True), 1):
        for turn, piece in enumerate(_pieces(members)):
            named = number <= MOST_NAMED and not turn
            labels.append(sheet.place(piece, number, excerpt(name, _NAME_WIDTH) if named else ""))
    return labels


class _Sheet:
    """A drawing on which labels are put one after the other."""

    def __init__(self, places: Points, in_gaps: Points, height: int) -> None:
        self._points = ((places, _POINT), (in_gaps, _GAP_POINT))
        self._page = Box(0, 0, WIDTH, height)
        self._placed: list[Box] = []

    def place(self, piece: Points, number: int, name: str) -> Label:
        """Put a label beside some points: without its name where that would hide too much."""
        spots = list(_beside(piece, _CHARACTER * len(f"{number} {name}")))
        costs = [spot.cost + self._hidden(spot.box) for spot in spots]
        best = spots[int(np.argmin(costs))]
        if name and min(costs) > _TOO_MUCH:
            return self.place(piece, number, "")
        self._placed.append(best.box)
        return Label(number, hue(number), name, best.x, best.y, best.anchor)

    def _hidden(self, box: Box) -> float:
        """What a text would hide of points and other labels, and what of itself would be off the page."""
        off = (box.right - box.left) * (box.bottom - box.top) - box.overlap(self._page)
        dots = sum(cost * box.holds(points) for points, cost in self._points)
        return off + dots + sum(box.overlap(other) for other in self._placed)


def _pieces(members: Points) -> Iterator[Points]:
    """The points of a gap that lie together, the most first: alike though they are, some may lie elsewhere.

    What is less than a quarter of the gap is left out, but for the first.
    """
    least, first = len(members) / 4, True
    while len(members):
        near = np.hypot(*np.moveaxis(members[:, None] - members[None, :], 2, 0)) <= _REACH
        together = near[near.sum(axis=1).argmax()]
        if together.sum() < least and not first:
            return
        yield members[together]
        members, first = members[~together], False


def _beside(piece: Points, width: int) -> Iterator[Spot]:
    """Places for a text of this width: beside the points, above and below them, and farther off."""
    (left, top), (right, bottom) = piece.min(axis=0).tolist(), piece.max(axis=0).tolist()
    middle = (top + bottom) // 2
    for away in range(_FAR):
        cost = _STEP * away
        for y in dict.fromkeys((middle + away * _LINE, middle - away * _LINE)):
            yield Spot(_box(right + _ROOM, y, width), right + _ROOM, y, "start", cost)
            yield Spot(_box(left - _ROOM - width, y, width), left - _ROOM, y, "end", cost)
        for y in (top - _LINE - away * _LINE, bottom + _LINE + away * _LINE):
            x = (left + right) // 2
            yield Spot(_box(x - width // 2, y, width), x, y, "middle", cost)


def _box(left: int, middle: int, width: int) -> Box:
    return Box(left, middle - _LINE / 2, left + width, middle + _LINE / 2)
