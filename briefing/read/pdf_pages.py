"""What stands on each page of a PDF, as PDFium finds it: runs of characters, tags and links."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, groupby, repeat
from math import cos, sin

import pypdfium2.raw as pdfium

from briefing.read.pdf_canvas import Canvas, Surround, enter_form
from briefing.read.pdf_document import Link, PageParts
from briefing.read.pdf_geometry import Handle, Line, Rectangle
from briefing.read.pdf_hidden import hidden_faults
from briefing.read.pdf_syntax import DamagedPdfError
from briefing.text import Span

# Deeper than any document; a file can nest without end.
MAX_DEPTH = 60
# PDFium gives these where a font does not say which character a glyph stands for.
LEFT_OUT = "words that its tags leave out"
UNDECODED = frozenset("\x00\ufffd\uffff")
HYPHEN = "\ufffe"  # so PDFium marks the hyphen at the end of a line
MAX_COLUMNS = 1000
MAX_ELEMENTS = 50_000  # of the tags of one page
# Points from the lowest to the highest of a font's characters, where the letters are of 3 points.
SMALLEST = 3.6
BAND, HIGHEST = 24, 20_000  # points; no page is higher
USUAL_LENGTH = 64  # characters; a longer text takes a second call
_buffer = (ctypes.c_ushort * USUAL_LENGTH)()  # for one call at a time, as all of PDFium is
# Asked for each character: the address alone takes a third of the time of an object around it.
_address_of_text = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that were written in one go.

    `tag` is the number by which the tag tree names them (None: outside of it). `spaced` says that
    PDFium sees a gap before them.
    """

    text: str
    tag: int | None
    line: Line
    link: Link | None = None
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the tag tree: its kids are elements, and numbers of marked runs."""

    type: str
    kids: tuple[Element | int, ...]
    alternative: str = ""
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its runs in the order of painting, its tags, and what could not be read."""

    runs: tuple[Run, ...]
    elements: tuple[Element, ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]


def _bands(place: Rectangle) -> range:
    """The bands across the page in which a place lies, as far as a page can reach."""
    low, high = (min(HIGHEST, max(-HIGHEST, edge)) for edge in (place.bottom, place.top))
    return range(int(low // BAND), int(high // BAND) + 1)


@dataclass(slots=True)
class _Finds:
    """What is gathered while a page is walked."""

    links: Sequence[tuple[Rectangle, Link]]
    tags: dict[int, int | None] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)  # of the links, those that cover words
    has_untagged: bool = False
    bands: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for number, (place, _) in enumerate(self.links):
            for band in _bands(place):
                self.bands[band].append(number)

    def links_at(self, place: Rectangle) -> Iterable[int]:
        """The numbers of the links that may touch a place: those at its height."""
        bands = _bands(place)
        if len(bands) == 1:
            return self.bands.get(bands[0], ())
        return sorted({number for band in bands for number in self.bands.get(band, ())})


@dataclass(frozen=True, slots=True)
class _Place:
    """What a part of a page stands in: its tag, whether that is page furniture, and where it is."""

    tag: int | None = None
    is_furniture: bool = False
    around: Surround = field(default_factory=Surround)


def read_page(document: Handle, index: int, parts: PageParts) -> Page:
    """The page with this index from 0; raises DamagedPdfError where it cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise DamagedPdfError(f"page {index + 1} is damaged")
    finds = _Finds(parts.links)
    try:
        canvas = Canvas(_page_bounds(page))
        for number in range(pdfium.FPDFPage_CountObjects(page)):
            _find_object(pdfium.FPDFPage_GetObject(page, number), _Place(), finds, canvas)
        finds.faults.extend(hidden_faults(canvas))
        runs = tuple(_read_runs(page, finds))
        if len(finds.used) < len(finds.links):
            finds.faults.append("a link that covers no words")
        elements = _read_elements(page)
        if elements and finds.has_untagged:
            finds.faults.append(LEFT_OUT)
        faults = dict.fromkeys([*parts.faults, *finds.faults])
        return Page(runs, elements, parts.notes, tuple(faults))
    finally:
        pdfium.FPDF_ClosePage(page)


def _read_text(call: Callable[..., int], item: Handle) -> str:
    """The answer of one of PDFium's functions that fill a buffer with UTF-16."""
    size = call(item, _buffer, 2 * USUAL_LENGTH)
    if size <= 2 * USUAL_LENGTH:
        return _decode(ctypes.string_at(_buffer, max(size - 2, 0)))
    room = (ctypes.c_ushort * (size // 2 + 1))()
    call(item, room, size)
    return _decode(ctypes.string_at(room, size - 2))


@lru_cache(maxsize=1000)
def _decode(written: bytes) -> str:
    return written.decode("utf-16-le", errors="replace")


def _page_bounds(page: Handle) -> Rectangle:
    corners = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, corners)
    return _rectangle(corners)


def _find_object(
    item: Handle, outer: _Place, finds: _Finds, canvas: Canvas, depth: int = 0
) -> None:
    """Note the tag of each text, also inside of forms, and what is shown but is no text."""
    kind = pdfium.FPDFPageObj_GetType(item)
    tag = pdfium.FPDFPageObj_GetMarkedContentID(item)
    tag = outer.tag if tag < 0 else tag
    canvas.paint(item, kind, outer.around)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        finds.tags[_address(item)] = tag
        if tag is None and not outer.is_furniture and not _is_furniture(item):
            finds.has_untagged = True
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        finds.faults.append("a raster image, in which a number could stand")
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
        furniture = outer.is_furniture or _is_furniture(item)
        within = _Place(tag, furniture, enter_form(item, outer.around))
        for number in range(pdfium.FPDFFormObj_CountObjects(item)):
            inner = pdfium.FPDFFormObj_GetObject(item, number)
            _find_object(inner, within, finds, canvas, depth + 1)


def _is_furniture(item: Handle) -> bool:
    """Whether a part of the page says that it belongs to the page, and not to what it says."""
    marks = (
        pdfium.FPDFPageObj_GetMark(item, number)
        for number in range(pdfium.FPDFPageObj_CountMarks(item))
    )
    return any(_mark_name(mark) == "Artifact" for mark in marks)


def _mark_name(mark: Handle) -> str:
    size = ctypes.c_ulong()
    known = pdfium.FPDFPageObjMark_GetName(mark, _buffer, 2 * USUAL_LENGTH, size)
    return _decode(ctypes.string_at(_buffer, max(size.value - 2, 0))) if known else ""


def _read_runs(page: Handle, finds: _Finds) -> Iterator[Run]:
    layer = pdfium.FPDFText_LoadPage(page)
    if not layer:
        finds.faults.append("a text layer that cannot be read")
        return
    try:
        total = max(pdfium.FPDFText_CountChars(layer), 0)
        characters = _characters(layer, total)
        if UNDECODED & set(characters):
            finds.faults.append("characters whose font does not say what they are")
        addresses = list(map(_address_of_text, repeat(_address(layer)), range(total)))
        before, spaced, end = None, False, 0
        for address, group in groupby(addresses):
            start, end = end, end + len(list(group))
            if address is None:  # white space that is not written: a gap or a new line
                spaced = True
                continue
            # A gap within one text is a space that was not written.
            gap = " " if address == before else ""
            for span, link in _link_spans(layer, Span(start, end), finds):
                text = gap + characters[slice(*span)]
                line = _line(layer, span)
                if line.size < SMALLEST and text.strip():
                    finds.faults.append("text that is too small to be read")
                yield Run(text, finds.tags.get(address), line, link, spaced)
                gap, spaced = "", False
            before = address
    finally:
        pdfium.FPDFText_ClosePage(layer)


def _characters(layer: Handle, count: int) -> str:
    """The characters of a page, one for each of PDFium's indexes."""
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(layer, 0, count, buffer)
    characters = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
    if len(characters) != count or "\0" in characters:
        characters = "".join(chr(pdfium.FPDFText_GetUnicode(layer, i)) for i in range(count))
    return characters.replace(HYPHEN, "-")


def _link_spans(layer: Handle, span: Span, finds: _Finds) -> Iterator[tuple[Span, Link | None]]:
    """The characters of one text, split where a link begins or ends."""
    first, last = _box(layer, span.start), _box(layer, span.end - 1)
    whole = Rectangle(
        min(first.left, last.left),
        min(first.bottom, last.bottom),
        max(first.right, last.right),
        max(first.top, last.top),
    )
    near = [number for number in finds.links_at(whole) if finds.links[number][0].touches(whole)]
    if not near:
        yield span, None
        return

    def link_of(index: int) -> Link | None:
        box = _box(layer, index)
        holding = [number for number in near if finds.links[number][0].holds(box)]
        finds.used.update(holding)
        targets = list(dict.fromkeys(finds.links[number][1] for number in holding))
        if len(targets) > 1:
            finds.faults.append("words from which two links lead to different places")
        return targets[0] if targets else None

    end = span.start
    for link, group in groupby(range(*span), link_of):
        start, end = end, end + len(list(group))
        yield Span(start, end), link


def _line(layer: Handle, span: Span) -> Line:
    first, last = span.start, span.end - 1
    angle = -pdfium.FPDFText_GetCharAngle(layer, first)
    along, across = cos(angle), sin(angle)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(layer, first, x, y)
    start = x.value * along + y.value * across
    base = y.value * along - x.value * across
    pdfium.FPDFText_GetCharOrigin(layer, last, x, y)
    box = _box(layer, last)
    wide, high = box.right - box.left, box.top - box.bottom
    upright = abs(along) > abs(across)
    advance, size = (wide, high) if upright else (high, wide)
    return Line(angle, start, x.value * along + y.value * across + advance, base, size)


def _box(layer: Handle, index: int) -> Rectangle:
    corners = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(layer, index, corners)
    return _rectangle(corners)


def _rectangle(corners: Handle) -> Rectangle:
    return Rectangle(
        min(corners.left, corners.right),
        min(corners.bottom, corners.top),
        max(corners.left, corners.right),
        max(corners.bottom, corners.top),
    )


def _address(item: Handle) -> int:
    return ctypes.addressof(item.contents) if item else 0


def _read_elements(page: Handle) -> tuple[Element, ...]:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return ()
    try:
        kids = range(pdfium.FPDF_StructTree_CountChildren(tree))
        items = (pdfium.FPDF_StructTree_GetChildAtIndex(tree, number) for number in kids)
        read = count()
        return tuple(_read_element(item, read) for item in items if item)
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _read_element(item: Handle, read: Iterator[int], depth: int = 0) -> Element:
    """An element and all within it; `read` counts them, since they could go round in a circle."""
    if next(read) > MAX_ELEMENTS:
        raise DamagedPdfError("its tags have no end")
    kids: list[Element | int] = []
    for number in range(max(pdfium.FPDF_StructElement_CountChildren(item), 0)):
        tag = pdfium.FPDF_StructElement_GetChildMarkedContentID(item, number)
        kid = pdfium.FPDF_StructElement_GetChildAtIndex(item, number)
        if kid and depth < MAX_DEPTH:
            kids.append(_read_element(kid, read, depth + 1))
        elif tag >= 0:
            kids.append(tag)
    kind = _read_text(pdfium.FPDF_StructElement_GetType, item)
    alternative = _read_text(pdfium.FPDF_StructElement_GetAltText, item)
    columns = _columns(item) if kind in ("TH", "TD") else 1
    return Element(kind, tuple(kids), alternative, columns)


def _columns(cell: Handle) -> int:
    """How many columns a cell of a table takes."""
    for number in range(max(pdfium.FPDF_StructElement_GetAttributeCount(cell), 0)):
        attribute = pdfium.FPDF_StructElement_GetAttributeAtIndex(cell, number)
        value = pdfium.FPDF_StructElement_Attr_GetValue(attribute, b"ColSpan")
        found = ctypes.c_float()
        if value and pdfium.FPDF_StructElement_Attr_GetNumberValue(value, found):
            return min(max(int(found.value), 1), MAX_COLUMNS)
    return 1
