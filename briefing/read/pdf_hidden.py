"""Text of a PDF that stands in its text layer, and that nobody sees.

The parts of a page are painted one over the other. Text has the colour of the ground that was
painted last before it, and is covered by what is painted after it. Only rectangles are judged: what
another shape covers, its bounds do not tell.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2.raw as pdfium

from briefing.read.pdf_geometry import Handle, Rectangle

# Text render modes that paint nothing.
INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
CORNERS = 5  # of a closed rectangle, its first point counted twice
OPAQUE = 255
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


WHITE = Colour(255, 255, 255, OPAQUE)


@dataclass(frozen=True, slots=True)
class _Painted:
    """A surface or a text; `colour` is None where it has none that is known."""

    bounds: Rectangle
    colour: Colour | None
    is_text: bool


@dataclass(slots=True)
class Canvas:
    """What was painted on a page, in order."""

    page: Rectangle
    painted: list[_Painted] = field(default_factory=list)

    def paint(self, item: Handle, kind: int) -> None:
        """Put another object upon the others."""
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            colour = _fill_colour(item)
            if pdfium.FPDFTextObj_GetTextRenderMode(item) in INVISIBLE:
                colour = Colour(0, 0, 0, 0)
            self.painted.append(_Painted(_bounds(item), colour, is_text=True))
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

    def _faults_of(
        self, bounds: Rectangle, colour: Colour, surfaces: list[_Painted]
    ) -> Iterator[str]:
        ground = next((s.colour for s in reversed(surfaces) if s.bounds.holds(bounds)), None)
        if colour.opacity == 0:
            yield "text that is transparent"
        elif not self.page.holds(bounds):
            yield "text that stands outside of the page"
        elif ground is not None and not ground.differs(colour):
            yield "text in the colour of its ground"


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
