"""What stands on each page of a PDF, as PDFium finds it: runs of characters, tags and links."""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, groupby
from math import cos, sin
from typing import NamedTuple

import pypdfium2.raw as pdfium

from briefing.read import pdf_calls as calls
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
# Letters and marks of Hebrew, Arabic and their kin, and what turns others around.
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]|[^\u0000-\uffff]"
)
NEW_LINE = "\r"  # so it begins a new line, which is not written
LONG_LINE = 400  # characters; a longer one is not looked through for its end
MAX_COLUMNS = 1000
MAX_ELEMENTS = 50_000  # of the tags of one page
# Points from the lowest to the highest of a font's characters, where the letters are of 3 points.
SMALLEST = 3.6
BAND, HIGHEST = 24, 20_000  # points; no page is higher


class Run(NamedTuple):
    """Characters that were written in one go.

    `tag` is the number by which the tag tree names them (None: outside of it). `spaced` says that
    PDFium sees a gap before them.
    """

    text: str
    tag: int | None
    line: Line
    link: Link | None = None
    spaced: bool = False


class Element(NamedTuple):
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
    low = min(HIGHEST, max(-HIGHEST, place.bottom))
    high = min(HIGHEST, max(-HIGHEST, place.top))
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

    def link_at(self, holding: Sequence[int]) -> Link:
        """The link of words that these hold, and no others."""
        self.used.update(holding)
        targets = list(dict.fromkeys(self.links[number][1] for number in holding))
        if len(targets) > 1:
            self.faults.append("words from which two links lead to different places")
        return targets[0]


class _Place(NamedTuple):
    """What a part of a page stands in: its tag, whether that is page furniture, and where it is."""

    tag: int | None = None
    is_furniture: bool = False
    around: Surround = Surround()


def read_page(document: Handle, index: int, parts: PageParts) -> Page:
    """The page with this index from 0; raises DamagedPdfError where it cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        raise DamagedPdfError(f"page {index + 1} is damaged")
    finds = _Finds(parts.links)
    try:
        canvas = Canvas(_page_bounds(page))
        at = calls.address(page)
        for number in range(pdfium.FPDFPage_CountObjects(page)):
            _find_object(calls.object_at(at, number), _Place(), finds, canvas)
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


def _page_bounds(page: Handle) -> Rectangle:
    corners = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, corners)
    across, up = (corners.left, corners.right), (corners.bottom, corners.top)
    return Rectangle(min(across), min(up), max(across), max(up))


def _find_object(item: int, outer: _Place, finds: _Finds, canvas: Canvas, depth: int = 0) -> None:
    """Note the tag of each text, also inside of forms, and what is shown but is no text."""
    kind = calls.object_kind(item)
    tag = calls.object_tag(item)
    tag = outer.tag if tag < 0 else tag
    canvas.paint(item, kind, outer.around)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        finds.tags[item] = tag
        if tag is None and not outer.is_furniture and not _is_furniture(item):
            finds.has_untagged = True
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        finds.faults.append("a raster image, in which a number could stand")
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
        furniture = outer.is_furniture or _is_furniture(item)
        within = _Place(tag, furniture, enter_form(item, outer.around))
        for number in range(calls.inner_count(item)):
            _find_object(calls.inner_at(item, number), within, finds, canvas, depth + 1)


def _is_furniture(item: int) -> bool:
    """Whether a part of the page says that it belongs to the page, and not to what it says."""
    marks = (calls.mark_at(item, number) for number in range(calls.mark_count(item)))
    return any(calls.mark_name(mark) == "Artifact" for mark in marks)


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
        at = calls.address(layer)
        before, spaced = None, False
        for address, start, end in find_texts(at, characters):
            if address is None:  # white space that is not written: a gap or a new line
                spaced = True
                continue
            # A gap within one text is a space that was not written.
            gap = " " if address == before else ""
            for span, link, last in _link_spans(at, Span(start, end), finds):
                text = gap + characters[slice(*span)]
                line = _line(at, span, last)
                if line.size < SMALLEST and text.strip():
                    finds.faults.append("text that is too small to be read")
                yield Run(text, finds.tags.get(address), line, link, spaced)
                gap, spaced = "", False
            before = address
    finally:
        pdfium.FPDFText_ClosePage(layer)


def find_texts(layer: int, characters: str) -> Iterator[tuple[int | None, int, int]]:
    """The texts that characters of a page belong to, each with where its characters stand.

    None are characters that are not written, of which there may be several in a row. PDFium has
    the written ones of a text in a row, but where some are read from right to left: elsewhere most
    of them need not be asked for.
    """
    has_rows = not RIGHT_TO_LEFT.search(characters)
    start, total = 0, len(characters)
    while start < total:
        address = calls.text_at(layer, start)
        if address is None or not has_rows:
            end = _end_of_run(layer, address, start, total)
        else:
            new_line = characters.find(NEW_LINE, start, start + LONG_LINE)
            end = _end_of_row(layer, address, (start, new_line, total))
        yield address, start, end
        start = end


def _end_of_run(layer: int, address: int | None, start: int, total: int) -> int:
    """Behind the last of the characters from `start` on that belong to a text."""
    others = (at for at in range(start + 1, total) if calls.text_at(layer, at) != address)
    return next(others, total)


def _end_of_row(layer: int, address: int, row: tuple[int, int, int]) -> int:
    """The same for a text whose characters stand in a row, asked for as few of them as can be.

    Of most texts the last one stands in front of the new line. Otherwise it is looked for by
    halves, or behind that line in steps that grow.
    """
    start, new_line, total = row
    step, following = max(new_line - 1 - start, 1), 1
    while start + step < total and calls.text_at(layer, start + step) == address:
        start, step, following = start + step, following, 2 * following
    behind = min(start + step, total)
    while behind - start > 1:
        middle = (start + behind) // 2
        if calls.text_at(layer, middle) == address:
            start = middle
        else:
            behind = middle
    return behind


def _characters(layer: Handle, count: int) -> str:
    """The characters of a page, one for each of PDFium's indexes."""
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetText(layer, 0, count, buffer)
    characters = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="replace")
    if len(characters) != count or "\0" in characters:
        characters = "".join(chr(pdfium.FPDFText_GetUnicode(layer, i)) for i in range(count))
    return characters.replace(HYPHEN, "-")


def _link_spans(
    layer: int, span: Span, finds: _Finds
) -> Iterable[tuple[Span, Link | None, Rectangle]]:
    """The characters of one text, split where a link begins or ends, and where the last one is."""
    first, last = calls.letter_box(layer, span.start), calls.letter_box(layer, span.end - 1)
    whole = Rectangle(
        min(first.left, last.left),
        min(first.bottom, last.bottom),
        max(first.right, last.right),
        max(first.top, last.top),
    )
    near = [number for number in finds.links_at(whole) if finds.links[number][0].touches(whole)]
    if not near:
        return ((span, None, last),)
    if all(finds.links[at][0].holds(first) and finds.links[at][0].holds(last) for at in near):
        # Letters of one text stand in a row: what holds both ends holds all of them.
        return ((span, finds.link_at(near), last),)
    return _parts_of_links(layer, span, finds, near)


def _parts_of_links(
    layer: int, span: Span, finds: _Finds, near: Sequence[int]
) -> Iterator[tuple[Span, Link | None, Rectangle]]:
    """The same for a text that some of these links hold in part."""

    def link_of(box: Rectangle) -> Link | None:
        holding = [number for number in near if finds.links[number][0].holds(box)]
        return finds.link_at(holding) if holding else None

    end = span.start
    boxes = (calls.letter_box(layer, index) for index in range(*span))
    for link, group in groupby(boxes, link_of):
        linked = list(group)
        start, end = end, end + len(linked)
        yield Span(start, end), link, linked[-1]


def _line(layer: int, span: Span, last: Rectangle) -> Line:
    """Where the characters of a span stand, the last of which is in this box."""
    angle = -calls.letter_angle(layer, span.start)
    wide, high = last.right - last.left, last.top - last.bottom
    start, base = calls.letter_origin(layer, span.start)
    x, y = calls.letter_origin(layer, span.end - 1)
    if not angle:
        return Line(angle, start, x + wide, base, high)
    along, across = cos(angle), sin(angle)
    start, base = start * along + base * across, base * along - start * across
    upright = abs(along) > abs(across)
    advance, size = (wide, high) if upright else (high, wide)
    return Line(angle, start, x * along + y * across + advance, base, size)


def _read_elements(page: Handle) -> tuple[Element, ...]:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return ()
    try:
        kids = range(pdfium.FPDF_StructTree_CountChildren(tree))
        items = (pdfium.FPDF_StructTree_GetChildAtIndex(tree, number) for number in kids)
        read = count()
        return tuple(_read_element(calls.address(item), read) for item in items if item)
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _read_element(item: int, read: Iterator[int], depth: int = 0) -> Element:
    """An element and all within it; `read` counts them, since they could go round in a circle."""
    if next(read) > MAX_ELEMENTS:
        raise DamagedPdfError("its tags have no end")
    kids: list[Element | int] = []
    for number in range(calls.element_length(item)):
        kid = calls.element_kid(item, number)
        if kid and depth < MAX_DEPTH:
            kids.append(_read_element(kid, read, depth + 1))
        else:
            tag = calls.element_mark(item, number)
            if tag >= 0:
                kids.append(tag)
    kind = calls.element_kind(item)
    columns = _columns(item) if kind in ("TH", "TD") else 1
    return Element(kind, tuple(kids), calls.element_alternative(item), columns)


def _columns(cell: int) -> int:
    """How many columns a cell of a table takes."""
    for number in range(calls.attribute_count(cell)):
        columns = calls.attribute_number(calls.attribute_at(cell, number), b"ColSpan")
        if columns is not None:
            return min(max(int(columns), 1), MAX_COLUMNS)
    return 1
