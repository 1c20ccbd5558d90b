"""The shapes that are drawn on a page of a PDF, and what they touch and cover."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin
from typing import NamedTuple

import pypdfium2.raw as pdfium

from briefing.read.pdf_calls import segment_closes, segment_kind, segment_point
from briefing.read.pdf_geometry import Rectangle

Point = tuple[float, float]
Polygon = list[Point]
CURVE_STEPS = 8  # straight parts that stand for one curve
FLAT = 1e-6
ROUNDED = 0.05  # points


class Matrix(NamedTuple):
    """How places in a part of a page become places on the page (ISO 32000-1, 8.3.3)."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def place(self, point: Point) -> Point:
        """Where a point of the part stands."""
        x, y = point
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def within(self, outer: Matrix) -> Matrix:
        """The same for a part that itself stands in another part."""
        e, f = outer.place((self.e, self.f))
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            e,
            f,
        )

    def bounds(self, inner: Rectangle) -> Rectangle:
        """The least upright rectangle around what a rectangle of the part becomes."""
        if self == HERE:
            return inner
        return bounds_of(map(self.place, corners(inner)))


HERE = Matrix()


@dataclass(frozen=True)
class Area:
    """A surface between the edges of polygons, or the lines along them.

    `width` is that of the lines, 0 for a surface.
    """

    polygons: tuple[Polygon, ...]
    even_odd: bool = False
    width: float = 0

    def turned(self, angle: float) -> Area:
        """The same after the page was turned back by an angle."""
        if not angle:
            return self
        turn = Matrix(cos(angle), -sin(angle), sin(angle), cos(angle))
        return Area(
            tuple([turn.place(p) for p in polygon] for polygon in self.polygons),
            self.even_odd,
            self.width,
        )

    def touches(self, box: Rectangle) -> bool:
        """Whether any of it lies within the box."""
        half = self.width / 2
        if half:
            box = Rectangle(box.left - half, box.bottom - half, box.right + half, box.top + half)
        if not _share(self._bounds, box):
            return False
        if self._is_upright:
            return True
        return self._has_edge_in(box) or (not self.width and self._holds(_middle(box)))

    def covers(self, box: Rectangle) -> bool:
        """Whether all of the box lies within it."""
        if self._is_upright:
            return self._bounds.covers(box)
        return not self.width and not self._has_edge_in(box) and self._holds(_middle(box))

    @cached_property
    def _bounds(self) -> Rectangle:
        return bounds_of(point for polygon in self.polygons for point in polygon)

    @cached_property
    def _is_upright(self) -> bool:
        """Whether it is the surface of an upright rectangle, as most are, and its own bounds."""
        return self._frames is not None and len(self._frames) == 1

    @cached_property
    def _frames(self) -> tuple[tuple[Rectangle, int], ...] | None:
        """The polygons of a surface that are all upright rectangles, such as those of a frame.

        Each with the way in which it goes round: 1 against the clock, -1 with it.
        """
        if self.width:
            return None
        frames = []
        for polygon in self.polygons:
            bounds = bounds_of(polygon)
            ways = _ways_around(corners(bounds))
            if len(polygon) != len(ways[0]) + 1 or polygon[:-1] not in ways:
                return None
            frames.append((bounds, 1 if polygon[:-1] in ways[: len(ways) // 2] else -1))
        return tuple(frames)

    def _has_edge_in(self, box: Rectangle) -> bool:
        if self._frames is not None:
            return any(_share(frame, box) and not frame.covers(box) for frame, _ in self._frames)
        return any(_crosses(a, b, box) for polygon in self.polygons for a, b in _edges(polygon))

    def _holds(self, point: Point) -> bool:
        """Whether a point lies inside, by the rule of the shape (ISO 32000-1, 8.5.3.3)."""
        around = self._ways_around(point)
        return len(around) % 2 == 1 if self.even_odd else sum(around) != 0

    def _ways_around(self, point: Point) -> list[int]:
        """In which way each edge goes that is met to the right of a point; see `_frames`."""
        x, y = point
        if self._frames is not None:
            return [
                way
                for (left, bottom, right, top), way in self._frames
                if left <= x < right and bottom <= y < top
            ]
        return [
            1 if by > ay else -1
            for polygon in self.polygons
            for (ax, ay), (bx, by) in _edges(polygon)
            if (ay <= y) != (by <= y) and ax + (y - ay) * (bx - ax) / (by - ay) > x
        ]

    def looks_like_letters(self) -> bool:
        """Whether it is more than boxes, or one dot or bar: lines to and fro, or rings."""
        if self.width:
            return any(len(p) > 2 and not is_convex(p) for p in self.polygons)  # noqa: PLR2004
        if len(self.polygons) > 1:
            return not all(map(is_box, self.polygons))
        return not all(map(is_convex, self.polygons))


def _share(one: Rectangle, other: Rectangle) -> bool:
    """Whether two rectangles, lines among them, have a point in common within the other."""
    across = one.left < other.right and one.right > other.left
    return across and one.bottom < other.top and one.top > other.bottom


def _ways_around(around: Polygon) -> list[Polygon]:
    """The corners of a rectangle from each of them on, one way around and the other."""
    turned = [around[n:] + around[:n] for n in range(len(around))]
    return turned + [[way[0], *way[:0:-1]] for way in turned]


def corners(box: Rectangle) -> Polygon:
    """The four corners of a rectangle."""
    return [
        (box.left, box.bottom),
        (box.right, box.bottom),
        (box.right, box.top),
        (box.left, box.top),
    ]


def bounds_of(points: Iterable[Point]) -> Rectangle:
    """The least upright rectangle around some points."""
    found = list(points) or [(0.0, 0.0)]
    across, up = [x for x, _ in found], [y for _, y in found]
    return Rectangle(min(across), min(up), max(across), max(up))


def is_box(polygon: Polygon) -> bool:
    """Whether a polygon is an upright rectangle."""
    box = bounds_of(polygon)
    edges = {box.left, box.right}, {box.bottom, box.top}
    near = all(
        min(abs(x - e) for e in edges[0]) < ROUNDED and min(abs(y - e) for e in edges[1]) < ROUNDED
        for x, y in polygon
    )
    return near and len(polygon) <= 5  # noqa: PLR2004 - its first corner counted twice


def is_convex(polygon: Polygon) -> bool:
    """Whether a polygon turns in one direction, once around: a dot, a bar, a rounded box."""
    if len(set(polygon)) < 3:  # noqa: PLR2004 - a line has no surface
        return True
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in _edges(polygon)]
    steps = [step for step in steps if hypot(*step) > ROUNDED]
    turns = [
        atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])
        for a, b in pairwise([*steps, *steps[:1]])
    ]
    turns = [turn for turn in turns if abs(turn) > FLAT]
    one_way = all(turn > 0 for turn in turns) or all(turn < 0 for turn in turns)
    return one_way and abs(sum(turns)) < 3 * pi


def read_polygons(
    count: int, segment_at: Callable[[int], int], matrix: Matrix
) -> tuple[Polygon, ...]:
    """The polygons of a path of PDFium, on the page; curves are straight parts."""
    polygons: list[Polygon] = []
    curve: list[Point] = []
    for number in range(count):
        segment = segment_at(number)
        kind = segment_kind(segment)
        x, y = segment_point(segment)
        point = matrix.place((x, y))
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not polygons:
            polygons.append([point])
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curve.append(point)
            if len(curve) == 3:  # noqa: PLR2004 - a cubic curve has two handles and an end
                polygons[-1] += _curve(polygons[-1][-1], curve)
                curve = []
        else:
            polygons[-1].append(point)
        if segment_closes(segment) and polygons[-1][0] != polygons[-1][-1]:
            polygons[-1].append(polygons[-1][0])
    return tuple(polygon for polygon in polygons if len(polygon) > 1)


def _curve(start: Point, handles: Sequence[Point]) -> Iterator[Point]:
    points = (start, *handles)
    for step in range(1, CURVE_STEPS + 1):
        t = step / CURVE_STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        pairs = list(zip(weights, points, strict=True))
        yield sum(w * p[0] for w, p in pairs), sum(w * p[1] for w, p in pairs)


def _edges(polygon: Polygon) -> Iterator[tuple[Point, Point]]:
    return pairwise(polygon)


def _middle(box: Rectangle) -> Point:
    return (box.left + box.right) / 2, (box.bottom + box.top) / 2


def _crosses(a: Point, b: Point, box: Rectangle) -> bool:
    """Whether a line from one point to the other enters a box (Liang and Barsky, 1984)."""
    (ax, ay), (bx, by), (left, bottom, right, top) = a, b, box
    if max(ax, bx) <= left or min(ax, bx) >= right or max(ay, by) <= bottom or min(ay, by) >= top:
        return False
    first, last = 0.0, 1.0
    sides = (
        (ax - bx, ax - left),
        (bx - ax, right - ax),
        (ay - by, ay - bottom),
        (by - ay, top - ay),
    )
    for slope, distance in sides:
        if abs(slope) < FLAT:
            if distance <= 0:
                return False
        elif slope < 0:
            first = max(first, distance / slope)
        else:
            last = min(last, distance / slope)
    return first < last
