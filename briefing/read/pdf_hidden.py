"""Text of a PDF that is not seen, or not seen as it stands in the text layer.

The parts of a page are painted one over the other. A text is seen where its colour differs from
all that lies under it, nothing lies upon it, nothing cuts it off, no line runs through it, and no
other text stands at its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import pypdfium2.raw as pdfium

from briefing.read.pdf_canvas import (
    OPAQUE,
    WHITE,
    Canvas,
    Colour,
    PaintedShape,
    PaintedText,
)
from briefing.read.pdf_geometry import EDGE, Rectangle
from briefing.read.pdf_shapes import Area, corners

# Text render modes that paint nothing.
INVISIBLE = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
# Where a line through letters runs, counted in their size from the base line, and its own height.
LOWEST, HIGHEST, THICKEST = 0.1, 0.6, 0.3
# Where the digits and most letters are, counted in the same way.
BODY_BOTTOM, BODY_TOP = 0.02, 0.72
# How much wider than high letters may be drawn, how far slanted, and how far turned, in radians.
NARROWEST, WIDEST, SLANTED, UPSIDE_DOWN = 0.5, 2, 0.4, 1.7
# How far two texts may reach into one another, counted in the size of the letters.
ACROSS, UP = 0.2, 0.25
LETTER = 60  # points; what is drawn larger is no part of a line of text
MAX_GROUNDS = 64
# How often texts and shapes are held against one another; texts that stand in each other's height.
MAX_PAIRS, MANY = 20_000_000, 1_000
STRANGE_MODE = "text that is drawn in an unusual way, as an outline or as a window"


def hidden_faults(canvas: Canvas) -> Iterator[str]:
    """What is wrong with the texts on a page."""
    if len(canvas.texts) * (len(canvas.shapes) + MANY) > MAX_PAIRS:
        yield "more texts and shapes than can be told apart"
        return
    shapes = [(*shape.bounds, shape) for shape in canvas.shapes]
    for text in canvas.texts:
        core = _shrunk(text.box)
        yield from _own_faults(text, core, canvas.page)
        left, bottom, right, top = text.bounds
        near = [
            shape
            for first, lowest, last, highest, shape in shapes
            if lowest < top and highest > bottom and first < right and last > left
        ]
        yield from _faults_between(text, core, near)
    yield from _overlaps(canvas.texts)
    if any(map(_is_letter, canvas.shapes)):
        yield "a drawn shape that could be a letter or a digit"


def _own_faults(text: PaintedText, core: Rectangle, page: Rectangle) -> Iterator[str]:
    if text.mode in INVISIBLE or (text.colour and text.colour.opacity == 0):
        yield "text that is transparent"
    elif text.mode != pdfium.FPDF_TEXTRENDERMODE_FILL:
        yield STRANGE_MODE
    if not page.covers(_shrunk(text.bounds) if text.angle else core):
        yield "text that stands outside of the page"
    elif text.clips and not all(_is_inside(clip.turned(text.angle), core) for clip in text.clips):
        yield "text that is cut off"
    if _is_distorted(text):
        yield "text that is squeezed, mirrored or upside down"


def _is_inside(clip: Area, box: Rectangle) -> bool:
    """Whether a box lies within a clip, by whichever of the two rules it is meant."""
    return clip.covers(box) and Area(clip.polygons, even_odd=True).covers(box)


def _is_distorted(text: PaintedText) -> bool:
    a, b, c, d, *_ = text.matrix
    return text.size <= 0 or abs(text.angle) > UPSIDE_DOWN or _distorts(a, b, c, d)


@lru_cache(maxsize=1000)
def _distorts(a: float, b: float, c: float, d: float) -> bool:
    """Whether a matrix squeezes or mirrors what is drawn by it; most texts of a file share one."""
    wide, high = a**2 + b**2, c**2 + d**2
    if not wide or not high or a * d <= b * c:
        return True
    slant = abs(a * c + b * d) / (wide * high) ** 0.5
    is_squeezed = not NARROWEST**2 <= wide / high <= WIDEST**2
    return is_squeezed or slant > SLANTED


class _Ground(NamedTuple):
    """A surface that a text stands upon, or a part of it: its colour, None for one of many."""

    colour: Colour | None
    holds_all: bool


def _faults_between(
    text: PaintedText, core: Rectangle, near: Sequence[PaintedShape]
) -> Iterator[str]:
    """What is wrong with a text because of the shapes whose bounds it meets."""
    grounds: list[_Ground] = []
    for shape in near:
        for area, colour in shape.areas():
            turned = area.turned(text.angle)
            if _is_sheet(turned, shape, text, core):
                grounds.append(_Ground(colour, holds_all=True))
            elif _meets(turned, shape, text, core):
                found = _look_at(turned, shape, text, core)
                if isinstance(found, str):
                    yield found
                elif found is not None:
                    grounds.append(_Ground(colour, found))
    if text.colour is not None and text.colour.opacity:
        fault = _fault_of_grounds(text.colour, tuple(grounds))
        if fault is not None:
            yield fault


def _is_sheet(area: Area, shape: PaintedShape, text: PaintedText, core: Rectangle) -> bool:
    """Whether this is but a ground: a whole surface, under all of the text.

    Most texts stand upon one, and meet nothing else.
    """
    is_whole = shape.order < text.order and not shape.cut_to and not area.width
    return is_whole and area.covers(core) and not _is_thin(area, shape, text)


def _look_at(
    area: Area, shape: PaintedShape, text: PaintedText, core: Rectangle
) -> str | bool | None:
    """What is wrong with a text that an area meets; else whether it is a ground of all of it."""
    is_thin = _is_thin(area, shape, text)
    is_upon = shape.order > text.order
    strike = _band(text, core, LOWEST, HIGHEST)
    if area.touches(strike) and (is_thin or (area.width and not is_upon)):
        return "text that is struck out"
    if is_thin:
        return None
    if is_upon:
        return "text that is covered"
    body = _band(text, core, BODY_BOTTOM, BODY_TOP)
    return _holds(area, shape, text, body) if area.touches(body) else None


@lru_cache(maxsize=100)
def _fault_of_grounds(colour: Colour, under: tuple[_Ground, ...]) -> str | None:
    """What is wrong with a text of a colour because of the surfaces that lie under it.

    Most texts of a file have one of a few colours, upon one of a few grounds.
    """
    grounds = _grounds(under)
    if None in grounds:
        return "text upon a surface of many colours, in which it may vanish"
    if not all(ground is None or _stands_out(colour, ground) for ground in grounds):
        return "text in the colour of its ground"
    return None


def _stands_out(colour: Colour, ground: Colour) -> bool:
    """Whether a text of one colour is seen upon the other."""
    return colour.upon(ground).differs(ground)


def _band(text: PaintedText, box: Rectangle, low: float, high: float) -> Rectangle:
    """A part of the height of the letters, where they have such a part."""
    bottom = max(text.base + low * text.size, box.bottom)
    top = min(text.base + high * text.size, box.top)
    return Rectangle(box.left, bottom, box.right, top) if bottom < top else box


def _meets(area: Area, shape: PaintedShape, text: PaintedText, box: Rectangle) -> bool:
    cuts = (clip.turned(text.angle) for clip in shape.cut_to)
    return area.touches(box) and not any(_misses(clip, box) for clip in cuts)


def _misses(clip: Area, box: Rectangle) -> bool:
    """Whether none of a box lies within a clip, by either of the two rules."""
    return not (clip.touches(box) or Area(clip.polygons, even_odd=True).touches(box))


def _is_thin(area: Area, shape: PaintedShape, text: PaintedText) -> bool:
    """Whether this is a line below, through or above the letters, rather than a surface."""
    if area.width:
        return area.width <= THICKEST * text.size and _height(area) <= THICKEST * text.size
    high = _height(area) if text.angle else shape.bounds.top - shape.bounds.bottom
    return high <= THICKEST * text.size


def _height(area: Area) -> float:
    heights = [y for polygon in area.polygons for _, y in polygon]
    return max(heights, default=0.0) - min(heights, default=0.0)


def _holds(area: Area, shape: PaintedShape, text: PaintedText, box: Rectangle) -> bool:
    """Whether all of a box stands upon a surface."""
    cuts = (clip.turned(text.angle) for clip in shape.cut_to)
    return area.covers(box) and all(_is_inside(clip, box) for clip in cuts)


def _grounds(under: Sequence[_Ground]) -> set[Colour | None]:
    """Every colour that a part of a text may stand upon; None for a colour that is not known."""
    found: set[Colour | None] = {WHITE}
    for colour, holds_all in under:
        painted = {_upon(colour, ground) for ground in found}
        found = painted if holds_all else found | painted
        if len(found) > MAX_GROUNDS:
            return {None}
    return found


def _upon(colour: Colour | None, ground: Colour | None) -> Colour | None:
    """What is seen of a surface upon another one."""
    if colour is None or colour.opacity == OPAQUE:
        return colour
    return None if ground is None else colour.upon(ground)


def _overlaps(texts: Sequence[PaintedText]) -> Iterator[str]:
    """A fault where two texts stand at one place."""
    ordered = sorted(texts, key=lambda text: text.bounds.bottom)
    left = MAX_PAIRS
    for number, text in enumerate(ordered):
        for at in range(number + 1, len(ordered)):
            other = ordered[at]
            left -= 1
            if other.bounds.bottom >= text.bounds.top or left < 0:
                break
            beside = (
                other.bounds.left >= text.bounds.right or other.bounds.right <= text.bounds.left
            )
            if not beside and _overlap(text, other):
                yield "two texts at the same place"
                return
    if left < 0:
        yield "more texts than can be told apart"


def _overlap(a: PaintedText, b: PaintedText) -> bool:
    size = min(a.size, b.size)
    core = Rectangle(
        a.box.left + ACROSS * size / 2,
        a.box.bottom + UP * size / 2,
        a.box.right - ACROSS * size / 2,
        a.box.top - UP * size / 2,
    )
    if core.left >= core.right or core.bottom >= core.top:
        return False
    points = corners(b.box)
    area = Area(([*points, points[0]],)).turned(-b.angle).turned(a.angle)
    return area.touches(core)


def _is_letter(shape: PaintedShape) -> bool:
    bounds = shape.bounds
    if shape.kind != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    if max(bounds.right - bounds.left, bounds.top - bounds.bottom) > LETTER:
        return False
    return any(area.looks_like_letters() for area, _ in shape.areas())


def _shrunk(box: Rectangle) -> Rectangle:
    """A box without its edges, which other things may touch."""
    left, bottom, right, top = box
    across, up = min(EDGE, (right - left) / 4), min(EDGE, (top - bottom) / 4)
    return Rectangle(left + across, bottom + up, right - across, top - up)
