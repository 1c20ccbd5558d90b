"""Text of a PDF that stands in its text layer, and that nobody sees.

The parts of a page are painted one over the other. Text has the colour of the ground that was
painted last before it, and is covered by what is painted after it. Only rectangles are judged: what
another shape covers, its bounds do not tell. A line through the middle of upright letters strikes
them out.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2.raw as pdfium

from briefing.read.pdf_geometry import EDGE, Handle, Rectangle

# Text render modes that paint nothing.
INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
CORNERS = 5  # of a closed rectangle, its first point counted twice
OPAQUE = 255
# The three channels of a colour added up; the palest text of a report differs more from its ground.
NO_DIFFERENCE = 60
# Where a line through letters runs, counted in their size from the base line, and its own height.
LOWEST, HIGHEST, THICKEST = 0.1, 0.6, 0.3


class Colour(NamedTuple):
    """Red, green, blue and opacity, each from 0 to 255."""

    red: int
    green: int
    blue: int
    opacity: int

    def differs(self, other: Colour) -> bool:
        """Whether a reader could tell the two apart."""
        return sum(abs(a - b) for a, b in zip(self[:3], other[:3], strict=True)) > NO_DIFFERENCE


WHITE = Colour(255, 255, 255, OPAQUE)


@dataclass(frozen=True, slots=True)
class _Painted:
    """A surface or a text; `colour` is None where it has none that is known."""

    bounds: Rectangle
    colour: Colour | None
    is_text: bool


class _Letters(NamedTuple):
    """Upright letters: where they run, the height of their base line, and their size."""

    bounds: Rectangle
    base: float
    size: float


@dataclass(slots=True)
class Canvas:
    """What was painted on a page, in order; `lines` are the shapes that may be lines."""

    page: Rectangle
    painted: list[_Painted] = field(default_factory=list)
    letters: list[_Letters] = field(default_factory=list)
    lines: list[Rectangle] = field(default_factory=list)

    def paint(self, item: Handle, kind: int) -> None:
        """Put another object upon the others."""
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self.lines.append(_bounds(item))
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            colour = _fill_colour(item)
            if pdfium.FPDFTextObj_GetTextRenderMode(item) in INVISIBLE:
                colour = Colour(0, 0, 0, 0)
            self.painted.append(_Painted(_bounds(item), colour, is_text=True))
            self.letters += _upright(item)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and _is_filled(item):
            is_rectangle = 0 < pdfium.FPDFPath_CountSegments(item) <= CORNERS
            colour = _fill_colour(item) if is_rectangle else None
            self.painted.append(_Painted(_bounds(item), colour, is_text=False))
        elif kind in (pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_IMAGE):
            self.painted.append(_Painted(_bounds(item), None, is_text=False))

    def faults(self) -> Iterator[str]:
        """What is wrong with texts on this page."""
        surfaces = [_Painted(self.page, WHITE, is_text=False)]
        for item in self.painted:
            if not item.is_text:
                surfaces.append(item)
            elif item.colour is not None:
                yield from self._faults_of(item.bounds, item.colour, surfaces)
        covers: list[Rectangle] = []
        for item in reversed(self.painted):
            if item.is_text and any(cover.covers(item.bounds) for cover in covers):
                yield "text that is covered"
            elif not item.is_text and item.colour and item.colour.opacity == OPAQUE:
                covers.append(item.bounds)
        if any(self._struck()):
            yield "text that is struck out"

    def _struck(self) -> Iterator[bool]:
        """For each of the lines near letters, whether it runs through them."""
        lines = sorted(self.lines, key=_middle)
        for bounds, base, size in self.letters:
            first = bisect_left(lines, base + LOWEST * size, key=_middle)
            end = bisect_right(lines, base + HIGHEST * size, key=_middle)
            for line in lines[first:end]:
                is_thin = line.top - line.bottom <= THICKEST * size
                shared = min(line.right, bounds.right) - max(line.left, bounds.left)
                yield is_thin and shared > EDGE

    def _faults_of(
        self, bounds: Rectangle, colour: Colour, surfaces: list[_Painted]
    ) -> Iterator[str]:
        ground = next((s.colour for s in reversed(surfaces) if s.bounds.holds(bounds)), None)
        if colour.opacity == 0:
            yield "text that is transparent"
        elif not self.page.covers(bounds):
            yield "text that stands outside of the page"
        elif ground is not None and not ground.differs(colour):
            yield "text in the colour of its ground"


def _middle(line: Rectangle) -> float:
    return (line.bottom + line.top) / 2


def _upright(item: Handle) -> Iterator[_Letters]:
    """The letters of a text, unless they are turned."""
    matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    pdfium.FPDFTextObj_GetFontSize(item, size)
    if matrix.b == matrix.c == 0 < matrix.d:
        yield _Letters(_bounds(item), matrix.f, matrix.d * size.value)


def _is_filled(path: Handle) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, mode, stroke)
    return bool(mode.value != pdfium.FPDF_FILLMODE_NONE)


def _fill_colour(item: Handle) -> Colour | None:
    channels = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetFillColor(item, *channels)
    return Colour(*(channel.value for channel in channels)) if known else None


def _bounds(item: Handle) -> Rectangle:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *edges)
    return Rectangle(*(edge.value for edge in edges))
