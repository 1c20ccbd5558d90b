"""PDFium's functions that are called for each object or character, so that a call costs little.

pypdfium2 makes an object of each pointer that it takes or gives, and lets other threads run during
each call. Here handles are plain addresses, what a function fills in is one place for all calls,
and no other thread runs: PDFium must not be entered twice at a time in any case.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pypdfium2.raw as pdfium

from briefing.read.pdf_geometry import Handle, Rectangle

Call = Callable[..., Any]
POINTER = type(ctypes.POINTER(ctypes.c_int))


def address(handle: Handle) -> int:
    """Where a thing of PDFium's stands, of which pypdfium2 has made an object."""
    return ctypes.addressof(handle.contents)


def quick(function: Handle) -> Call:
    """The same function for addresses: an int for each pointer, and None for one that is null."""
    kinds = (function.restype, *function.argtypes)
    plain = [ctypes.c_void_p if isinstance(kind, POINTER) else kind for kind in kinds]
    place = ctypes.cast(function, ctypes.c_void_p).value
    assert place is not None
    call: Call = ctypes.PYFUNCTYPE(*plain)(place)
    return call


def _room(kind: Handle, count: int) -> tuple[Handle, tuple[int, ...]]:
    """Room for some numbers, and where each of them stands."""
    room = (kind * count)()
    start = ctypes.addressof(room)
    return room, tuple(start + number * ctypes.sizeof(kind) for number in range(count))


_floats, _float_places = _room(ctypes.c_float, 8)
_doubles, _double_places = _room(ctypes.c_double, 2)
_numbers, _number_places = _room(ctypes.c_uint, 4)
_sizes, (_size_place,) = _room(ctypes.c_ulong, 1)
_letters, (_letter_place, *_) = _room(ctypes.c_ushort, 64)
_first, _two, _four = _float_places[0], _float_places[:2], _float_places[:4]
LETTERS_SIZE = ctypes.sizeof(_letters)
NOWHERE = Rectangle(0.0, 0.0, 0.0, 0.0)

# --- the objects of a page ----------------------------------------------------------------------

object_at = quick(pdfium.FPDFPage_GetObject)
object_kind = quick(pdfium.FPDFPageObj_GetType)
object_tag = quick(pdfium.FPDFPageObj_GetMarkedContentID)
inner_count = quick(pdfium.FPDFFormObj_CountObjects)
inner_at = quick(pdfium.FPDFFormObj_GetObject)
text_mode = quick(pdfium.FPDFTextObj_GetTextRenderMode)
clip_of = quick(pdfium.FPDFPageObj_GetClipPath)
clip_count = quick(pdfium.FPDFClipPath_CountPaths)
clip_length = quick(pdfium.FPDFClipPath_CountPathSegments)
clip_segment = quick(pdfium.FPDFClipPath_GetPathSegment)
path_length = quick(pdfium.FPDFPath_CountSegments)
path_segment = quick(pdfium.FPDFPath_GetPathSegment)
segment_kind = quick(pdfium.FPDFPathSegment_GetType)
segment_closes = quick(pdfium.FPDFPathSegment_GetClose)
mark_count = quick(pdfium.FPDFPageObj_CountMarks)
mark_at = quick(pdfium.FPDFPageObj_GetMark)
_mark_name = quick(pdfium.FPDFPageObjMark_GetName)
_bounds = quick(pdfium.FPDFPageObj_GetBounds)
_turned_bounds = quick(pdfium.FPDFPageObj_GetRotatedBounds)
_matrix = quick(pdfium.FPDFPageObj_GetMatrix)
_text_size = quick(pdfium.FPDFTextObj_GetFontSize)
_fill_colour = quick(pdfium.FPDFPageObj_GetFillColor)
_stroke_colour = quick(pdfium.FPDFPageObj_GetStrokeColor)
_stroke_width = quick(pdfium.FPDFPageObj_GetStrokeWidth)
_draw_mode = quick(pdfium.FPDFPath_GetDrawMode)
_segment_point = quick(pdfium.FPDFPathSegment_GetPoint)


def bounds(item: int) -> Rectangle:
    """The rectangle around an object, where it was drawn."""
    return Rectangle(*_floats[:4]) if _bounds(item, *_four) else NOWHERE


def turned_bounds(item: int) -> list[float]:
    """The four corners of an object that is turned, each with two numbers."""
    return _floats[:] if _turned_bounds(item, _first) else [0.0] * 8


def matrix(item: int) -> list[float]:
    """The six numbers of the matrix of an object."""
    return _floats[:6] if _matrix(item, _first) else [0.0] * 6


def text_size(item: int) -> float:
    """The size of the letters of a text, in its own measure."""
    return _floats[0] if _text_size(item, _first) else 0.0


def stroke_width(item: int) -> float:
    """The width of the lines of a path, in its own measure."""
    return _floats[0] if _stroke_width(item, _first) else 0.0


def fill_colour(item: int) -> list[int] | None:
    """Red, green, blue and opacity of a text or surface; None where there are none."""
    return _numbers[:] if _fill_colour(item, *_number_places) else None


def stroke_colour(item: int) -> list[int] | None:
    """Red, green, blue and opacity of the lines of a path; None where there are none."""
    return _numbers[:] if _stroke_colour(item, *_number_places) else None


def draw_mode(item: int) -> list[int]:
    """How a path is filled, and whether its lines are drawn."""
    return _numbers[:2] if _draw_mode(item, *_number_places[:2]) else [0, 0]


def segment_point(segment: int) -> list[float]:
    """Where a part of a path ends."""
    return _floats[:2] if _segment_point(segment, *_two) else [0.0, 0.0]


def mark_name(mark: int) -> str:
    """The name of a mark of an object, as far as there is room for it."""
    known = _mark_name(mark, _letter_place, LETTERS_SIZE, _size_place)
    return decode(ctypes.string_at(_letter_place, max(_sizes[0] - 2, 0))) if known else ""


# --- the text of a page -------------------------------------------------------------------------

text_at = quick(pdfium.FPDFText_GetTextObject)
letter_angle = quick(pdfium.FPDFText_GetCharAngle)
_letter_box = quick(pdfium.FPDFText_GetLooseCharBox)
_letter_origin = quick(pdfium.FPDFText_GetCharOrigin)


def letter_box(layer: int, index: int) -> Rectangle:
    """Where a letter stands, with the room around it."""
    if not _letter_box(layer, index, _first):
        return NOWHERE
    left, top, right, bottom = _floats[:4]
    if left <= right and bottom <= top:
        return Rectangle(left, bottom, right, top)
    return Rectangle(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def letter_origin(layer: int, index: int) -> list[float]:
    """Where a letter begins on its base line."""
    return _doubles[:] if _letter_origin(layer, index, *_double_places) else [0.0, 0.0]


# --- the tags of a page -------------------------------------------------------------------------

element_length = quick(pdfium.FPDF_StructElement_CountChildren)
element_mark = quick(pdfium.FPDF_StructElement_GetChildMarkedContentID)
element_kid = quick(pdfium.FPDF_StructElement_GetChildAtIndex)
attribute_count = quick(pdfium.FPDF_StructElement_GetAttributeCount)
attribute_at = quick(pdfium.FPDF_StructElement_GetAttributeAtIndex)
_element_kind = quick(pdfium.FPDF_StructElement_GetType)
_element_alternative = quick(pdfium.FPDF_StructElement_GetAltText)
_attribute = quick(pdfium.FPDF_StructElement_Attr_GetValue)
_attribute_number = quick(pdfium.FPDF_StructElement_Attr_GetNumberValue)


def element_kind(element: int) -> str:
    """The type of an element of the tag tree."""
    return _read(_element_kind, element)


def element_alternative(element: int) -> str:
    """The words that stand for an element, empty where there are none."""
    return _read(_element_alternative, element)


def attribute_number(attributes: int, name: bytes) -> float | None:
    """The number that an element says something is, None where it says none."""
    value = _attribute(attributes, name)
    return _floats[0] if value and _attribute_number(value, _first) else None


def _read(call: Call, item: int) -> str:
    """The answer of one of the functions that fill a buffer with UTF-16."""
    size = call(item, _letter_place, LETTERS_SIZE)
    if size <= LETTERS_SIZE:
        return decode(ctypes.string_at(_letter_place, size - 2)) if size > 2 else ""  # noqa: PLR2004 - its end
    room = (ctypes.c_ushort * (size // 2 + 1))()
    call(item, ctypes.addressof(room), size)
    return decode(ctypes.string_at(room, size - 2))


@lru_cache(maxsize=1000)
def decode(written: bytes) -> str:
    """The words of some UTF-16."""
    return written.decode("utf-16-le", errors="replace")
