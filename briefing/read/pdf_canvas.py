"""What is painted on a page of a PDF, in order, as PDFium finds it: texts and shapes.

A form is a part that is painted as a whole: what stands in it is put where it stands on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from math import atan2, hypot, sqrt
from typing import NamedTuple

import pypdfium2.raw as pdfium

from briefing.read import pdf_calls as calls
from briefing.read.pdf_geometry import Rectangle
from briefing.read.pdf_shapes import HERE, Area, Matrix, bounds_of, corners, read_polygons

OPAQUE = 255
THINNEST = 0.1  # points
MAX_SEGMENTS = 5_000  # of a path; a longer one is taken for the whole of its bounds
# The three channels of a colour added up; the palest text of a report differs more from its ground.
NO_DIFFERENCE = 60


class Colour(NamedTuple):
    """Red, green, blue and opacity, each from 0 to 255."""

    red: int
    green: int
    blue: int
    opacity: int

    def differs(self, other: Colour) -> bool:
        """Whether a reader could tell the two apart."""
        return sum(abs(a - b) for a, b in zip(self[:3], other[:3], strict=True)) > NO_DIFFERENCE

    def upon(self, ground: Colour) -> Colour:
        """What is seen of it where it is painted upon a ground."""
        share = self.opacity / OPAQUE
        mixed = (
            round(a * share + b * (1 - share)) for a, b in zip(self[:3], ground[:3], strict=True)
        )
        red, green, blue = mixed
        return Colour(red, green, blue, OPAQUE)


WHITE = Colour(255, 255, 255, OPAQUE)


class Surround(NamedTuple):
    """Where a form stands: how places in it become places on the page, and what it is cut to."""

    matrix: Matrix = HERE
    clips: tuple[Area, ...] = ()
    opacity: float = 1


class PaintedText(NamedTuple):
    """A text: `box` is where its letters stand after the page was turned back by `angle`.

    `base` is the height of the base line in it, and `size` that of the letters; `mode` is the way
    in which they are drawn.
    """

    order: int
    bounds: Rectangle
    box: Rectangle
    matrix: Matrix
    angle: float
    base: float
    size: float
    mode: int
    colour: Colour | None
    clips: tuple[Area, ...]


@dataclass(slots=True)
class PaintedShape:
    """A shape, an image or a shading; its areas are looked at when something is near."""

    order: int
    bounds: Rectangle
    kind: int
    item: int
    around: Surround
    found: list[tuple[Area, Colour | None]] | None = None
    cut_to: tuple[Area, ...] = ()

    def areas(self) -> list[tuple[Area, Colour | None]]:
        """What is painted: surfaces and lines, each with its colour, None where it has many."""
        if self.found is None:
            self.found = list(self._read_areas())
            self.cut_to = (*self.around.clips, *read_clips(self.item, self.around.matrix))
        return self.found

    def _read_areas(self) -> Iterator[tuple[Area, Colour | None]]:
        count = calls.path_length(self.item)
        if self.kind != pdfium.FPDF_PAGEOBJ_PATH or count > MAX_SEGMENTS:
            yield Area((_closed(corners(self.bounds)),)), None
            return
        matrix = _matrix(self.item).within(self.around.matrix)
        polygons = read_polygons(count, partial(calls.path_segment, self.item), matrix)
        mode, has_lines = calls.draw_mode(self.item)
        opacity = self.around.opacity
        if mode != pdfium.FPDF_FILLMODE_NONE:
            even_odd = mode == pdfium.FPDF_FILLMODE_ALTERNATE
            colour = _colour(calls.fill_colour(self.item), opacity)
            yield Area(tuple(map(_closed, polygons)), even_odd), colour
        if has_lines:
            scale = sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
            colour = _colour(calls.stroke_colour(self.item), opacity)
            # A line of no width is drawn as thin as can be.
            yield Area(polygons, width=max(calls.stroke_width(self.item) * scale, THINNEST)), colour


@dataclass(slots=True)
class Canvas:
    """What was painted on a page, in order."""

    page: Rectangle
    texts: list[PaintedText] = field(default_factory=list)
    shapes: list[PaintedShape] = field(default_factory=list)

    def paint(self, item: int, kind: int, around: Surround) -> None:
        """Put another object upon the others."""
        order = len(self.texts) + len(self.shapes)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            self.texts.append(_text(item, order, around))
        elif kind != pdfium.FPDF_PAGEOBJ_FORM:
            bounds = around.matrix.bounds(calls.bounds(item))
            self.shapes.append(PaintedShape(order, bounds, kind, item, around))


def enter_form(item: int, around: Surround) -> Surround:
    """Where the objects within a form stand."""
    colour = _colour(calls.fill_colour(item), around.opacity)
    opacity = colour.opacity / OPAQUE if colour else around.opacity
    clips = (*around.clips, *read_clips(item, around.matrix))
    return Surround(_matrix(item).within(around.matrix), clips, opacity)


def read_clips(item: int, matrix: Matrix) -> Iterator[Area]:
    """What an object is cut to: all of these at once."""
    path = calls.clip_of(item)
    for number in range(calls.clip_count(path)):
        polygons = read_polygons(
            calls.clip_length(path, number), partial(calls.clip_segment, path, number), matrix
        )
        yield Area(tuple(map(_closed, polygons)))


def _text(item: int, order: int, around: Surround) -> PaintedText:
    matrix = _matrix(item)
    if around.matrix != HERE:
        matrix = matrix.within(around.matrix)
    bounds = around.matrix.bounds(calls.bounds(item))
    angle = atan2(matrix.b, matrix.a) if matrix.b or matrix.a < 0 else 0.0
    box, base = bounds, matrix.f
    if angle:
        turn = Area(([(matrix.e, matrix.f)], _quad(item, around.matrix))).turned(angle).polygons
        box, base = bounds_of(turn[1]), turn[0][0][1]
    return PaintedText(
        order=order,
        bounds=bounds,
        box=box,
        matrix=matrix,
        angle=angle,
        base=base,
        size=hypot(matrix.c, matrix.d) * calls.text_size(item),
        mode=calls.text_mode(item),
        colour=_colour(calls.fill_colour(item), around.opacity),
        clips=(*around.clips, *read_clips(item, around.matrix)),
    )


def _quad(item: int, matrix: Matrix) -> list[tuple[float, float]]:
    """The corners of a text that is turned."""
    found = calls.turned_bounds(item)
    return [matrix.place(corner) for corner in zip(found[::2], found[1::2], strict=True)]


def _closed(polygon: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return polygon if polygon[0] == polygon[-1] else [*polygon, polygon[0]]


def _colour(channels: list[int] | None, opacity: float) -> Colour | None:
    if channels is None:
        return None
    red, green, blue, own = channels
    return Colour(red, green, blue, round(own * opacity))


def _matrix(item: int) -> Matrix:
    return Matrix(*calls.matrix(item))
