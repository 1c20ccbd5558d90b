"""What stands on each page of a PDF, as PDFium finds it: runs of characters, tags and links."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, repeat
from math import cos, sin

import pypdfium2.raw as pdfium

from briefing.read.pdf_geometry import Handle, Line, Rectangle
from briefing.read.pdf_hidden import Canvas

# Deeper than any document; a file can nest without end.
MAX_DEPTH = 60
# PDFium gives these where a font does not say which character a glyph stands for.
UNDECODED = frozenset("\x00\ufffd\uffff")
HYPHEN = "\ufffe"  # so PDFium marks the hyphen at the end of a line
MAX_COLUMNS = 1000
# Points from the lowest to the highest of a font's characters, where the letters are of 3 points.
SMALLEST = 3.6
USUAL_LENGTH = 64  # characters; a longer text takes a second call
# What a field has that is shown, spoken, or done when it is used, or got from another field.
TELLING = (b"AP", b"MK", b"DA", b"DV", b"TU", b"Contents", b"A", b"AA", b"Parent", b"Kids")
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
class Link:
    """What a part of the page leads to: a named destination ("link") or an address ("uri")."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its runs in the order of painting, its tags, and what could not be read.

    `notes` are texts that a reader program shows when a pointer rests on a link.
    """

    runs: tuple[Run, ...]
    elements: tuple[Element, ...]
    notes: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(slots=True)
class _Finds:
    """What is gathered while a page is walked."""

    tags: dict[int, int | None] = field(default_factory=dict)
    links: list[tuple[Rectangle, Link]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_page(document: Handle, index: int) -> Page:
    """The page with this index from 0; raises ValueError where it cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise ValueError(f"page {index + 1} is damaged")
    finds = _Finds()
    try:
        _find_annotations(document, page, finds)
        canvas = Canvas(_page_bounds(page))
        for number in range(pdfium.FPDFPage_CountObjects(page)):
            _find_object(pdfium.FPDFPage_GetObject(page, number), None, finds, canvas)
        finds.faults.extend(canvas.faults())
        runs = tuple(_read_runs(page, finds))
        return Page(
            runs, _read_elements(page), tuple(finds.notes), tuple(dict.fromkeys(finds.faults))
        )
    finally:
        pdfium.FPDF_ClosePage(page)


def read_text(call: Callable[..., int], *arguments: object) -> str:
    """The answer of one of PDFium's functions that fill a buffer with UTF-16."""
    room = 2 * USUAL_LENGTH
    buffer = (ctypes.c_ushort * USUAL_LENGTH)()
    size = call(*arguments, buffer, room)
    if size > room:
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        call(*arguments, buffer, size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", errors="replace")


def _find_annotations(document: Handle, page: Handle, finds: _Finds) -> None:
    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind == pdfium.FPDF_ANNOT_LINK:
                _find_link(document, annotation, finds)
            elif kind != pdfium.FPDF_ANNOT_WIDGET or not _is_unseen_signature(annotation):
                finds.faults.append(f"an annotation (of type {kind}) whose content is not read")
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _is_unseen_signature(field: Handle) -> bool:
    """Whether a form field is that of a signature, and is nowhere on the page, nor says a word."""
    corners = pdfium.FS_RECTF()
    return (
        read_text(pdfium.FPDFAnnot_GetStringValue, field, b"FT") == "Sig"
        and bool(pdfium.FPDFAnnot_GetRect(field, corners))
        and (corners.left, corners.bottom) == (corners.right, corners.top)
        and not any(pdfium.FPDFAnnot_HasKey(field, key) for key in TELLING)
    )


def _find_link(document: Handle, annotation: Handle, finds: _Finds) -> None:
    link = Link("link", read_text(pdfium.FPDFAnnot_GetStringValue, annotation, b"Dest"))
    if not link.target:
        action = pdfium.FPDFLink_GetAction(pdfium.FPDFAnnot_GetLink(annotation))
        if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
            size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
            link = Link("uri", buffer.value.decode("utf-8", errors="replace"))
    note = read_text(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
    if note not in ("", link.target):
        finds.notes.append(note)
    corners = pdfium.FS_RECTF()
    if link.target and pdfium.FPDFAnnot_GetRect(annotation, corners):
        finds.links.append((_rectangle(corners), link))


def _page_bounds(page: Handle) -> Rectangle:
    corners = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, corners)
    return _rectangle(corners)


def _find_object(
    item: Handle, outer: int | None, finds: _Finds, canvas: Canvas, depth: int = 0
) -> None:
    """Note the tag of each text, also inside of forms, and what is shown but is no text."""
    kind = pdfium.FPDFPageObj_GetType(item)
    tag = pdfium.FPDFPageObj_GetMarkedContentID(item)
    tag = outer if tag < 0 else tag
    if depth == 0:  # what stands in a form has its places in the form
        canvas.paint(item, kind)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        finds.tags[_address(item)] = tag
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        finds.faults.append("a raster image, in which a number could stand")
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
        for number in range(pdfium.FPDFFormObj_CountObjects(item)):
            inner = pdfium.FPDFFormObj_GetObject(item, number)
            _find_object(inner, tag, finds, canvas, depth + 1)


def _read_runs(page: Handle, finds: _Finds) -> Iterator[Run]:
    layer = pdfium.FPDFText_LoadPage(page)
    if not layer:
        finds.faults.append("a text layer that cannot be read")
        return
    try:
        count = max(pdfium.FPDFText_CountChars(layer), 0)
        characters = _characters(layer, count)
        if UNDECODED & set(characters):
            finds.faults.append("characters whose font does not say what they are")
        addresses = list(map(_address_of_text, repeat(_address(layer)), range(count)))
        before, spaced = None, False
        for address, group in groupby(range(count), addresses.__getitem__):
            if address is None:  # white space that is not written: a gap or a new line
                spaced = True
                continue
            indexes = list(group)
            # A gap within one text is a space that was not written.
            gap = " " if address == before else ""
            for span, link in _link_spans(layer, indexes, finds.links):
                text = gap + "".join(characters[i] for i in span)
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


def _link_spans(
    layer: Handle, indexes: list[int], links: list[tuple[Rectangle, Link]]
) -> Iterator[tuple[list[int], Link | None]]:
    """The characters of one text, split where a link begins or ends."""
    first, last = _box(layer, indexes[0]), _box(layer, indexes[-1])
    whole = Rectangle(
        min(first.left, last.left),
        min(first.bottom, last.bottom),
        max(first.right, last.right),
        max(first.top, last.top),
    )
    near = [(rectangle, link) for rectangle, link in links if rectangle.touches(whole)]
    if not near:
        yield indexes, None
        return

    def link_of(index: int) -> Link | None:
        box = _box(layer, index)
        return next((link for rectangle, link in near if rectangle.holds(box)), None)

    for link, group in groupby(indexes, link_of):
        yield list(group), link


def _line(layer: Handle, indexes: list[int]) -> Line:
    first, last = indexes[0], indexes[-1]
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
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        items = (pdfium.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(count))
        return tuple(_read_element(item) for item in items if item)
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _read_element(item: Handle, depth: int = 0) -> Element:
    kids: list[Element | int] = []
    for number in range(max(pdfium.FPDF_StructElement_CountChildren(item), 0)):
        tag = pdfium.FPDF_StructElement_GetChildMarkedContentID(item, number)
        kid = pdfium.FPDF_StructElement_GetChildAtIndex(item, number)
        if kid and depth < MAX_DEPTH:
            kids.append(_read_element(kid, depth + 1))
        elif tag >= 0:
            kids.append(tag)
    kind = read_text(pdfium.FPDF_StructElement_GetType, item)
    alternative = read_text(pdfium.FPDF_StructElement_GetAltText, item)
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
